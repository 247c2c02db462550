import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  AggregateStore,
  type Command,
  type Decider,
  type Event,
  Freshness,
  projection,
  Projector,
  RuleBroken,
  Upcaster,
  Views,
} from '#libs/event-sourcing';
import { memoryEventStore } from '#libs/event-store/memory';
import { memoryReadStore } from '#libs/read-store/memory';

// What stands between the marks is quoted in the README, word for word.

// <example>
type StockEvent = Event<'Received' | 'Shipped', { pieces: number }>;
type StockCommand = Command<'Receive' | 'Ship', { pieces: number }>;

const stock: Decider<StockCommand, StockEvent, number> = {
  initial: 0,
  decide({ type, data }, pieces) {
    if (type === 'Receive') return [{ type: 'Received', data }];
    if (data.pieces > pieces) throw new RuleBroken('stock.too-few', `There are ${pieces} pieces`);
    return [{ type: 'Shipped', data }];
  },
  evolve: (pieces, { type, data }) => pieces + (type === 'Received' ? data.pieces : -data.pieces),
};

const shelf = projection<StockEvent, { pieces: number }>({
  name: 'shelf',
  version: 1,
  handles: ['Received', 'Shipped'],
  keysOf: ({ stream }) => [stream],
  evolve: (row, event) => ({ pieces: stock.evolve(row?.pieces ?? 0, event) }),
  index: { pieces: 'integer' },
  discloses: 'open',
});
// </example>

const folder = new URL('../', import.meta.url);
const readme = readFileSync(new URL('README.md', folder), 'utf8');

describe('the example of the README', () => {
  const examples = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code.trim());

  it('is quoted as it stands here', () => {
    const source = readFileSync(new URL('src/example.spec.ts', folder), 'utf8');
    const marked = [...source.matchAll(/^( *)\/\/ <example>\n(.*?)^ *\/\/ <\/example>/gms)].map(([, indent = '', code = '']) =>
      code.replaceAll(new RegExp(`^${indent}`, 'gm'), '').trim(),
    );
    expect(examples).toEqual(marked);
    expect(examples.length).toBe(2);
  });

  it('records once, refuses by rule, and shows what was written to who asks for it', async () => {
    const [store, rows] = [memoryEventStore(), memoryReadStore()];
    const context = { commandId: randomUUID(), correlationId: 'spec', actor: { id: 'sokha', roles: [] }, at: '2026-03-02T08:00:00.000Z' };
    // <example>
    const upcaster = new Upcaster({ Received: { version: 1 }, Shipped: { version: 1 } });
    const aggregates = new AggregateStore(store, upcaster);
    const projector = new Projector(shelf, { store, rows, upcaster, owner: 'worker-1' });
    const views = new Views(rows, new Freshness(rows), 1_000);

    projector.start();
    const receive = { type: 'Receive', data: { pieces: 3 } } as const;
    const { position } = await aggregates.handle(stock, 'stock-1', receive, context);
    const { row } = await views.get(shelf, 'stock-1', position); // { pieces: 3 }, as soon as it is there
    // </example>
    expect(row?.doc).toEqual({ pieces: 3 });
    expect(await aggregates.handle(stock, 'stock-1', receive, context)).toEqual({ revision: 0, position, repeated: true });
    const tooMany = aggregates.handle(stock, 'stock-1', { type: 'Ship', data: { pieces: 4 } }, { ...context, commandId: randomUUID() });
    await expect(tooMany).rejects.toMatchObject({ code: 'stock.too-few' });
    await projector.stop();
    await store.close();
  });
});

describe('the guarantees of the README', () => {
  const faults = readme
    .split('\n- **')
    .slice(1)
    .map((item) => item.split('\n\n', 1)[0]?.replaceAll(/\s+/g, ' ') ?? '');
  const files = new Map([...readme.matchAll(/^\[([^\]]+)\]: (\S+)$/gm)].map(([, name = '', file = '']) => [name, file]));
  const proofs = faults.flatMap((fault) =>
    [...fault.matchAll(/“([^”]+)” \(\[([^\]]+)\]\)/g)].map(([, test = '', name = '']) => ({ test, name })),
  );

  it('name a test each', () => {
    expect(faults.length).toBeGreaterThan(10);
    expect(faults.filter((fault) => !fault.includes('”'))).toEqual([]);
  });

  it.each(proofs)('rest on a test that there is: $test', ({ test, name }) =>
    expect(readFileSync(new URL(files.get(name) ?? '', folder), 'utf8')).toContain(test),
  );
});

describe('the README', () => {
  it('has lines that fit a page', () => expect(readme.split('\n').filter((line) => line.length > 120)).toEqual([]));
});
