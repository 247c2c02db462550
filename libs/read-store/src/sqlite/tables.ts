import type { RowShape } from '#libs/event-sourcing';
import { indexFields, type EncodedRow, type IndexField } from '../index-fields.ts';
import type { PlannedCondition, QueryPlan } from '../query-plan.ts';
import { selection, type Dialect } from '../select.ts';
import type { Connection, Value } from './database.ts';

const TYPES = { text: 'TEXT', integer: 'INTEGER', time: 'INTEGER', boolean: 'INTEGER', texts: 'TEXT' };

/** From so many rows on, walking in the order of the page finds them sooner than collecting and sorting them. */
const COMMON = 5000;

/**
 * The tables of one build: its rows, with a column and an index for each index field, and beside them the texts of `texts` fields, one a line.
 * A build that is not live has its rows only, and is filled the faster: indexes and texts are made when it is to be asked.
 * Index entries carry no key: they then grow at their ends instead of everywhere, which halves what a write costs.
 */
export class BuildTables {
  readonly fields: readonly IndexField[];
  readonly rows: string;
  readonly texts: string;
  readonly #several: readonly IndexField[];
  readonly #compare: string;
  readonly #insert: string;
  readonly #put: string;
  readonly #updates = new Map<number, string>();

  constructor(
    id: number,
    readonly index: RowShape['index'],
  ) {
    this.fields = indexFields(index);
    this.rows = `rows_${id}`;
    this.texts = `texts_${id}`;
    this.#several = this.fields.filter(({ kind }) => kind === 'texts');
    const changed = this.fields.map(({ column }) => `((f${column} IS NOT ?${column + 2}) << ${column})`);
    this.#compare = `SELECT ${['0', ...changed].join(' | ')} FROM ${this.rows} WHERE key = ?1`;
    this.#insert = `INSERT INTO ${this.rows} VALUES (?, ?, ?, ?${', ?'.repeat(this.fields.length)})`;
    const columns = ['doc', 'position', 'event_id', ...this.fields.map(({ column }) => `f${column}`)];
    this.#put = `${this.#insert} ON CONFLICT (key) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`;
  }

  create(connection: Connection): void {
    const columns = this.fields.map(({ column, kind }) => `, f${column} ${TYPES[kind]}`);
    connection.exec(
      `CREATE TABLE ${this.rows} (key TEXT PRIMARY KEY, doc TEXT NOT NULL, position INTEGER NOT NULL, event_id TEXT NOT NULL${columns.join('')})`,
    );
  }

  /** Makes the table of texts anew and empty: what is there, of a promotion that was cut short, may be out of date. */
  createTexts(connection: Connection): void {
    connection.exec(
      `DROP TABLE IF EXISTS ${this.texts};
       CREATE TABLE ${this.texts} (key TEXT, field INTEGER, text TEXT, PRIMARY KEY (field, text, key)) WITHOUT ROWID`,
    );
  }

  /** The statements that make what queries are answered from; each takes the longer the more rows there are. In order, so that no page is written twice. */
  get completions(): readonly string[] {
    return this.fields.map(({ column, kind }) =>
      kind === 'texts'
        ? `INSERT INTO ${this.texts} SELECT r.key, ${column}, j.value FROM ${this.rows} r, json_each(r.f${column}) j ORDER BY j.value, r.key`
        : `CREATE INDEX IF NOT EXISTS ${this.rows}_f${column} ON ${this.rows} (f${column})`,
    );
  }

  /** Writes a row of a build that is not live. */
  put(connection: Connection, row: EncodedRow): void {
    connection.run(this.#put, row.key, row.doc, row.position, row.eventId, ...columnsOf(row));
  }

  /** Writes a row of the live build, touching only the indexes of fields that changed: SQLite rewrites the entry of every column it is told to set. */
  upsert(connection: Connection, row: EncodedRow): void {
    const values = columnsOf(row);
    const found = connection.first(this.#compare, row.key, ...values)?.[0];
    const changed = found === undefined ? undefined : Number(found);
    const several = this.#several.filter(({ column }) => changed === undefined || isSet(changed, column));
    if (changed === undefined) connection.run(this.#insert, row.key, row.doc, row.position, row.eventId, ...values);
    else {
      for (const { column } of several) this.#deleteTexts(connection, row.key, column);
      const columns = this.fields.filter(({ column }) => isSet(changed, column)).map(({ column }) => values[column] ?? null);
      connection.run(this.#update(changed), row.key, row.doc, row.position, row.eventId, ...columns);
    }
    for (const { column } of several) {
      const texts = row.values[column];
      if (typeof texts !== 'object' || texts === null) continue;
      for (const text of texts) connection.run(`INSERT INTO ${this.texts} VALUES (?1, ?2, ?3)`, row.key, column, text);
    }
  }

  delete(connection: Connection, key: string, live: boolean): void {
    if (live) for (const { column } of this.#several) this.#deleteTexts(connection, key, column);
    connection.run(`DELETE FROM ${this.rows} WHERE key = ?1`, key);
  }

  /** Finds the texts by what the row still says: they are kept in one order only, the one that queries ask for. */
  #deleteTexts(connection: Connection, key: string, column: number): void {
    connection.run(
      `DELETE FROM ${this.texts} WHERE field = ${column} AND key = ?1
       AND text IN (SELECT j.value FROM ${this.rows} r, json_each(r.f${column}) j WHERE r.key = ?1)`,
      key,
    );
  }

  /**
   * How this build is asked. SQLite does not know how many rows meet a condition, and takes any index on it: for the newest of all open cases it would
   * collect and sort every open case. So it is looked up how common each condition is, and the index of a common one is kept out of the choice.
   */
  dialect(connection: Connection, plan: QueryPlan): Dialect {
    const { rows, texts } = this;
    const dialect = {
      placeholder: (number: number) => `?${number}`,
      contains: (column: number, text: string, isCommon: boolean) =>
        isCommon
          ? `EXISTS (SELECT 1 FROM ${texts} t WHERE t.key = ${rows}.key AND t.field = ${column} AND t.text = ${text})`
          : `key IN (SELECT key FROM ${texts} WHERE field = ${column} AND text = ${text})`,
    };
    const isCommon = (condition: PlannedCondition): boolean => {
      if (condition.field === plan.sort[0]?.field) return false;
      const parameters: (string | number)[] = [];
      const alone = { ...plan, where: [condition], sort: [], after: undefined };
      const { where } = selection(
        alone,
        { ...dialect, contains: (column, text) => `field = ${column} AND text = ${text}` },
        parameters,
        false,
      );
      const from = 'contains' in condition ? texts : rows;
      const [count] = connection.first(`SELECT count(*) FROM (SELECT 1 FROM ${from} WHERE ${where} LIMIT ${COMMON})`, ...parameters) ?? [];
      return count === COMMON;
    };
    return { ...dialect, isCommon };
  }

  #update(changed: number): string {
    let sql = this.#updates.get(changed);
    if (sql === undefined) {
      const columns = this.fields.filter(({ column }) => isSet(changed, column)).map(({ column }, place) => `, f${column} = ?${place + 5}`);
      sql = `UPDATE ${this.rows} SET doc = ?2, position = ?3, event_id = ?4${columns.join('')} WHERE key = ?1`;
      this.#updates.set(changed, sql);
    }
    return sql;
  }
}

const columnsOf = ({ values }: EncodedRow): Value[] =>
  values.map((value) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value));

const isSet = (bits: number, place: number): boolean => Math.floor(bits / 2 ** place) % 2 === 1;
