import type { Found, Position, RowPage } from '#libs/event-sourcing';
import { Problem } from './problems.ts';

/** What a command's handler returns: which thing, and where it stands because of the command. */
export interface CommandOutcome {
  readonly id: string;
  readonly revision: number;
  readonly position: Position;
}

/** A command's answer on the wire, with the revision as `ETag`. */
export interface CommandAnswer {
  readonly id: string;
  readonly revision: number;
  /** For a query's `after`, so that it shows what was written. A string: compare for equality only. */
  readonly position: string;
}

/** What an answer made of rows is true to. */
export interface TrueTo {
  /**
   * Place in the order of all facts. Give it to a query as `after`, and the query shows at least that much.
   * @pattern ^[0-9]+$
   */
  readonly position: string;
}

/** A list's answer on the wire. */
export interface ListAnswer<Doc> extends TrueTo {
  readonly items: readonly Doc[];
  /** The `cursor` of the next page, if there is more. */
  readonly next?: string;
}

/** A page of rows as an answer. */
export function listAnswer<Doc>({ rows, next, position }: RowPage<Doc>): ListAnswer<Doc> {
  return { items: rows.map(({ doc }) => doc), ...(next !== undefined && { next }), position: String(position) };
}

/** A row as an answer: its document and the position it is true to. `what` is for the person who asked for what is not there. @throws Problem 'resource.not-found' */
export function rowAnswer<Doc extends object>({ row, position }: Found<Doc>, what: string): Doc & TrueTo {
  if (row === undefined) throw new Problem('resource.not-found', `There is no such ${what}, or it is not yours to see`);
  return { ...row.doc, position: String(position) };
}
