import pg from 'pg';
import { RowsUnavailable } from '#libs/event-sourcing';

/** The longest a statement may take in the server, in milliseconds. */
const STATEMENT_MS = 30_000;

/** A value as it is bound. An array is bound as one PostgreSQL array. */
export type Value = string | number | null | readonly (string | number | null)[];

/** A row as an array of its columns: text and bigint as strings, int as numbers. */
export type Columns = readonly (string | number | boolean | null)[];

/**
 * The server. Every call is one statement, or several in one message: no transaction ever waits for this process, so that one which freezes or is
 * cut off holds no lock that another would have to wait for.
 */
export class Server {
  readonly #pool: pg.Pool;
  #closing: Promise<void> | undefined;

  constructor(url: string, connections: number) {
    this.#pool = new pg.Pool({
      connectionString: urlOf(url),
      max: connections,
      application_name: 'caseledger',
      keepAlive: true,
      connectionTimeoutMillis: 5000,
      statement_timeout: STATEMENT_MS,
      // A server that went away without a word is noticed here.
      query_timeout: STATEMENT_MS + 5000,
      // Rows are derived, and their checkpoint is lost with them if the server loses its last commits: they are projected again.
      options: '-c synchronous_commit=off',
    });
    // A connection that breaks while idle has left the pool already; the next call opens another, and fails if it cannot.
    this.#pool.on('error', () => undefined);
  }

  /** Runs one statement. @throws RowsUnavailable @throws pg.DatabaseError the statement itself is wrong */
  async query(text: string, values: readonly Value[] = []): Promise<readonly Columns[]> {
    try {
      const { rows } = await this.#pool.query<(string | number | boolean | null)[]>({ text, values: [...values], rowMode: 'array' });
      return rows;
    } catch (cause) {
      throw translated(cause);
    }
  }

  /** Runs statements in one transaction and one message; they take no parameters. `patientMs` replaces the usual limit of time. */
  async script(statements: readonly string[], patientMs?: number): Promise<void> {
    const limits = patientMs === undefined ? [] : [`SET LOCAL statement_timeout = ${patientMs}`];
    // The driver's types do not know its limit of time for one query.
    const query = { text: [...limits, ...statements].join(';\n'), ...(patientMs !== undefined && { query_timeout: patientMs + 5000 }) };
    try {
      await this.#pool.query(query);
    } catch (cause) {
      throw translated(cause);
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#pool.end();
    return this.#closing;
  }
}

/** An identifier or a text as part of a script. */
export const { escapeIdentifier, escapeLiteral } = pg;

/** The SQLSTATE of an error that the server answered with. */
export const sqlState = (error: unknown): string | undefined => (error instanceof pg.DatabaseError ? error.code : undefined);

/** A table or schema is not there, or was dropped while the statement began. */
export const isMissing = (error: unknown): boolean =>
  ['42P01', '3F000'].includes(sqlState(error) ?? '') ||
  (error instanceof pg.DatabaseError && error.message.startsWith('could not open relation'));

/** Another process made the same thing at the same time. */
export const isTaken = (error: unknown): boolean => ['23505', '23502', '42P07', '42P06', '42710'].includes(sqlState(error) ?? '');

/** The password is part of the URL: an error of the URL's parser would carry it into the log. */
function urlOf(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !['postgres:', 'postgresql:'].includes(parsed.protocol))
    throw new Error('The database URL is not of the form postgresql://user:password@host:5432/database');
  return url;
}

/**
 * Classes and codes of SQLSTATE that speak of the server, the connection or the moment, not of the statement: connection, read-only (a standby),
 * authorisation, no such database, serialization and deadlock, resources and disk, shutdown and time-out, system, and a lock not to be had.
 */
const PASSING = /^(08|25|28|3D|40|53|57|58)|^55P03$/;

function translated(cause: unknown): unknown {
  const state = sqlState(cause);
  if (state !== undefined && !PASSING.test(state)) return cause;
  if (cause instanceof TypeError || cause instanceof RangeError) return cause;
  const { message, code } = cause as NodeJS.ErrnoException;
  return new RowsUnavailable(`Rows are unavailable: PostgreSQL says "${message === '' ? (code ?? 'nothing') : message}"`, { cause });
}
