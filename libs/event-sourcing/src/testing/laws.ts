import fc from 'fast-check';
import type { Command, Decider, Issued } from '../decider.ts';
import { RuleBroken } from '../decider.ts';
import type { Event, RecordedEvent } from '../event.ts';
import type { EventStore } from '../event-store.ts';
import { Freshness } from '../freshness.ts';
import { AggregateStore } from '../handle.ts';
import { deriveUuid } from '../identity.ts';
import { Past, type Scratch } from '../past.ts';
import type { Projection } from '../projection.ts';
import { Projector } from '../projector.ts';
import type { IndexKind, ReadStore, Row } from '../read-store.ts';
import { streamIndexName, streamIndexOf } from '../stream-index.ts';
import { type EventSchema, Upcaster } from '../upcast.ts';
import { fold, issued, recorded, someone, sometime } from './given.ts';

/** Freezes a value to its depths: whoever changes it in place throws. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
    if (value instanceof Map || value instanceof Set) for (const inner of value.values()) frozen(inner);
  }
  return value;
}

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/**
 * What every decider owes, checked on random programs of commands:
 * its events are JSON; replaying them gives the state that deciding gave; nothing it was handed is changed in place;
 * the same command twice, through the aggregates, adds nothing.
 */
export function deciderLaws<C extends Command, E extends Event, State>(options: {
  readonly decider: Decider<C, E, State>;
  readonly catalogue: Readonly<Record<string, EventSchema>>;
  /** Commands that mostly make sense together: on one aggregate, from a small set of ids. */
  readonly commands: fc.Arbitrary<C>;
  readonly openStore: () => EventStore;
  readonly by?: Issued<C>['by'];
}): void {
  const { decider, catalogue, commands, openStore, by = someone } = options;
  const decide = (command: C, state: State): readonly E[] => {
    try {
      return decider.decide(frozen(issued(command, by)), state);
    } catch (refusal) {
      if (refusal instanceof RuleBroken) return [];
      throw refusal;
    }
  };

  it('replays to the state it had when it decided, through JSON, changing nothing in place', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 30 }), (program) => {
        const history: E[] = [];
        let live = frozen(decider.initial);
        // As commands arrive: read from JSON.
        for (const command of throughJson(program)) {
          const events = decide(command, live);
          for (const event of events) {
            expect(throughJson(event)).toStrictEqual(event);
            history.push(event);
            live = frozen(decider.evolve(live, frozen(event)));
          }
        }
        expect(throughJson(history).reduce((state, event) => decider.evolve(state, event), decider.initial)).toStrictEqual(live);
      }),
    );
  });

  it('adds nothing when a command is given again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(commands, { minLength: 1, maxLength: 12 }), async (program) => {
        const store = openStore();
        const aggregates = new AggregateStore(store, new Upcaster(catalogue));
        for (const [index, command] of program.entries()) {
          const context = { commandId: deriveUuid('law', index), correlationId: deriveUuid('law'), actor: by, at: sometime };
          const give = (to: AggregateStore): Promise<unknown> =>
            to.handle(decider, 'law-1', command, context).catch((refusal: unknown) => {
              if (refusal instanceof RuleBroken) return refusal.code;
              throw refusal;
            });
          const first = await give(aggregates);
          const before = await store.head();
          const again = await give(aggregates);
          const elsewhere = await give(new AggregateStore(store, new Upcaster(catalogue)));
          expect(await store.head()).toBe(before);
          expect(again).toEqual(typeof first === 'string' ? first : { ...(first as object), repeated: true });
          expect(elsewhere).toEqual(again);
        }
        await store.close();
      }),
      { numRuns: 30 },
    );
  });
}

/**
 * What every projection owes, checked on random histories:
 * batches of one make the rows that one big batch makes, through a real read store; rows and lists as of any position are those of a projector that stood
 * there; rows are JSON; index fields are of their kind; nothing is changed in place.
 */
export function projectionLaws<E extends Event, Doc extends object>(options: {
  readonly projection: Projection<E, Doc>;
  readonly catalogue: Readonly<Record<string, EventSchema>>;
  /** Histories that a decider could have made. */
  readonly histories: fc.Arbitrary<readonly { readonly stream: string; readonly event: E }[]>;
  readonly openStore: () => EventStore;
  readonly openRows: () => ReadStore;
}): void {
  const { projection, catalogue, histories, openStore, openRows } = options;
  const upcaster = new Upcaster(catalogue);

  const project = async (store: EventStore, batchEvents: number): Promise<Record<string, Doc>> => {
    const rows = openRows();
    const head = await store.head();
    const done = Promise.withResolvers<undefined>();
    const projector = new Projector(projection, {
      store,
      rows,
      upcaster,
      owner: 'law',
      batchEvents,
      onStatus: (status) => {
        if (status.state === 'live' && status.position >= head) done.resolve(undefined);
        if (status.state === 'failed') done.reject(new Error(status.error?.message));
      },
    });
    projector.start();
    await done.promise.finally(() => projector.stop());
    const result: Record<string, Doc> = {};
    for (const build of await rows.builds(projection.name))
      for await (const page of rows.scan<Doc>(build)) for (const row of page) result[row.key] = row.doc;
    await rows.close();
    return result;
  };

  it('makes the same rows however the history is batched', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const store = openStore();
        const revisions = new Map<string, number>();
        for (const [place, { stream, event }] of history.entries()) {
          const revision = (revisions.get(stream) ?? -1) + 1;
          revisions.set(stream, revision);
          const { id, type, data, metadata } = recorded(event, place, { stream });
          await store.append(stream, revision === 0 ? 'none' : revision - 1, [{ id, type, data, metadata }]);
        }
        const whole = await project(store, 100_000);
        expect(await project(store, 1)).toEqual(whole);
        await store.close();
      }),
      { numRuns: 25 },
    );
  });

  it('shows every row and every list as of every position as it was when the projector stood there', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        await using then = await recollected(projection, upcaster, openStore(), openRows, history);
        const { past, known: all } = then;
        const keys = [...new Set(all.flatMap((known) => [...known.keys()])), 'nothing of this name'];
        for (const [at, known] of all.entries()) {
          for (const key of keys) expect(await past.get(projection, key, at)).toEqual({ row: known.get(key), position: at });
          // A list is made anew for each position: some of them tell of all.
          if (at % 7 !== all.length % 7) continue;
          const { rows: listed } = await past.query(projection, { limit: 1_000 }, at);
          expect(new Map(listed.map((row) => [row.key, row]))).toEqual(known);
          for (const field of Object.keys(projection.streamsWith ?? {})) {
            const valueOf = ({ doc }: Row<Doc>): string => String((doc as Record<string, unknown>)[field]);
            for (const value of new Set([...known.values()].map(valueOf))) {
              const { rows: some } = await past.query(projection, { where: { [field]: { is: value } }, limit: 1_000 }, at);
              expect(new Map(some.map((row) => [row.key, row]))).toEqual(new Map([...known].filter(([, row]) => valueOf(row) === value)));
            }
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  it('makes rows of JSON with index fields of their kinds, changing nothing in place', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const pure: Projection<E, Doc> = { ...projection, evolve: (doc, event, key) => frozen(projection.evolve(doc, event, key)) };
        const events = history.map(({ stream, event }, place) => frozen<RecordedEvent<E>>(recorded(event, place, { stream })));
        for (const doc of fold(pure, events).values()) {
          expect(throughJson(doc)).toStrictEqual(doc);
          for (const [field, kind] of Object.entries(projection.index))
            expect(isOfKind(kind, (doc as Record<string, unknown>)[field])).toBe(true);
        }
      }),
    );
    expect(() => projection.handles.forEach((type) => upcaster.versionOf(type))).not.toThrow();
  });
}

/** A history that was recorded while a projector followed it: its past, and by position the rows that were live there. */
async function recollected<E extends Event, Doc extends object>(
  projection: Projection<E, Doc>,
  upcaster: Upcaster,
  store: EventStore,
  openRows: () => ReadStore,
  history: readonly { readonly stream: string; readonly event: E }[],
): Promise<{ readonly past: Past; readonly known: readonly ReadonlyMap<string, Row<Doc>>[] } & AsyncDisposable> {
  const rows = openRows();
  const freshness = new Freshness(rows);
  const openScratch = (): Promise<Scratch> => {
    const scratch = openRows();
    return Promise.resolve({ rows: scratch, [Symbol.asyncDispose]: () => scratch.close() });
  };
  const patienceMs = 10_000;
  const past = new Past({ store, rows, freshness, upcaster, patienceMs, openScratch });
  const runs = (of: Projection): Projector =>
    new Projector(of, { store, rows, upcaster, owner: 'law', onProgress: (position) => freshness.advanced(of.name, position) });
  const projectors = [runs(projection), runs(streamIndexOf(projection))];
  const dispose = async (): Promise<void> => {
    for (const projector of projectors) await projector.stop();
    await past.close();
    await rows.close();
    await store.close();
  };
  try {
    for (const projector of projectors) projector.start();
    const known: ReadonlyMap<string, Row<Doc>>[] = [new Map()];
    const revisions = new Map<string, number>();
    for (const [place, { stream, event }] of history.entries()) {
      const revision = (revisions.get(stream) ?? -1) + 1;
      revisions.set(stream, revision);
      const { id, type, data, metadata } = recorded(event, place, { stream });
      const { position } = await store.append(stream, revision === 0 ? 'none' : revision - 1, [{ id, type, data, metadata }]);
      await freshness.reach(projection.name, position, patienceMs);
      known[position] = await liveRows<Doc>(rows, projection.name);
    }
    await freshness.reach(streamIndexName(projection.name), await store.head(), patienceMs);
    return { past, known, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function liveRows<Doc>(rows: ReadStore, projection: string): Promise<ReadonlyMap<string, Row<Doc>>> {
  const found = new Map<string, Row<Doc>>();
  for (const build of await rows.builds(projection))
    if (build.live) for await (const page of rows.scan<Doc>(build)) for (const row of page) found.set(row.key, row);
  return found;
}

function isOfKind(kind: IndexKind, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'integer':
      return Number.isSafeInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'time':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString() === value;
    case 'texts':
      return Array.isArray(value) && value.every((inner) => typeof inner === 'string');
  }
}
