import { defined, type Found, type Position, type RowPage } from '#libs/event-sourcing';
import { Problem } from './problems.ts';

/** What a command's handler returns: which thing, and where it stands because of the command. */
export interface CommandOutcome {
  readonly id: string;
  readonly revision: number;
  readonly position: Position;
  /** Of a proposal that was confirmed just now: what it was about. */
  readonly outcome?: ProposalOutcome;
  /** It was kept as a statement, whose id this is: nothing follows from it. */
  readonly statement?: true;
}

/** What a confirmed proposal was about, and its revision then. */
export interface ProposalOutcome {
  readonly id: string;
  readonly revision: number;
  /** It was kept as a statement, whose id this is: nothing follows from it. */
  readonly statement?: true;
}

/** A command's answer on the wire, with the revision as `ETag`. */
export interface CommandAnswer {
  readonly id: string;
  readonly revision: number;
  /** For a query's `after`, so that it shows what was written. A string: compare for equality only. */
  readonly position: string;
  readonly outcome?: ProposalOutcome;
  /** True where it was kept as a statement, whose id this is. */
  readonly statement?: true;
}

/**
 * Place in the order of all facts. Give it to a query as `after`, and the query shows at least that much. Compare it for equality only.
 * @pattern ^[0-9]+$
 * @example "41"
 */
export type AnsweredPosition = string;

/** A list's answer on the wire. */
export interface ListAnswer<Doc> {
  readonly items: readonly Doc[];
  /** The `cursor` of the next page; absent on the last one. */
  readonly next?: string;
  readonly position: AnsweredPosition;
}

/** A page of rows as an answer. */
export function listAnswer<Doc>({ rows, next, position }: RowPage<Doc>): ListAnswer<Doc> {
  return { items: rows.map(({ doc }) => doc), ...defined({ next }), position: String(position) };
}

/** A row's document, and what it is true to. */
export type RowAnswer<Doc> = Doc & { readonly position: AnsweredPosition };

/** A row as an answer: its document and the position it is true to. `what` is for the person who asked for what is not there. @throws Problem 'resource.not-found' */
export function rowAnswer<Doc extends object>({ row, position }: Found<Doc>, what: string): RowAnswer<Doc> {
  if (row === undefined) throw new Problem('resource.not-found', `There is no such ${what}, or it is not yours to see`);
  return { ...row.doc, position: String(position) };
}
