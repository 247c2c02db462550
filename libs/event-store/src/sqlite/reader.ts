import type { EventFilter, Page, Position } from '#libs/event-sourcing';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { decode, PAGE_BYTES, PAGE_EVENTS, type Row } from './row.ts';

const SIZE = 'total(octet_length(data) + octet_length(metadata))';

/** Bounded pages out of the file. Every statement is run to its end at once, so that a reader who goes away holds nothing. */
export class Reader {
  private readonly headNow: StatementSync;
  private readonly streamId: StatementSync;
  private readonly revisionNow: StatementSync;
  private readonly streamRows: StatementSync;
  private readonly streamSize: StatementSync;
  private readonly allSize: StatementSync;
  private readonly db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.db = db;
    this.headNow = arrays(db, 'SELECT ifnull(max(position), 0) FROM events');
    this.streamId = arrays(db, 'SELECT id FROM streams WHERE name = ?');
    this.revisionNow = arrays(db, 'SELECT ifnull(max(revision), -1) FROM events WHERE stream = ?');
    this.streamRows = arrays(
      db,
      `SELECT position, ?4, revision, recorded_at, id, type, data, metadata FROM events
       WHERE stream = ?1 AND revision BETWEEN ?2 AND ?3 ORDER BY revision`,
    );
    this.streamSize = arrays(db, `SELECT ${SIZE} FROM events WHERE stream = ?1 AND revision BETWEEN ?2 AND ?3`);
    this.allSize = arrays(db, `SELECT ${SIZE} FROM events WHERE position > ?1 AND position <= ?2`);
  }

  head(): Position {
    return firstNumber(this.headNow.get()) ?? 0;
  }

  /** A stream's number and last revision; undefined if it does not exist. */
  streamOf(name: string): { id: number; revision: number } | undefined {
    const id = firstNumber(this.streamId.get(name));
    return id === undefined ? undefined : { id, revision: firstNumber(this.revisionNow.get(id)) ?? -1 };
  }

  /** The events of one page of a stream from a revision on, at most up to (backwards: down to) another. */
  streamPage(stream: { id: number; name: string }, from: number, to: number): readonly Row[] {
    const backwards = to < from;
    let last = backwards ? Math.max(to, from - PAGE_EVENTS + 1) : Math.min(to, from + PAGE_EVENTS - 1);
    while (last !== from && (firstNumber(this.streamSize.get(stream.id, Math.min(from, last), Math.max(from, last))) ?? 0) > PAGE_BYTES)
      last = from + Math.trunc((last - from) / 2);
    const rows = rowsOf(this.streamRows.all(stream.id, Math.min(from, last), Math.max(from, last), stream.name));
    return backwards ? rows.toReversed() : rows;
  }

  /** Pages of the whole order, with the filter compiled once. */
  allPages(filter: EventFilter | undefined): (after: Position, head: Position, limit: number) => Page {
    const { where, values } = conditionOf(filter);
    const select = arrays(
      this.db,
      `SELECT e.position, s.name, e.revision, e.recorded_at, e.id, e.type, e.data, e.metadata
       FROM events e JOIN streams s ON s.id = e.stream WHERE e.position > ? AND e.position <= ? AND ${where} ORDER BY e.position LIMIT ?`,
    );
    return (after, head, limit) => {
      let through = Math.min(head, after + PAGE_EVENTS);
      // Of all events up to there, whether they pass or not: that is told faster than of those that pass.
      while (through > after + 1 && (firstNumber(this.allSize.get(after, through)) ?? 0) > PAGE_BYTES)
        through = after + Math.trunc((through - after) / 2);
      const events = decode(rowsOf(select.all(after, through, ...values, Math.min(limit, PAGE_EVENTS))));
      return { events, through: events.length === limit ? (events.at(-1)?.position ?? through) : through };
    };
  }
}

/** A filter in SQL, so that what does not pass never becomes a string. `instr` is exact, where LIKE and GLOB know wildcards. */
function conditionOf(filter: EventFilter | undefined): { where: string; values: readonly SQLInputValue[] } {
  if (filter === undefined) return { where: 'true', values: [] };
  const values = 'types' in filter ? filter.types : filter.streamPrefixes;
  const each = 'types' in filter ? 'e.type = ?' : 'instr(s.name, ?) = 1';
  return { where: values.length === 0 ? 'false' : `(${values.map(() => each).join(' OR ')})`, values };
}

function arrays(db: DatabaseSync, sql: string): StatementSync {
  const statement = db.prepare(sql);
  statement.setReturnArrays(true);
  return statement;
}

// Returned as arrays, rows are not what the driver's types say.
function rowsOf(rows: unknown): readonly Row[] {
  return rows as readonly Row[];
}

function firstNumber(row: unknown): number | undefined {
  return (row as readonly number[] | undefined)?.[0];
}
