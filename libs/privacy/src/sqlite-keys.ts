import { closeSync, existsSync, openSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { KeysUnavailable, type KeyStore, type StoredKey, type WaitingKey } from './key-store.ts';
import type { WrappedKey } from './master-key.ts';

/** Marks the file as one of keys: "CKey" in ASCII. */
const APPLICATION_ID = 0x434b6579;
const SCHEMA_VERSION = 1;

export interface SqliteKeyStoreOptions {
  /** How long another process may hold the file, milliseconds. Default 5,000. */
  readonly busyMs?: number;
}

/**
 * Keys in a SQLite file of mode 600, durable with one sync each. Destroying leaves nothing behind: deleted content is overwritten with zeros
 * (`secure_delete`), the file is rewritten (`VACUUM`), so that pages which were copied as the tree grew hold nothing either, and the write-ahead log,
 * which has every page as it once was, is emptied into the file and cut to nothing.
 * @throws Error the file is something else, or of a newer program @throws KeysUnavailable
 */
export function openSqliteKeyStore(file: string, { busyMs = 5_000 }: SqliteKeyStoreOptions = {}): KeyStore {
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  const db = translated(() => new DatabaseSync(file, { timeout: busyMs }));
  try {
    translated(() => prepare(db, file));
  } catch (error) {
    db.close();
    throw error;
  }
  const all = (sql: string, ...values: SQLInputValue[]) =>
    translated(() => db.prepare(sql).all(...values) as unknown as { person: string; master: string | null; wrapped: Uint8Array | null }[]);
  const run = (sql: string, ...values: SQLInputValue[]): boolean => translated(() => Number(db.prepare(sql).run(...values).changes) > 0);
  const insert = (person: string, { master, bytes }: WrappedKey): boolean =>
    run('INSERT INTO keys (person, master, wrapped) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', person, master, bytes);
  /** In one transaction. */
  const together = (work: () => boolean): boolean => {
    run('BEGIN IMMEDIATE');
    try {
      const done = work();
      run('COMMIT');
      return done;
    } catch (error) {
      if (db.isTransaction) run('ROLLBACK');
      throw error;
    }
  };
  const find = (persons: readonly string[]): ReadonlyMap<string, StoredKey> =>
    new Map(
      all('SELECT person, master, wrapped FROM keys WHERE person IN (SELECT value FROM json_each(?))', JSON.stringify(persons)).map(
        ({ person, master, wrapped }) => [
          person,
          master === null || wrapped === null ? ('destroyed' as const) : { master, bytes: new Uint8Array(wrapped) },
        ],
      ),
    );
  return {
    async add(person, key) {
      return insert(person, key) ? key : (find([person]).get(person) ?? 'destroyed');
    },
    async begin(person, key, stream) {
      const since = Date.now();
      const begun = together(
        () => insert(person, key) && run('INSERT INTO waiting (person, stream, since) VALUES (?, ?, ?)', person, stream, since),
      );
      return begun ? { person, stream, since } : undefined;
    },
    async settle(person) {
      run('DELETE FROM waiting WHERE person = ?', person);
    },
    async renew(person) {
      run('UPDATE waiting SET since = max(since + 1, ?) WHERE person = ?', Date.now(), person);
    },
    async waiting(forMs) {
      const sql = 'SELECT person, stream, since FROM waiting WHERE since <= ? ORDER BY since LIMIT 1000';
      return translated(() => db.prepare(sql).all(forMs === 0 ? Number.MAX_SAFE_INTEGER : Date.now() - forMs) as unknown as WaitingKey[]);
    },
    async drop({ person, since }) {
      return together(
        () =>
          run('DELETE FROM waiting WHERE person = ? AND since = ?', person, since) &&
          run('DELETE FROM keys WHERE person = ? AND wrapped IS NOT NULL', person),
      );
    },
    async find(persons) {
      return find(persons);
    },
    async replace(person: string, from: WrappedKey, to: WrappedKey) {
      const sql = 'UPDATE keys SET master = ?, wrapped = ? WHERE person = ? AND master = ? AND wrapped = ?';
      return run(sql, to.master, to.bytes, person, from.master, from.bytes);
    },
    async notUnder(master, after, limit) {
      const sql = 'SELECT person, master, wrapped FROM keys WHERE person > ? AND master <> ? ORDER BY person LIMIT ?';
      return all(sql, after, master, limit).map(({ person }) => person);
    },
    async destroy(person) {
      run(
        'INSERT INTO keys (person) VALUES (?) ON CONFLICT (person) DO UPDATE SET master = NULL, wrapped = NULL WHERE wrapped IS NOT NULL',
        person,
      );
      run('DELETE FROM waiting WHERE person = ?', person);
      // Also where nothing changed: the try before this one may have ended between the two.
      translated(() => db.exec('VACUUM'));
      const log = translated(() => db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get());
      if (log?.busy !== 0) throw new KeysUnavailable('another program holds the file, so that its log could not be emptied');
    },
    async check() {
      all('SELECT person, master, wrapped FROM keys LIMIT 1');
    },
    async close() {
      if (db.isOpen) db.close();
    },
  };
}

function prepare(db: DatabaseSync, file: string): void {
  const pragma = (name: string): number => Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
  const [application, version] = [pragma('application_id'), pragma('user_version')];
  const tables = Number(db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.n);
  if (application !== APPLICATION_ID && (application !== 0 || tables > 0))
    throw new Error(`${file} is a SQLite database of something else, not a store of keys`);
  if (version > SCHEMA_VERSION)
    throw new Error(`${file} was written by a newer version of this program (schema ${version}; this one knows up to ${SCHEMA_VERSION})`);
  // Pages are small, so that few keys share one; temporary copies, as VACUUM makes them, stay in memory.
  db.exec(
    'PRAGMA page_size = 1024; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY',
  );
  db.exec(`BEGIN IMMEDIATE;
    CREATE TABLE IF NOT EXISTS keys (person TEXT PRIMARY KEY, master TEXT, wrapped BLOB) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS waiting (person TEXT PRIMARY KEY, stream TEXT NOT NULL, since INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    PRAGMA application_id = ${APPLICATION_ID};
    PRAGMA user_version = ${SCHEMA_VERSION};
    COMMIT`);
}

function translated<T>(call: () => T): T {
  try {
    return call();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ERR_SQLITE_ERROR' || code === 'ERR_INVALID_STATE') throw new KeysUnavailable(message, { cause });
    throw cause;
  }
}
