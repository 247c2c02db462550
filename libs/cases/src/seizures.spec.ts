import fc from 'fast-check';
import type { Actor } from '#libs/event-sourcing';
import { fold, given, issued, recorded } from '#libs/event-sourcing/testing';
import { type CaseEvent } from './case-events.ts';
import { caseFile, type CaseFileCommand } from './case-file.ts';
import { caseStatus } from './case-status.ts';
import { seizures, type SeizureRow } from './seizures.ts';
import { caseOpened, head, officerAssigned, seizureCorrected, seizureRecorded, sokha, warehouse } from './testing/cast.ts';

const onTheCase = { stream: 'case-117', actor: sokha, occurredAt: '2026-03-02T09:30:00+07:00', recordedAt: '2026-03-02T03:00:00.000Z' };
const now = '2026-03-02T04:00:00.000Z';
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

describe('a seizure that was recorded twice', () => {
  const withdraw = (seizureId = 'seizure-2', duplicateOf = 'seizure-1'): CaseFileCommand => ({
    type: 'WithdrawSeizure',
    data: { seizureId, duplicateOf, reason: 'The patrol and the desk both recorded it' },
  });
  const byTwo = (second: Actor) => ({ said: { confirmedBy: second } });
  const twice = [caseOpened(), officerAssigned(sokha), seizureRecorded(), seizureRecorded({ grossMg: 7 }, ['entry.late'], 'seizure-2')];
  const withdrawn: CaseEvent = {
    type: 'SeizureWithdrawn',
    data: {
      seizureId: 'seizure-2',
      duplicateOf: 'seizure-1',
      reason: 'The patrol and the desk both recorded it',
      seizure: { ...warehouse, grossMg: 7 },
      defects: ['entry.late'],
      agency: 'police',
    },
  };

  it('is withdrawn by two, one of them the head of the case or integrity, once', () => {
    const integrity: Actor = { id: 'officer-chenda', roles: ['integrity-officer'] };
    for (const second of [head, integrity])
      given(...twice)
        .when(caseFile, withdraw(), sokha, now, byTwo(second))
        .then(withdrawn);
    given(...twice)
      .when(caseFile, withdraw(), sokha, now, byTwo({ ...head, unit: 'unit-kandal-2' }))
      .thenRefused('case.no-head');
    given(...twice, withdrawn)
      .when(caseFile, withdraw(), sokha, now, byTwo(head))
      .thenNothing();
  });

  it('stays on record and counts in nothing', () => {
    const on = given(...twice, withdrawn).under(onTheCase);
    on.project(seizures).row('seizure-2').toMatchObject({ grossMg: 7, duplicateOf: 'seizure-1' });
    on.project(caseStatus)
      .row('117')
      .toMatchObject({ grossMg: 1_000_000, grossMgExactly: '1000000', seizuresOf: { methamphetamine: 1 }, defects: [], seizureCount: 2 });
  });

  it('is corrected no more, and stands for no other one', () => {
    const correct: CaseFileCommand = {
      type: 'CorrectSeizure',
      data: { seizureId: 'seizure-2', changes: { grossMg: 9 }, reason: 'A crate' },
    };
    given(...twice, withdrawn)
      .when(caseFile, correct, sokha, now)
      .thenRefused('seizure.withdrawn', { duplicateOf: 'seizure-1' });
    const refused = (command: CaseFileCommand, code: string) =>
      given(...twice, withdrawn)
        .when(caseFile, command, sokha, now, byTwo(head))
        .thenRefused(code);
    refused(withdraw('seizure-1', 'seizure-2'), 'seizure.withdrawn');
    refused(withdraw('seizure-1', 'seizure-1'), 'seizure.duplicate-of-itself');
    refused(withdraw('seizure-1', 'seizure-9'), 'seizure.unknown');
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
