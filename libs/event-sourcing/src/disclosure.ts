/** What the rows of a projection give away, and of which streams: who may not know these does not see them. */
export interface Disclosing<Doc> {
  /** The streams that a row is about: who may not know one of them whole is not shown the row. */
  about(doc: Doc, key: string): readonly string[];
  /** Streams that a row names besides: for who may not know one of them at all, its id is withheld. Default: none. */
  names?(doc: Doc, key: string): readonly string[];
  /** The row for who may not know these of the streams that it names; undefined: the row says nothing else. Default: `withholding` their ids. */
  without?(doc: Doc, hidden: ReadonlySet<string>): Doc | undefined;
}

/**
 * What of a projection is for whom: every definition says it. `open`: everything, to everybody whom its routes serve. `nobody`: it is for programs, and
 * never shown.
 */
export type Discloses<Doc> = 'open' | 'nobody' | Disclosing<Doc>;

/** In the place of an id that the reader may not know: a UUID that is nobody's. */
export const WITHHELD = '00000000-0000-0000-0000-000000000000';

/** The id that a stream is named after. */
export const idOfStream = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Every UUID that stands anywhere in a value, each once. */
export const uuidsIn = (value: unknown): readonly string[] => [...new Set(JSON.stringify([value]).match(UUID))];

/** A value with the ids of these streams withheld, wherever and within whatever text they stand. */
export function withholding<T>(value: T, hidden: Iterable<string>): T {
  let text = JSON.stringify(value);
  for (const stream of hidden) text = text.replaceAll(idOfStream(stream), WITHHELD);
  return JSON.parse(text) as T;
}
