import fc from 'fast-check';
import {
  type Actor,
  type Event,
  Freshness,
  InvalidQuery,
  type Position,
  projection,
  ProjectionBehind,
  type Query,
  type ReadStore,
  type RowShape,
  Upcaster,
  Views,
  WITHHELD,
} from '#libs/event-sourcing';
import { memoryEventStore } from '#libs/event-store/memory';
import { memoryReadStore } from '#libs/read-store/memory';
import { AccessOfStreams } from './access-of-streams.ts';
import { CASE_ACCESS, type AccessRow } from './access-row.ts';
import { CursorSeal } from './cursor-seal.ts';
import { ViewsFor } from './known-views.ts';
import { NeedToKnow } from './need-to-know.ts';
import { OfAnotherAgency } from './of-another-agency.ts';

interface Reward {
  readonly caseId: string;
  readonly amount: number;
  /** Cases that are rewarded here too. */
  readonly also: readonly string[];
}
const rewards = projection<Event, Reward>({
  name: 'rewards-of-cases',
  version: 1,
  handles: [],
  keysOf: () => [],
  evolve: (row) => row,
  index: { caseId: 'text', amount: 'integer', also: 'texts' },
  discloses: { about: ({ caseId }) => [`case-${caseId}`], names: ({ also }) => also.map((caseId) => `case-${caseId}`) },
});
/** Nothing is commanded here. */
const byLog = new AccessOfStreams(memoryEventStore(), new Upcaster(), { keysOf: () => [], evolve: (row) => row });
const access: RowShape = { name: CASE_ACCESS, version: 1, index: { stream: 'text', restricted: 'boolean' } };

const sokha: Actor = { id: 'officer-sokha', roles: ['investigator'], unit: 'unit-phnom-penh-1', agency: 'police' };
const auditor: Actor = { id: 'the-auditor', roles: ['auditor'] };
const uuid = (n: number): string => `7c9e6679-7425-80de-944b-${String(n).padStart(12, '0')}`;
const caseOf = (caseId: string, more: Partial<Extract<AccessRow, { kind: 'case' }>> = {}): AccessRow => ({
  kind: 'case',
  stream: `case-${caseId}`,
  agency: 'police',
  unit: 'unit-kandal-2',
  officers: [],
  followers: [],
  linked: [],
  restricted: more.named !== undefined,
  ...more,
});

async function fill(rows: ReadStore, shape: RowShape, docs: readonly (readonly [key: string, doc: object])[], to: Position): Promise<void> {
  const build = await rows.prepare(shape);
  await rows.claim(build, 'spec', 10_000);
  const upserts = docs.map(([key, doc], place) => ({ key, doc, position: Math.min(to, place + 1), eventId: uuid(place) }));
  await rows.apply({ build, owner: 'spec', from: build.checkpoint, to, upserts, deletes: [] });
}

/** Rewards and who has to do with their cases, as rows true to one position; who may know of a case is true to another one where that is said. */
async function viewsOf(of: readonly Reward[], cases: readonly AccessRow[], upTo: Position = 1_000): Promise<ViewsFor> {
  const rows = memoryReadStore();
  await fill(
    rows,
    rewards,
    of.map((doc, place) => [String(place).padStart(4, '0'), doc]),
    1_000,
  );
  await fill(
    rows,
    access,
    cases.map((row) => [row.stream, row]),
    upTo,
  );
  const freshness = new Freshness(rows, 1);
  return new ViewsFor(new Views(rows, freshness, 20), new NeedToKnow(rows, freshness, 20, byLog), new CursorSeal());
}

const [theirs, hidden, customs] = [uuid(117), uuid(118), uuid(119)];
const cases = [
  caseOf(theirs),
  caseOf(hidden, { named: ['officer-maly'] }),
  caseOf(customs, { agency: 'customs', unit: 'unit-customs-1', linked: [`case-${theirs}`] }),
];
const reward = (caseId: string, amount = 1, also: readonly string[] = []): Reward => ({ caseId, amount, also });

/** Every page of a list, and the cursors that lead from one to the next. */
async function pages(views: ReturnType<ViewsFor['of']>, query: Query) {
  const found: Reward[] = [];
  const cursors: string[] = [];
  const sizes: number[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await views.query(rewards, { ...query, ...(cursor !== undefined && { cursor }) });
    found.push(...page.rows.map(({ doc }) => doc));
    sizes.push(page.rows.length);
    if (page.next === undefined) return { found, cursors, sizes };
    cursors.push((cursor = page.next));
  }
}

describe('views of one person', () => {
  it('leave out what is about a case that is kept from them, and show it to who watches over all', async () => {
    const views = await viewsOf([reward(theirs), reward(hidden)], cases);
    expect((await pages(views.of(sokha), { limit: 10 })).found).toEqual([reward(theirs)]);
    expect((await pages(views.of(auditor), { limit: 10 })).found).toEqual([reward(theirs), reward(hidden)]);
    expect((await views.of(sokha).get(rewards, '0001')).row).toBeUndefined();
    expect((await views.of(auditor).get(rewards, '0001')).row?.doc).toEqual(reward(hidden));
  });

  it('withhold the id of such a case where a row only names it, and find the row by it no more', async () => {
    const views = await viewsOf([reward(theirs, 1, [hidden, theirs])], cases);
    const withheld = reward(theirs, 1, [WITHHELD, theirs]);
    expect((await views.of(sokha).get(rewards, '0000')).row?.doc).toEqual(withheld);
    const naming = (caseId: string): Query => ({ where: { also: { contains: caseId } }, limit: 10 });
    expect((await pages(views.of(sokha), naming(theirs))).found).toEqual([withheld]);
    expect((await pages(views.of(sokha), naming(hidden))).found).toEqual([]);
    expect((await pages(views.of(auditor), naming(hidden))).found).toHaveLength(1);
  });

  it('say of a case of another agency that is linked to theirs who leads it; in lists it does not stand', async () => {
    const page = { ...rewards, name: 'pages-of-cases' };
    const rows = memoryReadStore();
    await fill(rows, page, [[customs, reward(customs)]], 10);
    await fill(
      rows,
      access,
      cases.map((row) => [row.stream, row]),
      10,
    );
    const freshness = new Freshness(rows, 1);
    const known = new ViewsFor(new Views(rows, freshness, 20), new NeedToKnow(rows, freshness, 20, byLog), new CursorSeal()).of(sokha);
    const refusal = await known.get(page, customs).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(OfAnotherAgency);
    expect(refusal).toMatchObject({ code: 'case.of-another-agency', details: { unit: 'unit-customs-1' } });
    expect((await known.query(page, { limit: 10 })).rows).toEqual([]);
    // Of what merely belongs to it there is not even that.
    expect((await (await viewsOf([reward(customs)], cases)).of(sokha).get(rewards, '0000')).row).toBeUndefined();
  });

  it('wait for who may know what, and show nothing where that is older than what is asked for', async () => {
    const views = await viewsOf([reward(theirs), reward(theirs)], cases, 1);
    await expect(views.of(sokha).query(rewards, { limit: 10 })).rejects.toBeInstanceOf(ProjectionBehind);
    await expect(views.of(sokha).get(rewards, '0000')).resolves.toMatchObject({ row: { doc: reward(theirs) } });
    await expect(views.of(sokha).get(rewards, '0000', { after: 900 })).rejects.toBeInstanceOf(ProjectionBehind);
    expect((await pages(views.of(auditor), { limit: 10 })).found).toHaveLength(2);
  });

  it('show nobody what a projection keeps for programs', async () => {
    const views = await viewsOf([reward(theirs)], cases);
    const forPrograms = { ...rewards, discloses: 'nobody' } as const;
    await expect(views.of(auditor).query(forPrograms, { limit: 10 })).rejects.toThrow('is for programs');
  });

  it('page by page are the whole list without what is hidden: full pages, nothing twice, no cursor that names what is hidden', async () => {
    const anAmount = fc.integer({ min: 0, max: 5 });
    const histories = fc.array(
      fc.record({ caseId: fc.constantFrom(theirs, hidden, customs), amount: anAmount, also: fc.subarray([theirs, hidden]) }),
      { maxLength: 60 },
    );
    const queries = fc.record({
      limit: fc.integer({ min: 1, max: 7 }),
      sort: fc.constantFrom([{ field: 'amount', descending: true }], [{ field: 'amount' }], []),
      where: fc.constantFrom({}, { amount: { from: 2 } }, { also: { contains: theirs } }),
    });
    await fc.assert(
      fc.asyncProperty(histories, queries, async (history, query) => {
        const views = await viewsOf(history, cases);
        const whole = (await pages(views.of(auditor), { ...query, limit: 1_000 })).found;
        const mine = whole.filter(({ caseId }) => caseId === theirs);
        const shown = mine.map(({ also, ...rest }) => ({ ...rest, also: also.map((one) => (one === hidden ? WITHHELD : one)) }));
        const { found, cursors, sizes } = await pages(views.of(sokha), query);
        expect(found).toEqual(shown);
        // That there is a next page, or how long this one is, tells of nothing that they may not know.
        expect(sizes).toHaveLength(Math.max(1, Math.ceil(shown.length / query.limit)));
        expect(sizes.slice(0, -1).every((size) => size === query.limit)).toBe(true);
        for (const cursor of cursors) expect(JSON.parse(Buffer.from(cursor, 'base64url').toString())).not.toContain(hidden);
      }),
    );
  });

  it('go on behind thousands of rows that are hidden, by a cursor that nobody else can read', async () => {
    const many = [...Array.from({ length: 5_000 }, () => reward(hidden)), reward(theirs)];
    const views = await viewsOf(many, cases);
    const { found, cursors } = await pages(views.of(sokha), { limit: 2 });
    expect(found).toEqual([reward(theirs)]);
    expect(cursors.length).toBeGreaterThan(0);
    for (const cursor of cursors) {
      expect(cursor).toMatch(/^~/);
      expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('7c9e6679');
    }
    const elsewhere = await viewsOf(many, cases);
    await expect(elsewhere.of(sokha).query(rewards, { limit: 2, cursor: cursors[0] ?? '' })).rejects.toBeInstanceOf(InvalidQuery);
  });
});
