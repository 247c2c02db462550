import { statSync } from 'node:fs';
import { join } from 'node:path';
import { capabilities } from '#libs/composition';
import { caseIdOf, caseStatus } from '#libs/cases';
import { type EventStore, Freshness, Past, type Position, Upcaster, Views } from '#libs/event-sourcing';
import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { openScratch } from '#libs/platform';
import { openSqliteReadStore } from '#libs/read-store/sqlite';
import { settle } from './country.ts';
import { anEvent } from './history.ts';
import { type Figures, inFolder, interleaved, print, repeatedly, type Row, row } from './kit.ts';
import { modelsInto } from './models.ts';
import { started } from './start.ts';

const SMALL = 100_000;
const LARGE = Number(process.env.BENCH_EVENTS ?? 10_000_000);
const EVENTS_EACH = 10;
const ROUNDS = 5;
const ROUND_MS = 1_500;
const WRITERS = 32;

/**
 * What grows with the history: everything that a user waits for on the embedded stores, with 10,000,000 events beside the same with 100,000. As many cases are in
 * work in both, anywhere in the history. Takes about 20 GB of the temporary folder and half an hour; `BENCH_EVENTS` makes it smaller.
 */
export async function measure(): Promise<Row[]> {
  return inFolder((smallFolder) =>
    inFolder(async (largeFolder) => {
      const grounds = { small: await settled(smallFolder, SMALL), large: await settled(largeFolder, LARGE) };
      const each = { small: await Ground.open(grounds.small), large: await Ground.open(grounds.large) };
      const measured = {
        append: await pair(each, (ground) => ground.append()),
        load: await pair(each, (ground) => ground.load()),
        row: await pair(each, (ground) => ground.row()),
        page: await pair(each, (ground) => ground.page()),
        asOf: await pair(each, (ground) => ground.asOf()),
      };
      for (const ground of [each.small, each.large]) await ground.close();
      const start = await pair(grounds, ({ folder }) => started(folder));
      return [
        ...compared('fill', 'events/s', 'filledPerSecond', { small: [grounds.small.figures], large: [grounds.large.figures] }),
        ...compared('disk, events', 'bytes each', 'eventBytes', { small: [grounds.small.figures], large: [grounds.large.figures] }),
        ...compared('disk, rows', 'bytes each', 'rowBytes', { small: [grounds.small.figures], large: [grounds.large.figures] }),
        ...compared('all read models, one reading', 'events/s', 'perSecond', {
          small: [grounds.small.figures],
          large: [grounds.large.figures],
        }),
        ...compared('its memory', 'MiB', 'maxRssMiB', { small: [grounds.small.figures], large: [grounds.large.figures] }),
        ...compared(`append, ${WRITERS} writers`, 'ms', 'each', measured.append),
        ...compared(`load of a case of ${EVENTS_EACH}`, 'ms', 'each', measured.load),
        ...compared('one row', 'ms', 'each', measured.row),
        ...compared('first page of a list', 'ms', 'each', measured.page),
        ...compared('one row as of a position', 'ms', 'each', measured.asOf),
        ...compared('start to first answer', 'ms', 'ms', start),
      ];
    }),
  );
}

type Pair<T> = Readonly<Record<'small' | 'large', T>>;

const pair = <T>(each: Pair<T>, once: (ground: T) => Promise<Figures>): Promise<Pair<Figures[]>> =>
  interleaved(ROUNDS, { small: () => once(each.small), large: () => once(each.large) });

function compared(name: string, unit: string, figure: string, { small, large }: Pair<readonly Figures[]>): Row[] {
  const title = (events: number): string => `${name}, ${events.toLocaleString('en')} events`;
  const limit = { name: title(SMALL), results: small };
  return [row(title(SMALL), unit, figure, small), row(title(LARGE), unit, figure, large, limit)];
}

/** A folder as a program leaves it that has carried all of this out and made its rows. */
interface Settled {
  readonly folder: string;
  readonly streams: readonly string[];
  readonly figures: Figures;
}

async function settled(folder: string, events: number): Promise<Settled> {
  const file = join(folder, 'events.sqlite');
  const store = await openSqliteEventStore({ file });
  const began = performance.now();
  const streams = await settle(store, events, EVENTS_EACH);
  const filledPerSecond = (events * 1_000) / (performance.now() - began);
  await store.close();
  const rows = join(folder, 'rows.sqlite');
  const { seconds, maxRssMiB } = await modelsInto(file, rows);
  const bytes = (of: string): number => statSync(of).size / events;
  return {
    folder,
    streams,
    figures: { filledPerSecond, eventBytes: bytes(file), rowBytes: bytes(rows), perSecond: events / seconds, maxRssMiB },
  };
}

/** What is asked of one of the two, as the program asks it. */
class Ground {
  private constructor(
    private readonly streams: readonly string[],
    private readonly store: EventStore,
    private readonly views: Views,
    private readonly head: Position,
    readonly close: () => Promise<void>,
  ) {}

  static async open({ folder, streams }: Settled): Promise<Ground> {
    const store = await openSqliteEventStore({ file: join(folder, 'events.sqlite') });
    const rows = await openSqliteReadStore({ file: join(folder, 'rows.sqlite') });
    const upcaster = new Upcaster(...capabilities.map(({ events }) => events));
    const freshness = new Freshness(rows);
    const past = new Past({ store, rows, freshness, upcaster, openScratch, patienceMs: 600_000 });
    // As many streams in use at once in both, spread over all of the history.
    const used = Array.from({ length: SMALL / EVENTS_EACH }, (_, n) => {
      const stream = streams[Math.floor((n * streams.length * EVENTS_EACH) / SMALL)];
      if (stream === undefined) throw new Error('There are too few cases to choose from');
      return stream;
    });
    return new Ground(used, store, new Views(rows, freshness, 1_000, past), await store.head(), async () => {
      await past.close();
      await rows.close();
      await store.close();
    });
  }

  async append(): Promise<Figures> {
    const done = await Promise.all(
      Array.from({ length: WRITERS }, () =>
        repeatedly(ROUND_MS, async () => {
          await this.store.append(`bench-${this.stream()}`, 'any', [anEvent()]);
        }),
      ),
    );
    return { each: 1_000 / done.reduce((sum, { perSecond }) => sum + perSecond, 0) };
  }

  load(): Promise<Figures> {
    return this.timed(async () => {
      for await (const { events } of this.store.read(this.stream()))
        if (events.length !== EVENTS_EACH) throw new Error('The case has another number of events');
    });
  }

  row(): Promise<Figures> {
    return this.timed(async () => {
      await this.views.get(caseStatus, caseIdOf(this.stream()));
    });
  }

  page(): Promise<Figures> {
    return this.timed(async () => {
      await this.views.query(caseStatus, { sort: [{ field: 'openedAt', descending: true }], limit: 50 });
    });
  }

  asOf(): Promise<Figures> {
    return this.timed(async () => {
      await this.views.get(caseStatus, caseIdOf(this.stream()), { asOf: 1 + Math.floor(Math.random() * this.head) });
    });
  }

  private async timed(once: () => Promise<void>): Promise<Figures> {
    const { perSecond } = await repeatedly(ROUND_MS, once);
    return { each: 1_000 / perSecond };
  }

  private stream(): string {
    return this.streams[Math.floor(Math.random() * this.streams.length)] ?? '';
  }
}

if (import.meta.main) print(await measure());
