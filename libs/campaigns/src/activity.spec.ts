import fc from 'fast-check';
import { memoryEventStore } from '#libs/event-store/memory';
import { caseFile, type CaseFileEvent, caseFileEvents } from '#libs/cases';
import { fold, given, projectionLaws, recorded } from '#libs/event-sourcing/testing';
import { memoryReadStore } from '#libs/read-store/memory';
import { dayOf } from '#libs/vocabulary';
import { activity, type ActivityRow, type CountingEvent } from './activity.ts';
import { weekOf } from './calendar.ts';
import { isNothing, nothing, sumOf, type Tally } from './tally.ts';
import { opening, programs, recordedOf, seizure, sokha } from './testing/cast.ts';

const now = '2026-01-05T10:00:00.000Z';

const seizureRecorded = (by: { readonly agency?: 'police' } = { agency: 'police' }): CaseFileEvent => ({
  type: 'SeizureRecorded',
  data: { seizureId: 'seizure-1', seizure, defects: [], ...by },
});
const corrected = (
  changes: Partial<typeof seizure>,
  known: { readonly agency?: 'police'; readonly before?: typeof seizure } = { agency: 'police', before: seizure },
): CaseFileEvent => ({
  type: 'SeizureCorrected',
  data: {
    seizureId: 'seizure-1',
    corrects: 1,
    seizure: { ...seizure, ...changes },
    changed: Object.keys(changes) as (keyof typeof seizure)[],
    defects: [],
    reason: 'Crate',
    ...known,
  },
});
const suspectAdded: Extract<CaseFileEvent, { type: 'SuspectAdded' }> = {
  type: 'SuspectAdded',
  data: {
    suspectId: 'suspect-1',
    name: { person: 'suspect-1', sealed: 'AAAA', v: 1 },
    agency: 'police',
    addedAt: '2026-01-02T08:00:00.000Z',
    province: 'KH-12',
  },
};

describe('activity', () => {
  it('counts a seizure on its day and in its week, in its province, for the agency that made it', () => {
    const rows = given(seizureRecorded()).project(activity);
    const counted = { agency: 'police', province: 'KH-12', seized: { methamphetamine: { seizures: 1, grossMg: '1000' } } };
    rows.row('2026-01-02/police/KH-12').toMatchObject({ span: '2026-01-02', from: '2026-01-02', until: '2026-01-02', ...counted });
    rows.row('2026-W01/police/KH-12').toMatchObject({ span: '2026-W01', from: '2025-12-29', until: '2026-01-04', ...counted });
    expect(rows.rows.size).toBe(2);
  });

  it('moves a seizure to the week, province, substance and weight that a correction gives it', () => {
    const rows = given(
      seizureRecorded(),
      corrected({ seizedAt: '2026-01-05T00:00:00+07:00', place: { province: 'KH-2' }, substance: 'heroin', grossMg: 7 }),
    ).project(activity);
    rows.row('2026-01-02/police/KH-12').toMatchObject({ seized: {} });
    rows.row('2026-W01/police/KH-12').toMatchObject({ seized: {}, changed: 2 });
    rows.row('2026-01-05/police/KH-2').toMatchObject({ seized: { heroin: { seizures: 1, grossMg: '7' } } });
    rows.row('2026-W02/police/KH-2').toMatchObject({ seized: { heroin: { seizures: 1, grossMg: '7' } } });
  });

  it('leaves a seizure with the agency that made it, though the case was given to another one before it was corrected', () => {
    const history = recordedOf([
      opening('case-1'),
      { stream: 'case-1', command: { type: 'RecordSeizure', data: { seizureId: 'seizure-1', seizure } }, at: now },
      {
        stream: 'case-1',
        command: { type: 'TransferCase', data: { agency: 'customs', unit: 'unit-customs-4', reason: 'Theirs' } },
        at: now,
      },
      {
        stream: 'case-1',
        command: { type: 'CorrectSeizure', data: { seizureId: 'seizure-1', changes: { grossMg: 7 }, reason: 'Crate' } },
        at: now,
      },
    ]);
    const rows = given(...history.map(({ event }) => event)).project(activity);
    rows.row('2026-W01/police/KH-12').toMatchObject({ seized: { methamphetamine: { seizures: 1, grossMg: '7' } } });
    rows.row('2026-W01/customs/KH-12').toBeUndefined();
  });

  it('counts a seizure that was recorded twice once, from when that is said', () => {
    const withdrawn: CaseFileEvent = {
      type: 'SeizureWithdrawn',
      data: { seizureId: 'seizure-2', duplicateOf: 'seizure-1', reason: 'Twice', seizure, defects: [], agency: 'police' },
    };
    given(seizureRecorded(), seizureRecorded(), withdrawn)
      .project(activity)
      .row('2026-W01/police/KH-12')
      .toMatchObject({ seized: { methamphetamine: { seizures: 1, grossMg: '1000' } } });
  });

  it('counts what was recorded before facts said their agency for nobody known, and leaves it where it is when it cannot tell what is corrected', () => {
    const rows = given(seizureRecorded({}), corrected({ grossMg: 7 }, {})).project(activity);
    rows.row('2026-01-02/unknown/KH-12').toMatchObject({ seized: { methamphetamine: { seizures: 1, grossMg: '1000' } } });
    expect(rows.rows.size).toBe(2);
  });

  it('moves a suspect from part to part where it was added, and knows no day for one of whom that is not said', () => {
    const assessed: CaseFileEvent = {
      type: 'SuspectRoleAssessed',
      data: {
        suspectId: 'suspect-1',
        role: 'leading',
        assessment: 'final',
        reference: 'PP-1/26',
        decidedAt: '2026-03-01T00:00:00Z',
        agency: 'customs',
        before: { agency: 'police', addedAt: '2026-01-02T08:00:00.000Z', province: 'KH-12' },
      },
    };
    const rows = given(suspectAdded, assessed).project(activity);
    rows.row('2026-W01/police/KH-12').toMatchObject({ suspects: { lesser: 0, significant: 0, leading: 1, unknown: 0 } });
    expect(rows.rows.size).toBe(2);
    const { suspectId, name } = suspectAdded.data;
    expect(given({ type: 'SuspectAdded', data: { suspectId, name } }).project(activity).rows.size).toBe(0);
  });

  it('is exact beyond what a number holds', () =>
    given(seizureRecorded(), corrected({ grossMg: Number.MAX_SAFE_INTEGER }), seizureRecorded(), seizureRecorded())
      .project(activity)
      .row('2026-W01/police/KH-12')
      .toMatchObject({ seized: { methamphetamine: { seizures: 3, grossMg: String(BigInt(Number.MAX_SAFE_INTEGER) + 2000n) } } }));
});

/** What counts where, counted anew from the cases as they now stand. */
function recount(history: readonly { readonly stream: string; readonly event: CaseFileEvent }[]): ReadonlyMap<string, Tally> {
  const parts: (readonly [key: string, what: Partial<Tally>])[] = [];
  const count = (at: string | undefined, agency: string | undefined, province: string | undefined, what: Partial<Tally>): void => {
    const day = dayOf(at ?? '');
    for (const span of [day, weekOf(day).week]) parts.push([`${span}/${agency}/${province}`, what]);
  };
  const states = new Map<string, typeof caseFile.initial>();
  for (const [place, { stream, event }] of history.entries()) {
    const before = states.get(stream) ?? caseFile.initial;
    states.set(stream, caseFile.evolve(before, event));
    if (event.type === 'CaseOpened')
      count(recorded(event, place).metadata.occurredAt, event.data.agency, event.data.province, { cases: 1 });
    if (event.type === 'ArrestRecorded')
      count(event.data.arrest.arrestedAt, before.details.agency, event.data.arrest.place.province, { arrests: 1 });
  }
  const firstRecordedBy = new Map<string, string | undefined>();
  let agencies = new Map<string, string>();
  for (const { stream, event } of history) {
    if (event.type === 'CaseOpened' || event.type === 'CaseTransferred') agencies = new Map(agencies).set(stream, event.data.agency);
    if (event.type === 'SeizureRecorded') firstRecordedBy.set(`${stream}/${event.data.seizureId}`, agencies.get(stream));
  }
  for (const [stream, { seizures, suspects }] of states) {
    for (const [seizureId, { seizure: known }] of [...seizures].filter(([, { withdrawn }]) => withdrawn === undefined))
      count(known.seizedAt, firstRecordedBy.get(`${stream}/${seizureId}`), known.place.province, {
        seized: { [known.substance]: { seizures: 1, grossMg: String(known.grossMg) } },
      });
    for (const { added, role = 'unknown' } of suspects.values())
      count(added.addedAt, added.agency, added.province, { suspects: { ...nothing.suspects, [role]: 1 } });
  }
  return new Map(
    [...Map.groupBy(parts, ([key]) => key)].map(([key, group]) => [key, sumOf(group.map(([, what]) => ({ ...nothing, ...what })))]),
  );
}

const tallyOf = ({ cases, arrests, suspects, seized }: ActivityRow): Tally => ({ cases, arrests, suspects, seized });

describe('activity of random cases with corrections, reassessments and transfers', () => {
  it('is, row by row, a recount from the facts as they now stand', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(programs(60), (program) => {
        const history = recordedOf(program);
        for (const { event } of history) seen.add(event.type);
        const rows = fold(
          activity,
          history.map(({ stream, event }, place) => recorded(event as CountingEvent, place, { stream, actor: sokha })),
        );
        const counted = [...rows].map(([key, row]) => [key, tallyOf(row)] as const).filter(([, tally]) => !isNothing(tally));
        expect(new Map(counted)).toEqual(recount(history));
        const all = [...rows.values()];
        const days = sumOf(all.filter(({ from, until }) => from === until));
        expect(sumOf(all.filter(({ from, until }) => from !== until))).toEqual(days);
      }),
      { numRuns: 100 },
    );
    expect([...seen]).toEqual(expect.arrayContaining([...activity.handles, 'CaseTransferred']));
  });
});

describe('activity keeps the laws of projections: it', () =>
  projectionLaws({
    projection: activity,
    catalogue: caseFileEvents,
    histories: programs(20).map((program) => recordedOf(program) as readonly { readonly stream: string; readonly event: CountingEvent }[]),
    openStore: memoryEventStore,
    openRows: memoryReadStore,
  }));
