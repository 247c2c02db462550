import { DatabaseSync } from 'node:sqlite';

/**
 * Pages of 4 KiB in the write-ahead log before a commit moves them into the file. Twice SQLite's default halves how often a page that is written again
 * and again is moved; more would make that one commit slow. Larger pages cost more, because an append touches a page of the index anywhere in it.
 */
const LOG_PAGES = 2_000;

/** Holds the index of some two million events. */
const CACHE_KIB = 32_768;

/** How long a call waits for somebody else's lock on the file, an operator's tool for one. The driver is synchronous: all of its thread waits with it. */
const BUSY_MS = 250;

/** A connection of this thread to the file. */
export function connect(file: string, { readOnly = false } = {}): DatabaseSync {
  const db = new DatabaseSync(file, { readOnly, enableForeignKeyConstraints: false, timeout: BUSY_MS });
  try {
    db.exec(`PRAGMA cache_size = -${CACHE_KIB}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Makes every commit of this connection durable before it returns. The file's mode, a write-ahead log, is kept in the file. */
export function makeDurable(db: DatabaseSync): void {
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${LOG_PAGES}`);
}
