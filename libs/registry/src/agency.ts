import { changesOf, type Command, type Decider, type Event, type EventCatalogue, UnknownSubject } from '#libs/event-sourcing';
import { type Agency, agencies, type LocalizedText, type RegisterEntry } from '#libs/vocabulary';
import { registeredAlready } from './registered-already.ts';

export const agencyStream = (agencyId: string) => `agency-${agencyId}` as const;

/** The agency whose stream this is. */
export const agencyIdOf = (stream: string): string => stream.slice('agency-'.length);

/** What an agency is in the scheme: one whose officers take part, the authority itself, who examines exhibits, who gets a share of proceeds. */
export const agencyKinds = [...agencies, 'authority', 'laboratory-service', 'ministry'] as const;
export type AgencyKind = Agency | 'authority' | 'laboratory-service' | 'ministry';

/** An agency as entered. */
export interface AgencyEntry {
  readonly agencyId: RegisterEntry;
  readonly kind: AgencyKind;
  readonly name: LocalizedText;
}

type Details = Partial<Omit<AgencyEntry, 'agencyId'>>;

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file.
export type AgencyEvent = Event<'AgencyRegistered', AgencyEntry> | Event<'AgencyDetailsUpdated', Details>;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const agencyEvents: EventCatalogue<AgencyEvent> = { AgencyRegistered: { version: 1 }, AgencyDetailsUpdated: { version: 1 } };

export type AgencyCommand = Command<'RegisterAgency', AgencyEntry> | Command<'UpdateAgencyDetails', Details>;

interface AgencyState {
  /** Absent before the agency is registered. */
  readonly entry?: AgencyEntry;
}

/** The rules of an agency's entry. */
export const agency: Decider<AgencyCommand, AgencyEvent, AgencyState> = {
  initial: {},

  decide(command, state) {
    switch (command.type) {
      case 'RegisterAgency':
        return register(command.data, state);
      case 'UpdateAgencyDetails':
        return updateDetails(command.data, state);
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'AgencyRegistered':
        return { entry: event.data };
      case 'AgencyDetailsUpdated':
        return state.entry === undefined ? state : { entry: { ...state.entry, ...event.data } };
    }
  },
};

function register(data: AgencyEntry, { entry }: AgencyState): readonly AgencyEvent[] {
  return entry === undefined ? [{ type: 'AgencyRegistered', data }] : registeredAlready(data, entry, 'agency');
}

function updateDetails(wanted: Details, { entry }: AgencyState): readonly AgencyEvent[] {
  if (entry === undefined) throw new UnknownSubject('agency.unknown', 'There is no agency with this id in the register');
  const data = changesOf(entry, wanted);
  return Object.keys(data).length === 0 ? [] : [{ type: 'AgencyDetailsUpdated', data }];
}
