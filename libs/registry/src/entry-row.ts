import type { RecordedEvent } from '#libs/event-sourcing';
import type { Instant, LocalizedText, Revision } from '#libs/vocabulary';
import { searchable, type SearchableName } from './names.ts';

/** What every row of a register says besides its particulars. */
export interface Kept {
  /** When the last fact was recorded. */
  readonly updatedAt: Instant;
  /** Of the entry: what `If-Match` is compared with. */
  readonly revision: Revision;
}

/** A row as it is stored: with what lists find its name by, which nobody is shown. */
export type Stored<Row> = Row & SearchableName;

/** What is kept of an entry after an event, besides its particulars. */
export function kept(name: LocalizedText, { recordedAt, revision }: RecordedEvent): Stored<Kept> {
  return { ...searchable(name), updatedAt: new Date(recordedAt).toISOString(), revision };
}

/** The value without these fields. */
export function without<T extends object, Field extends keyof T>(value: T, ...fields: readonly Field[]): Omit<T, Field> {
  return Object.fromEntries(Object.entries(value).filter(([field]) => !fields.includes(field as Field))) as Omit<T, Field>;
}
