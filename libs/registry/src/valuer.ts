import type { Command, Event, EventCatalogue } from '#libs/event-sourcing';
import type { Day, Line, LocalizedText, RegisterEntry } from '#libs/vocabulary';
import { plainEntry } from './entry.ts';

export const valuerStream = (valuerId: string) => `valuer-${valuerId}` as const;

/** The valuer whose stream this is. */
export const valuerIdOf = (stream: string): string => stream.slice('valuer-'.length);

/** By what a valuer may value. */
export interface ValuerLicence {
  /** Its number on paper. */
  readonly reference: Line;
  /** Its last day, where it ends. */
  readonly until?: Day;
}

/** A valuer as entered. */
export interface ValuerEntry {
  readonly valuerId: RegisterEntry;
  readonly name: LocalizedText;
  /** The officer that the valuer is, where it is one: independence is asked of them. */
  readonly officer?: RegisterEntry;
  /** The unit that the valuer works for, where it is one of the state. */
  readonly unit?: RegisterEntry;
  /** The firm that the valuer works for, by its name. */
  readonly firm?: Line;
  readonly licence: ValuerLicence;
}

type Details = Partial<Omit<ValuerEntry, 'valuerId'>>;

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file.
export type ValuerEvent = Event<'ValuerRegistered', ValuerEntry> | Event<'ValuerDetailsUpdated', Details>;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const valuerEvents: EventCatalogue<ValuerEvent> = { ValuerRegistered: { version: 1 }, ValuerDetailsUpdated: { version: 1 } };

export type ValuerCommand = Command<'RegisterValuer', ValuerEntry> | Command<'UpdateValuerDetails', Details>;

/** The rules of a valuer's entry. */
export const valuer = plainEntry<ValuerEntry, ValuerCommand, ValuerEvent>({
  what: 'valuer',
  registered: ['RegisterValuer', 'ValuerRegistered'],
  detailsUpdated: ['UpdateValuerDetails', 'ValuerDetailsUpdated'],
});
