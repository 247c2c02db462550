import fc from 'fast-check';
import { fold, given, issued, recorded } from '#libs/event-sourcing/testing';
import { type CaseEvent } from './case-events.ts';
import { caseFile } from './case-file.ts';
import { caseStatus } from './case-status.ts';
import { seizures, type SeizureRow } from './seizures.ts';
import { caseOpened, officerAssigned, seizureCorrected, seizureRecorded, sokha, warehouse } from './testing/cast.ts';

const onTheCase = { stream: 'case-117', actor: sokha, occurredAt: '2026-03-02T09:30:00+07:00', recordedAt: '2026-03-02T03:00:00.000Z' };
const recordedOn = (events: readonly CaseEvent[]) => events.map((event, place) => recorded(event, place, onTheCase));
const many = (count: number) =>
  Array.from({ length: count }, (_, n) => seizureRecorded({ grossMg: 1_000 + n }, n % 7 === 0 ? ['entry.late'] : [], `seizure-${n}`));

describe('a seizure', () => {
  it('is a row of its own, with the case it belongs to, as now known', () => {
    const rows = given(caseOpened(), seizureRecorded(), seizureCorrected({ defects: ['entry.late'] }))
      .under(onTheCase)
      .project(seizures);
    rows.row('seizure-1').toEqual({
      seizureId: 'seizure-1',
      caseId: '117',
      recordedAt: '2026-03-02T03:00:00.000Z',
      version: 2,
      ...warehouse,
      grossMg: 999_999,
      defects: ['entry.late'],
    });
  });
});

describe('a case of two thousand seizures', () => {
  it('has a page that shows the latest hundred, counts them all, and costs no more to write than that of some hundred', () => {
    const bytes: number[] = [];
    let row = caseStatus.evolve(undefined, recorded<CaseEvent>(caseOpened(), 0, onTheCase), '117');
    for (const [place, event] of many(2_000).entries()) {
      row = caseStatus.evolve(row, recorded<CaseEvent>(event, place + 1, onTheCase), '117');
      bytes.push(JSON.stringify(row).length);
    }
    expect(row).toMatchObject({ seizureCount: 2_000, grossMg: 2_000 * 1_000 + 1_999_000, factsWith: { 'entry.late': 286 } });
    expect(row?.seizures.map(({ seizureId }) => seizureId).slice(0, 1)).toEqual(['seizure-1900']);
    expect(row?.seizures).toHaveLength(100);
    expect(bytes.at(-1)).toBeLessThan((bytes[199] ?? 0) * 1.02);
  });

  it('counts of them what their own rows say, whatever was corrected, shown on the page or not', () => {
    const correction = fc.record({
      which: fc.nat(129),
      grossMg: fc.nat(5_000),
      authorised: fc.boolean(),
      substance: fc.constantFrom('heroin', 'opium'),
    });
    fc.assert(
      fc.property(fc.array(correction, { maxLength: 25 }), (corrections) => {
        const facts: CaseEvent[] = [caseOpened(), officerAssigned(sokha)];
        let state = facts.reduce((before, event) => caseFile.evolve(before, event), caseFile.initial);
        const take = (events: readonly CaseEvent[]): void => {
          facts.push(...events);
          state = events.reduce((before, event) => caseFile.evolve(before, event), state);
        };
        take(many(130));
        for (const { which, grossMg, authorised, substance } of corrections) {
          const authorisation = authorised ? warehouse.authorisation : ({ kind: 'none', explanation: 'Pursuit' } as const);
          const data = {
            seizureId: `seizure-${which}`,
            changes: { grossMg, substance, authorisation },
            reason: 'Looked at again',
          } as const;
          take(caseFile.decide(issued({ type: 'CorrectSeizure', data }, sokha, '2026-03-02T04:00:00.000Z'), state));
        }
        const log = recordedOn(facts);
        const rows = [...fold(seizures, log as never).values()] as readonly SeizureRow[];
        const page = fold(caseStatus, log).get('117');
        expect(page).toMatchObject({
          seizureCount: 130,
          grossMg: rows.reduce((sum, { grossMg }) => sum + grossMg, 0),
          substances: [...new Set(rows.map(({ substance }) => substance))].toSorted(),
          defects: [...new Set(rows.flatMap(({ defects }) => defects))].toSorted(),
          seizures: rows.slice(-100).map(({ seizureId, version, grossMg }) => ({ seizureId, version, grossMg })),
        });
      }),
      { numRuns: 30 },
    );
  });
});
