import type { Connection } from './database.ts';

/** Marks the file as one of rows: "crow" in ASCII. */
const APPLICATION_ID = 0x63726f77;

/**
 * How the catalog came to be, step by step; `user_version` counts the steps a file has taken. Landed steps never change.
 * Each build has tables of its own, which `tables.ts` makes.
 */
export const STEPS: readonly string[] = [
  `CREATE TABLE builds (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     projection TEXT NOT NULL,
     version INTEGER NOT NULL,
     number INTEGER NOT NULL,
     fields TEXT NOT NULL,
     checkpoint INTEGER NOT NULL DEFAULT 0,
     owner TEXT,
     leased_until INTEGER,
     UNIQUE (projection, number)
   );
   CREATE TABLE projections (
     name TEXT PRIMARY KEY,
     builds_made INTEGER NOT NULL,
     live INTEGER NOT NULL REFERENCES builds
   )`,
  // Builds that were replaced, whose tables are still to be emptied and dropped.
  `CREATE TABLE replaced (build INTEGER PRIMARY KEY)`,
];

/**
 * Brings a file's catalog up to date. To be called inside a write transaction.
 * @throws Error the file is of a newer program, or is no file of rows
 */
export function migrate(connection: Connection, steps: readonly string[] = STEPS): void {
  const [taken, application] =
    connection.first('SELECT v.user_version, a.application_id FROM pragma_user_version v, pragma_application_id a') ?? [];
  const tables = connection.first('SELECT count(*) FROM sqlite_schema')?.[0];
  if (application !== APPLICATION_ID && tables !== 0)
    throw new Error('The file of rows is a database of something else; it is left as it is');
  if (Number(taken) > steps.length)
    throw new Error(
      `The file of rows has schema ${Number(taken)} of a newer version of this program, which knows ${steps.length}: run the newer one, or delete the file to have the rows built anew`,
    );
  for (const step of steps.slice(Number(taken))) connection.exec(step);
  connection.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${steps.length}`);
}
