import { jest } from '@jest/globals';
import { RevisionConflict, StoreUnavailable, type Page } from '#libs/event-sourcing';
import { anEvent, anEventOf, collect, someEvents } from '#libs/event-sourcing/testing';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { eventually, persist } from '../../../../test/eventstoredb-node/harness.ts';
import { openedForEach, refusal } from '../../../../test/eventstoredb-node/opened.ts';
import { type EventStoreDbNode, selfSignedCertificate } from '../../../../test/eventstoredb-node/index.ts';
import { folderForEach } from '../../../../test/folder.ts';
import { openEventStoreDb } from './index.ts';

// For a slow machine; nothing here waits by the clock.
jest.setTimeout(120_000);

describe('EventStoreDB going wrong', () => {
  const { logged, aNode, aCluster, aStore } = openedForEach({ deadlineMs: 2_000 });

  const idsOf = (events: readonly { readonly id: string }[]) => events.map(({ id }) => id);

  /** Everything a follower gets, until it has seen this many events. */
  async function followed(pages: AsyncIterable<Page>, count: number): Promise<string[]> {
    const ids: string[] = [];
    for await (const page of pages) {
      ids.push(...idsOf(page.events));
      if (ids.length >= count) break;
    }
    return ids;
  }

  describe.each([true, false])('in the middle of an append (BatchAppend: %s)', (batchAppend) => {
    it.each(['drop-before-writing', 'drop-after-writing', 'time-out-after-writing'] as const)(
      '%s: the outcome is unknown, and the same ids tell it',
      async (fault) => {
        const node = await aNode({ batchAppend });
        const store = await aStore(node.connectionString());
        const opening = await store.append('case-1', 'none', someEvents(2));
        const events = someEvents(3);
        node.failNextAppends(fault);
        expect(await refusal(store.append('case-1', opening.revision, events))).toMatchObject({
          code: 'store.unavailable',
          outcome: 'unknown',
        });
        const { revision } = await persist(store, 'case-1', opening.revision, events);
        expect(revision).toBe(4);
        const stored = await collect(store.read('case-1'));
        expect(idsOf(stored).slice(2)).toEqual(idsOf(events));
      },
    );

    it('a hundred writers lose their connection again and again, and no event is lost or written twice', async () => {
      const node = await aNode({ batchAppend });
      const store = await aStore(node.connectionString());
      let acknowledged = 0;
      const writers = Array.from({ length: 100 }, async (_, n) => {
        for (let revision = -1; revision < 4; acknowledged++) {
          revision = (await persist(store, `case-${n}`, revision === -1 ? 'none' : revision, [anEvent({ data: { n, revision } })]))
            .revision;
          if (acknowledged % 40 === 0) node.failNextAppends(acknowledged % 80 === 0 ? 'drop-after-writing' : 'drop-before-writing');
        }
      });
      await Promise.all(writers);
      const all = await collect(store.readAll());
      expect(all.length).toBe(500);
      for (const [, events] of Map.groupBy(all, ({ stream }) => stream)) {
        expect(events.map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4]);
        expect(events.map(({ data }) => (data as { revision: number }).revision)).toEqual([-1, 0, 1, 2, 3]);
      }
    });
  });

  it('down at start-up: calls say so, nothing was sent, and all is well when it is up', async () => {
    const node = await aNode();
    await node.stop();
    const store = await aStore(node.connectionString());
    const following = followed(store.follow(), 1);
    expect(await refusal(store.append('case-1', 'none', [anEvent()]))).toMatchObject({ code: 'store.unavailable', outcome: 'not-applied' });
    expect(await refusal(store.head())).toBeInstanceOf(StoreUnavailable);
    expect(await refusal(collect(store.read('case-1')))).toBeInstanceOf(StoreUnavailable);
    await node.start();
    const event = anEvent();
    await persist(store, 'case-1', 'none', [event]);
    expect(await following).toEqual([event.id]);
  });

  it('twenty restarts under writers: every follower gets every event once, in the one order', async () => {
    const node = await aNode();
    const store = await aStore(node.connectionString());
    const total = 600;
    const followers = [
      followed(store.follow(), total),
      followed(store.follow({ filter: { streamPrefixes: ['case-'] } }), total),
      followed((await aStore(node.connectionString(), { window: { events: 5, bytes: 10_000 } })).follow(), total),
    ];
    let written = 0;
    const writers = Array.from({ length: 4 }, async (_, n) => {
      for (let revision = -1; revision < total / 4 - 1; written++)
        revision = (await persist(store, `case-${n}`, revision === -1 ? 'none' : revision, [anEvent()])).revision;
    });
    for (let restarts = 1; restarts <= 20; restarts++) {
      const due = (restarts - Math.random()) * (total / 21);
      await eventually(() => written >= due);
      if (restarts % 2 === 0) await node.restart();
      else node.dropConnections();
    }
    await Promise.all(writers);
    const order = idsOf(await collect(store.readAll()));
    expect(order.length).toBe(total);
    for (const got of await Promise.all(followers)) expect(got).toEqual(order);
  });

  it('hanging: appends and reads end by the deadline, and go on when it answers again', async () => {
    const node = await aNode();
    const store = await aStore(node.connectionString(), { deadlineMs: 150 });
    const events = someEvents(2);
    await persist(store, 'case-1', 'none', events);
    const following = followed(store.follow(), 3);
    node.freeze();
    const more = [anEvent()];
    const [append, read, head] = await Promise.all([
      refusal(store.append('case-1', 1, more)),
      refusal(collect(store.read('case-1'))),
      refusal(store.head()),
    ]);
    expect(append).toMatchObject({ code: 'store.unavailable', outcome: 'unknown' });
    expect(read).toMatchObject({ code: 'store.unavailable', outcome: 'not-applied' });
    expect(head).toBeInstanceOf(StoreUnavailable);
    node.thaw();
    expect((await persist(store, 'case-1', 1, more)).revision).toBe(2);
    expect(await following).toEqual(idsOf([...events, ...more]));
  });

  it('a subscription that is open and silent is noticed, though its connection is well', async () => {
    const node = await aNode();
    const store = await aStore(node.connectionString(), { deadlineMs: 500 });
    const events = someEvents(3);
    await persist(store, 'case-1', 'none', events.slice(0, 1));
    const following = followed(store.follow(), 3);
    await eventually(() => node.openReads === 1);
    node.mute = true;
    await persist(store, 'case-1', 0, events.slice(1));
    const silent = node.calls.length;
    await eventually(() => logged.some((line) => line.includes('silent')));
    expect(await following).toEqual(idsOf(events));
    expect(node.calls.length).toBeGreaterThan(silent);
  });

  it('slow, but in time: everything works', async () => {
    const node = await aNode();
    const store = await aStore(node.connectionString());
    node.delayMs = 20;
    const following = followed(store.follow(), 2);
    await store.append('case-1', 'none', [anEvent()]);
    await store.append('case-1', 0, [anEvent()]);
    expect((await collect(store.read('case-1'))).length).toBe(2);
    expect((await following).length).toBe(2);
  });

  it('a consumer slower than the window of live events holds back nobody and misses nothing', async () => {
    const node = await aNode();
    const store = await aStore(node.connectionString(), { window: { events: 10, bytes: 100_000 } });
    const slow = store.follow()[Symbol.asyncIterator]();
    const first = slow.next();
    const fast = followed(store.follow(), 301);
    const events = someEvents(300);
    const opening = anEvent();
    await store.append('case-1', 'none', [opening]);
    const got = idsOf(((await first) as IteratorYieldResult<Page>).value.events);
    for (const event of events) await store.append('case-1', 'any', [event]);
    expect(await fast).toEqual(idsOf([opening, ...events]));
    while (got.length < 301) got.push(...idsOf(((await slow.next()) as IteratorYieldResult<Page>).value.events));
    expect(got).toEqual(idsOf([opening, ...events]));
    await slow.return?.();
  });

  it('a reader that stops halfway costs the server nothing: it has written no more than a page', async () => {
    const node = await aNode();
    const store = await aStore(node.connectionString());
    for (let n = 0; n < 60; n++) await store.append('case-1', 'any', [anEventOf(400_000)]);
    const reading = store.read('case-1')[Symbol.asyncIterator]();
    await reading.next();
    expect(node.messagesWritten).toBeLessThan(60);
    await eventually(() => node.openReads === 0);
    await reading.return?.();
  });

  describe('in a cluster', () => {
    it('the leader is found, and followed when another one takes over, without an error for what can be repeated', async () => {
      const cluster = await aCluster();
      const store = await aStore(cluster.connectionString());
      const following = followed(store.follow(), 30);
      for (let n = 0; n < 30; n++) {
        if (n % 10 === 5) cluster.changeLeader();
        expect((await store.append('case-1', n === 0 ? 'none' : n - 1, [anEvent()])).revision).toBe(n);
      }
      expect(await following).toEqual(idsOf(await collect(store.read('case-1'))));
      const served = cluster.nodes.filter((node) => node.calls.some(({ rpc }) => rpc === 'BatchAppend'));
      expect(served.length).toBeGreaterThan(1);
    });

    it('an append that cannot be repeated for certain is not: its outcome is unknown', async () => {
      const cluster = await aCluster();
      const store = await aStore(cluster.connectionString());
      await store.append('case-1', 'any', [anEvent()]);
      cluster.changeLeader();
      expect(await refusal(store.append('case-1', 'any', [anEvent()]))).toMatchObject({ code: 'store.unavailable', outcome: 'unknown' });
      expect((await store.append('case-1', 'any', [anEvent()])).revision).toBe(1);
    });

    it('the leader dies under writers, twice: nothing acknowledged is lost, nothing is written twice, the follower sees it all', async () => {
      const cluster = await aCluster();
      const store = await aStore(cluster.connectionString('discoveryInterval=1'));
      const following = followed(store.follow(), 200);
      let dead: EventStoreDbNode | undefined;
      const writers = Array.from({ length: 4 }, async (_, n) => {
        for (let revision = -1; revision < 49;) {
          revision = (await persist(store, `case-${n}`, revision === -1 ? 'none' : revision, [anEvent()])).revision;
          if (n === 0 && (revision === 10 || revision === 30)) {
            if (dead) await cluster.revive(dead);
            dead = await cluster.killLeader();
          }
        }
      });
      await Promise.all(writers);
      const all = await collect(store.readAll());
      expect(all.length).toBe(200);
      expect(await following).toEqual(idsOf(all));
    });

    it('a connection to one follower is turned to the leader', async () => {
      const cluster = await aCluster();
      const follower = cluster.nodes.find((node) => node !== cluster.leading);
      const store = await aStore(follower?.connectionString() ?? '');
      expect((await store.append('case-1', 'none', [anEvent()])).revision).toBe(0);
      expect((await collect(store.read('case-1'))).length).toBe(1);
      expect(cluster.leading.calls.some(({ rpc }) => rpc === 'BatchAppend')).toBe(true);
    });

    it('hanging while it is looked for: calls end by the deadline, and go on when it answers', async () => {
      const cluster = await aCluster();
      const store = await aStore(cluster.connectionString(), { deadlineMs: 150 });
      for (const node of cluster.nodes) node.freeze();
      const event = anEvent();
      const errors = await Promise.all([
        refusal(store.head()),
        refusal(collect(store.read('case-1'))),
        refusal(store.append('case-1', 'none', [event])),
      ]);
      for (const error of errors) expect(error).toBeInstanceOf(StoreUnavailable);
      // The client is still looking with a time limit of its own, in seconds; a connection made anew is not held up by it.
      for (const node of cluster.nodes) node.thaw();
      await persist(store, 'case-1', 'none', [event]);
      expect((await followed(store.follow(), 1)).length).toBe(1);
    });

    it('without a leader to turn to, an append that may have been written before is of unknown outcome', async () => {
      const cluster = await aCluster();
      const store = await aStore(cluster.connectionString());
      await store.append('case-1', 'none', [anEvent()]);
      const deposed = cluster.leading;
      const successor = cluster.changeLeader();
      successor.notHandled = 'no-leader';
      expect(await refusal(store.append('case-1', 0, [anEvent()]))).toMatchObject({ code: 'store.unavailable', outcome: 'unknown' });
      expect(deposed).not.toBe(successor);
      successor.notHandled = undefined;
      expect((await store.append('case-1', 0, [anEvent()])).revision).toBe(1);
    });

    it('one name is asked for the members', async () => {
      const cluster = await aCluster();
      const store = await aStore(
        cluster
          .connectionString()
          .replace('esdb:', 'esdb+discover:')
          .replace(/,[^?]*/, ''),
      );
      cluster.changeLeader();
      expect((await store.append('case-1', 'none', [anEvent()])).revision).toBe(0);
      expect(cluster.leading.calls.some(({ rpc }) => rpc === 'BatchAppend')).toBe(true);
    });

    it('with nodePreference=follower nothing is asked of the leader', async () => {
      const cluster = await aCluster();
      const store = await aStore(cluster.connectionString('nodePreference=follower'));
      await store.append('case-1', 'none', [anEvent()]);
      expect((await collect(store.read('case-1'))).length).toBe(1);
      expect(cluster.leading.calls.filter(({ rpc }) => rpc !== 'Gossip')).toEqual([]);
    });
  });

  describe('with TLS and credentials', () => {
    const folder = folderForEach();
    const tls = selfSignedCertificate();
    const credentials = { username: 'app', password: 'pa:ss@wörd' };

    beforeEach(() => writeFile(folder.at('ca.crt'), tls.certificate));
    const trusting = (node: EventStoreDbNode, user: string) =>
      node.connectionString(`tlsCAFile=${encodeURIComponent(folder.at('ca.crt'))}`, user);

    it('the certificate is checked against tlsCAFile and the credentials reach the server, batch appends included', async () => {
      const node = await aNode({ tls, credentials });
      const store = await aStore(trusting(node, `app:${encodeURIComponent(credentials.password)}`));
      await store.append('case-1', 'none', someEvents(3));
      expect((await collect(store.read('case-1'))).length).toBe(3);
      expect((await followed(store.follow(), 3)).length).toBe(3);
      expect(node.calls.some(({ rpc }) => rpc === 'BatchAppend')).toBe(true);
      await node.restart();
      expect((await persist(store, 'case-1', 2, [anEvent()])).revision).toBe(3);
    });

    it('an unknown authority is refused, and so is a file that is not there', async () => {
      const node = await aNode({ tls });
      const store = await aStore(node.connectionString());
      expect(await refusal(store.head())).toBeInstanceOf(StoreUnavailable);
      expect(await refusal(openEventStoreDb({ connectionString: 'esdb://db?tlsCAFile=/nowhere/ca.crt' }))).toMatchObject({
        message: expect.stringMatching(/^tlsCAFile of the connection string cannot be read/) as string,
      });
      expect(await refusal(openEventStoreDb({ connectionString: 'esdb://app:s3cret@db?keepAliveInterval=-5' }))).toMatchObject({
        name: 'InvalidConnectionString',
        message: expect.not.stringContaining('s3cret') as string,
      });
    });

    it('wrong credentials are told as such by every call and never repeated in a message; a follow ends with it', async () => {
      const node = await aNode({ tls, credentials });
      const store = await aStore(trusting(node, 'app:wrong-s3cret'));
      for (const call of [
        () => store.append('case-1', 'none', [anEvent()]),
        () => store.head(),
        () => collect(store.read('case-1')),
        () => collect(store.readAll()),
        () => collect(store.follow()),
      ]) {
        const error = await refusal(call());
        expect(error).toBeInstanceOf(StoreUnavailable);
        expect((error as Error).message).toMatch(/does not accept these credentials/);
      }
      expect(`${logged.join()}${node.calls.length}`).not.toContain('s3cret');
    });

    it('credentials without TLS are never sent, and the operator is told', async () => {
      const node = await aNode();
      const store = await aStore(node.connectionString('', 'app:s3cret'));
      await store.append('case-1', 'none', [anEvent()]);
      expect(node.calls.every(({ headers }) => !('authorization' in headers))).toBe(true);
      expect(logged).toEqual([expect.stringMatching(/credentials of the connection string are not sent/)]);
      expect(logged.join()).not.toContain('s3cret');
    });
  });

  it.each([true, false])('access denied is told, and nothing was written (BatchAppend: %s)', async (batchAppend) => {
    const node = await aNode({ batchAppend });
    const store = await aStore(node.connectionString());
    node.refuse = 'access-denied';
    expect(await refusal(store.append('case-1', 'none', [anEvent()]))).toMatchObject({ code: 'store.unavailable', outcome: 'not-applied' });
    expect(await refusal(collect(store.follow()))).toBeInstanceOf(StoreUnavailable);
    node.refuse = undefined;
    expect((await store.append('case-1', 'none', [anEvent()])).revision).toBe(0);
    expect((await followed(store.follow(), 1)).length).toBe(1);
  });

  it('a subscription that is refused ends every follow that is waiting, and the next one asks again', async () => {
    const node = await aNode();
    const store = await aStore(node.connectionString());
    await store.append('case-1', 'none', [anEvent()]);
    const waiting = [store.follow(), store.follow()].map((pages) => refusal(collect(pages)));
    await eventually(() => node.openReads === 1);
    node.refuseSubscriptions = true;
    node.dropConnections();
    for (const error of await Promise.all(waiting))
      expect(error).toMatchObject({ message: expect.stringMatching(/credentials/) as string });
    node.refuseSubscriptions = false;
    expect((await followed(store.follow(), 1)).length).toBe(1);
  });

  it('a server that is down is not stormed: many calls make few connections', async () => {
    const node = await aNode();
    await node.stop();
    const store = await aStore(node.connectionString(), { backoff: { firstMs: 60_000, longestMs: 60_000 } });
    for (let n = 0; n < 50; n++) expect(await refusal(store.append('case-1', 'none', [anEvent()]))).toBeInstanceOf(StoreUnavailable);
    expect(logged.length).toBe(1);
    await node.start();
    expect((await persist(store, 'case-1', 'none', [anEvent()])).revision).toBe(0);
  });

  it('a position that the log never gave out is refused, by a read and by a follow', async () => {
    const node = await aNode();
    const store = await aStore(node.connectionString());
    const { position } = await store.append('case-1', 'none', someEvents(2));
    for (const pages of [store.readAll({ after: position - 1 }), store.follow({ after: position - 1 })])
      expect(await refusal(collect(pages))).toMatchObject({ message: expect.stringMatching(/invalid position/) as string });
  });

  it('a log full of system events hides nothing of ours and is passed over', async () => {
    const node = await aNode();
    const store = await aStore(node.connectionString());
    const noise = () => {
      for (let n = 0; n < 700; n++) node.writeSystemEvent();
    };
    expect(await store.head()).toBe(0);
    noise();
    expect(await store.head()).toBe(0);
    const first = await store.append('case-1', 'none', someEvents(2));
    noise();
    expect(await store.head()).toBe(first.position);
    node.messagesWritten = 0;
    expect(await store.head()).toBe(first.position);
    expect(node.messagesWritten).toBeLessThan(20);
    const following = followed(store.follow(), 3);
    const fresh = await aStore(node.connectionString());
    expect(await fresh.head()).toBe(first.position);
    const last = await store.append('case-1', 1, [anEvent()]);
    noise();
    expect((await collect(store.readAll())).map(({ revision }) => revision)).toEqual([0, 1, 2]);
    expect((await collect(store.readAll({ after: first.position, limit: 1 }))).map(({ position }) => position)).toEqual([last.position]);
    expect((await following).length).toBe(3);
  });

  it('a conflict found while the answer to the first try was lost is not mistaken for that append', async () => {
    const node = await aNode();
    const store = await aStore(node.connectionString());
    await store.append('case-1', 'none', [anEvent()]);
    node.failNextAppends('drop-before-writing');
    const mine = anEvent();
    await refusal(store.append('case-1', 0, [mine]));
    const other = await aStore(node.connectionString());
    await persist(other, 'case-1', 0, [anEvent()]);
    expect(await refusal(persist(store, 'case-1', 0, [mine]))).toBeInstanceOf(RevisionConflict);
  });

  it('a process that closes its store ends by itself', async () => {
    const node = await aNode();
    const script = `
      import { openEventStoreDb } from '#libs/event-store/eventstoredb';
      import { anEvent } from '#libs/event-sourcing/testing';
      const store = await openEventStoreDb({ connectionString: ${JSON.stringify(node.connectionString())} });
      await store.append('case-1', 'none', [anEvent()]);
      for await (const page of store.follow()) if (page.events.length > 0) break;
      const waiting = store.follow({ after: await store.head() })[Symbol.asyncIterator]().next();
      await store.close();
      process.stdout.write(JSON.stringify(await waiting));
    `;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=source', '--experimental-transform-types', '--no-warnings', '--input-type=module', '--eval', script],
      { cwd: import.meta.dirname, timeout: 60_000 },
    );
    expect(JSON.parse(stdout)).toMatchObject({ done: true });
  });
});
