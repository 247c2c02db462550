import { memoryEventStore } from '#libs/event-store/memory';
import {
  type CommandContext,
  CommandIdReused,
  type Decider,
  DryRun,
  deriveUuid,
  type Event,
  type EventStore,
  AggregateStore,
  linkOf,
  PreconditionFailed,
  type RecordedEvent,
  RevisionConflict,
  RuleBroken,
  StoreUnavailable,
  Upcaster,
} from '#libs/event-sourcing';
import { collect, faulty } from '#libs/event-sourcing/testing';

// A pool of confiscated money, as small as it can be: it never goes below zero.
type PoolEvent = Event<'Credited', { amount: number }> | Event<'Reserved', { id: string; amount: number }>;
type PoolCommand =
  | { type: 'Credit'; data: { amount: number } }
  | { type: 'Reserve'; data: { id: string; amount: number } }
  | { type: 'ReserveTwice'; data: { id: string; amount: number } };
interface Pool {
  readonly available: number;
  readonly reserved: readonly string[];
}
const pool: Decider<PoolCommand, PoolEvent, Pool> = {
  initial: { available: 0, reserved: [] },
  decide(command, state) {
    if (command.type === 'Credit') return [{ type: 'Credited', data: command.data }];
    if (state.reserved.includes(command.data.id)) return [];
    if (command.data.amount > state.available)
      throw new RuleBroken('pool.insufficient', 'The pool has less than this asks for', { available: state.available });
    const { id, amount } = command.data;
    if (command.type === 'Reserve') return [{ type: 'Reserved', data: { id, amount } }];
    return [
      { type: 'Reserved', data: { id, amount: amount / 2 } },
      { type: 'Reserved', data: { id: `${id}-rest`, amount: amount / 2 } },
    ];
  },
  evolve(state, event) {
    if (event.type === 'Credited') return { ...state, available: state.available + event.data.amount };
    return { available: state.available - event.data.amount, reserved: [...state.reserved, event.data.id] };
  },
};
const upcaster = new Upcaster({ Credited: { version: 1 }, Reserved: { version: 1 } });
const credit = (amount: number): PoolCommand => ({ type: 'Credit', data: { amount } });
const reserve = (id: string, amount: number): PoolCommand => ({ type: 'Reserve', data: { id, amount } });

let number = 0;
const context = (overrides: Partial<CommandContext> = {}): CommandContext => ({
  commandId: deriveUuid('spec', number++),
  correlationId: deriveUuid('spec'),
  actor: { id: 'officer-dara', roles: ['finance-officer'] },
  at: '2026-03-02T08:00:00.000Z',
  ...overrides,
});

const events = (store: EventStore): Promise<RecordedEvent[]> => collect(store.read('pool-1'));

describe('a command on a stream', () => {
  let store: EventStore;
  let aggregates: AggregateStore;
  beforeEach(() => {
    store = memoryEventStore();
    aggregates = new AggregateStore(store, upcaster);
  });
  afterEach(() => store.close());

  it('is answered with the revision and position of what it recorded', async () => {
    expect(await aggregates.handle(pool, 'pool-1', credit(100), context())).toEqual({ revision: 0, position: 1, repeated: false });
    expect(await aggregates.handle(pool, 'pool-1', { type: 'ReserveTwice', data: { id: 'a', amount: 10 } }, context())).toMatchObject({
      revision: 2,
    });
  });

  it('records who, when, why and in which conversation', async () => {
    const declared = { legalInstrument: 'instrument-71' } as Partial<CommandContext>;
    const given = context({
      reason: 'quarterly settlement',
      ...declared,
      causationId: 'request-1',
      occurredAt: '2026-02-27T17:00:00+07:00',
    });
    await aggregates.handle(pool, 'pool-1', credit(100), given);
    const [event] = await events(store);
    expect(event?.metadata).toMatchObject({
      actor: given.actor,
      occurredAt: given.occurredAt,
      commandId: given.commandId,
      correlationId: given.correlationId,
      causationId: 'request-1',
      reason: 'quarterly settlement',
      legalInstrument: 'instrument-71',
    });
    // The order of the fields is storage format, as ids and links are made of it.
    expect(Object.keys(event?.metadata ?? {}).join()).toBe(
      'occurredAt,commandId,commandHash,correlationId,causationId,actor,reason,legalInstrument,prev',
    );
  });

  it('records nothing that was not said, and not what the caller had seen', async () => {
    const { revision } = await aggregates.handle(pool, 'pool-1', credit(100), context());
    await aggregates.handle(pool, 'pool-1', credit(100), context({ ifRevision: revision }));
    for (const { metadata } of await events(store))
      expect(Object.keys(metadata).join()).toBe('occurredAt,commandId,commandHash,correlationId,actor,prev');
  });

  it('links each event to the one before, over commands, caches and restarts', async () => {
    await aggregates.handle(pool, 'pool-1', credit(100), context());
    await aggregates.handle(pool, 'pool-1', { type: 'ReserveTwice', data: { id: 'a', amount: 10 } }, context());
    await new AggregateStore(store, upcaster).handle(pool, 'pool-1', credit(1), context());
    await aggregates.handle(pool, 'pool-1', credit(2), context());
    const history = await events(store);
    expect(history).toHaveLength(5);
    expect(history.map((event) => event.metadata.prev)).toEqual([null, ...history.slice(0, -1).map(linkOf)]);
  });

  it('is answered the first way when it is given again: at once, after a restart, and from another instance', async () => {
    await aggregates.handle(pool, 'pool-1', credit(100), context());
    const again = context();
    const first = await aggregates.handle(pool, 'pool-1', reserve('a', 40), again);
    await aggregates.handle(pool, 'pool-1', reserve('b', 10), context());
    expect(await aggregates.handle(pool, 'pool-1', reserve('a', 40), again)).toEqual({ ...first, repeated: true });
    expect(await new AggregateStore(store, upcaster).handle(pool, 'pool-1', reserve('a', 40), again)).toEqual({ ...first, repeated: true });
    expect(await events(store)).toHaveLength(3);
  });

  it('is the same command when its fields come in another order, and another one when a field differs', async () => {
    await aggregates.handle(pool, 'pool-1', credit(100), context());
    const again = context();
    await aggregates.handle(pool, 'pool-1', reserve('a', 40), again);
    const reordered: PoolCommand = { type: 'Reserve', data: { amount: 40, id: 'a' } };
    expect(await aggregates.handle(pool, 'pool-1', reordered, again)).toMatchObject({ repeated: true });
    await expect(aggregates.handle(pool, 'pool-1', reserve('a', 41), again)).rejects.toThrow(CommandIdReused);
  });

  it('given to two instances at once is recorded once as the first of them told it, and both go on from what is recorded', async () => {
    const other = new AggregateStore(store, upcaster);
    await aggregates.handle(pool, 'pool-1', credit(100), context());
    await other.load(pool, 'pool-1');
    // Both stand where neither has the other's: each request has a time and a cause of its own.
    const again = context();
    const first = await aggregates.handle(pool, 'pool-1', reserve('a', 40), { ...again, causationId: 'request-1' });
    const late = { ...again, at: '2026-03-02T08:00:00.001Z', causationId: 'request-2' };
    expect(await other.handle(pool, 'pool-1', reserve('a', 40), late)).toEqual({ ...first, repeated: true });
    await other.handle(pool, 'pool-1', reserve('b', 10), context());
    const history = await events(store);
    expect(history.map((event) => event.metadata.causationId)).toEqual([undefined, 'request-1', undefined]);
    expect(history.map((event) => event.metadata.prev)).toEqual([null, ...history.slice(0, -1).map(linkOf)]);
  });

  it('that says what is recorded already adds nothing', async () => {
    await aggregates.handle(pool, 'pool-1', credit(100), context());
    const first = await aggregates.handle(pool, 'pool-1', reserve('a', 40), context());
    expect(await aggregates.handle(pool, 'pool-1', reserve('a', 40), context())).toEqual({ ...first, repeated: true });
    expect(await events(store)).toHaveLength(2);
  });

  it('is refused when the caller has seen another revision, unless it is the retry of one that was accepted', async () => {
    await aggregates.handle(pool, 'pool-1', credit(100), context());
    await expect(aggregates.handle(pool, 'pool-1', credit(1), context({ ifRevision: 3 }))).rejects.toMatchObject({
      expected: 3,
      actual: 0,
    });
    const again = context({ ifRevision: 0 });
    const first = await aggregates.handle(pool, 'pool-1', credit(1), again);
    expect(await aggregates.handle(pool, 'pool-1', credit(1), again)).toEqual({ ...first, repeated: true });
    await expect(aggregates.handle(pool, 'pool-2', credit(1), context({ ifRevision: 0 }))).rejects.toThrow(PreconditionFailed);
  });

  it('is tried as it would be carried out: by what its decider looks up of who gives it', async () => {
    const known: Decider<PoolCommand, PoolEvent, Pool> = {
      ...pool,
      decide(command, state) {
        if (command.standing.inCase?.includes('legal-officer') !== true) throw new RuleBroken('pool.no-part', 'It is for who has a part');
        return pool.decide(command, state);
      },
      standing: ({ by }) => Promise.resolve(by.id === 'officer-dara' ? { inCase: ['legal-officer'] } : {}),
    };
    const dry = new DryRun(aggregates);
    await dry.handle(known, 'pool-1', credit(100), context());
    expect(dry.records).toMatchObject([{ stream: 'pool-1', type: 'Credited' }]);
    await expect(dry.handle(known, 'pool-1', credit(1), context({ actor: { id: 'somebody', roles: [] } }))).rejects.toMatchObject({
      code: 'pool.no-part',
    });
    expect(await events(store)).toEqual([]);
  });

  it('is not refused for what another instance has changed since', async () => {
    const other = new AggregateStore(store, upcaster);
    await aggregates.handle(pool, 'pool-1', credit(100), context());
    await other.handle(pool, 'pool-1', credit(900), context());
    // This store of aggregates still believes in 100.
    expect(await aggregates.handle(pool, 'pool-1', reserve('a', 500), context())).toMatchObject({ revision: 2 });
    await other.handle(pool, 'pool-1', reserve('b', 500), context());
    await expect(aggregates.handle(pool, 'pool-1', reserve('c', 1), context())).rejects.toMatchObject({ details: { available: 0 } });
  });

  it('of 100 given at once to two instances goes through exactly as often as the pool allows', async () => {
    await aggregates.handle(pool, 'pool-1', credit(37), context());
    const other = new AggregateStore(store, upcaster, { attempts: 200 });
    const answers = await Promise.allSettled(
      Array.from({ length: 100 }, (_, index) =>
        (index % 2 ? aggregates : other).handle(pool, 'pool-1', reserve(`r${index}`, 1), context()),
      ),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(37);
    expect(new Set(answers.flatMap((answer) => (answer.status === 'rejected' ? [(answer.reason as RuleBroken).code] : [])))).toEqual(
      new Set(['pool.insufficient']),
    );
    expect((await aggregates.load(pool, 'pool-1')).state.available).toBe(0);
  });

  it('gives up after the bounded number of conflicts, recording nothing', async () => {
    const contested = faulty(store, { append: (stream, expected) => Promise.reject(new RevisionConflict(stream, expected, 7)) });
    await expect(new AggregateStore(contested, upcaster, { attempts: 3 }).handle(pool, 'pool-1', credit(1), context())).rejects.toThrow(
      RevisionConflict,
    );
    expect(await events(store)).toEqual([]);
  });

  it('whose append was recorded but never answered is found, not doubled', async () => {
    let lost = 0;
    const forgetful = faulty(store, {
      append: async (stream, expected, written) => {
        const answer = await store.append(stream, expected, written);
        if (lost++ === 0) throw new StoreUnavailable('The answer was lost', 'unknown');
        return answer;
      },
    });
    expect(await new AggregateStore(forgetful, upcaster).handle(pool, 'pool-1', credit(5), context())).toEqual({
      revision: 0,
      position: 1,
      repeated: true,
    });
    expect(await events(store)).toHaveLength(1);
  });

  it('is told that the outcome is unknown when the store cannot even be asked', async () => {
    let down = false;
    const dying = faulty(store, {
      append: async (stream, expected, written) => {
        await store.append(stream, expected, written);
        down = true;
        throw new StoreUnavailable('The connection was lost', 'unknown');
      },
      read: (stream, options) => {
        if (down) throw new StoreUnavailable('Nobody answers');
        return store.read(stream, options);
      },
    });
    const again = context();
    await expect(new AggregateStore(dying, upcaster).handle(pool, 'pool-1', credit(5), again)).rejects.toMatchObject({
      outcome: 'unknown',
    });
    expect(await aggregates.handle(pool, 'pool-1', credit(5), again)).toMatchObject({ revision: 0, repeated: true });
  });

  it('is never called unrecorded while an earlier try may still arrive', async () => {
    // The first try is under way for so long that its answer is given up; the second one is refused at the door.
    const answers = [new StoreUnavailable('No answer in time', 'unknown'), new StoreUnavailable('Too busy', 'not-applied')];
    const slow = faulty(store, { append: () => Promise.reject(answers.shift() ?? new Error('Not a third time')) });
    await expect(new AggregateStore(slow, upcaster).handle(pool, 'pool-1', credit(5), context())).rejects.toMatchObject({
      outcome: 'unknown',
    });
  });

  it('is never called unrecorded where an earlier try arrived, and nobody can look', async () => {
    let late: (() => Promise<unknown>) | undefined;
    const dying = faulty(store, {
      append: async (stream, expected, written) => {
        if (late === undefined) {
          late = () => store.append(stream, expected, written);
          throw new StoreUnavailable('No answer in time', 'unknown');
        }
        await late();
        throw new RevisionConflict(stream, expected, 0);
      },
      read: async function* (stream, options) {
        yield* store.read(stream, options);
        if ((await collect(store.read(stream))).length > 0) throw new StoreUnavailable('Nobody answers');
      },
    });
    const twice = new AggregateStore(dying, upcaster, { attempts: 2 });
    const again = context();
    await expect(twice.handle(pool, 'pool-1', credit(5), again)).rejects.toMatchObject({ outcome: 'unknown' });
    expect(await aggregates.handle(pool, 'pool-1', credit(5), again)).toMatchObject({ revision: 0, repeated: true });
  });

  it('is answered with all that it recorded, also after a read that broke off in the middle of it', async () => {
    await aggregates.handle(pool, 'pool-1', credit(100), context());
    const again = context();
    const twice: PoolCommand = { type: 'ReserveTwice', data: { id: 'a', amount: 10 } };
    const first = await aggregates.handle(pool, 'pool-1', twice, again);
    let breaks = true;
    const breaking = faulty(store, {
      read: async function* (stream, options) {
        for await (const { events: all } of store.read(stream, options)) {
          for (const event of all) {
            if (breaks && event.revision === 2) throw new StoreUnavailable('The connection was lost');
            yield { events: [event], through: event.position };
          }
        }
      },
    });
    const other = new AggregateStore(breaking, upcaster);
    await expect(other.handle(pool, 'pool-1', twice, again)).rejects.toThrow('The connection was lost');
    breaks = false;
    expect(await other.handle(pool, 'pool-1', twice, again)).toEqual({ ...first, repeated: true });
  });

  it('does not touch the store to load a stream it has seen', async () => {
    await aggregates.handle(pool, 'pool-1', credit(100), context());
    let reads = 0;
    const counting = faulty(store, {
      read: (stream, options) => {
        reads++;
        return store.read(stream, options);
      },
    });
    const cached = new AggregateStore(counting, upcaster);
    await cached.handle(pool, 'pool-1', credit(1), context());
    for (let n = 0; n < 10; n++) await cached.handle(pool, 'pool-1', credit(1), context());
    expect(reads).toBe(1);
  });

  it('is decided on the whole history when the cache holds only a few streams', async () => {
    const small = new AggregateStore(store, upcaster, { cachedStreams: 2 });
    for (let round = 0; round < 3; round++) for (let n = 0; n < 5; n++) await small.handle(pool, `pool-${n}`, credit(1), context());
    for (let n = 0; n < 5; n++) expect((await small.load(pool, `pool-${n}`)).state.available).toBe(3);
  });

  it('leaves streams in memory as long as they do not remember too many commands together', async () => {
    const reads: string[] = [];
    const counting = faulty(store, {
      read: (stream, options) => {
        reads.push(stream);
        return store.read(stream, options);
      },
    });
    const small = new AggregateStore(counting, upcaster, { cachedCommands: 5 });
    for (const stream of ['pool-1', 'pool-1', 'pool-1', 'pool-2', 'pool-2']) await small.handle(pool, stream, credit(1), context());
    expect(reads.splice(0)).toEqual(['pool-1', 'pool-2']);
    for (const stream of ['pool-2', 'pool-1']) await small.handle(pool, stream, credit(1), context());
    expect(reads).toEqual(['pool-1']);
    expect((await small.load(pool, 'pool-1')).state.available).toBe(4);
  });

  it('is never decided on a stream holding an event that this program cannot read', async () => {
    await aggregates.handle(pool, 'pool-1', credit(1), context());
    const older = new AggregateStore(store, new Upcaster({ Reserved: { version: 1 } }));
    await expect(older.handle(pool, 'pool-1', reserve('a', 1), context())).rejects.toMatchObject({ code: 'events.unreadable' });
  });
});
