import type { Command, Decider, Event, EventCatalogue } from '#libs/event-sourcing';
import type { Day, Line, Lines, LocalizedText, RegisterEntry } from '#libs/vocabulary';
import { plainEntry, requireEntry } from './entry.ts';

export const laboratoryStream = (laboratoryId: string) => `laboratory-${laboratoryId}` as const;

/** The laboratory whose stream this is. */
export const laboratoryIdOf = (stream: string): string => stream.slice('laboratory-'.length);

/** Who vouches for a laboratory's results. */
export interface Accreditation {
  /** The certificate on paper. */
  readonly reference: Line;
  /** Its last day, where it ends. */
  readonly until?: Day;
}

/** A laboratory as entered. */
export interface LaboratoryEntry {
  readonly laboratoryId: RegisterEntry;
  readonly name: LocalizedText;
  /** The unit it belongs to: its analysts certify nothing for that one. */
  readonly unit?: RegisterEntry;
  readonly accreditation?: Accreditation;
}

type Details = Partial<Omit<LaboratoryEntry, 'laboratoryId'>>;

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file.
export type LaboratoryEvent =
  | PlainEvent
  // By somebody else than who entered it: the laboratory is there, does this work, and has these analysts.
  | Event<'LaboratoryConfirmed', { reason: Lines }>;
type PlainEvent = Event<'LaboratoryRegistered', LaboratoryEntry> | Event<'LaboratoryDetailsUpdated', Details>;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const laboratoryEvents: EventCatalogue<LaboratoryEvent> = {
  LaboratoryRegistered: { version: 1 },
  LaboratoryDetailsUpdated: { version: 1 },
  LaboratoryConfirmed: { version: 1 },
};

type PlainCommand = Command<'RegisterLaboratory', LaboratoryEntry> | Command<'UpdateLaboratoryDetails', Details>;
export type LaboratoryCommand = PlainCommand | Command<'ConfirmLaboratory', { reason: Lines }>;

const entered = plainEntry<LaboratoryEntry, PlainCommand, PlainEvent>({
  what: 'laboratory',
  registered: ['RegisterLaboratory', 'LaboratoryRegistered'],
  detailsUpdated: ['UpdateLaboratoryDetails', 'LaboratoryDetailsUpdated'],
});

/** The rules of a laboratory's entry. Whose word it is, and that another person confirms it, is asked of what is recorded: see `wordsBehind`. */
export const laboratory: Decider<LaboratoryCommand, LaboratoryEvent, typeof entered.initial> = {
  initial: entered.initial,

  decide(command, state) {
    if (command.type !== 'ConfirmLaboratory') return entered.decide(command, state);
    requireEntry(state, 'laboratory');
    return [{ type: 'LaboratoryConfirmed', data: command.data }];
  },

  evolve: (state, event) => (event.type === 'LaboratoryConfirmed' ? state : entered.evolve(state, event)),
};
