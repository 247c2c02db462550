import type { Command, Event, EventCatalogue } from '#libs/event-sourcing';
import { type Agency, agencies, type LocalizedText, type RegisterEntry } from '#libs/vocabulary';
import { plainEntry } from './entry.ts';

export const agencyStream = (agencyId: string) => `agency-${agencyId}` as const;

/** The agency whose stream this is. */
export const agencyIdOf = (stream: string): string => stream.slice('agency-'.length);

/** What an agency is in the scheme: one whose officers take part, the authority itself, who examines exhibits, who gets a share of proceeds, who is given things. */
export const agencyKinds = [...agencies, 'authority', 'laboratory-service', 'ministry', 'institution'] as const;
export type AgencyKind = Agency | 'authority' | 'laboratory-service' | 'ministry' | 'institution';

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

/** The rules of an agency's entry. */
export const agency = plainEntry<AgencyEntry, AgencyCommand, AgencyEvent>({
  what: 'agency',
  registered: ['RegisterAgency', 'AgencyRegistered'],
  detailsUpdated: ['UpdateAgencyDetails', 'AgencyDetailsUpdated'],
});
