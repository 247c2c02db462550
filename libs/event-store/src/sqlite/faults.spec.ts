import { StoreUnavailable, type EventStore, type RecordedEvent } from '#libs/event-sourcing';
import { anEvent, collect, someEvents } from '#libs/event-sourcing/testing';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openSqliteEventStore, StoreInUse, UnknownSchema } from './index.ts';
import { PAGE_EVENTS } from './row.ts';
import { migrate, MIGRATIONS } from './schema.ts';

const PATIENCE_MS = 120_000;

let folder: string;
let file: string;
const opened: EventStore[] = [];
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'event-store-'));
  file = join(folder, 'events.db');
});

afterEach(async () => {
  for (const child of children.splice(0)) await killed(child);
  await Promise.all(opened.splice(0).map((store) => store.close()));
  rmSync(folder, { recursive: true });
});

async function open(options: { readOnly?: boolean; now?: () => number } = {}): Promise<EventStore> {
  const store = await openSqliteEventStore({ file, ...options });
  opened.push(store);
  return store;
}

const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Starts the program that appends until it ends; `limitKiB` bounds the size of every file it writes, `fault` says how its writing thread fails. */
function appender(writers: number, { limitKiB, fault }: { limitKiB?: number; fault?: Record<string, string> } = {}): ChildProcess {
  const preload = fault === undefined ? [] : ['--import', beside('./fault-thread.ts')];
  const options = ['--conditions=source', '--experimental-transform-types', '--no-warnings', ...preload];
  const node = [process.execPath, ...options, beside('./fault-program.ts'), file, String(writers)];
  const [command = '', ...args] = limitKiB === undefined ? node : ['bash', '-c', `ulimit -S -f ${limitKiB}; exec "$0" "$@"`, ...node];
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', fault === undefined ? 'inherit' : 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled'), ...fault },
  });
  children.push(child);
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

/** An append that was acknowledged: where the store said it is. */
type Acknowledged = Map<string, Pick<RecordedEvent, 'stream' | 'revision' | 'position'>>;

/** Notes what the program says was stored, line by line, until the line that is waited for. */
async function listen(child: ChildProcess, stored: Acknowledged, enough: (line: string) => boolean): Promise<string> {
  if (child.stdout === null) throw new Error('The program has no output');
  const lines = createInterface({ input: child.stdout });
  try {
    for await (const line of lines) {
      const [said, id = '', stream = '', revision, position] = line.split(' ');
      if (said === 'stored') stored.set(id, { stream, revision: Number(revision), position: Number(position) });
      if (enough(line)) return line;
    }
  } finally {
    lines.close();
  }
  throw new Error('The program ended before it said what was waited for');
}

/** Every acknowledged event is there once, where the store said, and every stream is dense. */
async function expectNothingLost(store: EventStore, stored: Acknowledged): Promise<void> {
  const all = await collect(store.readAll());
  const places = new Map(all.map(({ id, stream, revision, position }) => [id, { stream, revision, position }]));
  expect(places.size).toBe(all.length);
  for (const [id, place] of stored) expect(places.get(id)).toEqual(place);
  const next = new Map<string, number>();
  for (const { stream, revision } of all) {
    expect(revision).toBe(next.get(stream) ?? 0);
    next.set(stream, revision + 1);
  }
}

describe('a SQLite store whose process is killed', () => {
  it(
    'keeps every acknowledged append, once, through twenty kills under concurrent appends',
    async () => {
      const stored: Acknowledged = new Map();
      for (let kill = 0; kill < 20; kill++) {
        const child = appender(16);
        const before = stored.size;
        const enough = Math.floor(Math.random() * 300);
        await listen(child, stored, () => stored.size - before >= enough);
        await killed(child);
        // What the pipe still holds was acknowledged too; it is part of no expectation, only of the history.
        const reader = await open({ readOnly: kill % 2 === 0 });
        await expectNothingLost(reader, stored);
        await reader.close();
      }
      expect(stored.size).toBeGreaterThan(0);
      await expectNothingLost(await open(), stored);
    },
    PATIENCE_MS,
  );
});

describe('a SQLite store whose writing thread dies', () => {
  const deaths = ['throws', 'ends', 'is killed'].flatMap((FAULT) =>
    (['before', 'after'] as const).map((FAULT_WHEN) => ({ FAULT, FAULT_WHEN })),
  );
  it.each(deaths)(
    'ends its program loudly, with everything that it acknowledged: a thread that $FAULT $FAULT_WHEN a commit',
    async ({ FAULT, FAULT_WHEN }) => {
      const child = appender(16, { fault: { FAULT, FAULT_WHEN, FAULT_AT: '40' } });
      const [said, ended] = [text(child.stderr ?? process.stdin), once(child, 'close')];
      const stored: Acknowledged = new Map();
      await expect(listen(child, stored, () => false)).rejects.toThrow('The program ended');
      const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
      if (FAULT === 'is killed') expect(signal).toBe('SIGKILL');
      else expect({ code, said: await said }).toEqual({ code: 1, said: expect.stringContaining(`${file} has died`) as string });
      expect(stored.size).toBeGreaterThan(0);
      await expectNothingLost(await open(), stored);
    },
    PATIENCE_MS,
  );

  it(
    'says so, too, where the thread cannot open the file that was just opened',
    async () => {
      const child = appender(1, { fault: { FAULT: 'is refused the file' } });
      const [said, ended] = [text(child.stderr ?? process.stdin), once(child, 'close')];
      expect(await ended).toEqual([1, null]);
      expect(await said).toMatch(/has died.*\n[^]*unable to open database file/);
      await open();
    },
    PATIENCE_MS,
  );
});

describe('a SQLite store whose program has nothing else to do', () => {
  it(
    'keeps it until what is under way is durable, and no longer',
    async () => {
      const program = `
        const { openSqliteEventStore } = await import(process.argv[1]);
        const store = await openSqliteEventStore({ file: process.argv[2] });
        const event = { id: '6a3f6c1e-5f0e-4b7c-9d43-0d6f7a1b2c3d', type: 'NoteAdded', data: {}, metadata: {} };
        void store.append('case-1', 'none', [event]).then(() => process.stdout.write('stored'));`;
      const options = ['--conditions=source', '--experimental-transform-types', '--no-warnings'];
      const child = spawn(process.execPath, [...options, '--eval', program, beside('./index.ts'), file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.push(child);
      expect([await text(child.stdout), await once(child, 'close')]).toEqual(['stored', [0, null]]);
      expect((await collect((await open()).read('case-1'))).length).toBe(1);
    },
    PATIENCE_MS,
  );
});

describe('a SQLite store on a file it cannot write', () => {
  it('answers that nothing happened while somebody else holds the file, keeps reading, and goes on afterwards', async () => {
    const store = await open();
    await store.append('case-1', 'none', [anEvent()]);
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    const events = someEvents(2);
    const outcomes = await Promise.allSettled([store.append('case-1', 0, events), store.append('case-2', 'none', someEvents(1))]);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'store.unavailable', outcome: 'not-applied' } });
    expect((await collect(store.read('case-1'))).length).toBe(1);
    other.exec('ROLLBACK');
    other.close();
    expect(await store.append('case-1', 0, events)).toEqual({ revision: 2, position: 3 });
    expect(await store.append('case-2', 'none', someEvents(1))).toEqual({ revision: 0, position: 4 });
  });

  it('lets its program go on meanwhile: whoever has the file can be asked for it, and the append that waits goes on', async () => {
    const store = await open();
    await store.append('case-1', 'none', [anEvent()]);
    const other = new DatabaseSync(file);
    const appendedMeanwhile = async (): Promise<boolean> => {
      other.exec('BEGIN IMMEDIATE');
      const appending = Promise.allSettled([store.append('case-1', 'any', [anEvent()])]);
      await nextTurn();
      expect((await collect(store.read('case-1'))).length).toBe(1);
      other.exec('ROLLBACK');
      const [{ status }] = await appending;
      return status === 'fulfilled';
    };
    // On a machine that stands still for the quarter of a second that the store waits, the append is refused.
    while (!(await appendedMeanwhile()));
    other.close();
    expect((await collect(store.read('case-1'))).length).toBe(2);
  });

  // Setting another process's limits is a thing of Linux.
  (process.platform === 'linux' ? it : it.skip)(
    'says so when the disk takes no more (provoked with prlimit, which only Linux has), loses nothing it acknowledged, and goes on by itself when there is room again',
    async () => {
      const stored: Acknowledged = new Map();
      const child = appender(8, { limitKiB: 1_024 });
      const outcome = await listen(child, stored, (line) => line.startsWith('unavailable'));
      expect(outcome).toBe('unavailable unknown');
      await expectNothingLost(await open({ readOnly: true }), stored);

      execFileSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited']);
      const before = stored.size;
      child.stdin?.write('try again\n');
      await listen(child, stored, () => stored.size > before + 200);
      await killed(child);
      await expectNothingLost(await open(), stored);
    },
    PATIENCE_MS,
  );
});

describe('a SQLite store and its file', () => {
  it('has one writer: a second one is told which file is in use, until the first closes', async () => {
    const first = await open();
    const refused = openSqliteEventStore({ file });
    await expect(refused).rejects.toBeInstanceOf(StoreInUse);
    await expect(refused).rejects.toMatchObject({ code: 'store.in-use', file, message: expect.stringContaining(file) as string });
    await first.append('case-1', 'none', [anEvent()]);
    await first.close();
    expect((await collect((await open()).read('case-1'))).length).toBe(1);
  });

  it(
    'has one writer among processes, and is free again as soon as that one is killed',
    async () => {
      const child = appender(1);
      await listen(child, new Map(), (line) => line === 'open');
      await expect(openSqliteEventStore({ file })).rejects.toBeInstanceOf(StoreInUse);
      await killed(child);
      await open();
    },
    PATIENCE_MS,
  );

  it('is for the eyes of its user alone', async () => {
    const store = await open();
    await store.append('case-1', 'none', [anEvent()]);
    const files = readdirSync(folder);
    expect(files).toEqual(expect.arrayContaining(['events.db', 'events.db-wal', 'events.db.lock']));
    expect(new Set(files.map((name) => statSync(join(folder, name)).mode & 0o777))).toEqual(new Set([0o600]));
  });

  it('can be read beside its writer, which sees nothing of it; a follow gets what the writer appends', async () => {
    const writer = await open();
    await writer.append('case-1', 'none', someEvents(3));
    const reader = await open({ readOnly: true });
    expect((await collect(reader.read('case-1'))).length).toBe(3);
    expect(await reader.head()).toBe(3);
    await expect(reader.append('case-1', 'any', [anEvent()])).rejects.toBeInstanceOf(StoreUnavailable);

    const enough = new AbortController();
    const followed: number[] = [];
    const following = (async () => {
      for await (const page of reader.follow({ signal: enough.signal })) {
        followed.push(...page.events.map(({ position }) => position));
        if (page.through >= 10) enough.abort();
      }
    })();
    for (let n = 0; n < 7; n++) await writer.append('case-2', 'any', [anEvent()]);
    await following;
    expect(followed).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

    const waiting = collect(reader.follow({ after: 10 }));
    await reader.close();
    expect(await waiting).toEqual([]);
  });

  it('is refused, untouched, where a newer program wrote it', async () => {
    await (await open()).close();
    const db = new DatabaseSync(file);
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
    db.close();
    for (const readOnly of [false, true]) {
      const refused = openSqliteEventStore({ file, readOnly });
      await expect(refused).rejects.toBeInstanceOf(UnknownSchema);
      await expect(refused).rejects.toThrow(`schema ${MIGRATIONS.length + 1}; this one knows up to ${MIGRATIONS.length}`);
    }
  });

  it('is refused, untouched, where it is something else', async () => {
    const db = new DatabaseSync(file);
    db.exec('CREATE TABLE contacts (name TEXT)');
    db.close();
    const size = statSync(file).size;
    await expect(openSqliteEventStore({ file })).rejects.toBeInstanceOf(UnknownSchema);
    expect(statSync(file).size).toBe(size);

    writeFileSync(file, 'This is a letter, not a database. '.repeat(100));
    await expect(openSqliteEventStore({ file })).rejects.toMatchObject({
      code: 'store.unavailable',
      message: expect.stringContaining(file) as string,
    });
  });

  it('is not made by a reader, and a missing folder is named', async () => {
    await expect(openSqliteEventStore({ file, readOnly: true })).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(openSqliteEventStore({ file: join(folder, 'missing', 'events.db') })).rejects.toThrow(
      join(folder, 'missing', 'events.db'),
    );
  });

  it('is brought up to a newer schema with what it holds, each step whole or not at all', async () => {
    const store = await open();
    await store.append('case-1', 'none', someEvents(3));
    await store.close();
    const add = 'ALTER TABLE events ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0;';
    const db = new DatabaseSync(file);
    const state = () => ({
      ...db.prepare('SELECT count(*) AS events, (SELECT user_version FROM pragma_user_version) AS version FROM events').get(),
    });

    expect(() => migrate(db, file, [...MIGRATIONS, `${add} SELECT nonsense`])).toThrow();
    expect(state()).toEqual({ events: 3, version: MIGRATIONS.length });
    expect(() => db.prepare('SELECT sealed FROM events')).toThrow('sealed');

    migrate(db, file, [...MIGRATIONS, add, 'UPDATE events SET sealed = 1']);
    expect(state()).toEqual({ events: 3, version: MIGRATIONS.length + 2 });
    expect({ ...db.prepare('SELECT sum(sealed) AS sealed FROM events').get() }).toEqual({ sealed: 3 });
    migrate(db, file, [...MIGRATIONS, add, 'UPDATE events SET sealed = 1']);
    db.close();
  });

  it('of an older schema is not read as it is: a reader asks for a writer first', async () => {
    const db = new DatabaseSync(file);
    db.close();
    writeFileSync(file, '');
    await expect(openSqliteEventStore({ file, readOnly: true })).rejects.toThrow('open it for writing once');
  });

  it('keeps its log of pages bounded under steady appends', async () => {
    const store = await open();
    for (let n = 0; n < 60; n++) await store.append('case-1', 'any', someEvents(10, { data: { text: 'x'.repeat(50_000) } }));
    expect(statSync(`${file}-wal`).size).toBeLessThan(20_000_000);
  });
});

describe('a SQLite store and time', () => {
  it('never records an event as earlier than the one before, though the clock was set back', async () => {
    let time = 2_000;
    const now = (): number => time;
    let store = await open({ now });
    await store.append('case-1', 'none', [anEvent()]);
    time = 1_000;
    await store.append('case-1', 0, [anEvent()]);
    await store.close();
    store = await open({ now });
    await store.append('case-1', 1, [anEvent()]);
    time = 3_000;
    await store.append('case-1', 2, [anEvent()]);
    expect((await collect(store.read('case-1'))).map(({ recordedAt }) => recordedAt)).toEqual([2_000, 2_000, 2_000, 3_000]);
  });

  it('tells no head while an append is under way that has its time already: what is as of an instant before it must not change', async () => {
    const store = await open();
    await store.append('case-1', 'none', [anEvent()]);
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    // On a machine that stands still for the quarter of a second that the store waits, the append is refused.
    const appending = store.append('case-1', 0, [anEvent()]).catch(() => ({ position: 1 }));
    await nextTurn();
    const head = store.head();
    await nextTurn();
    other.exec('ROLLBACK');
    other.close();
    expect(await head).toBe((await appending).position);
  });

  it('lets the event loop turn between the pages of a long read', async () => {
    const store = await open();
    const pages = 8;
    for (let n = 0; n < pages; n++) await store.append('case-1', 'any', someEvents(PAGE_EVENTS));
    for (const read of [() => store.read('case-1'), () => store.readAll(), () => store.follow({ signal: AbortSignal.any([]) })]) {
      let turns = 0;
      let reading = true;
      const turn = () => {
        turns++;
        if (reading) setImmediate(turn);
      };
      setImmediate(turn);
      let events = 0;
      for await (const page of read()) if ((events += page.events.length) === pages * PAGE_EVENTS) break;
      reading = false;
      expect(turns).toBeGreaterThanOrEqual(pages - 1);
    }
  });
});
