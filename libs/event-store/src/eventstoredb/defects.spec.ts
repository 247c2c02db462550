import { jest } from '@jest/globals';
import {
  EventTooLarge,
  eventsOf,
  InvalidAppend,
  RevisionConflict,
  StoreUnavailable,
  type EventStore,
  type FollowOptions,
  type RecordedEvent,
} from '#libs/event-sourcing';
import { anEvent, anEventOf, collect, someEvents } from '#libs/event-sourcing/testing';
import { eventually, persist } from '../../../../test/eventstoredb-node/harness.ts';
import { openedForEach, refusal } from '../../../../test/eventstoredb-node/opened.ts';
import { openEventStoreDb } from './index.ts';

// For a slow machine; nothing here waits by the clock.
jest.setTimeout(120_000);

/** The defects of @eventstore/db-client 6.2.1, each provoked on a node that behaves as a server does. */
describe('the adapter contains a defect of the client:', () => {
  const { logged, aNode, aCluster, aStore } = openedForEach();

  /** The next so many events. */
  async function take(store: EventStore, count: number, options: FollowOptions = {}): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const event of eventsOf(store.follow(options))) if (events.push(event) === count) break;
    return events;
  }

  it('1. a subscription does not survive its server: ours resumes after the last event, without gap or repeat', async () => {
    const node = await aNode();
    const store = await aStore(node.connectionString());
    const events = someEvents(6);
    await store.append('case-1', 'none', events.slice(0, 3));
    const following = take(store, 6);
    await eventually(() => node.openReads === 1);
    await node.stop();
    await node.start();
    await eventually(() => node.openReads === 1);
    const writer = await aStore(node.connectionString());
    await writer.append('case-1', 2, events.slice(3));
    expect((await following).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    expect(logged.join()).toMatch(/resumes after position \d+ in \d+ ms/);
  });

  it('2. a failed discovery poisons all later appends: ours work as soon as the cluster is back', async () => {
    const cluster = await aCluster(2);
    const store = await aStore(cluster.connectionString('maxDiscoverAttempts=2&discoveryInterval=1'));
    for (const node of cluster.nodes) node.failDiscovery = true;
    const error = await refusal(store.append('case-1', 'none', [anEvent()]));
    expect(error).toMatchObject({
      code: 'store.unavailable',
      outcome: 'not-applied',
      message: expect.stringMatching(/discover/) as string,
    });
    for (const node of cluster.nodes) node.failDiscovery = false;
    expect((await store.append('case-1', 'none', [anEvent()])).revision).toBe(0);
  });

  it('3. with throwOnAppendFailure=false a conflict tells a wrong revision: ours tells the right one, and the setting is refused', async () => {
    const node = await aNode();
    const store = await aStore(node.connectionString());
    await store.append('case-1', 'none', someEvents(4));
    const conflict = await refusal(store.append('case-1', 'none', [anEvent()]));
    expect(conflict).toBeInstanceOf(RevisionConflict);
    expect(conflict).toMatchObject({ actual: 3 });
    expect(await refusal(openEventStoreDb({ connectionString: node.connectionString('throwOnAppendFailure=false') }))).toMatchObject({
      name: 'InvalidConnectionString',
    });
  });

  it('4. an append that is never answered waits for ever: ours ends with an unknown outcome, and the same ids tell', async () => {
    const node = await aNode();
    const store = await aStore(node.connectionString(), { deadlineMs: 100 });
    const events = someEvents(2);
    node.failNextAppends('never-answer');
    const error = await refusal(store.append('case-1', 'none', events));
    expect(error).toMatchObject({ code: 'store.unavailable', outcome: 'unknown', retryable: true });
    expect((await persist(store, 'case-1', 'none', events)).revision).toBe(1);
    const patient = await aStore(node.connectionString());
    expect((await collect(patient.read('case-1'))).length).toBe(2);
  });

  it('5a. an error on one connection rejects the appends of all others: ours go on', async () => {
    const [one, other] = [await aNode(), await aNode()];
    const [store, neighbour] = [await aStore(one.connectionString()), await aStore(other.connectionString())];
    await store.append('case-1', 'none', [anEvent()]);
    await neighbour.append('case-1', 'none', [anEvent()]);
    one.freeze();
    const appending = store.append('case-1', 0, [anEvent()]);
    other.dropConnections();
    // A call of its own tells that the neighbour has noticed.
    await neighbour.head();
    one.thaw();
    expect((await appending).revision).toBe(1);
  });

  it('5b. an answer nobody waits for ends the process: ours leaves it out with a word in the log', async () => {
    const node = await aNode();
    const store = await aStore(node.connectionString());
    node.failNextAppends('answer-twice');
    expect((await store.append('case-1', 'none', [anEvent()])).revision).toBe(0);
    await eventually(() => logged.length > 0);
    expect(logged).toEqual([expect.stringMatching(/an append that nobody waits for/)]);
    expect((await store.append('case-1', 0, [anEvent()])).revision).toBe(1);
  });

  it('6. leaving a loop leaks its call: ours leaves nothing open', async () => {
    const node = await aNode();
    const store = await aStore(node.connectionString());
    for (let n = 0; n < 4; n++) await store.append('case-1', 'any', [anEventOf(1_000_000)]);
    for (let n = 0; n < 5; n++)
      for (const pages of [store.read('case-1'), store.read('case-1', { backwards: true }), store.readAll(), store.follow()])
        for await (const page of pages) if (page.events.length > 0) break;
    await take(store, 4);
    await eventually(() => node.openReads === 0);
    expect(node.calls.filter(({ rpc }) => rpc === 'Read').length).toBeGreaterThan(20);
  });

  it('7. the hundred-and-first call of a connection waits without an end: ours stay below, and wait their turn with a deadline', async () => {
    const node = await aNode({ maxStreams: 100 });
    const store = await aStore(node.connectionString());
    await store.append('case-1', 'none', someEvents(3));
    const leaving = new AbortController();
    const followers = Array.from({ length: 150 }, () => collect(store.follow({ signal: leaving.signal })));
    const reads = Array.from({ length: 300 }, () => collect(store.read('case-1')));
    for (const read of await Promise.all(reads)) expect(read.length).toBe(3);
    await eventually(() => node.openReads === 1);
    expect(node.mostOpenReads).toBeLessThanOrEqual(80);
    leaving.abort();
    for (const followed of await Promise.all(followers)) expect(followed.length).toBe(3);

    const hasty = await aStore(node.connectionString(), { deadlineMs: 100 });
    node.freeze();
    const waiting = await Promise.all(Array.from({ length: 120 }, () => refusal(collect(hasty.read('case-1')))));
    for (const error of waiting) expect(error).toBeInstanceOf(StoreUnavailable);
    expect(waiting.some((error) => (error as Error).message.startsWith('Too many reads are under way'))).toBe(true);
    node.thaw();
  });

  it("8. a server's clock ahead of ours fails every append: ours bear a minute, and beyond that say what is wrong", async () => {
    const node = await aNode();
    const store = await aStore(node.connectionString());
    node.clockAheadMs = 45_000;
    expect((await store.append('case-1', 'none', [anEvent()])).revision).toBe(0);
    node.clockAheadMs = 120_000;
    const error = await refusal(store.append('case-1', 0, [anEvent()]));
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect((error as Error).message).toMatch(/clock may be more than 60 s ahead.*NTP/);
  });

  it('9. what JSON has no word for leaves an append hanging: ours refuses it before the call, and follows without callbacks', async () => {
    const node = await aNode();
    const store = await aStore(node.connectionString());
    expect(await refusal(store.append('case-1', 'none', [anEvent({ data: { amount: 10n } })]))).toBeInstanceOf(InvalidAppend);
    const metadata = { ...anEvent().metadata, weight: 10n };
    expect(await refusal(store.append('case-1', 'none', [{ ...anEvent(), metadata }]))).toBeInstanceOf(InvalidAppend);
    expect(node.calls).toEqual([]);
    await store.append('case-1', 'none', someEvents(100));
    expect((await take(store, 100)).length).toBe(100);
  });

  it.each([true, false])('10. refusals arrive as unknown errors: ours are told apart (BatchAppend: %s)', async (batchAppend) => {
    const node = await aNode({ batchAppend });
    const store = await aStore(node.connectionString());
    for (const reason of ['not-ready', 'too-busy', 'no-leader'] as const) {
      node.notHandled = reason;
      const error = await refusal(store.append('case-1', 'none', [anEvent()]));
      expect(error).toMatchObject({ code: 'store.unavailable', outcome: 'not-applied' });
      expect((error as Error).message).toMatch(/takes no calls just now/);
    }
    node.notHandled = undefined;
    node.maxEventSize = 2_000;
    expect(await refusal(store.append('case-1', 'none', [anEventOf(3_000)]))).toBeInstanceOf(EventTooLarge);
    expect((await store.append('case-1', 'none', [anEvent()])).revision).toBe(0);
  });
});
