import type { Position, RowShape } from '#libs/event-sourcing';
import { indexFields, type EncodedRow, type IndexField } from '../index-fields.ts';
import type { Dialect } from '../select.ts';
import type { Value } from './database.ts';

const TYPES = { text: 'text', integer: 'bigint', time: 'bigint', boolean: 'smallint', texts: 'text[]' };

/** The table of one build, with a column and an index for each index field. */
export class BuildTable {
  readonly fields: readonly IndexField[];
  readonly rows: string;

  constructor(
    readonly id: number,
    readonly index: RowShape['index'],
    private readonly schema: string,
  ) {
    this.fields = indexFields(index);
    this.rows = `${schema}.rows_${id}`;
  }

  /** Text compares by its bytes, whatever language the server was set up in. Room is left on each page, so that an update stays on it. */
  get create(): string {
    const columns = this.fields.map(({ column, kind }) => `, f${column} ${TYPES[kind]}${kind.startsWith('text') ? ' COLLATE "C"' : ''}`);
    return `CREATE TABLE ${this.rows} (
      key text COLLATE "C" PRIMARY KEY, doc text NOT NULL, position bigint NOT NULL, event_id text NOT NULL${columns.join('')}
    ) WITH (fillfactor = 85)`;
  }

  get createIndexes(): readonly string[] {
    return this.fields.map(({ column, kind }) => {
      const how = kind === 'texts' ? `USING gin (f${column})` : `(f${column} NULLS FIRST)`;
      return `CREATE INDEX IF NOT EXISTS rows_${this.id}_f${column} ON ${this.rows} ${how}`;
    });
  }

  /** The parts of a statement that write rows, where the build is held: named by the id of the build. */
  write(upserts: readonly EncodedRow[], deletes: readonly string[], bind: (value: Value) => string): readonly string[] {
    const parts: string[] = [];
    const held = 'EXISTS (SELECT FROM held)';
    if (upserts.length > 0) {
      const columns = ['doc', 'position', 'event_id', ...this.fields.map(({ column }) => `f${column}`)];
      const arrays = [
        `${bind(upserts.map(({ key }) => key))}::text[]`,
        `${bind(upserts.map(({ doc }) => doc))}::text[]`,
        `${bind(upserts.map(({ position }) => position))}::bigint[]`,
        `${bind(upserts.map(({ eventId }) => eventId))}::text[]`,
        ...this.fields.map(({ column, kind }) => {
          const several = kind === 'texts';
          const cells = upserts.map(({ values: cells }) => cells[column] ?? null);
          return `${bind(cells.map((cell) => (typeof cell === 'object' && cell !== null ? arrayText(cell) : cell)))}::${several ? 'text' : TYPES[kind]}[]`;
        }),
      ];
      const selected = ['key', 'doc', 'position', 'event_id', ...this.fields.map(({ column, kind }) => `f${column}::${TYPES[kind]}`)];
      parts.push(
        `upserted_${this.id} AS (INSERT INTO ${this.rows} (key, ${columns.join(', ')})
           SELECT ${selected.join(', ')} FROM unnest(${arrays.join(', ')}) AS given (key, ${columns.join(', ')}) WHERE ${held}
           ON CONFLICT (key) DO UPDATE SET ${columns.map((column) => `${column} = EXCLUDED.${column}`).join(', ')})`,
      );
    }
    if (deletes.length > 0)
      parts.push(`deleted_${this.id} AS (DELETE FROM ${this.rows} WHERE key = ANY(${bind(deletes)}::text[]) AND ${held})`);
    return parts;
  }

  get dialect(): Dialect {
    return { placeholder: (number) => `$${number}`, contains: (column, text) => `f${column} @> ARRAY[${text}::text]` };
  }
}

/** What one build is to be taken to. */
export interface TableWrite {
  readonly table: BuildTable;
  readonly from: Position;
  readonly to: Position;
  readonly upserts: readonly EncodedRow[];
  readonly deletes: readonly string[];
}

/**
 * One statement that moves the checkpoints of builds and writes their rows, or does nothing: leases, checkpoints and rows are one transaction that never
 * waits for this process. Answers a row for each build if it was done.
 */
export function writeTogether(
  schema: string,
  owner: string,
  writes: readonly TableWrite[],
): { readonly text: string; readonly values: readonly Value[] } {
  const values: Value[] = [];
  const bind = (value: Value): string => `$${values.push(value)}`;
  const steps = `unnest(${bind(writes.map(({ table }) => table.id))}::bigint[], ${bind(writes.map(({ from }) => from))}::bigint[], ${bind(writes.map(({ to }) => to))}::bigint[]) AS step (id, start, goal)`;
  const parts = [
    // Locked in one order, so that two that want the same builds wait for each other in turn.
    `free AS (SELECT b.id, step.goal FROM ${schema}.builds b JOIN ${steps} ON b.id = step.id
       WHERE b.checkpoint = step.start AND b.owner = ${bind(owner)} AND b.leased_until > clock_timestamp() ORDER BY b.id FOR UPDATE OF b)`,
    `held AS (UPDATE ${schema}.builds b SET checkpoint = free.goal FROM free
       WHERE b.id = free.id AND (SELECT count(*) FROM free) = ${writes.length} RETURNING b.id)`,
    ...writes.flatMap(({ table, upserts, deletes }) => table.write(upserts, deletes, bind)),
  ];
  return { text: `WITH ${parts.join(',\n')} SELECT id FROM held`, values };
}

/** An array as PostgreSQL writes it: arrays of different lengths cannot be bound as one. */
const arrayText = (texts: readonly string[]): string => `{${texts.map((text) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;
