import type { DatabaseSync } from 'node:sqlite';
import { UnknownSchema } from './errors.ts';

/** Marks a SQLite file as ours: "CLes" in the file's header. */
const APPLICATION_ID = 0x434c6573;

/**
 * Step n takes a file from schema version n to n + 1. A step that was released is never changed; a new layout is a new step.
 *
 * Events lie in the order of their positions, so that an append goes to the end and a replay reads straight on. A stream is a number in them,
 * because the index by stream and revision is what an append costs most: its entries are a tenth of those with the stream's name in them.
 * The stream's revision is the index's last entry, not a field of `streams`: a field would be one more page to write with each append.
 */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
   CREATE TABLE events (
     position INTEGER PRIMARY KEY,
     stream INTEGER NOT NULL,
     revision INTEGER NOT NULL,
     recorded_at INTEGER NOT NULL,
     id TEXT NOT NULL,
     type TEXT NOT NULL,
     data TEXT NOT NULL,
     metadata TEXT NOT NULL
   ) STRICT;
   CREATE UNIQUE INDEX events_of_stream ON events (stream, revision);`,
];

/** The schema version of a file, checked to be one of ours. @throws UnknownSchema */
export function versionOf(db: DatabaseSync, file: string, known: number = MIGRATIONS.length): number {
  const version = pragma(db, 'user_version');
  const application = pragma(db, 'application_id');
  if (application !== APPLICATION_ID) {
    const tables = Number(db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.n);
    if (application !== 0 || version !== 0 || tables > 0)
      throw new UnknownSchema(`${file} is a SQLite database of something else, not an event store`);
  }
  if (version > known)
    throw new UnknownSchema(`${file} was written by a newer version of this program (schema ${version}; this one knows up to ${known})`);
  return version;
}

/** Brings a file up to the newest schema, each step whole or not at all. @throws UnknownSchema */
export function migrate(db: DatabaseSync, file: string, steps: readonly string[] = MIGRATIONS): void {
  for (let version = versionOf(db, file, steps.length); version < steps.length; version++) {
    db.exec('BEGIN IMMEDIATE');
    try {
      db.exec(steps[version] ?? '');
      db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${version + 1}`);
      db.exec('COMMIT');
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }
}

function pragma(db: DatabaseSync, name: string): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}
