import fc from 'fast-check';
import { type Event, Freshness, type Position, type Query, type ReadStore, type RowPage, Views } from '#libs/event-sourcing';
import { fold, given, recorded } from '#libs/event-sourcing/testing';
import { memoryReadStore } from '#libs/read-store/memory';
import { dayOf } from '#libs/vocabulary';
import { activity, type ActivityRow, type CountingEvent } from './activity.ts';
import { boardOf, countedSpans, type Counts } from './board.ts';
import { type Announcement, campaignIdOf } from './campaign.ts';
import { campaignPage, type CampaignPage } from './campaign-page.ts';
import { readActivity } from './read-activity.ts';
import { closed, figurePublished, launched, programs, recordedOf, seizure, vanna } from './testing/cast.ts';

const stream = 'campaign-1';

function pageOf(announced: Partial<Announcement>, ...more: readonly Event[]): CampaignPage {
  const { rows } = given(launched(announced), ...more)
    .under({ stream, actor: vanna })
    .project(campaignPage);
  const page = rows.get(campaignIdOf(stream));
  if (page === undefined) throw new Error('The campaign was not launched');
  return page;
}

const rowsOf = (events: readonly Event[]): readonly (readonly [string, ActivityRow])[] => [
  ...fold(
    activity,
    events.map((event, place) => recorded(event as CountingEvent, place)),
  ),
];

/** The rows that a board of this campaign would be read from. */
function boardFrom(page: CampaignPage, events: readonly Event[]) {
  const spans = new Set(countedSpans(page));
  const wanted = rowsOf(events)
    .map(([, row]) => row)
    .filter(({ span, agency, province }) => {
      const { agencies, provinces } = page;
      const ours = agency !== 'unknown' && agencies?.includes(agency);
      return spans.has(span) && (agencies === undefined || ours === true) && (provinces?.includes(province) ?? true);
    });
  return boardOf(page, wanted);
}

const arrested = (arrestedAt: string, agency: 'police' | 'customs' = 'police', province = 'KH-12'): Event => ({
  type: 'ArrestRecorded',
  data: { arrestId: 'arrest-1', arrest: { suspectId: 'suspect-1', place: { province }, arrestedAt }, defects: [], agency },
});
const seized = (changes: Partial<typeof seizure>, agency: 'police' | 'customs' = 'police'): Event => ({
  type: 'SeizureRecorded',
  data: { seizureId: 'seizure-1', seizure: { ...seizure, ...changes }, defects: [], agency },
});

describe('the board of a campaign', () => {
  it('counts by agency, province and week what happened on its days, the first and the last included', () => {
    const board = boardFrom(pageOf({ from: '2026-01-02', until: '2026-01-12' }), [
      arrested('2026-01-01T23:59:59+07:00'),
      arrested('2026-01-02T00:00:00+07:00'),
      arrested('2026-01-08T12:00:00+07:00', 'customs', 'KH-2'),
      arrested('2026-01-12T23:59:59+07:00', 'customs', 'KH-2'),
      arrested('2026-01-13T00:00:00+07:00'),
      seized({ grossMg: 5 }),
    ]);
    expect(board).toMatchObject({
      period: { from: '2026-01-02', until: '2026-01-12' },
      totals: { arrests: 3, seizures: 1, grossMg: 5 },
      byAgency: [
        { agency: 'customs', arrests: 2 },
        { agency: 'police', arrests: 1, grossMg: 5 },
      ],
      byProvince: [
        { province: 'KH-12', arrests: 1 },
        { province: 'KH-2', arrests: 2 },
      ],
      byWeek: [
        { week: '2026-W01', from: '2026-01-02', until: '2026-01-04', arrests: 1, grossMg: 5 },
        { week: '2026-W02', from: '2026-01-05', until: '2026-01-11', arrests: 1 },
        { week: '2026-W03', from: '2026-01-12', until: '2026-01-12', arrests: 1 },
      ],
    });
  });

  it('counts only the agencies, provinces and substances that the campaign names; arrests are of no substance', () => {
    const events = [
      arrested('2026-01-02T12:00:00+07:00'),
      arrested('2026-01-02T12:00:00+07:00', 'customs'),
      arrested('2026-01-02T12:00:00+07:00', 'police', 'KH-2'),
      seized({ grossMg: 5 }),
      seized({ grossMg: 7, substance: 'heroin' }),
    ];
    expect(boardFrom(pageOf({ agencies: ['police'], provinces: ['KH-12'], substances: ['heroin'] }), events).totals).toEqual({
      cases: 0,
      arrests: 1,
      seizures: 1,
      grossMg: 7,
      bySubstance: [{ substance: 'heroin', seizures: 1, grossMg: 7 }],
      suspects: { lesser: 0, significant: 0, leading: 0, unknown: 0 },
    });
  });

  it('counts until the day it was closed, by the days of Cambodia, if that is before its last one', () => {
    const events = ['2026-01-02T12:00:00+07:00', '2026-01-03T12:00:00+07:00'].map((at) => arrested(at));
    const early = boardFrom(pageOf({}, closed('2026-01-02T16:59:59Z')), events);
    expect(early).toMatchObject({ status: 'closed', period: { until: '2026-01-02' }, totals: { arrests: 1 } });
    expect(boardFrom(pageOf({}, closed('2026-01-02T17:00:00Z')), events).totals.arrests).toBe(2);
    expect(boardFrom(pageOf({}, closed('2026-07-02T17:00:00Z')), events).period.until).toBe('2026-06-30');
    expect(boardFrom(pageOf({}, closed('2025-12-01T00:00:00Z')), events).totals.arrests).toBe(0);
  });

  it('shows every figure beside its own count until the end of the same day, and the difference', () => {
    const events = ['2026-01-02', '2026-01-06', '2026-01-07', '2026-02-01'].map((day) => arrested(`${day}T12:00:00+07:00`));
    const page = pageOf(
      {},
      figurePublished({ value: 6, asOf: '2026-01-06' }),
      figurePublished({ value: 1, asOf: '2026-01-06', source: 'The authority' }, 'figure-2'),
      figurePublished({ what: 'seized-mg', substance: 'heroin', value: 9, asOf: '2026-12-31' }, 'figure-3'),
      figurePublished({ what: 'seizures', value: 2, asOf: '2026-12-31' }, 'figure-4'),
      figurePublished({ what: 'cases', value: 1, asOf: '2025-01-01' }, 'figure-5'),
    );
    expect(boardFrom(page, [...events, seized({}), seized({ substance: 'heroin', grossMg: 7 })]).figures).toMatchObject([
      { value: 6, counted: 2, difference: 4 },
      { value: 1, counted: 2, difference: -1, source: 'The authority' },
      { value: 9, counted: 7, difference: 2 },
      { value: 2, counted: 2, difference: 0 },
      { value: 1, counted: 0, difference: 1 },
    ]);
  });

  it('says the most that can be said of masses too large for a number', () => {
    const most = { grossMg: Number.MAX_SAFE_INTEGER };
    const figure = figurePublished({ what: 'seized-mg', value: 0 });
    const board = boardFrom(pageOf({}, figure), [seized(most), seized(most)]);
    expect(board.totals).toMatchObject({ seizures: 2, grossMg: Number.MAX_SAFE_INTEGER });
    expect(board.figures).toMatchObject([{ counted: Number.MAX_SAFE_INTEGER, difference: -Number.MAX_SAFE_INTEGER }]);
  });

  it('adds up to its totals in every column, whatever happened and wherever weeks are cut', () =>
    fc.assert(
      fc.property(
        programs(25),
        fc.constantFrom('2025-12-27', '2025-12-29', '2026-01-01'),
        fc.nat(20),
        fc.nat(20),
        (program, from, days, cut) => {
          const day = (count: number): string => dayOf(new Date(Date.parse(from) + count * 86_400_000).toISOString());
          const figure = figurePublished({ asOf: day(cut) });
          const events = recordedOf(program).map(({ event }) => event);
          const board = boardFrom(pageOf({ from, until: day(days) }, figure), events);
          for (const column of [board.byAgency, board.byProvince, board.byWeek] as readonly (readonly Counts[])[]) {
            for (const what of ['cases', 'arrests', 'seizures'] as const)
              expect(column.reduce((sum, counts) => sum + counts[what], 0)).toBe(board.totals[what]);
            for (const role of ['lesser', 'significant', 'leading', 'unknown'] as const)
              expect(column.reduce((sum, { suspects }) => sum + suspects[role], 0)).toBe(board.totals.suspects[role]);
          }
          const byHand = events.filter((event) => {
            if (event.type !== 'ArrestRecorded') return false;
            const happened = dayOf(event.data.arrest.arrestedAt);
            return from <= happened && happened <= day(days);
          });
          expect(board.totals.arrests).toBe(byHand.length);
        },
      ),
    ));
});

describe('reading what a board is made of', () => {
  const wide = pageOf({ from: '2026-01-05', until: '2026-03-29' });
  const arrests = (count: number): readonly Event[] =>
    Array.from({ length: count }, (_, n) =>
      arrested(`2026-01-${String(5 + (n % 7)).padStart(2, '0')}T12:00:00+07:00`, 'police', `KH-${n}`),
    );

  const projected = async (events: readonly Event[]): Promise<ReadStore> => {
    const rows = memoryReadStore();
    const build = await rows.prepare(activity);
    await rows.claim(build, 'test', 60_000);
    await apply(rows, events, 0);
    return rows;
  };
  const apply = async (rows: ReadStore, events: readonly Event[], from: Position): Promise<void> => {
    const build = await rows.prepare(activity);
    const upserts = rowsOf(events).map(([key, doc]) => ({ key, doc, position: doc.changed, eventId: 'event' }));
    await rows.apply({ build, owner: 'test', from, to: events.length, upserts, deletes: [] });
  };
  const viewsOf = (rows: ReadStore): Views => new Views(rows, new Freshness(rows), 1_000);

  it('takes all pages of it', async () => {
    const { rows, position } = await readActivity(viewsOf(await projected(arrests(2_100))), wide, {});
    expect(boardOf(wide, rows).totals.arrests).toBe(2_100);
    expect(position).toBe(2_100);
  });

  it('takes it as it stood at one position, though it is corrected from a row that comes later to one that was read', async () => {
    const before = [...arrests(1_500), seized({ seizedAt: '2026-03-02T12:00:00+07:00' })];
    const moved: Event = {
      type: 'SeizureCorrected',
      data: {
        agency: 'police',
        before: { ...seizure, seizedAt: '2026-03-02T12:00:00+07:00' },
        seizure: { ...seizure, seizedAt: '2026-01-06T12:00:00+07:00' },
      },
    };
    const rows = await projected(before);
    let pages = 0;
    const busy: ReadStore = {
      ...bound(rows),
      query: async <Doc>(projection: string, query: Query): Promise<RowPage<Doc>> => {
        const page = await rows.query<Doc>(projection, query);
        if (++pages === 1) await apply(rows, [...before, moved], before.length);
        return page;
      },
    };
    const read = await readActivity(viewsOf(busy), wide, {});
    expect(pages).toBe(3);
    expect(read.position).toBe(before.length + 1);
    expect(boardOf(wide, read.rows).totals).toMatchObject({ arrests: 1_500, seizures: 1, grossMg: 1_000 });
  });
});

function bound(rows: ReadStore): ReadStore {
  return new Proxy(rows, { get: (target, name) => (target[name as keyof ReadStore] as () => unknown).bind(target) });
}
