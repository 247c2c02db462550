import { setImmediate as turn } from 'node:timers/promises';
import type { Batch, Build, BuildStatus, Query, ReadStore, Row, RowShape } from '../../read-store.ts';

/** A read store opened for one test. */
export interface OpenedReadStore {
  readonly store: ReadStore;
  /** Another client of the same data, as a second process holds one. The suite closes it. Without it the store itself stands in. */
  second?(): Promise<ReadStore>;
  /** Closes the store and opens it again on the same data. Absent where nothing outlives the store. The suite closes it. */
  reopen?(): Promise<ReadStore>;
  dispose(): Promise<void>;
}

/** The store of a test, and others of the same data. */
export interface Given {
  readonly store: ReadStore;
  /** Another client of the same data, which the suite closes; the store itself where there is none. */
  second(): Promise<ReadStore>;
}

/** The projection that most tests keep rows of: one index field of each kind, two of text. */
export const cases: RowShape = {
  name: 'case-status',
  version: 1,
  index: { status: 'text', severity: 'integer', openedAt: 'time', urgent: 'boolean', officers: 'texts', unit: 'text' },
};

export const row = (key: string, doc: unknown, position = 1, eventId = `event-of-${position}`): Row => ({ key, doc, position, eventId });

/** A build without its status. */
export const bare = ({ projection, version, number }: Build): Build => ({ projection, version, number });

export const batch = (build: Build, from: number, to: number, upserts: readonly Row[] = [], deletes: readonly string[] = []): Batch => ({
  build,
  owner: 'worker-1',
  from,
  to,
  upserts,
  deletes,
});

/** A build to project into, with the lease on it. */
export async function owned(store: ReadStore, shape: RowShape = cases, owner = 'worker-1'): Promise<BuildStatus> {
  const build = await store.prepare(shape);
  expect(await store.claim(build, owner, 60_000)).toBe(true);
  return build;
}

/** Expects that the lease is lost. */
export const lost = async (refusedCall: Promise<unknown>): Promise<void> =>
  expect(refusedCall).rejects.toMatchObject({ name: 'LeaseLost', code: 'rows.lease-lost' });

/** Expects that a query is refused for this field. */
export const refused = async (query: Promise<unknown>, field: string): Promise<void> =>
  expect(query).rejects.toMatchObject({ name: 'InvalidQuery', code: 'rows.invalid-query', field });

/** Takes an error of this name for no error. */
export const ignoring =
  (name: string) =>
  (error: unknown): void => {
    if (!(error instanceof Error) || error.name !== name) throw error;
  };

/** Waits for a condition, a turn of the event loop at a time. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await turn();
}

export async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

/** All pages of a query. */
export async function walk(store: ReadStore, query: Query, projection = 'case-status') {
  const pages = [await store.query<Record<string, unknown>>(projection, query)];
  for (let next = pages[0]?.next; next !== undefined; next = pages.at(-1)?.next)
    pages.push(await store.query<Record<string, unknown>>(projection, { ...query, cursor: next }));
  return pages;
}

/** All rows that a condition finds. */
const rowsIn = async (store: ReadStore, where: Query['where'] = {}, sort: Query['sort'] = []) =>
  (await walk(store, { where, sort, limit: 1000 })).flatMap(({ rows }) => rows);
export const keysOf = async (...asked: Parameters<typeof rowsIn>) => (await rowsIn(...asked)).map(({ key }) => key);
export const docsOf = async (...asked: Parameters<typeof rowsIn>) => (await rowsIn(...asked)).map(({ doc }) => doc);
