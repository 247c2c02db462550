import { escapeIdentifier, isMissing, isTaken, type Server } from './database.ts';

/** How the catalog came to be, step by step; `schema_steps` names the steps a database has taken. Landed steps never change. */
export const steps = (schema: string): readonly string[] => [
  `CREATE TABLE ${schema}.builds (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     projection text NOT NULL,
     version bigint NOT NULL,
     number bigint NOT NULL,
     fields text NOT NULL,
     checkpoint bigint NOT NULL DEFAULT 0,
     owner text,
     leased_until timestamptz,
     UNIQUE (projection, number)
   ) WITH (fillfactor = 50);
   CREATE TABLE ${schema}.projections (
     name text PRIMARY KEY,
     builds_made bigint NOT NULL,
     live bigint NOT NULL
   )`,
  // Builds that were replaced, whose tables are still to be dropped.
  `CREATE TABLE ${schema}.replaced (build bigint PRIMARY KEY)`,
];

/**
 * Brings a database's schema up to date; several processes may do so at once.
 * @throws Error the schema is of a newer program, or the database cannot hold every script
 */
export async function migrate(server: Server, name: string, known = steps(escapeIdentifier(name))): Promise<void> {
  const schema = escapeIdentifier(name);
  for (;;) {
    const [found] = await server.query(`SELECT current_setting('server_encoding'), to_regnamespace($1) IS NOT NULL`, [schema]);
    if (found?.[0] !== 'UTF8') throw new Error(`The database of rows has the encoding ${String(found?.[0])}; names in Khmer need UTF8`);
    const taken = await stepsTaken(server, schema);
    if (taken > known.length)
      throw new Error(
        `The schema ${name} has taken ${taken} steps of a newer version of this program, which knows ${known.length}: run the newer one, or drop the schema to have the rows built anew`,
      );
    const step = known[taken];
    if (step === undefined) return;
    const schemaIfMissing = found[1] === true ? [] : [`CREATE SCHEMA IF NOT EXISTS ${schema}`];
    const mark = `INSERT INTO ${schema}.schema_steps VALUES (${taken + 1})`;
    try {
      await server.script([...schemaIfMissing, `CREATE TABLE IF NOT EXISTS ${schema}.schema_steps (step int PRIMARY KEY)`, mark, step]);
    } catch (error) {
      // Another process took the step first: look again.
      if (!isTaken(error)) throw error;
    }
  }
}

async function stepsTaken(server: Server, schema: string): Promise<number> {
  try {
    const [found] = await server.query(`SELECT count(*) FROM ${schema}.schema_steps`);
    return Number(found?.[0]);
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}
