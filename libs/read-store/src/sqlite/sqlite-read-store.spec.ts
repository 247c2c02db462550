import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as turn } from 'node:timers/promises';
import type { ReadStore, Row, RowPage } from '#libs/event-sourcing';
import { readStoreContract } from '#libs/event-sourcing/testing';
import { folderForEach } from '../../../../test/folder.ts';
import { Connection } from './database.ts';
import { openSqliteReadStore } from './index.ts';
import { migrate, STEPS } from './schema.ts';
import { BuildTables } from './tables.ts';

readStoreContract('The read store in SQLite', {
  open: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rows-'));
    const file = join(folder, 'rows.db');
    const store = await openSqliteReadStore({ file });
    return {
      store,
      second: () => openSqliteReadStore({ file }),
      reopen: async () => {
        await store.close();
        return openSqliteReadStore({ file });
      },
      dispose: async () => {
        await store.close();
        await rm(folder, { recursive: true });
      },
    };
  },
});

describe('An SQLite file of rows', () => {
  const folder = folderForEach();
  let file: string;
  beforeEach(() => {
    file = folder.at('rows.db');
  });

  const shape = { name: 'cases', version: 1, index: { status: 'text' } } as const;
  const leased = async (store: ReadStore) => {
    const build = await store.prepare(shape);
    await store.claim(build, 'worker', 60_000);
    return build;
  };
  const rows = (count: number, text: string): Row[] =>
    Array.from({ length: count }, (_, i) => ({ key: `case-${i}`, doc: { status: text }, position: 1, eventId: 'event' }));

  it('that is full takes nothing of a batch, is read on, and takes batches again when there is room', async () => {
    const store = await openSqliteReadStore({ file, maxBytes: 2_000_000 });
    const build = await leased(store);
    const batch = { build, owner: 'worker', deletes: [] };
    await store.apply({ ...batch, from: 0, to: 1, upserts: rows(300, 'x'.repeat(400)) });
    const tooMuch = { ...batch, from: 1, to: 2, upserts: rows(6000, 'y'.repeat(400)) };
    for (let i = 0; i < 3; i++)
      await expect(store.apply(tooMuch)).rejects.toMatchObject({
        name: 'RowsUnavailable',
        message: expect.stringContaining('no space') as string,
      });
    expect(await store.get('cases', 'case-7')).toMatchObject({ row: { doc: { status: 'x'.repeat(400) } }, position: 1 });
    expect((await store.get('cases', 'case-3000')).row).toBeUndefined();
    const half = rows(300, '').map(({ key }) => key);
    await store.apply({ ...batch, from: 1, to: 2, upserts: [], deletes: half });
    await store.apply({ ...batch, from: 2, to: 3, upserts: rows(300, 'z'.repeat(400)) });
    await store.close();

    const roomier = await openSqliteReadStore({ file, maxBytes: 20_000_000 });
    await roomier.apply({ ...tooMuch, from: 3, to: 4 });
    expect(await roomier.get('cases', 'case-3000')).toMatchObject({ row: { doc: { status: 'y'.repeat(400) } }, position: 4 });
    await roomier.close();
  });

  it('that another process writes to is waited for, and read meanwhile', async () => {
    const store = await openSqliteReadStore({ file });
    const build = await leased(store);
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    let applied = false;
    const applying = store
      .apply({ build, owner: 'worker', from: 0, to: 1, upserts: rows(1, 'open'), deletes: [] })
      .then(() => (applied = true));
    for (let i = 0; i < 20; i++) {
      expect(await store.get('cases', 'case-0')).toEqual({ row: undefined, position: 0 });
      await turn();
    }
    expect(applied).toBe(false);
    other.exec('COMMIT');
    other.close();
    await applying;
    expect(await store.checkpoint('cases')).toBe(1);
    await store.close();
  });

  it('that another process keeps to itself is unavailable to writers, and free again when it lets go', async () => {
    const store = await openSqliteReadStore({ file });
    const build = await leased(store);
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    await expect(store.claim(build, 'worker', 1000)).rejects.toMatchObject({
      name: 'RowsUnavailable',
      message: 'Rows are unavailable: another process holds the file of rows',
    });
    other.close();
    expect(await store.claim(build, 'worker', 1000)).toBe(true);
    await store.close();
  }, 20_000);

  it('lets other work have its turn while a large batch is written', async () => {
    const store = await openSqliteReadStore({ file });
    const build = await leased(store);
    const progress = { written: false };
    const writing = store
      .apply({ build, owner: 'worker', from: 0, to: 1, upserts: rows(20_000, 'open'), deletes: [] })
      .then(() => (progress.written = true));
    let reads = 0;
    for (; !progress.written; reads++) {
      const { row, position } = await store.get('cases', 'case-19999');
      expect([row === undefined, position]).toEqual(position === 0 ? [true, 0] : [false, 1]);
      await turn();
    }
    await writing;
    expect(reads).toBeGreaterThan(20);
    await store.close();
  });

  it('commits what many write at the same time together, and lets nobody pay for one that fails', async () => {
    const store = await openSqliteReadStore({ file });
    const builds = await Promise.all(
      Array.from({ length: 12 }, async (_, number) => {
        const build = await store.prepare({ ...shape, name: `cases-${number}` });
        await store.claim(build, 'worker', 60_000);
        return build;
      }),
    );
    const stands = (): Promise<number[]> => Promise.all(builds.map(({ projection }) => store.checkpoint(projection)));
    const applied = builds.map((build, number) => {
      const owner = number === 5 ? 'nobody' : 'worker';
      return store.apply({ build, owner, from: 0, to: 1, upserts: rows(3, `${number}`), deletes: [] });
    });
    const outcomes = await Promise.allSettled(applied);
    expect(outcomes.map(({ status }) => status)).toEqual(builds.map((_, number) => (number === 5 ? 'rejected' : 'fulfilled')));
    expect(outcomes[5]).toMatchObject({ reason: { name: 'LeaseLost' } });
    expect(await stands()).toEqual(builds.map((_, number) => (number === 5 ? 0 : 1)));
    for (const [number, { projection }] of builds.entries())
      expect((await store.get(projection, 'case-2')).row?.doc).toEqual(number === 5 ? undefined : { status: `${number}` });

    const watcher = new DatabaseSync(file);
    const seen = new Set<unknown>();
    const look = (): void => void seen.add(watcher.prepare('PRAGMA data_version').get()?.data_version);
    const next = builds
      .filter((_, number) => number !== 5)
      .map((build) => store.apply({ build, owner: 'worker', from: 1, to: 2, upserts: rows(3, 'next'), deletes: [] }));
    await Promise.all(next.map((write) => write.then(look)));
    expect(seen.size).toBe(1);
    watcher.close();
    await store.close();
  });

  it('finishes what many began to write before it closes', async () => {
    const store = await openSqliteReadStore({ file });
    const build = await leased(store);
    const writing = store.apply({ build, owner: 'worker', from: 0, to: 1, upserts: rows(3, 'open'), deletes: [] });
    await store.close();
    await writing;
    const again = await openSqliteReadStore({ file });
    expect(await again.checkpoint('cases')).toBe(1);
    await again.close();
  });

  describe('of a build that becomes live', () => {
    const staffed = { name: 'cases', version: 2, index: { status: 'text', officers: 'texts' } } as const;
    const worked = (count: number, officer: string): Row[] =>
      rows(count, 'open').map((row, i) => ({ ...row, key: i === 0 ? '' : row.key, doc: { status: 'open', officers: [officer, 'ចាន់'] } }));
    const beside = async (store: ReadStore, count: number) => {
      const live = await leased(store);
      const build = await store.prepare(staffed);
      await store.claim(build, 'worker', 60_000);
      await store.apply({ build, owner: 'worker', from: 0, to: 1, upserts: worked(count, 'sokha'), deletes: ['never'] });
      return { live, build };
    };
    const led = async (store: ReadStore, officer: string): Promise<number> => {
      let [found, cursor]: [number, string | undefined] = [0, undefined];
      do {
        const query = { where: { officers: { contains: officer } }, limit: 1000, ...(cursor !== undefined && { cursor }) };
        const page: RowPage<unknown> = await store.query('cases', query);
        found += page.rows.length;
        cursor = page.next;
      } while (cursor !== undefined);
      return found;
    };

    it('has what queries need from then on, and keeps it up', async () => {
      const store = await openSqliteReadStore({ file });
      const { build } = await beside(store, 1300);
      await store.promote(build, 'worker');
      expect([await led(store, 'sokha'), await led(store, 'ចាន់')]).toEqual([1300, 1300]);
      const batch = { build, owner: 'worker', from: 1, to: 2 };
      await store.apply({ ...batch, upserts: worked(200, 'dara'), deletes: ['case-200', 'case-1299'] });
      expect([await led(store, 'sokha'), await led(store, 'dara'), await led(store, 'ចាន់')]).toEqual([1098, 200, 1298]);
      const inspector = new DatabaseSync(file);
      const made = inspector.prepare(`SELECT name FROM sqlite_schema WHERE tbl_name = 'rows_2' AND type = 'index' AND sql IS NOT NULL`);
      expect(made.all()).toHaveLength(1);
      expect(inspector.prepare('SELECT count(*) AS n FROM texts_2').get()).toEqual({ n: 2 * 1298 });
      inspector.close();
      await store.close();
    });

    it('leaves the file to others between its steps, who read and write meanwhile', async () => {
      const store = await openSqliteReadStore({ file });
      const { live, build } = await beside(store, 3000);
      const progress = { promoted: false };
      const promoting = store.promote(build, 'worker').then(() => {
        progress.promoted = true;
      });
      let at = 0;
      while (!progress.promoted) {
        const batch = { build: live, owner: 'worker', from: at, to: at + 1, upserts: rows(2, `${at}`), deletes: [] };
        const refused = await store.apply(batch).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (refused === undefined) at++;
        else expect(refused).toMatchObject({ name: 'LeaseLost' });
        // Of both builds: the new one may be live by now.
        expect((await store.get('cases', 'case-1')).row).toBeDefined();
        await turn();
      }
      await promoting;
      expect(at).toBeGreaterThan(1);
      await store.close();
    });

    it('is not made live by one who lost it on the way; the next one begins again', async () => {
      const store = await openSqliteReadStore({ file });
      const { build } = await beside(store, 2000);
      const promoting = store.promote(build, 'worker');
      await Promise.all([
        expect(promoting).rejects.toMatchObject({ name: 'LeaseLost' }),
        turn().then(() => store.release(build, 'worker')),
      ]);
      expect(await store.builds('cases')).toMatchObject([{ live: true }, { live: false }]);
      await store.claim(build, 'other', 60_000);
      await store.apply({ build, owner: 'other', from: 1, to: 2, upserts: worked(1500, 'dara'), deletes: ['case-1999'] });
      await store.promote(build, 'other');
      expect([await led(store, 'sokha'), await led(store, 'dara')]).toEqual([499, 1500]);
      await store.close();
    });
  });

  it('is brought up to date from every earlier step, and its rows stay', async () => {
    const old = new Connection(file, 0);
    migrate(old, STEPS.slice(0, 1));
    old.exec(
      `INSERT INTO builds (id, projection, version, number, fields, checkpoint) VALUES (1, 'cases', 1, 1, '[["status","text"]]', 7);
       INSERT INTO projections VALUES ('cases', 1, 1)`,
    );
    const tables = new BuildTables(1, shape.index);
    tables.create(old);
    tables.createTexts(old);
    for (const completion of tables.completions) old.exec(completion);
    old.exec(`INSERT INTO rows_1 VALUES ('case-1', '{"status":"open"}', 7, 'event-7', 'open')`);
    old.close();

    const store = await openSqliteReadStore({ file });
    const where = { status: { is: 'open' } };
    expect((await store.query('cases', { where, limit: 9 })).rows).toEqual([
      { key: 'case-1', doc: { status: 'open' }, position: 7, eventId: 'event-7' },
    ]);
    const next = await store.prepare({ ...shape, version: 2 });
    await store.claim(next, 'worker', 60_000);
    await store.promote(next, 'worker');
    await store.close();
  });

  it('drops what was replaced, at the latest when it is opened again', async () => {
    const store = await openSqliteReadStore({ file });
    const build = await leased(store);
    await store.apply({ build, owner: 'worker', from: 0, to: 1, upserts: rows(10, 'open'), deletes: [] });
    const next = await store.prepare(shape, { fresh: true });
    await store.claim(next, 'worker', 60_000);
    await store.promote(next, 'worker');
    await store.close();
    const again = await openSqliteReadStore({ file });
    const inspector = new DatabaseSync(file);
    const replaced = inspector.prepare('SELECT build FROM replaced');
    while (replaced.all().length > 0) await turn();
    expect(inspector.prepare(`SELECT name FROM sqlite_schema WHERE tbl_name IN ('rows_1', 'texts_1')`).all()).toEqual([]);
    expect(inspector.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    inspector.close();
    await again.close();
  });

  it('is left alone when it was written by a newer program, or is no file of rows', async () => {
    await (await openSqliteReadStore({ file })).close();
    const newer = new DatabaseSync(file);
    newer.exec('PRAGMA user_version = 3');
    newer.close();
    await expect(openSqliteReadStore({ file })).rejects.toThrow('has schema 3 of a newer version of this program, which knows 2');

    const foreign = folder.at('letters.db');
    const letters = new DatabaseSync(foreign);
    letters.exec('CREATE TABLE letters (text TEXT)');
    await expect(openSqliteReadStore({ file: foreign })).rejects.toThrow('The file of rows is a database of something else');
    expect(letters.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'letters' }]);
    letters.close();

    const text = folder.at('text.db');
    await writeFile(text, 'This is a letter, and not a short one. '.repeat(100));
    await expect(openSqliteReadStore({ file: text })).rejects.toMatchObject({
      name: 'RowsUnavailable',
      message: expect.stringContaining('no database') as string,
    });
    await expect(openSqliteReadStore({ file: folder.path })).rejects.toMatchObject({ name: 'RowsUnavailable' });
  });

  it('is made with its folder, for this user only', async () => {
    const deep = join(folder.path, 'a', 'b', 'rows.db');
    const store = await openSqliteReadStore({ file: deep });
    expect((await stat(deep)).mode & 0o777).toBe(0o600);
    await store.close();
    await expect(store.get('cases', 'a')).rejects.toMatchObject({ name: 'RowsUnavailable' });
    await expect(store.prepare(shape)).rejects.toMatchObject({ name: 'RowsUnavailable' });
    await store.close();
  });
});
