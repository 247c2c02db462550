import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { RowsUnavailable } from '#libs/event-sourcing';

/** How long another process may hold the file before a write gives up, in milliseconds. */
const PATIENCE_MS = 5000;
/** Prepared statements kept on each connection. Query texts vary with their conditions, not with their values. */
const STATEMENTS = 400;

/** A value as it is bound: SQLite keeps integers exactly, a bound JavaScript number only as a double. */
export type Value = string | number | null;

/** A row as an array of its columns. */
export type Columns = readonly SQLOutputValue[];

/**
 * One connection. Statements are prepared once; rows are arrays; errors that pass by themselves, or that only an operator can mend, are `RowsUnavailable`.
 */
export class Connection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** `blockingMs`: how long one attempt may block this thread while another process holds the file. */
  constructor(file: string, blockingMs: number) {
    this.#database = translated(() => new DatabaseSync(file, { timeout: blockingMs, returnArrays: true }));
  }

  /** Runs statements that take no parameters and give no rows. */
  exec(sql: string): void {
    translated(() => this.#database.exec(sql));
  }

  all(sql: string, ...values: Value[]): readonly Columns[] {
    return translated(() => this.#prepared(sql).all(...values) as unknown as Columns[]);
  }

  first(sql: string, ...values: Value[]): Columns | undefined {
    return translated(() => this.#prepared(sql).get(...values) as unknown as Columns | undefined);
  }

  /** Answers how many rows were changed. */
  run(sql: string, ...values: Value[]): number {
    return translated(() => Number(this.#prepared(sql).run(...(values as SQLInputValue[])).changes));
  }

  /** What several reads see is one moment of the database. */
  snapshot<T>(read: () => T): T {
    this.exec('BEGIN');
    try {
      return read();
    } finally {
      this.rollback();
    }
  }

  /** Begins a write transaction as soon as no other process is in one. */
  async begin(): Promise<void> {
    await this.patiently(() => this.exec('BEGIN IMMEDIATE'));
  }

  /** Tries until no other process holds the file, without blocking this thread meanwhile. */
  async patiently<T>(attempt: () => T): Promise<T> {
    for (const until = Date.now() + PATIENCE_MS; ;) {
      try {
        return attempt();
      } catch (error) {
        if (!isBusy(error) || Date.now() > until) throw error;
        await pause(5 + Math.random() * 20);
      }
    }
  }

  /** Ends a transaction, if the failure that led here has not ended it already. */
  rollback(): void {
    if (this.#database.isOpen && this.#database.isTransaction) this.exec('ROLLBACK');
  }

  close(): void {
    if (!this.#database.isOpen) return;
    this.#statements.clear();
    this.#database.close();
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      if (this.#statements.size >= STATEMENTS) this.#statements.clear();
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

const FULL = 13;
const BUSY = 5;
/** SQLite's primary result codes for what is wrong with the file, the disk or the moment, not with a statement. */
const WORDS: Readonly<Record<number, string>> = {
  3: 'access to the file of rows is denied',
  [BUSY]: 'another process holds the file of rows',
  6: 'the file of rows is locked',
  7: 'there is no memory left',
  8: 'the file of rows is read-only',
  10: 'the disk under the file of rows does not work',
  11: 'the file of rows is damaged; rows are derived, so it may be deleted and is then built anew',
  [FULL]: 'there is no space left for rows',
  14: 'the file of rows cannot be opened',
  15: 'the file of rows is locked in a way this machine does not support',
  26: 'the file of rows is no database; rows are derived, so it may be deleted and is then built anew',
};

function translated<T>(call: () => T): T {
  try {
    return call();
  } catch (cause) {
    const code = sqliteCode(cause);
    const words = code === undefined ? undefined : WORDS[code];
    if (words !== undefined) throw new RowsUnavailable(`Rows are unavailable: ${words}`, { cause });
    if ((cause as NodeJS.ErrnoException).code === 'ERR_INVALID_STATE')
      throw new RowsUnavailable('Rows are unavailable: the store is closed', { cause });
    throw cause;
  }
}

/** The primary result code of an error of SQLite. */
function sqliteCode(error: unknown): number | undefined {
  const { errcode } = error as { readonly errcode?: number };
  return errcode === undefined ? undefined : errcode & 0xff;
}

const isBusy = (error: unknown): boolean => error instanceof RowsUnavailable && sqliteCode(error.cause) === BUSY;
