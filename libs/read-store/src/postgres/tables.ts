import type { RowShape } from '#libs/event-sourcing';
import { indexFields, type EncodedRow, type IndexField } from '../index-fields.ts';
import type { Dialect } from '../select.ts';
import type { Value } from './database.ts';

const TYPES = { text: 'text', integer: 'bigint', time: 'bigint', boolean: 'smallint', texts: 'text[]' };

/** The table of one build, with a column and an index for each index field, and the statement that writes a batch. */
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

  /**
   * One statement that moves the checkpoint and writes the rows, or does neither: the lease, the checkpoint and the rows are one transaction that never
   * waits for this process. Answers one row if it was done. The parameters begin with: to, id, from, owner.
   */
  write(upserts: readonly EncodedRow[], deletes: readonly string[]): { readonly text: string; readonly values: readonly Value[] } {
    const values: Value[] = [];
    const held = 'EXISTS (SELECT FROM held)';
    const parts = [
      `held AS (UPDATE ${this.schema}.builds SET checkpoint = $1
         WHERE id = $2 AND checkpoint = $3 AND owner = $4 AND leased_until > clock_timestamp() RETURNING id)`,
    ];
    const bind = (value: Value): string => `$${values.push(value) + 4}`;
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
        `upserted AS (INSERT INTO ${this.rows} (key, ${columns.join(', ')})
           SELECT ${selected.join(', ')} FROM unnest(${arrays.join(', ')}) AS given (key, ${columns.join(', ')}) WHERE ${held}
           ON CONFLICT (key) DO UPDATE SET ${columns.map((column) => `${column} = EXCLUDED.${column}`).join(', ')})`,
      );
    }
    if (deletes.length > 0) parts.push(`deleted AS (DELETE FROM ${this.rows} WHERE key = ANY(${bind(deletes)}::text[]) AND ${held})`);
    return { text: `WITH ${parts.join(',\n')} SELECT id FROM held`, values };
  }

  get dialect(): Dialect {
    return { placeholder: (number) => `$${number}`, contains: (column, text) => `f${column} @> ARRAY[${text}::text]` };
  }
}

/** An array as PostgreSQL writes it: arrays of different lengths cannot be bound as one. */
const arrayText = (texts: readonly string[]): string => `{${texts.map((text) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;
