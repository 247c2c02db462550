import { memoryEventStore } from '#libs/event-store/memory';
import {
  type EventStore,
  Freshness,
  history,
  Past,
  type Projection,
  Projector,
  type ReadStore,
  Upcaster,
  Views,
} from '#libs/event-sourcing';
import { anEvent, idOf } from '#libs/event-sourcing/testing';
import { memoryReadStore } from '#libs/read-store/memory';
import { Records } from './records.ts';

// A seizure leads to an assessment and a task; the assessment to a trigger. Beside it somebody else works on the same case.
const types = ['SeizureRecorded', 'EligibilityAssessed', 'TaskOpened', 'RewardTriggered', 'CaseClosed'];

describe('what was recorded', () => {
  let store: EventStore;
  let rows: ReadStore;
  let projector: Projector;
  let past: Past;
  let records: Records;
  beforeEach(() => {
    [store, rows] = [memoryEventStore(), memoryReadStore()];
    const freshness = new Freshness(rows);
    const upcaster = new Upcaster(Object.fromEntries(types.map((type) => [type, { version: 1 }])));
    const of = history(types) as unknown as Projection;
    projector = new Projector(of, { store, rows, upcaster, owner: 'worker', onProgress: (at) => freshness.advanced(of.name, at) });
    projector.start();
    const openScratch = () => Promise.reject(new Error('The history needs no rows of its own'));
    past = new Past({ store, rows, freshness, upcaster, openScratch, patienceMs: 10_000 });
    records = new Records(store, new Views(rows, freshness, 10_000, past));
  });
  afterEach(async () => {
    await projector.stop();
    await past.close();
    await store.close();
  });

  const record = async (stream: string, type: string, cause: string, conversation = 'the raid'): Promise<string> => {
    const id = idOf(`${type} ${cause} ${conversation}`);
    const metadata = { correlationId: idOf(conversation), causationId: cause };
    await store.append(stream, 'any', [anEvent({ id, type, data: { stream }, metadata })]);
    return id;
  };
  const chainOf = async (id: string, asOf?: number) => {
    const chain = await records.chain(id, asOf === undefined ? { after: await store.head() } : { asOf });
    return chain && { ...chain, facts: chain.facts.map(({ type, depth, asked }) => `${'  '.repeat(depth)}${type}${asked ? ' <' : ''}`) };
  };

  it('has its causes before it, up to the request, and all its effects behind it, each under its cause', async () => {
    const seized = await record('case-1', 'SeizureRecorded', idOf('a request'));
    const assessed = await record('reward-1', 'EligibilityAssessed', seized);
    const task = await record('task-1', 'TaskOpened', seized);
    await record('case-1', 'CaseClosed', idOf('another request'));
    const triggered = await record('reward-1', 'RewardTriggered', assessed);
    expect(await chainOf(assessed)).toEqual({
      facts: ['SeizureRecorded', '  EligibilityAssessed <', '    RewardTriggered'],
      request: idOf('a request'),
      truncated: false,
      position: 5,
    });
    expect(await chainOf(seized)).toMatchObject({
      facts: ['SeizureRecorded <', '  EligibilityAssessed', '    RewardTriggered', '  TaskOpened'],
    });
    expect(await chainOf(triggered)).toMatchObject({ facts: ['SeizureRecorded', '  EligibilityAssessed', '    RewardTriggered <'] });
    expect(await chainOf(seized, 3)).toMatchObject({ facts: ['SeizureRecorded <', '  EligibilityAssessed', '  TaskOpened'], position: 3 });
    expect(await chainOf(task, 2)).toBeUndefined();
    expect(await chainOf(idOf('nothing'))).toBeUndefined();
  });

  it('stays in its conversation, and ends where causes go in a circle', async () => {
    const [one, other] = [idOf('SeizureRecorded EligibilityAssessed'), idOf('EligibilityAssessed SeizureRecorded')];
    const append = (id: string, type: string, causationId: string, conversation: string) =>
      store.append('case-1', 'any', [anEvent({ id, type, metadata: { causationId, correlationId: idOf(conversation) } })]);
    await append(one, 'SeizureRecorded', other, 'the raid');
    await append(other, 'EligibilityAssessed', one, 'the raid');
    await append(idOf('a stranger'), 'TaskOpened', one, 'another conversation');
    expect(await chainOf(one)).toMatchObject({ facts: ['SeizureRecorded <', '  EligibilityAssessed'], request: other });
  });

  it('is listed in pages that go on where the last one ended, also when more is recorded meanwhile', async () => {
    for (let n = 0; n < 5; n++) await record(`case-${n % 2}`, 'SeizureRecorded', idOf(`request ${n}`));
    const moment = { after: 5 };
    const first = await records.list({ streams: ['case-0', 'case-1'] }, { limit: 3, moment });
    expect(first).toMatchObject({ facts: [{ position: '1' }, { position: '2' }, { position: '3' }], next: '3', position: 5 });
    await record('case-1', 'CaseClosed', idOf('a request'));
    const second = await records.list({ streams: ['case-0', 'case-1'] }, { limit: 3, cursor: first.next ?? '', moment: { after: 6 } });
    expect(second).toMatchObject({ facts: [{ position: '4' }, { position: '5' }, { position: '6', type: 'CaseClosed' }] });
    expect(second.next).toBeUndefined();
    const newest = { limit: 2, newestFirst: true };
    expect((await records.list({}, { ...newest, cursor: '5' })).facts.map(({ position }) => position)).toEqual(['4', '3']);
    const then = await records.list({}, { ...newest, moment: { asOf: 4 } });
    expect(then).toMatchObject({ facts: [{ position: '4' }, { position: '3' }], next: '3', position: 4 });
  });

  it('says of an event that the one before it is not the one it names', async () => {
    const first = await record('case-1', 'SeizureRecorded', idOf('a request'));
    const second = await record('case-1', 'CaseClosed', idOf('another request'));
    const moment = { after: await store.head() };
    expect(await records.event(first, moment)).toMatchObject({ intact: true, revision: 0 });
    // Its metadata name no event before it, though there is one: somebody took it out of its chain.
    expect(await records.event(second, moment)).toMatchObject({ intact: false, revision: 1 });
  });
});
