import pg from 'pg';
import { KeysUnavailable, type KeyStore, type StoredKey, type WaitingKey } from './key-store.ts';

/** The longest that a call waits for the server, milliseconds. */
const PATIENCE_MS = 10_000;

/** Milliseconds since the Unix epoch, by the server's clock. */
const NOW = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint';

export interface PostgresKeyStoreOptions {
  /** postgresql://user:password@host:5432/database */
  readonly url: string;
  /** Apart from the rows, which may be dropped and built anew: keys never. Default `keys_of_persons`. */
  readonly schema?: string;
}

/**
 * Keys in a schema of their own in the database of the rows. Commits are synchronous: a key is durable before anything is sealed with it.
 * Destroying rewrites the table (`VACUUM FULL`, which keeps others waiting for that moment), as the server keeps what was updated until then.
 * The server's write-ahead log, replicas and backups keep it for as long as they are kept.
 * A server that is away is no error here: every call throws KeysUnavailable until it is back.
 * @throws Error the URL is none
 */
export async function openPostgresKeyStore({ url, schema = 'keys_of_persons' }: PostgresKeyStoreOptions): Promise<KeyStore> {
  const parsed = URL.parse(url);
  // The password is part of the URL: an error of the URL's parser would carry it into the log.
  if (parsed === null || !['postgres:', 'postgresql:'].includes(parsed.protocol))
    throw new Error('The database URL is not of the form postgresql://user:password@host:5432/database');
  const pool = new pg.Pool({
    connectionString: url,
    max: 3,
    application_name: 'caseledger keys',
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    statement_timeout: PATIENCE_MS,
    query_timeout: PATIENCE_MS + 1_000,
    options: '-c synchronous_commit=on',
  });
  // A connection that breaks while idle has left the pool already; the next call opens another, and fails if it cannot.
  pool.on('error', () => undefined);
  const table = `${pg.escapeIdentifier(schema)}.persons`;
  const waiting = `${pg.escapeIdentifier(schema)}.waiting`;
  let closed: Promise<void> | undefined;

  type Columns = readonly [person: string, master: string | null, wrapped: Buffer | null];
  const ask = async (text: string, values: unknown[] = []): Promise<{ readonly rows: readonly Columns[]; readonly changed: boolean }> => {
    try {
      const { rows, rowCount } = await pool.query<[string, string | null, Buffer | null]>({ text, values, rowMode: 'array' });
      return { rows, changed: (rowCount ?? 0) > 0 };
    } catch (cause) {
      const { message, code } = cause as NodeJS.ErrnoException;
      throw new KeysUnavailable(`PostgreSQL says "${message === '' ? (code ?? 'nothing') : message}"`, { cause });
    }
  };
  // A server that is away at the start is waited for by the callers, not here.
  let migrated: Promise<void> | undefined;
  const query: typeof ask = async (text, values) => {
    await (migrated ??= migrate(ask, pg.escapeIdentifier(schema)).catch((error: unknown) => {
      migrated = undefined;
      throw error;
    }));
    return ask(text, values);
  };
  const find = async (persons: readonly string[]): Promise<ReadonlyMap<string, StoredKey>> => {
    const { rows } = await query(`SELECT person, master, wrapped FROM ${table} WHERE person = ANY($1)`, [persons]);
    return new Map(
      rows.map(([person, master, wrapped]) => [
        person,
        master === null || wrapped === null ? ('destroyed' as const) : { master, bytes: new Uint8Array(wrapped) },
      ]),
    );
  };
  const insert = `INSERT INTO ${table} (person, master, wrapped) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`;
  const waitingKey = ([person, stream, since]: Columns): WaitingKey => ({ person, stream: stream ?? '', since: Number(since) });
  const end = (): Promise<void> => (closed ??= pool.end());

  return {
    async add(person, { master, bytes }) {
      const { changed } = await query(insert, [person, master, bytes]);
      return changed ? { master, bytes } : ((await find([person])).get(person) ?? 'destroyed');
    },
    async begin(person, { master, bytes }, stream) {
      // One statement is one transaction: no key without its note.
      const sql = `WITH made AS (${insert} RETURNING person)
        INSERT INTO ${waiting} (person, stream, since) SELECT person, $4, ${NOW} FROM made RETURNING person, stream, since::text`;
      return (await query(sql, [person, master, bytes, stream])).rows.map(waitingKey)[0];
    },
    find,
    async settle(person) {
      await query(`DELETE FROM ${waiting} WHERE person = $1`, [person]);
    },
    async renew(person) {
      await query(`UPDATE ${waiting} SET since = greatest(since + 1, ${NOW}) WHERE person = $1`, [person]);
    },
    async waiting(forMs) {
      const sql = `SELECT person, stream, since::text FROM ${waiting} WHERE $1::bigint = 0 OR since <= ${NOW} - $1::bigint ORDER BY since LIMIT 1000`;
      return (await query(sql, [forMs])).rows.map(waitingKey);
    },
    async drop({ person, since }) {
      const sql = `WITH ended AS (DELETE FROM ${waiting} WHERE person = $1 AND since = $2 RETURNING person)
        DELETE FROM ${table} WHERE person IN (SELECT person FROM ended) AND wrapped IS NOT NULL`;
      return (await query(sql, [person, since])).changed;
    },
    async replace(person, from, to) {
      const sql = `UPDATE ${table} SET master = $1, wrapped = $2 WHERE person = $3 AND master = $4 AND wrapped = $5`;
      return (await query(sql, [to.master, to.bytes, person, from.master, from.bytes])).changed;
    },
    async notUnder(master, after, limit) {
      const sql = `SELECT person FROM ${table} WHERE person > $1 AND master <> $2 ORDER BY person LIMIT $3`;
      return (await query(sql, [after, master, limit])).rows.map(([person]) => person);
    },
    async destroy(person) {
      await query(
        `INSERT INTO ${table} AS known (person) VALUES ($1) ON CONFLICT (person) DO UPDATE SET master = NULL, wrapped = NULL WHERE known.wrapped IS NOT NULL`,
        [person],
      );
      await query(`DELETE FROM ${waiting} WHERE person = $1`, [person]);
      // Also where nothing changed: the try before this one may have ended between the two.
      await query(`VACUUM (FULL) ${table}`);
    },
    async check() {
      await query(`SELECT person, master, wrapped FROM ${table} LIMIT 1`);
    },
    close: end,
  };
}

/** Several programs may do this at once: one makes the schema, the others find it. */
async function migrate(query: (text: string) => Promise<unknown>, schema: string): Promise<void> {
  // The ids are compared as bytes, so that the order does not depend on a language. A key is small: it stays in its row, where VACUUM reaches it.
  const lock = 'SELECT pg_advisory_xact_lock(7215545057438196601)';
  const table = `CREATE TABLE IF NOT EXISTS ${schema}.persons (person text COLLATE "C" PRIMARY KEY, master text, wrapped bytea)`;
  const waiting = `CREATE TABLE IF NOT EXISTS ${schema}.waiting (person text COLLATE "C" PRIMARY KEY, stream text NOT NULL, since bigint NOT NULL)`;
  await query(`${lock}; CREATE SCHEMA IF NOT EXISTS ${schema}; ${table}; ${waiting}`);
}
