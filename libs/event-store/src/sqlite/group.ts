import type { Appended, EncodedEvent, ExpectedRevision } from '#libs/event-sourcing';

/** What the two threads say to each other: plain values, copied on the way. Types only, so that the writing thread loads nothing for them. */

/** An append, encoded and not yet judged. */
export interface Call {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly EncodedEvent[];
}

/** To the writing thread: appends that share a transaction, in the order of their calls. */
export interface Group {
  /** When they are recorded, milliseconds since the Unix epoch, if that is not before what was recorded last. */
  readonly at: number;
  readonly calls: readonly Call[];
}

/** What became of one append. A repeated one answers as the first time and added nothing. */
export type Outcome =
  | (Appended & { readonly is: 'stored' | 'repeated' })
  /** `actual` is the revision that the stream is at. */
  | { readonly is: 'conflict'; readonly actual: number | 'none' };

/** From the writing thread, once a group is durable: an outcome for each of its calls. */
export interface Committed {
  readonly outcomes: readonly Outcome[];
  readonly recordedAt: number;
  /** The position of the last event stored. */
  readonly head: number;
}

/** From the writing thread: nothing of a group was recorded, as far as is known. */
export interface Failed {
  readonly error: Error;
  /** 'unknown' where the commit itself failed. */
  readonly outcome: 'unknown' | 'not-applied';
}

/** To the writing thread, once: close the file and end. */
export const CLOSE = 'close';
