import { type Command, type Decider, type Event, type EventCatalogue, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { dayOf, type LocalizedText } from '#libs/vocabulary';
import { changesOf, registeredAlready } from './restated.ts';

export const instrumentStream = (instrumentId: string) => `instrument-${instrumentId}` as const;

/** The legal instrument whose stream this is. */
export const instrumentIdOf = (stream: string): string => stream.slice('instrument-'.length);

/** From the highest to the lowest; a prakas is a minister's regulation. */
export const instrumentKinds = ['law', 'royal-decree', 'sub-decree', 'prakas', 'circular', 'decision', 'announcement'] as const;
export type InstrumentKind = (typeof instrumentKinds)[number];

/** A legal instrument as entered. Days are `YYYY-MM-DD` in Cambodia. */
export interface InstrumentEntry {
  readonly instrumentId: string;
  readonly kind: InstrumentKind;
  readonly title: LocalizedText;
  /** On paper. */
  readonly number: string;
  /** On paper. */
  readonly date: string;
  /** What is announced is no law yet. What is entered as enacted is enacted from its date on, by an event of its own. */
  readonly status: 'announced' | 'enacted';
}

type Details = Partial<Omit<InstrumentEntry, 'instrumentId' | 'status'>>;

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file.
export type InstrumentEvent =
  | Event<'LegalInstrumentRegistered', InstrumentEntry>
  | Event<'LegalInstrumentDetailsUpdated', Details>
  // `from` is the first day in force; said again, the later word stands.
  | Event<'LegalInstrumentEnacted', { from: string }>
  // `from` is the first day no longer in force.
  | Event<'LegalInstrumentRepealed', { from: string; reason: string }>;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const instrumentEvents: EventCatalogue<InstrumentEvent> = {
  LegalInstrumentRegistered: { version: 1 },
  LegalInstrumentDetailsUpdated: { version: 1 },
  LegalInstrumentEnacted: { version: 1 },
  LegalInstrumentRepealed: { version: 1 },
};

export type InstrumentCommand =
  | Command<'RegisterLegalInstrument', InstrumentEntry>
  | Command<'UpdateLegalInstrumentDetails', Details>
  | Command<'EnactLegalInstrument', { from: string }>
  | Command<'RepealLegalInstrument', { from: string; reason: string }>;

/** A legal instrument as folded from its stream. */
export interface Instrument {
  /** Absent before the instrument is registered. */
  readonly entry?: InstrumentEntry;
  /** First day in force; absent while it is only announced. */
  readonly enactedFrom?: string;
  /** First day no longer in force. */
  readonly repealedFrom?: string;
}

/** The rules of a legal instrument's entry: announced, enacted, repealed, in this order of days. */
export const instrument: Decider<InstrumentCommand, InstrumentEvent, Instrument> = {
  initial: {},

  decide(command, state) {
    const { entry, enactedFrom, repealedFrom } = state;
    if (command.type === 'RegisterLegalInstrument')
      return entry === undefined ? entered(command.data) : registeredAlready(command.data, entry, 'instrument');
    if (entry === undefined) throw new UnknownSubject('instrument.unknown', 'There is no legal instrument with this id in the register');
    switch (command.type) {
      case 'UpdateLegalInstrumentDetails': {
        const changes = changesOf(entry, command.data);
        return Object.keys(changes).length === 0 ? [] : [{ type: 'LegalInstrumentDetailsUpdated', data: changes }];
      }
      case 'EnactLegalInstrument':
        if (enactedFrom === command.data.from) return [];
        requireInOrder(command.data.from, repealedFrom);
        return [{ type: 'LegalInstrumentEnacted', data: command.data }];
      case 'RepealLegalInstrument':
        if (repealedFrom === command.data.from) return [];
        if (enactedFrom === undefined)
          throw new RuleBroken('instrument.not-enacted', 'The instrument was announced and never enacted; there is nothing to repeal');
        requireInOrder(enactedFrom, command.data.from);
        return [{ type: 'LegalInstrumentRepealed', data: command.data }];
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'LegalInstrumentRegistered':
        return { ...state, entry: event.data };
      case 'LegalInstrumentDetailsUpdated':
        return state.entry === undefined ? state : { ...state, entry: { ...state.entry, ...event.data } };
      case 'LegalInstrumentEnacted':
        return { ...state, enactedFrom: event.data.from };
      case 'LegalInstrumentRepealed':
        return { ...state, repealedFrom: event.data.from };
    }
  },
};

/** Whether it is law at a moment (ISO 8601). */
export function isInForce({ enactedFrom, repealedFrom }: Instrument, at: string): boolean {
  const day = dayOf(at);
  return enactedFrom !== undefined && enactedFrom <= day && (repealedFrom === undefined || day < repealedFrom);
}

function entered(entry: InstrumentEntry): readonly InstrumentEvent[] {
  const registered: InstrumentEvent = { type: 'LegalInstrumentRegistered', data: entry };
  return entry.status === 'enacted' ? [registered, { type: 'LegalInstrumentEnacted', data: { from: entry.date } }] : [registered];
}

function requireInOrder(enactedFrom: string, repealedFrom: string | undefined): void {
  if (repealedFrom !== undefined && repealedFrom <= enactedFrom)
    throw new RuleBroken(
      'instrument.repealed-before',
      'An instrument is in force before it is repealed; these days are the other way round',
      {
        enactedFrom,
        repealedFrom,
      },
    );
}
