import {
  changesOf,
  type Command,
  decideBy,
  type Decider,
  type Event,
  type EventCatalogue,
  type Issued,
  RuleBroken,
} from '#libs/event-sourcing';
import { type Count, type Day, dayOf, type Instant, type Line, type LocalizedText, type RegisterEntry } from '#libs/vocabulary';
import { registeredAlready, requireEntry, withDetails } from './entry.ts';

export const instrumentStream = (instrumentId: string) => `instrument-${instrumentId}` as const;

/** The legal instrument whose stream this is. */
export const instrumentIdOf = (stream: string): string => stream.slice('instrument-'.length);

/** From the highest to the lowest; a prakas is a minister's regulation. */
export const instrumentKinds = ['law', 'royal-decree', 'sub-decree', 'prakas', 'circular', 'decision', 'announcement'] as const;
export type InstrumentKind = (typeof instrumentKinds)[number];

/** What an instrument may be named for: a version of a policy, the end of one, a rule, a share for an office, an erasure, a debt that is given up. */
export const enactables = ['reward-policy', 'supersession', 'distribution-rule', 'office-exception', 'erasure', 'write-off'] as const;
export type Enactable = (typeof enactables)[number];

/** What an instrument says that it may enact. */
export interface Mandate {
  readonly act: Enactable;
  /** The one thing that it may enact, where it says which: the id of the policy, the pool, the recipient, the recovery, the person or the entry. */
  readonly subject?: RegisterEntry;
  /** How many. Default: one. */
  readonly count?: Count;
}

/** A legal instrument as entered. Days are those of Cambodia. */
export interface InstrumentEntry {
  readonly instrumentId: RegisterEntry;
  readonly kind: InstrumentKind;
  readonly title: LocalizedText;
  /** On paper. */
  readonly number: Line;
  /** On paper. */
  readonly date: Day;
  /** What is announced is no law yet. What is entered as enacted is enacted from its date on, by an event of its own. */
  readonly status: 'announced' | 'enacted';
  /** What it says that it may enact. Absent: one of each kind. */
  readonly mayEnact?: readonly Mandate[];
}

/** What it may enact is said once, with its entry: nothing is read into it afterwards. */
type Details = Partial<Omit<InstrumentEntry, 'instrumentId' | 'status' | 'mayEnact'>>;

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file.
export type InstrumentEvent =
  | Event<'LegalInstrumentRegistered', InstrumentEntry>
  | Event<'LegalInstrumentDetailsUpdated', Details>
  // `from` is the first day in force; said again, the later word stands.
  | Event<'LegalInstrumentEnacted', { from: Day }>
  // `from` is the first day no longer in force.
  | Event<'LegalInstrumentRepealed', { from: Day; reason: Line }>;

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
  | Command<'EnactLegalInstrument', { from: Day }>
  | Command<'RepealLegalInstrument', { from: Day; reason: Line }>;

/** A legal instrument as folded from its stream. */
export interface Instrument {
  /** Absent before the instrument is registered. */
  readonly entry?: InstrumentEntry;
  /** First day in force; absent while it is only announced. */
  readonly enactedFrom?: Day;
  /** First day no longer in force. */
  readonly repealedFrom?: Day;
}

/** The rules of a legal instrument's entry: announced, enacted, repealed, in this order of days. */
export const instrument: Decider<InstrumentCommand, InstrumentEvent, Instrument> = {
  initial: {},

  decide: decideBy<InstrumentCommand, InstrumentEvent, Instrument>({
    RegisterLegalInstrument: register,
    UpdateLegalInstrumentDetails: updateDetails,
    EnactLegalInstrument: enact,
    RepealLegalInstrument: repeal,
  }),

  evolve(state, event) {
    switch (event.type) {
      case 'LegalInstrumentRegistered':
        return { ...state, entry: event.data };
      case 'LegalInstrumentDetailsUpdated':
        return withDetails(state, event.data);
      case 'LegalInstrumentEnacted':
        return { ...state, enactedFrom: event.data.from };
      case 'LegalInstrumentRepealed':
        return { ...state, repealedFrom: event.data.from };
    }
  },
};

/** Whether it is law at a moment (ISO 8601). */
export function isInForce({ enactedFrom, repealedFrom }: Instrument, at: Instant): boolean {
  const day = dayOf(at);
  return enactedFrom !== undefined && enactedFrom <= day && (repealedFrom === undefined || day < repealedFrom);
}

type CommandOf<Type extends InstrumentCommand['type']> = Issued<Extract<InstrumentCommand, { type: Type }>>;
type Decided = readonly InstrumentEvent[];

function register({ data }: CommandOf<'RegisterLegalInstrument'>, { entry }: Instrument): Decided {
  if (entry !== undefined) return registeredAlready(data, entry, 'instrument');
  const registered: InstrumentEvent = { type: 'LegalInstrumentRegistered', data };
  return data.status === 'enacted' ? [registered, { type: 'LegalInstrumentEnacted', data: { from: data.date } }] : [registered];
}

function updateDetails({ data: wanted }: CommandOf<'UpdateLegalInstrumentDetails'>, state: Instrument): Decided {
  const data = changesOf(requireRegistered(state), wanted);
  return Object.keys(data).length === 0 ? [] : [{ type: 'LegalInstrumentDetailsUpdated', data }];
}

function enact({ data }: CommandOf<'EnactLegalInstrument'>, state: Instrument): Decided {
  requireRegistered(state);
  if (state.enactedFrom === data.from) return [];
  requireInOrder(data.from, state.repealedFrom);
  return [{ type: 'LegalInstrumentEnacted', data }];
}

function repeal({ data }: CommandOf<'RepealLegalInstrument'>, state: Instrument): Decided {
  requireRegistered(state);
  if (state.repealedFrom === data.from) return [];
  requireInOrder(requireEnacted(state), data.from);
  return [{ type: 'LegalInstrumentRepealed', data }];
}

const requireRegistered = (state: Instrument): InstrumentEntry => requireEntry(state, 'instrument', 'legal instrument');

function requireEnacted({ enactedFrom }: Instrument): Day {
  if (enactedFrom === undefined)
    throw new RuleBroken('instrument.not-enacted', 'The instrument was announced and never enacted; there is nothing to repeal');
  return enactedFrom;
}

function requireInOrder(enactedFrom: Day, repealedFrom: Day | undefined): void {
  if (repealedFrom !== undefined && repealedFrom <= enactedFrom)
    throw new RuleBroken(
      'instrument.repealed-before',
      'An instrument is in force before it is repealed; these days are the other way round',
      { enactedFrom, repealedFrom },
    );
}
