import fc from 'fast-check';
import { memoryEventStore } from '#libs/event-store/memory';
import { given, projectionLaws } from '#libs/event-sourcing/testing';
import { memoryReadStore } from '#libs/read-store/memory';
import { type CaseEvent, caseEvents } from './case-events.ts';
import { caseStatus } from './case-status.ts';
import { caseTimeline } from './case-timeline.ts';
import { adopted, caseOpened, dara, officerAssigned, seizureCorrected, seizureRecorded, setAside, sokha, stated } from './testing/cast.ts';

const onTheCase = { stream: 'case-117', actor: sokha, occurredAt: '2026-03-02T09:30:00+07:00', recordedAt: '2026-03-02T03:00:00.000Z' };
const corrected = seizureCorrected({ defects: ['entry.late'], reason: 'Crate' });

describe('case status', () => {
  it('shows a case from the moment it is opened', () =>
    given(caseOpened()).under(onTheCase).project(caseStatus).row('117').toMatchObject({
      caseId: '117',
      reference: 'PP-2026-0117',
      status: 'open',
      openedAt: '2026-03-02T02:30:00.000Z',
      updatedAt: '2026-03-02T03:00:00.000Z',
      revision: 0,
      grossMg: 0,
    }));

  it('shows the officers who are on it now', () => {
    const rows = given(caseOpened(), officerAssigned(sokha, 'member'), officerAssigned(dara, 'lead'), officerAssigned(sokha, 'lead'), {
      type: 'OfficerUnassigned',
      data: { officerId: dara.id, reason: 'Transferred' },
    })
      .under(onTheCase)
      .project(caseStatus);
    rows.row('117').toMatchObject({ officers: [{ officerId: sokha.id, role: 'lead' }], officerIds: [sokha.id], revision: 4 });
  });

  it('shows the latest hundred suspects, and counts them all', () => {
    const added = Array.from(
      { length: 130 },
      (_, place) => ({ type: 'SuspectAdded', data: { suspectId: `suspect-${place}`, name: 'Sealed' } }) as const,
    );
    const rows = given(caseOpened(), ...(added as unknown as readonly CaseEvent[]))
      .under(onTheCase)
      .project(caseStatus);
    const shown = rows.rows.get('117');
    expect(shown).toMatchObject({ suspectCount: 130 });
    expect(shown?.suspects.map(({ suspectId }) => suspectId)).toEqual(Array.from({ length: 100 }, (_, place) => `suspect-${place + 30}`));
    // Of one who is on the timeline alone, what follows changes nothing here.
    const erased = { type: 'SuspectErased', data: { suspectId: 'suspect-0' } } as const;
    given(caseOpened(), ...(added as unknown as readonly CaseEvent[]), erased)
      .under(onTheCase)
      .project(caseStatus)
      .row('117')
      .toMatchObject({ suspectCount: 130, suspects: shown?.suspects });
  });

  it('adds up what was seized, as corrected', () =>
    given(caseOpened(), seizureRecorded(), seizureRecorded({ substance: 'heroin', grossMg: 5 }, [], 'seizure-2'), corrected)
      .under(onTheCase)
      .project(caseStatus)
      .row('117')
      .toMatchObject({
        grossMg: 1_000_004,
        substances: ['heroin', 'methamphetamine'],
        defects: ['entry.late'],
        seizures: [
          { seizureId: 'seizure-1', version: 2, grossMg: 999_999 },
          { seizureId: 'seizure-2', version: 1 },
        ],
      }));

  it('adds up to the most that can be said where the masses are too large to add, and goes on', () =>
    given(
      caseOpened(),
      seizureRecorded({ grossMg: Number.MAX_SAFE_INTEGER }),
      seizureRecorded({ grossMg: Number.MAX_SAFE_INTEGER }, [], 'seizure-2'),
    )
      .under(onTheCase)
      .project(caseStatus)
      .row('117')
      .toMatchObject({ grossMg: Number.MAX_SAFE_INTEGER, revision: 2 }));

  it('shows what others state of it while it waits, and counts it among nothing else', () => {
    const file = [caseOpened(), officerAssigned(sokha), seizureRecorded()];
    const waiting = given(...file, stated)
      .under(onTheCase)
      .project(caseStatus);
    const filed = { statementId: 'statement-1', stated: 'CorrectSeizure', filedBy: 'officer-veasna', filedAt: '2026-03-02T03:00:00.000Z' };
    waiting.row('117').toMatchObject({ statements: [filed], openStatements: 1, defects: [], grossMg: 1_000_000, revision: 3 });
    for (const end of [adopted(), setAside])
      given(...file, stated, end)
        .under(onTheCase)
        .project(caseStatus)
        .row('117')
        .toMatchObject({ statements: [], openStatements: 0, defects: [], revision: 4 });
  });

  it('stays a page to read however much somebody files', () => {
    const filed = Array.from({ length: 150 }, (_, n) => ({ ...stated, data: { ...stated.data, statementId: `statement-${n}` } }));
    const page = given(caseOpened(), ...filed)
      .under(onTheCase)
      .project(caseStatus);
    page.row('117').toMatchObject({ openStatements: 150 });
    expect(page.rows.get('117')?.statements).toHaveLength(100);
  });

  it('shows a closed case as closed and a reopened one as open', () => {
    const closed = given(caseOpened(), { type: 'CaseClosed', data: { reason: 'Done' } }).under(onTheCase);
    closed.project(caseStatus).row('117').toMatchObject({ status: 'closed' });
    closed
      .and({ type: 'CaseReopened', data: { reason: 'A witness' } })
      .under(onTheCase)
      .project(caseStatus)
      .row('117')
      .toMatchObject({ status: 'open' });
  });
});

describe('case timeline', () => {
  it('keeps what was corrected beside the correction, in order', () => {
    const lines = given(caseOpened(), seizureRecorded(), corrected).under(onTheCase).toldBy(caseTimeline);
    lines.row('117/1').toMatchObject({ type: 'SeizureRecorded', data: { seizure: { grossMg: 1_000_000 } }, actor: sokha });
    lines.row('117/2').toMatchObject({ type: 'SeizureCorrected', data: { corrects: 1, seizure: { grossMg: 999_999 } } });
  });

  it('marks what was entered more than a day after it happened', () => {
    given(caseOpened())
      .under({ ...onTheCase, recordedAt: '2026-03-04T03:00:00.000Z' })
      .toldBy(caseTimeline)
      .row('117/0')
      .toMatchObject({ late: true, occurredAt: '2026-03-02T09:30:00+07:00', happenedAt: '2026-03-02T02:30:00.000Z' });
    given(caseOpened()).under(onTheCase).toldBy(caseTimeline).row('117/0').toMatchObject({ late: false });
  });
});

const onACase: fc.Arbitrary<CaseEvent> = fc.constantFrom<CaseEvent>(
  stated,
  adopted(),
  setAside,
  officerAssigned(sokha),
  officerAssigned(dara, 'member'),
  { type: 'OfficerUnassigned', data: { officerId: sokha.id, reason: 'Transferred' } },
  seizureRecorded(),
  seizureRecorded({ substance: 'heroin', grossMg: 7 }, ['search.no-authorisation'], 'seizure-2'),
  seizureRecorded({ grossMg: Number.MAX_SAFE_INTEGER }, [], 'seizure-3'),
  corrected,
  { type: 'CaseDetailsUpdated', data: { province: 'KH-2' } },
  { type: 'CaseClosed', data: { reason: 'Done' } },
  { type: 'CaseReopened', data: { reason: 'A witness' } },
);
const histories = fc
  .array(fc.record({ stream: fc.constantFrom('case-1', 'case-2', 'case-3'), event: onACase }), { maxLength: 40 })
  .map((rest) => [...['case-1', 'case-2', 'case-3'].map((stream) => ({ stream, event: caseOpened() })), ...rest]);

describe('case status keeps the laws of projections: it', () =>
  projectionLaws({ projection: caseStatus, catalogue: caseEvents, histories, openStore: memoryEventStore, openRows: memoryReadStore }));
