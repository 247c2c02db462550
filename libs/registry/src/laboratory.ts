import type { Command, Event, EventCatalogue } from '#libs/event-sourcing';
import type { Day, Line, LocalizedText, RegisterEntry } from '#libs/vocabulary';
import { plainEntry } from './entry.ts';

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

/** The rules of a laboratory's entry. */
export const laboratory = plainEntry<LaboratoryEntry, LaboratoryCommand, LaboratoryEvent>({
  what: 'laboratory',
  registered: ['RegisterLaboratory', 'LaboratoryRegistered'],
  detailsUpdated: ['UpdateLaboratoryDetails', 'LaboratoryDetailsUpdated'],
});
