import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import type { Query, ReadStore, Row as StoredRow, RowShape } from '#libs/event-sourcing';
import { openPostgresReadStore } from '#libs/read-store/postgres';
import { openSqliteReadStore } from '#libs/read-store/sqlite';
import { startPostgres } from '../postgres.ts';
import { inFolder, interleaved, print, repeatedly, row, type Figures, type Row } from './kit.ts';

const ROUNDS = 3;
const EVENTS = 200_000;
const CASES = 10_000;
const BATCH = 5_000;
const READ_MS = 1_000;

/** The index of the rows that lists of cases are made of. */
const shape: RowShape = {
  name: 'case-status',
  version: 1,
  index: {
    reference: 'text',
    status: 'text',
    agency: 'text',
    unit: 'text',
    province: 'text',
    grossMg: 'integer',
    openedAt: 'time',
    updatedAt: 'time',
    officerIds: 'texts',
    substances: 'texts',
    defects: 'texts',
  },
};

/** Rows: batches of 5,000 events of cases that are worked on at the same time, folded by case and written with their checkpoint; and reads of the result. */
export async function measure(): Promise<Row[]> {
  const batches = history();
  await using server = await startPostgres();
  const results = await interleaved(ROUNDS, {
    rawSqlite: () => inFolder((folder) => rawSqlite(join(folder, 'raw.db'), batches)),
    sqlite: () => inFolder(async (folder) => filled(await openSqliteReadStore({ file: join(folder, 'rows.db') }), batches)),
    rawPostgres: () => rawPostgres(server.url, batches),
    postgres: async () => {
      await execute(server.url, 'DROP SCHEMA IF EXISTS caseledger CASCADE');
      return filled(await openPostgresReadStore({ url: server.url }), batches);
    },
  });
  const limits = {
    sqlite: { name: 'node:sqlite, same batches, document and checkpoint only', results: results.rawSqlite },
    postgres: { name: 'pg unnest, same batches, document and checkpoint only', results: results.rawPostgres },
  };
  return (['sqlite', 'postgres'] as const).flatMap((store) => [
    row(limits[store].name, 'events/s', 'liveEvents', limits[store].results),
    row(`${store}: live build, all indexes`, 'events/s', 'liveEvents', results[store], limits[store]),
    row(`${store}: live build, rows`, 'rows/s', 'liveRows', results[store], limits[store]),
    row(`${store}: rebuild beside it and promotion`, 'events/s', 'rebuiltEvents', results[store], limits[store]),
    row(`${store}: one row by key`, 'reads/s', 'gets', results[store]),
    row(`${store}: page of 50, newest first`, 'reads/s', 'newest', results[store]),
    row(`${store}: page of 50, the hundredth of them`, 'reads/s', 'deep', results[store]),
    row(`${store}: page of 50, open cases of a unit`, 'reads/s', 'filtered', results[store]),
    row(`${store}: page of 50, cases of an officer`, 'reads/s', 'contains', results[store]),
  ]);
}

/** Each case has its events within a window of time, as a case is worked on for a while. */
function history(): readonly (readonly StoredRow[])[] {
  const counts = new Map<number, number>();
  return Array.from({ length: EVENTS / BATCH }, (_, n) => {
    const rows = new Map<string, StoredRow>();
    for (let position = n * BATCH + 1; position <= (n + 1) * BATCH; position++) {
      const newest = Math.floor((position / EVENTS) * CASES);
      const number = Math.max(0, newest - Math.floor(Math.random() * CASES * 0.1));
      const count = (counts.get(number) ?? 0) + 1;
      counts.set(number, count);
      const key = `case-${createHash('md5').update(String(number)).digest('hex')}`;
      rows.set(key, { key, doc: aCase(number, count, position), position, eventId: `event-${position}` });
    }
    return [...rows.values()];
  });
}

/** About 800 bytes. */
function aCase(number: number, count: number, position: number): object {
  const officers = [number % 211, number % 13].map((officer) => `officer-${officer}`);
  return {
    reference: `PP-2026-${number}`,
    title: { km: 'ករណីរកឃើញគ្រឿងញៀននៅភ្នំពេញ', en: 'Seizure in a warehouse of Sen Sok' },
    status: count > 20 ? 'closed' : 'open',
    agency: number % 3 === 0 ? 'police' : 'military-police',
    unit: `unit-${number % 40}`,
    province: `province-${number % 25}`,
    grossMg: count * 1_250_000,
    openedAt: new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString(),
    updatedAt: new Date(Date.UTC(2026, 0, 1) + position * 1000).toISOString(),
    officerIds: officers,
    substances: number % 2 === 0 ? ['methamphetamine'] : ['heroin', 'ketamine'],
    defects: number % 10 === 0 ? ['no-authorisation'] : [],
    officers: officers.map((officerId) => ({ officerId, unit: `unit-${number % 40}`, role: 'investigator' })),
    seizures: [{ seizureId: `seizure-${number}`, substance: 'methamphetamine', grossMg: 1_250_000, packages: 12 }],
    revision: count,
  };
}

async function filled(store: ReadStore, batches: readonly (readonly StoredRow[])[]): Promise<Figures> {
  const project = async (fresh: boolean) => {
    const build = await store.prepare(shape, { fresh });
    await store.claim(build, 'bench', 600_000);
    const start = performance.now();
    for (const [n, upserts] of batches.entries())
      await store.apply({ build, owner: 'bench', from: n * BATCH, to: (n + 1) * BATCH, upserts, deletes: [] });
    if (fresh) await store.promote(build, 'bench');
    return (performance.now() - start) / 1000;
  };
  const live = await project(false);
  const rebuilt = await project(true);
  const rows = batches.reduce((sum, { length }) => sum + length, 0);
  const keys = batches.flat().map(({ key }) => key);
  const page = (query: Omit<Query, 'limit'>) =>
    repeatedly(READ_MS, async () => {
      await store.query(shape.name, { ...query, limit: 50 });
    });
  const newest: Query = { sort: [{ field: 'openedAt', descending: true }], limit: 50 };
  let cursor = '';
  for (let n = 1; n < 100; n++) cursor = (await store.query(shape.name, { ...newest, ...(n > 1 && { cursor }) })).next ?? '';
  const gets = await repeatedly(READ_MS, async (n) => {
    await store.get(shape.name, keys[(n * 7919) % keys.length] ?? '');
  });
  const figures = {
    liveEvents: EVENTS / live,
    liveRows: rows / live,
    rebuiltEvents: EVENTS / rebuilt,
    gets: gets.perSecond,
    newest: (await page(newest)).perSecond,
    deep: (await page({ ...newest, cursor })).perSecond,
    filtered: (await page({ ...newest, where: { unit: { is: 'unit-7' }, status: { is: 'open' } } })).perSecond,
    contains: (await page({ ...newest, where: { officerIds: { contains: 'officer-7' } } })).perSecond,
  };
  await store.close();
  return figures;
}

async function rawSqlite(file: string, batches: readonly (readonly StoredRow[])[]): Promise<Figures> {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536');
  database.exec(
    'CREATE TABLE r (key TEXT PRIMARY KEY, doc TEXT, position INTEGER); CREATE TABLE c (position INTEGER); INSERT INTO c VALUES (0)',
  );
  const upsert = database.prepare(
    'INSERT INTO r VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET doc = excluded.doc, position = excluded.position',
  );
  const checkpoint = database.prepare('UPDATE c SET position = ?');
  return timed(batches, (rows, to) => {
    database.exec('BEGIN');
    for (const { key, doc, position } of rows) upsert.run(key, JSON.stringify(doc), position);
    checkpoint.run(to);
    database.exec('COMMIT');
  }).finally(() => database.close());
}

async function rawPostgres(url: string, batches: readonly (readonly StoredRow[])[]): Promise<Figures> {
  await execute(url, 'DROP TABLE IF EXISTS r, c');
  await execute(
    url,
    'CREATE TABLE r (key text PRIMARY KEY, doc text, position bigint); CREATE TABLE c (position bigint); INSERT INTO c VALUES (0)',
  );
  const client = new pg.Client(url);
  await client.connect();
  const upsert = `INSERT INTO r SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])
    ON CONFLICT (key) DO UPDATE SET doc = excluded.doc, position = excluded.position`;
  const figures = await timed(batches, async (rows, to) => {
    await client.query('BEGIN');
    await client.query(upsert, [
      rows.map(({ key }) => key),
      rows.map(({ doc }) => JSON.stringify(doc)),
      rows.map(({ position }) => position),
    ]);
    await client.query('UPDATE c SET position = $1', [to]);
    await client.query('COMMIT');
  });
  await client.end();
  return figures;
}

async function timed(
  batches: readonly (readonly StoredRow[])[],
  write: (rows: readonly StoredRow[], to: number) => Promise<void> | void,
): Promise<Figures> {
  const start = performance.now();
  for (const [n, rows] of batches.entries()) await write(rows, (n + 1) * BATCH);
  const seconds = (performance.now() - start) / 1000;
  const perSecond = { liveEvents: EVENTS / seconds, liveRows: batches.reduce((sum, { length }) => sum + length, 0) / seconds };
  return { ...perSecond, rebuiltEvents: perSecond.liveEvents };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(sql);
  await client.end();
}

if (import.meta.main) print(await measure());
