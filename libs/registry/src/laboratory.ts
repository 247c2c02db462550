import { type Command, type Decider, type Event, type EventCatalogue, UnknownSubject } from '#libs/event-sourcing';
import type { LocalizedText } from '#libs/vocabulary';
import { changesOf, registeredAlready } from './restated.ts';

export const laboratoryStream = (laboratoryId: string) => `laboratory-${laboratoryId}` as const;

/** The laboratory whose stream this is. */
export const laboratoryIdOf = (stream: string): string => stream.slice('laboratory-'.length);

/** Who vouches for a laboratory's results: the certificate on paper, and its last day (`YYYY-MM-DD`) where it ends. */
export interface Accreditation {
  readonly reference: string;
  readonly until?: string;
}

/** A laboratory as entered. */
export interface LaboratoryEntry {
  readonly laboratoryId: string;
  readonly name: LocalizedText;
  /** The unit it belongs to: its analysts certify nothing for that one. */
  readonly unit?: string;
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

  decide(command, { entry }) {
    if (command.type === 'RegisterLaboratory')
      return entry === undefined
        ? [{ type: 'LaboratoryRegistered', data: command.data }]
        : registeredAlready(command.data, entry, 'laboratory');
    if (entry === undefined) throw new UnknownSubject('laboratory.unknown', 'There is no laboratory with this id in the register');
    const changes = changesOf(entry, command.data);
    return Object.keys(changes).length === 0 ? [] : [{ type: 'LaboratoryDetailsUpdated', data: changes }];
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
