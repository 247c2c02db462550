import type { Condition } from '#libs/event-sourcing';
import type { LocalizedText } from '#libs/vocabulary';

/** Names as lists are searched and sorted by, null where there is none; they are kept and shown as they were written. */
export interface SearchableName {
  readonly searchEn: string | null;
  readonly searchKm: string | null;
}

const KHMER = /\p{Script=Khmer}/u;

/** The fields of a row that its names are found by. */
export function searchable({ en, km }: LocalizedText): SearchableName {
  return { searchEn: en === undefined ? null : normalised(en), searchKm: km === undefined ? null : normalised(km) };
}

/** Of the index of a row. */
export const nameIndex = { searchEn: 'text', searchKm: 'text' } as const;

/** The names that begin with this, in the language whose script it is written in. */
export function beginningWith(query: string): {
  readonly field: keyof SearchableName;
  readonly where: Readonly<Partial<Record<keyof SearchableName, Condition>>>;
} {
  const field = KHMER.test(query) ? 'searchKm' : 'searchEn';
  const from = normalised(query);
  return { field, where: { [field]: { from, to: `${from}\u{10FFFF}` } } };
}

/**
 * Compatible forms made one, capitals small, invisible characters left out (Khmer is written with zero-width spaces between words, or without), and
 * white space too where the text is Khmer, as it stands between words or not; elsewhere it is one space.
 */
function normalised(text: string): string {
  const visible = text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .toLowerCase();
  return KHMER.test(visible) ? visible.replaceAll(/\s+/gu, '') : visible.replaceAll(/\s+/gu, ' ').trim();
}
