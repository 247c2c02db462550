import type { Moment, RowPage, Views } from '#libs/event-sourcing';
import { canonical, type LocalizedText } from '#libs/vocabulary';
import type { Stored } from './entry-row.ts';
import { beginningWith } from './names.ts';
import { type OfficerRow, officers } from './officers.ts';

/**
 * The officers whose name a reader takes for this one: in either language, however it is spaced, in capitals or not, with the family name first or last.
 * People share names: it says who it may be, not who it is.
 */
export async function officersNamed(views: Views, name: LocalizedText, moment: Moment): Promise<readonly OfficerRow[]> {
  const wanted = formsOf(name);
  const found = new Map<string, OfficerRow>();
  for (const start of startsOf(name)) {
    const { where } = beginningWith(start);
    for (let cursor: string | undefined; ;) {
      const page: RowPage<Stored<OfficerRow>> = await views.query(
        officers,
        { where, limit: 1000, ...(cursor !== undefined && { cursor }) },
        moment,
      );
      for (const { doc } of page.rows) if (!formsOf(doc.name).isDisjointFrom(wanted)) found.set(doc.officerId, doc);
      if (page.next === undefined) break;
      cursor = page.next;
    }
  }
  return [...found.values()];
}

/** A name as it is compared: its words in one order, each in its canonical form. Khmer is not spaced by words, and compared as a whole. */
export function formsOf({ en, km }: LocalizedText): ReadonlySet<string> {
  const latin = en === undefined ? [] : [wordsOf(en).map(canonical).sort().join(' ')];
  const khmer = km === undefined ? [] : [canonical(km)];
  return new Set([...latin, ...khmer].filter((form) => form !== ''));
}

/** What the names of those may begin with whom it is compared with: any of its words. */
function startsOf({ en, km }: LocalizedText): readonly string[] {
  const starts = en === undefined ? [] : wordsOf(en).map(beginningOf);
  const khmer = km === undefined ? '' : beginningOf(canonical(km));
  return [...new Set([...starts, ...(khmer === '' ? [] : [khmer])])];
}

/** Two code points: few enough to miss nobody who is spelled alike, enough to leave most others out. */
const beginningOf = (word: string): string => Array.from(word).slice(0, 2).join('');

/** Whether a text calls somebody by this name: it is the name, or has all of its words, in whatever order; of one word alone only where it is that. */
export function isNamedIn(text: string, name: string): boolean {
  if (canonical(text) === canonical(name)) return true;
  const words = wordsOf(name).map(canonical);
  const said = new Set(wordsOf(text).map(canonical));
  return words.length > 1 && words.every((word) => said.has(word));
}

const wordsOf = (name: string): readonly string[] =>
  name
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}|\p{C}/gu, '')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
