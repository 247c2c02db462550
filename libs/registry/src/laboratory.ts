import { changesOf, type Command, type Decider, type Event, type EventCatalogue, UnknownSubject } from '#libs/event-sourcing';
import type { Day, Line, LocalizedText, RegisterEntry } from '#libs/vocabulary';
import { registeredAlready } from './registered-already.ts';

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
export type LaboratoryEvent = Event<'LaboratoryRegistered', LaboratoryEntry> | Event<'LaboratoryDetailsUpdated', Details>;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const laboratoryEvents: EventCatalogue<LaboratoryEvent> = {
  LaboratoryRegistered: { version: 1 },
  LaboratoryDetailsUpdated: { version: 1 },
};

export type LaboratoryCommand = Command<'RegisterLaboratory', LaboratoryEntry> | Command<'UpdateLaboratoryDetails', Details>;

interface LaboratoryState {
  /** Absent before the laboratory is registered. */
  readonly entry?: LaboratoryEntry;
}

/** The rules of a laboratory's entry. */
export const laboratory: Decider<LaboratoryCommand, LaboratoryEvent, LaboratoryState> = {
  initial: {},

  decide(command, state) {
    switch (command.type) {
      case 'RegisterLaboratory':
        return register(command.data, state);
      case 'UpdateLaboratoryDetails':
        return updateDetails(command.data, state);
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'LaboratoryRegistered':
        return { entry: event.data };
      case 'LaboratoryDetailsUpdated':
        return state.entry === undefined ? state : { entry: { ...state.entry, ...event.data } };
    }
  },
};

function register(data: LaboratoryEntry, { entry }: LaboratoryState): readonly LaboratoryEvent[] {
  return entry === undefined ? [{ type: 'LaboratoryRegistered', data }] : registeredAlready(data, entry, 'laboratory');
}

function updateDetails(wanted: Details, { entry }: LaboratoryState): readonly LaboratoryEvent[] {
  if (entry === undefined) throw new UnknownSubject('laboratory.unknown', 'There is no laboratory with this id in the register');
  const data = changesOf(entry, wanted);
  return Object.keys(data).length === 0 ? [] : [{ type: 'LaboratoryDetailsUpdated', data }];
}
