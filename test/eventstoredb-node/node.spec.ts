import { jest } from '@jest/globals';
import {
  BACKWARDS,
  END,
  EventStoreDBClient,
  eventTypeFilter,
  excludeSystemEvents,
  jsonEvent,
  MaxAppendSizeExceededError,
  START,
  StreamDeletedError,
  StreamNotFoundError,
  streamNameFilter,
  WrongExpectedVersionError,
  type AppendExpectedRevision,
  type AllStreamSubscription,
} from '@eventstore/db-client';
import { randomUUID } from 'node:crypto';
import { eventually } from './harness.ts';
import { EventStoreDbNode } from './index.ts';

type Ids = readonly string[];

// For a slow machine; nothing here waits by the clock.
jest.setTimeout(120_000);

describe.each([true, false])('the node, asked by the real client (BatchAppend: %s)', (batchAppend) => {
  let node: EventStoreDbNode;
  let client: EventStoreDBClient;

  beforeEach(async () => {
    node = await new EventStoreDbNode({ batchAppend }).start();
    client = EventStoreDBClient.connectionString(node.connectionString());
  });
  afterEach(async () => {
    await client.dispose();
    await node.stop();
  });

  const newIds = (count: number): Ids => Array.from({ length: count }, () => randomUUID());
  const eventsOf = (ids: Ids) => ids.map((id) => jsonEvent({ id, type: 'NoteAdded', data: { id } }));

  /** What an append came to: the last revision it has, what was wrong, or that the stream is closed. */
  async function appended(stream: string, expected: AppendExpectedRevision, ids: Ids): Promise<string> {
    try {
      const { nextExpectedRevision } = await client.appendToStream(stream, eventsOf(ids), { expectedRevision: expected });
      return `at ${nextExpectedRevision}`;
    } catch (error) {
      if (error instanceof WrongExpectedVersionError) return `wrong, is at ${error.actualVersion}`;
      if (error instanceof StreamDeletedError) return 'deleted';
      throw error;
    }
  }
  async function idsIn(stream: string): Promise<string[]> {
    const ids: string[] = [];
    for await (const { event } of client.readStream(stream)) if (event) ids.push(event.id);
    return ids;
  }

  describe('accepts and refuses appends as the server does', () => {
    it.each([
      ['any', 'at 0'],
      ['no_stream', 'at 0'],
      ['stream_exists', 'wrong, is at no_stream'],
      [0n, 'wrong, is at no_stream'],
      [5n, 'wrong, is at no_stream'],
    ] as const)('a stream that never existed, expected %s: %s', async (expected, outcome) => {
      expect(await appended('s', expected, newIds(1))).toBe(outcome);
    });

    it('a stream that never existed but has metadata, expected stream_exists: appends', async () => {
      await client.setStreamMetadata('s', { maxCount: 10 });
      expect(await appended('s', 'stream_exists', newIds(1))).toBe('at 0');
    });

    it.each(['any', 'no_stream', 'stream_exists', 0n, 1n] as const)('a tombstoned stream, expected %s: deleted', async (expected) => {
      await appended('s', 'any', newIds(2));
      await client.tombstoneStream('s');
      expect(await appended('s', expected, newIds(1))).toBe('deleted');
    });

    it.each([
      ['any', 'at 3'],
      ['no_stream', 'at 3'],
      ['stream_exists', 'deleted'],
      [2n, 'at 3'],
      [1n, 'wrong, is at 2'],
      [3n, 'wrong, is at 2'],
    ] as const)('a soft-deleted stream at 2, expected %s, new ids: %s', async (expected, outcome) => {
      await appended('s', 'any', newIds(3));
      await client.deleteStream('s');
      await expect(idsIn('s')).rejects.toBeInstanceOf(StreamNotFoundError);
      const ids = newIds(1);
      expect(await appended('s', expected, ids)).toBe(outcome);
      if (outcome === 'at 3') expect(await idsIn('s')).toEqual(ids);
      else await expect(idsIn('s')).rejects.toBeInstanceOf(StreamNotFoundError);
    });

    it('a soft-deleted stream, expected no_stream, the ids it began with: the old answer, and it stays deleted', async () => {
      const ids = newIds(2);
      await appended('s', 'no_stream', ids);
      await client.deleteStream('s');
      expect(await appended('s', 'no_stream', ids)).toBe('at 1');
      await expect(idsIn('s')).rejects.toBeInstanceOf(StreamNotFoundError);
    });

    it.each([
      ['any', 'at 3'],
      ['no_stream', 'wrong, is at 2'],
      ['stream_exists', 'at 3'],
      [2n, 'at 3'],
      [1n, 'wrong, is at 2'],
      [3n, 'wrong, is at 2'],
    ] as const)('a stream at 2, expected %s, new ids: %s', async (expected, outcome) => {
      await appended('s', 'any', newIds(3));
      expect(await appended('s', expected, newIds(1))).toBe(outcome);
    });

    it.each([
      ['any', 'at 2', 'at 6'],
      ['stream_exists', 'at 2', 'at 6'],
      [0n, 'at 2', 'at 2'],
    ] as const)('all ids there at 1 and 2, expected %s: %s, and after a restart of the server %s', async (expected, outcome, later) => {
      const ids = newIds(2);
      await appended('s', 'any', newIds(1));
      await appended('s', 0n, ids);
      await appended('s', 2n, newIds(2));
      expect(await appended('s', expected, ids)).toBe(outcome);
      expect((await idsIn('s')).length).toBe(5);
      await node.restart();
      client = EventStoreDBClient.connectionString(node.connectionString('keepAliveInterval=20000'));
      expect(await appended('s', expected, ids)).toBe(later);
    });

    it('all ids there, expected no_stream: a repeat only of those the stream began with', async () => {
      const [first, second] = [newIds(2), newIds(2)];
      await appended('s', 'no_stream', first);
      await appended('s', 1n, second);
      expect(await appended('s', 'no_stream', first)).toBe('at 1');
      expect(await appended('s', 'no_stream', second)).toBe('wrong, is at 3');
    });

    it('all ids there, expected the very revision the stream is at: written again, no ids are compared', async () => {
      const ids = newIds(1);
      await appended('s', 'no_stream', ids);
      expect(await appended('s', 0n, ids)).toBe('at 1');
      expect(await idsIn('s')).toEqual([...ids, ...ids]);
    });

    it.each(['any', 'no_stream', 'stream_exists', 0n] as const)(
      'the first id known and a later one not, expected %s: wrong',
      async (expected) => {
        const ids = newIds(2);
        await appended('s', 'no_stream', expected === 0n ? newIds(1) : ids);
        if (expected === 0n) await appended('s', 0n, ids);
        expect(await appended('s', expected, [...ids, ...newIds(1)])).toMatch(/^wrong/);
      },
    );

    it.each([
      ['any', 'at 3'],
      ['no_stream', 'wrong, is at 1'],
      ['stream_exists', 'at 3'],
      [1n, 'at 3'],
    ] as const)('the first id new and a later one known, expected %s: %s', async (expected, outcome) => {
      const ids = newIds(2);
      await appended('s', 'no_stream', ids);
      expect(await appended('s', expected, [...newIds(1), ...ids.slice(1)])).toBe(outcome);
    });

    it('the same ids in two streams are two appends', async () => {
      const ids = newIds(2);
      expect(await appended('s', 'any', ids)).toBe('at 1');
      expect(await appended('t', 'any', ids)).toBe('at 1');
    });

    it('a repeat answers with the position of the first time', async () => {
      const events = eventsOf(newIds(2));
      const first = await client.appendToStream('s', events, { expectedRevision: 'no_stream' });
      await appended('s', 'any', newIds(1));
      expect(await client.appendToStream('s', events, { expectedRevision: 'no_stream' })).toEqual(first);
      expect(await client.appendToStream('s', events)).toEqual(first);
    });

    it('an append of more than MaxAppendSize is refused, one of exactly that is taken', async () => {
      const of = (size: number) => jsonEvent({ type: 'T', data: { text: 'x'.repeat(size - '{"text":""}'.length - 2) } });
      await expect(client.appendToStream('s', of(1_048_577))).rejects.toBeInstanceOf(MaxAppendSizeExceededError);
      expect((await client.appendToStream('s', of(1_048_576))).nextExpectedRevision).toBe(0n);
      await expect(client.appendToStream('s', [of(524_288), of(524_289)])).rejects.toMatchObject({ maxAppendSize: 1_048_576 });
    });

    it('soft-deleting a stream that never existed is wrong, tombstoning one is not', async () => {
      await expect(client.deleteStream('s')).rejects.toBeInstanceOf(WrongExpectedVersionError);
      await client.tombstoneStream('s');
      expect(await appended('s', 'any', newIds(1))).toBe('deleted');
      await expect(client.tombstoneStream('s')).rejects.toBeInstanceOf(StreamDeletedError);
    });
  });

  describe('reads as the server does', () => {
    const revisionsOf = async (...read: Parameters<EventStoreDBClient['readStream']>) => {
      const revisions: number[] = [];
      for await (const { event } of client.readStream(...read)) revisions.push(Number(event?.revision));
      return revisions;
    };

    it('a stream from a revision on, that one included, both ways and counted', async () => {
      await appended('s', 'any', newIds(5));
      expect(await revisionsOf('s')).toEqual([0, 1, 2, 3, 4]);
      expect(await revisionsOf('s', { fromRevision: 2n, maxCount: 2 })).toEqual([2, 3]);
      expect(await revisionsOf('s', { fromRevision: 9n })).toEqual([]);
      expect(await revisionsOf('s', { fromRevision: END, direction: BACKWARDS, maxCount: 2 })).toEqual([4, 3]);
      expect(await revisionsOf('s', { fromRevision: 1n, direction: BACKWARDS })).toEqual([1, 0]);
    });

    it('what $maxCount and $tb leave of a stream; a stream of which nothing is left is empty, not missing', async () => {
      await appended('s', 'any', newIds(5));
      await client.setStreamMetadata('s', { maxCount: 2 });
      expect(await revisionsOf('s')).toEqual([3, 4]);
      await client.setStreamMetadata('s', { truncateBefore: 1 });
      expect(await revisionsOf('s')).toEqual([1, 2, 3, 4]);
      await client.setStreamMetadata('s', { truncateBefore: 9 });
      expect(await revisionsOf('s')).toEqual([]);
      await expect(revisionsOf('t')).rejects.toBeInstanceOf(StreamNotFoundError);
    });

    it('$all with everything in it, at positions that grow and are no count, the one asked for included forwards and left out backwards', async () => {
      await appended('s', 'any', newIds(3));
      await client.deleteStream('s');
      await appended('s', 'any', newIds(1));
      const all: { type: string | undefined; position: bigint }[] = [];
      for await (const { event } of client.readAll()) all.push({ type: event?.type, position: event?.position.commit ?? -1n });
      expect(all.map(({ type }) => type)).toEqual([
        '$statsCollected',
        'NoteAdded',
        'NoteAdded',
        'NoteAdded',
        '$metadata',
        'NoteAdded',
        '$metadata',
      ]);
      const positions = all.map(({ position }) => position);
      expect(positions.every((position, i) => i === 0 || position > (positions[i - 1] ?? -1n) + 1n)).toBe(true);
      const from = { commit: positions[2] ?? 0n, prepare: positions[2] ?? 0n };
      const read = async (options: Parameters<EventStoreDBClient['readAll']>[0]) => {
        const got: (bigint | undefined)[] = [];
        for await (const { event } of client.readAll(options)) got.push(event?.position.commit);
        return got;
      };
      expect(await read({ fromPosition: from, maxCount: 2 })).toEqual(positions.slice(2, 4));
      expect(await read({ fromPosition: from, direction: BACKWARDS })).toEqual(positions.slice(0, 2).reverse());
      expect(await read({ fromPosition: END, direction: BACKWARDS, maxCount: 1 })).toEqual(positions.slice(-1));
      await expect(read({ fromPosition: { commit: from.commit + 1n, prepare: from.prepare + 1n } })).rejects.toMatchObject({ code: 3 });
    });

    it('no faster than its reader takes it', async () => {
      for (let n = 0; n < 20; n++) await appended('s', 'any', newIds(500));
      node.messagesWritten = 0;
      const read = client.readStream('s');
      const iterator = read[Symbol.asyncIterator]();
      for (let n = 0; n < 5; n++) await iterator.next();
      const written = node.messagesWritten;
      expect(written).toBeLessThan(2_000);
      await read.cancel();
      await eventually(() => node.openReads === 0);
    });
  });

  describe('serves subscriptions as the server does', () => {
    /** Events, checkpoints and marks of a subscription as they come. */
    function watched(subscription: AllStreamSubscription, seen: string[]): AllStreamSubscription {
      subscription.on('data', ({ event }) => seen.push(`${event?.streamId} ${event?.revision}`));
      subscription.on('confirmation', () => seen.push('confirmed'));
      subscription.on('caughtUp', () => seen.push('caught up'));
      subscription.on('error', (error) => seen.push(error.name));
      return subscription;
    }

    it('everything after a position, then what is written; filtered by stream, by type or without system events', async () => {
      await appended('case-1', 'any', newIds(2));
      await appended('pool-1', 'any', newIds(1));
      const cases: string[] = [];
      const notes: string[] = [];
      const others: string[] = [];
      const subscriptions = [
        watched(client.subscribeToAll({ fromPosition: START, filter: streamNameFilter({ prefixes: ['case-'] }) }), cases),
        watched(client.subscribeToAll({ fromPosition: START, filter: excludeSystemEvents() }), notes),
        watched(client.subscribeToAll({ fromPosition: START, filter: eventTypeFilter({ prefixes: ['Other'] }) }), others),
      ];
      await eventually(() => [cases, notes, others].every((seen) => seen.includes('caught up')));
      await appended('pool-1', 'any', newIds(1));
      await appended('case-1', 'any', newIds(1));
      await eventually(() => cases.includes('case-1 2') && notes.includes('case-1 2'));
      expect(cases).toEqual(['confirmed', 'case-1 0', 'case-1 1', 'caught up', 'case-1 2']);
      expect(notes).toEqual(['confirmed', 'case-1 0', 'case-1 1', 'pool-1 0', 'caught up', 'pool-1 1', 'case-1 2']);
      expect(others).toEqual(['confirmed', 'caught up']);
      await Promise.all(subscriptions.map((subscription) => subscription.unsubscribe()));
      await eventually(() => node.openReads === 0);
    });

    it('a position asked for is left out, and checkpoints come every so many events considered and on catching up', async () => {
      const { position } = await client.appendToStream('case-1', eventsOf(newIds(1)));
      await appended('pool-1', 'any', newIds(70));
      const checkpoints: bigint[] = [];
      const seen: string[] = [];
      const filter = streamNameFilter({
        prefixes: ['case-'],
        maxSearchWindow: 20,
        checkpointReached: (_, { commit }) => {
          checkpoints.push(commit);
        },
      });
      const subscription = watched(client.subscribeToAll({ fromPosition: position ?? START, filter }), seen);
      await eventually(() => seen.includes('caught up'));
      expect(seen).toEqual(['confirmed', 'caught up']);
      expect(checkpoints.length).toBe(4);
      expect(checkpoints.at(-1)).toBe(node.log.records.at(-1)?.position);
      await subscription.unsubscribe();
    });

    it('a stream that is missing is waited for, and its tombstone ends the subscription', async () => {
      const seen: string[] = [];
      const subscription = client.subscribeToStream('s', { fromRevision: START });
      subscription.on('data', ({ event }) => seen.push(String(event?.revision)));
      subscription.on('error', (error) => seen.push(error.constructor.name));
      await appended('s', 'any', newIds(2));
      await eventually(() => seen.length === 2);
      await client.tombstoneStream('s');
      await eventually(() => seen.length === 3);
      expect(seen).toEqual(['0', '1', 'StreamDeletedError']);
    });
  });
});
