import fc from 'fast-check';
import { memoryEventStore } from '#libs/event-store/memory';
import type { Actor } from '#libs/event-sourcing';
import { deciderLaws, given, issued, projectionLaws } from '#libs/event-sourcing/testing';
import { memoryReadStore } from '#libs/read-store/memory';
import { type CaseFileEvent, caseEvents, caseFileEvents } from './case-events.ts';
import { type CaseFileCommand, unguardedCaseFile as caseFile } from './case-file.ts';
import { outcomeOf } from './case-standing.ts';
import { caseStatus } from './case-status.ts';
import type { Defect } from './defects.ts';
import { caseOpened } from './testing/cast.ts';
import { type CourtCommand } from './court-reports.ts';
import { accusedIn, outcomeIn, stageOf, statusOf, verdictOn } from './court-standing.ts';
import { type CourtEvent, type FinalityGround, type Instance, verdictIdOf, type VerdictOutcome } from './court-events.ts';
import { noProceedings, proceed } from './court-standing.ts';

const lawyer: Actor = { id: 'legal-chan', name: 'Chan Rith', roles: ['legal-officer'] };
const NOW = '2027-01-01T00:00:00.000Z';
const court = 'court-phnom-penh';
const suspect = (suspectId: string) =>
  ({ type: 'SuspectAdded', data: { suspectId, name: { person: suspectId, sealed: 'name', v: 1 } } }) as const;
const opened = [caseOpened(), suspect('vuthy'), suspect('dara')];
const closed = { type: 'CaseClosed', data: { reason: 'Done' } } as const;

// What was reported, in the order in which it happens where nothing goes wrong.
const sent = { type: 'SendToProsecutor', data: { office: 'prosecution', reference: 'PP-1', sentAt: '2026-03-27T09:00:00+07:00' } } as const;
const charges = {
  type: 'FileCharges',
  data: {
    chargesId: 'charges-1',
    suspectIds: ['vuthy', 'dara'],
    offences: [{ article: '40' }],
    court,
    reference: 'CH-1',
    filedAt: '2026-04-10T09:00:00+07:00',
  },
} as const;
const trial = {
  type: 'OpenTrial',
  data: { trialId: 'trial-1', court, reference: 'T-1', suspectIds: ['vuthy', 'dara'], openedAt: '2026-06-01T09:00:00+07:00' },
} as const;
const PAPERS = {
  first: { court, reference: 'V-1', decidedAt: '2026-06-20T15:00:00+07:00' },
  appeal: { court: 'court-of-appeal', reference: 'VA-1', decidedAt: '2026-09-20T15:00:00+07:00' },
  supreme: { court: 'supreme-court', reference: 'VS-1', decidedAt: '2026-11-20T15:00:00+07:00' },
} as const;
const verdict = (outcome: VerdictOutcome, instance: Instance = 'first', suspectId = 'vuthy') =>
  ({ type: 'EnterVerdict', data: { suspectId, instance, outcome, ...PAPERS[instance], courtRegistered: true } }) as const;
const paper = (outcome: VerdictOutcome, instance: Instance = 'first') => {
  const { court: of, reference } = PAPERS[instance];
  return { court: of, reference, outcome };
};
const appeal = (outcome: VerdictOutcome, instance: Instance = 'first', lodgedAt = '2026-07-01T10:00:00+07:00') =>
  ({
    type: 'LodgeAppeal',
    data: {
      appealId: `appeal-${instance}-${lodgedAt}`,
      suspectId: 'vuthy',
      verdict: paper(outcome, instance),
      by: 'defence',
      reference: 'A-1',
      lodgedAt,
    },
  }) as const;
const finality = (
  outcome: VerdictOutcome,
  instance: Instance = 'first',
  {
    ground = 'appeal-period-ended',
    finalAt = '2026-07-20T10:00:00+07:00',
    suspectId = 'vuthy',
  }: { ground?: FinalityGround; finalAt?: string; suspectId?: string } = {},
) => ({ type: 'RecordFinality', data: { suspectId, verdict: paper(outcome, instance), ground, finalAt } }) as const;

/** What is recorded of these reports, given one after the other. */
function history(...commands: readonly CaseFileCommand[]): readonly CaseFileEvent[] {
  const events: CaseFileEvent[] = [...opened];
  let state = events.reduce((before, event) => caseFile.evolve(before, event), caseFile.initial);
  for (const command of commands)
    for (const event of caseFile.decide(issued(command, lawyer, NOW), state)) {
      events.push(event);
      state = caseFile.evolve(state, event);
    }
  return events;
}
const stateAfter = (...commands: readonly CaseFileCommand[]) =>
  history(...commands).reduce((before, event) => caseFile.evolve(before, event), caseFile.initial);
/** The defects of the last thing recorded. */
function defectsOfLast(...commands: readonly CaseFileCommand[]): readonly Defect[] {
  const last = history(...commands).at(-1);
  return last !== undefined && 'defects' in last.data ? last.data.defects : [];
}
const rowAfter = (...commands: readonly CaseFileCommand[]) =>
  given(...history(...commands))
    .under({ stream: 'case-117' })
    .project(caseStatus)
    .row('117');

describe('a case before prosecutor and court', () => {
  it('comes as far as what was reported of it says, and is closed while it is closed', () => {
    rowAfter().toMatchObject({ status: 'open' });
    rowAfter(sent).toMatchObject({ status: 'with_prosecutor' });
    rowAfter(sent, charges).toMatchObject({ status: 'charged', suspects: [{ stage: 'charged' }, { stage: 'charged' }] });
    rowAfter(sent, charges, trial).toMatchObject({ status: 'on_trial' });
    const both = [sent, charges, trial, verdict('convicted'), verdict('acquitted', 'first', 'dara')];
    rowAfter(...both).toMatchObject({ status: 'judged' });
    rowAfter(...both, appeal('convicted')).toMatchObject({ status: 'on_appeal' });
    const oneFinal = [...both, finality('convicted')];
    rowAfter(...oneFinal).toMatchObject({ status: 'judged', suspects: [{ stage: 'final' }, { stage: 'judged' }] });
    const allFinal = [...oneFinal, finality('acquitted', 'first', { suspectId: 'dara' })];
    rowAfter(...allFinal).toMatchObject({ status: 'final', defects: ['verdict.one-hand'] });
    rowAfter(...allFinal, { type: 'CloseCase', data: { reason: 'Done' } }).toMatchObject({ status: 'closed', closed: true });
  });

  it('goes at the pace of the slowest of the accused, and waits for nobody who was not charged', () => {
    const alone = { ...charges, data: { ...charges.data, suspectIds: ['vuthy'] } };
    rowAfter(sent, alone, trial, verdict('convicted'), finality('convicted')).toMatchObject({ status: 'on_trial' });
    const only = { ...trial, data: { ...trial.data, suspectIds: ['vuthy'] } };
    rowAfter(sent, alone, only, verdict('convicted'), finality('convicted')).toMatchObject({
      status: 'final',
      suspects: [{ outcome: 'convicted' }, { outcome: 'pending', stage: 'not_charged' }],
    });
  });

  it('takes every report once', () => {
    const all: readonly CourtCommand[] = [sent, charges, trial, verdict('convicted'), appeal('convicted')];
    const twice = all.flatMap((command) => [command, command]);
    expect(history(...twice, finality('convicted'), finality('convicted'))).toEqual(history(...all, finality('convicted')));
  });

  it('has charges reclassified: the latest decision stands, whichever is entered last', () => {
    const decided = (article: string, decidedAt: string) =>
      ({
        type: 'ReclassifyCharges',
        data: { chargesId: 'charges-1', offences: [{ article }], reference: `R-${article}`, decidedAt, reason: 'Organised group' },
      }) as const;
    const later = decided('42', '2026-05-20T09:00:00+07:00');
    const earlier = decided('41', '2026-05-04T09:00:00+07:00');
    for (const order of [
      [later, earlier],
      [earlier, later],
    ])
      rowAfter(sent, charges, ...order).toMatchObject({ proceedings: { charges: [{ offences: [{ article: '42' }] }] } });
    given(...opened)
      .when(caseFile, earlier, lawyer, NOW)
      .thenRefused('charges.unknown', { chargesId: 'charges-1' });
  });

  it('is told of nothing before it happens, and of nobody who is no suspect of it', () => {
    const early = '2026-03-01T00:00:00.000Z';
    const refusals = {
      dispatch: sent,
      charges,
      trial,
      verdict: verdict('convicted'),
      appeal: appeal('convicted'),
      finality: finality('convicted'),
    };
    for (const [what, command] of Object.entries(refusals))
      given(...opened)
        .when(caseFile, command, lawyer, early)
        .thenRefused(`${what}.in-future`);
    for (const command of [charges, trial, verdict('convicted'), appeal('convicted'), finality('convicted')])
      given(caseOpened()).when(caseFile, command, lawyer, NOW).thenRefused('suspect.unknown');
  });
});

describe('a report that is late, out of order or contradicts another', () => {
  it('is recorded with what is irregular about it', () => {
    expect(defectsOfLast(charges)).toEqual(['charges.not-sent']);
    expect(defectsOfLast(trial)).toEqual(['trial.not-charged']);
    expect(defectsOfLast(verdict('convicted'))).toEqual(['verdict.not-charged', 'verdict.no-trial']);
    expect(defectsOfLast(sent, charges, verdict('convicted'))).toEqual(['verdict.no-trial']);
    expect(defectsOfLast(sent, charges, trial, verdict('convicted'))).toEqual([]);
    expect(defectsOfLast(charges, trial, verdict('convicted'), verdict('acquitted', 'appeal'))).toEqual(['verdict.no-appeal']);
    expect(defectsOfLast(charges, trial, verdict('convicted'), appeal('convicted'), verdict('acquitted', 'appeal'))).toEqual([]);
    expect(defectsOfLast(appeal('convicted'))).toEqual(['appeal.no-verdict']);
    expect(defectsOfLast(finality('convicted'))).toEqual(['finality.no-verdict']);
  });

  it('keeps its defect when what was missing is reported after it', () => {
    rowAfter(verdict('convicted'), trial).toMatchObject({
      defects: ['trial.not-charged', 'verdict.no-trial', 'verdict.not-charged'],
      status: 'on_trial',
    });
  });

  it('on a closed case is recorded as that', () => {
    given(...opened, closed)
      .when(caseFile, sent, lawyer, NOW)
      .then({ type: 'CaseSentToProsecutor', data: { ...sent.data, defects: ['case.closed'] } });
  });

  it('of the same instance to another effect contradicts the first; the later decision stands, and of two at one moment the acquittal', () => {
    const other = { ...verdict('acquitted'), data: { ...verdict('acquitted').data, reference: 'V-2' } };
    expect(defectsOfLast(charges, trial, verdict('convicted'), other)).toEqual(['verdict.contradicts']);
    rowAfter(trial, verdict('convicted'), other).toMatchObject({ suspects: [{ verdict: { outcome: 'acquitted', final: false } }, {}] });
    const later = { ...verdict('convicted'), data: { ...verdict('convicted').data, decidedAt: '2026-06-21T15:00:00+07:00' } };
    rowAfter(trial, later, other).toMatchObject({ suspects: [{ verdict: { outcome: 'convicted' } }, {}] });
    expect(defectsOfLast(charges, trial, verdict('convicted'), later)).toEqual(['verdict.contradicts']);
  });
});

describe('what came of a suspect', () => {
  const convicted = [sent, charges, trial, verdict('convicted')];
  const outcomeAfter = (...commands: readonly CaseFileCommand[]) => outcomeOf(stateAfter(...commands), 'vuthy');

  it('is pending until a verdict is final, whatever the latest one says', () => {
    expect(outcomeAfter(...convicted)).toBe('pending');
    rowAfter(...convicted).toMatchObject({
      suspects: [{ outcome: 'pending', verdict: { outcome: 'convicted', instance: 'first', final: false } }, { outcome: 'pending' }],
    });
    expect(outcomeAfter(...convicted, finality('convicted'))).toBe('convicted');
  });

  it('is an acquittal where the first instance convicted and the higher one acquitted', () => {
    const appealed = [...convicted, appeal('convicted'), verdict('acquitted', 'appeal')];
    rowAfter(...appealed).toMatchObject({ suspects: [{ outcome: 'pending', verdict: { outcome: 'acquitted', instance: 'appeal' } }, {}] });
    const late = { finalAt: '2026-10-20T10:00:00+07:00' };
    expect(outcomeAfter(...appealed, finality('acquitted', 'appeal', late))).toBe('acquitted');
    // Somebody takes the wrong paper: on record, and nothing rests on it.
    expect(defectsOfLast(...appealed, finality('convicted'))).toEqual(['finality.overturned']);
    expect(outcomeAfter(...appealed, finality('convicted'))).toBe('pending');
    expect(outcomeAfter(...appealed, finality('convicted'), finality('acquitted', 'appeal', late))).toBe('acquitted');
  });

  it('does not rest on finality while an appeal stands open, until it is said what became of the appeal', () => {
    const appealed = [...convicted, appeal('convicted')];
    expect(defectsOfLast(...appealed, finality('convicted'))).toEqual(['finality.appeal-open']);
    expect(outcomeAfter(...appealed, finality('convicted'))).toBe('pending');
    rowAfter(...appealed, finality('convicted')).toMatchObject({ proceedings: { verdicts: [{ finality: { counts: false } }] } });
    const withdrawn = finality('convicted', 'first', { ground: 'appeal-withdrawn' });
    expect(defectsOfLast(...appealed, withdrawn)).toEqual([]);
    expect(outcomeAfter(...appealed, withdrawn)).toBe('convicted');
    expect(outcomeAfter(...appealed, finality('convicted'), withdrawn)).toBe('convicted');
  });

  it('is not undone by an appeal that is reported after finality; another verdict that becomes final does it', () => {
    const appealed = [...convicted, finality('convicted'), appeal('convicted')];
    expect(defectsOfLast(...appealed)).toEqual(['appeal.after-finality']);
    expect(outcomeAfter(...appealed)).toBe('convicted');
    const reviewed = [...appealed, verdict('acquitted', 'appeal')];
    expect(defectsOfLast(...reviewed)).toEqual(['verdict.after-finality']);
    expect(outcomeAfter(...reviewed)).toBe('convicted');
    const final = [...reviewed, finality('acquitted', 'appeal', { finalAt: '2026-10-20T10:00:00+07:00' })];
    expect(defectsOfLast(...final)).toEqual(['finality.second']);
    expect(outcomeAfter(...final)).toBe('acquitted');
    // And a date of the old one that is corrected afterwards does not bring it back.
    expect(outcomeAfter(...final, finality('convicted', 'first', { finalAt: '2026-07-21T10:00:00+07:00' }))).toBe('acquitted');
  });

  it('is what the highest instance says, however late a lower one decided, and what became final last', () => {
    const late = { ...verdict('convicted'), data: { ...verdict('convicted').data, decidedAt: '2026-12-01T10:00:00+07:00' } };
    rowAfter(trial, late, verdict('acquitted', 'appeal')).toMatchObject({ suspects: [{ verdict: { instance: 'appeal' } }, {}] });
    const acquitted = [trial, verdict('acquitted'), finality('acquitted'), appeal('acquitted'), verdict('convicted', 'appeal')];
    expect(outcomeAfter(...acquitted, finality('convicted', 'appeal', { finalAt: '2026-10-20T10:00:00+07:00' }))).toBe('convicted');
  });

  it('is kept where its finality is reported again: against a higher instance it stays as it was, with what is irregular about that', () => {
    const again = finality('convicted', 'first', { finalAt: '2026-07-21T10:00:00+07:00' });
    const overturned = stateAfter(...convicted, finality('convicted'), verdict('acquitted', 'appeal'), again);
    expect(outcomeOf(overturned, 'vuthy')).toBe('convicted');
    expect(overturned.proceedings.verdicts).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          finality: expect.objectContaining({ counts: true, finalAt: finality('convicted').data.finalAt }) as unknown,
        }),
      ]),
    );
    rowAfter(...convicted, finality('convicted'), verdict('acquitted', 'appeal'), again).toMatchObject({
      defects: ['finality.overturned', 'verdict.after-finality', 'verdict.no-appeal', 'verdict.one-hand'],
    });
    // The appeal that was withdrawn is no open one any more.
    const withdrawn = finality('convicted', 'first', { ground: 'appeal-withdrawn' });
    expect(defectsOfLast(...convicted, appeal('convicted'), withdrawn, again)).toEqual([]);
  });

  it('is known from a report of finality alone, and the verdict that is entered later is the same one', () => {
    const state = stateAfter(finality('convicted'), trial, verdict('convicted'));
    expect(outcomeOf(state, 'vuthy')).toBe('convicted');
    expect(state.proceedings.verdicts).toMatchObject([{ instance: 'first', finality: { counts: true, defects: ['finality.no-verdict'] } }]);
  });

  it('is nothing of another suspect of the case', () => {
    expect(outcomeOf(stateAfter(...convicted, finality('convicted')), 'dara')).toBe('pending');
  });
});

describe('the standing of suspects', () => {
  const suspectId = fc.constantFrom('vuthy', 'dara');
  const instance = fc.constantFrom<Instance>('first', 'appeal', 'supreme');
  const outcome = fc.constantFrom<VerdictOutcome>('convicted', 'acquitted');
  const instant = fc.constantFrom(
    '2026-06-20T15:00:00+07:00',
    '2026-06-20T08:00:00Z',
    '2026-09-20T15:00:00+07:00',
    '2026-11-20T15:00:00+07:00',
  );
  const reference = fc.constantFrom('1', '2', '3', '4');
  const onPaper = fc.record({ suspectId, court: fc.constant(court), reference, outcome });
  const report: fc.Arbitrary<CourtEvent> = fc.oneof(
    onPaper.chain((data) =>
      fc.record({ instance, decidedAt: instant }).map((more) => ({
        type: 'VerdictEntered' as const,
        data: { verdictId: verdictIdOf(data), ...data, ...more, defects: [] },
      })),
    ),
    onPaper.chain(({ suspectId: of, outcome: effect, ...on }) =>
      fc.record({ appealId: fc.uuid(), lodgedAt: instant }).map((more) => ({
        type: 'AppealLodged' as const,
        data: {
          verdictId: verdictIdOf({ suspectId: of, outcome: effect, ...on }),
          suspectId: of,
          outcome: effect,
          verdict: on,
          by: 'defence' as const,
          reference: 'A',
          ...more,
          defects: [],
        },
      })),
    ),
    onPaper.chain(({ suspectId: of, outcome: effect, ...on }) =>
      instant.map((finalAt) => ({
        type: 'VerdictBecameFinal' as const,
        data: {
          verdictId: verdictIdOf({ suspectId: of, outcome: effect, ...on }),
          suspectId: of,
          outcome: effect,
          verdict: on,
          ground: 'last-instance' as const,
          finalAt,
          defects: [],
        },
      })),
    ),
  );
  const keyOf = ({ type, data }: CourtEvent): string =>
    type === 'AppealLodged' ? data.appealId : `${type} ${'verdictId' in data ? data.verdictId : ''}`;
  const reports = fc.uniqueArray(report, { selector: keyOf, maxLength: 12 });
  const foldOf = (events: readonly CourtEvent[]) => events.reduce(proceed, noProceedings);

  it('follows from what the papers say, not from the order in which they came', () => {
    const orders = reports.chain((events) =>
      fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length })),
    );
    fc.assert(
      fc.property(orders, ([events, shuffled]) => {
        const [one, other] = [foldOf(events), foldOf(shuffled)];
        for (const who of ['vuthy', 'dara']) {
          expect(verdictOn(other, who)).toEqual(verdictOn(one, who));
          expect(stageOf(other, who)).toBe(stageOf(one, who));
        }
        expect(statusOf(other, false)).toBe(statusOf(one, false));
      }),
    );
  });

  it('is an outcome exactly where a verdict is final, and the case is final exactly when that is so for all accused', () => {
    fc.assert(
      fc.property(reports, (events) => {
        const proceedings = foldOf(events);
        const accused = accusedIn(proceedings);
        for (const who of ['vuthy', 'dara']) {
          expect(outcomeIn(proceedings, who) !== 'pending').toBe(stageOf(proceedings, who) === 'final');
          expect(accused.includes(who)).toBe(stageOf(proceedings, who) !== 'not_charged');
        }
        const allFinal = accused.length > 0 && accused.every((who) => outcomeIn(proceedings, who) !== 'pending');
        expect(statusOf(proceedings, false) === 'final').toBe(allFinal);
      }),
    );
  });

  const commands: fc.Arbitrary<CourtCommand> = fc.oneof(
    fc.constantFrom<CourtCommand>(sent, charges, trial),
    fc.record({ instance, decidedAt: instant, ...{ suspectId, court: fc.constant(court), reference, outcome } }).map((data) => ({
      type: 'EnterVerdict' as const,
      data,
    })),
    fc
      .record({ appealId: reference, suspectId, verdict: fc.record({ court: fc.constant(court), reference, outcome }), lodgedAt: instant })
      .map((data) => ({ type: 'LodgeAppeal' as const, data: { ...data, by: 'prosecution' as const, reference: 'A' } })),
    fc
      .record({
        suspectId,
        verdict: fc.record({ court: fc.constant(court), reference, outcome }),
        ground: fc.constantFrom<FinalityGround>('appeal-period-ended', 'appeal-dismissed', 'appeal-withdrawn', 'last-instance'),
        finalAt: instant,
      })
      .map((data) => ({ type: 'RecordFinality' as const, data })),
  );

  it('takes every report there can be, and once there is an outcome there always is one', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 30 }), (program) => {
        let state = stateAfter();
        let known = false;
        for (const command of program) {
          // Throws if it is refused.
          for (const event of caseFile.decide(issued(command, lawyer, NOW), state)) state = caseFile.evolve(state, event);
          const pending = outcomeOf(state, 'vuthy') === 'pending';
          expect(known && pending).toBe(false);
          known = !pending;
        }
      }),
    );
  });

  describe('keeps the laws of deciders:', () => {
    const open: CaseFileCommand = { type: 'OpenCase', data: caseOpened().data };
    const add = (id: string): CaseFileCommand => ({ type: 'AddSuspect', data: suspect(id).data });
    const inThePast = commands.map(
      (command) => JSON.parse(JSON.stringify(command).replaceAll(/"2026-(0[3-9]|1[01])-/g, '"2025-$1-')) as CourtCommand,
    );
    const ofPaper = { suspectId: 'vuthy', verdictId: verdictIdOf({ suspectId: 'vuthy', court, reference: '1', outcome: 'convicted' }) };
    const [decidedAt, reason] = ['2025-06-21T15:00:00+07:00', 'Misread'];
    const instead = { suspectId: 'vuthy', instance: 'first', outcome: 'acquitted', court, reference: '2', decidedAt } as const;
    const end = { chargesId: 'charges-1', suspectIds: ['vuthy'], reference: 'E', decidedAt, reason };
    const corrections = fc.constantFrom<CourtCommand>(
      { type: 'WithdrawVerdict', data: { ...ofPaper, reason } },
      { type: 'WithdrawFinality', data: { ...ofPaper, reason } },
      { type: 'WithdrawCharges', data: { chargesId: 'charges-1', reason } },
      { type: 'WithdrawTrial', data: { trialId: 'trial-1', reason } },
      { type: 'AttestVerdict', data: { ...ofPaper, basis: 'The copy of the registry' } },
      { type: 'CorrectVerdict', data: { ...instead, corrects: ofPaper.verdictId, reason } },
      { type: 'WithdrawChargesEnd', data: { chargesId: 'charges-1', endId: 'dropped', reason } },
      { type: 'AttestChargesEnd', data: { chargesId: 'charges-1', endId: 'dropped', basis: 'The letter of the prosecution' } },
      { type: 'DropCharges', data: { ...end, endId: 'dropped', office: 'prosecution' } },
      { type: 'DismissCharges', data: { ...end, endId: 'dismissed', court } },
    );
    deciderLaws({
      decider: caseFile,
      catalogue: caseFileEvents,
      commands: fc.oneof(fc.constantFrom(open, add('vuthy'), add('dara')), { weight: 3, arbitrary: inThePast }, corrections),
      openStore: memoryEventStore,
      by: lawyer,
    });
  });

  describe('keeps, on the page of a case, the laws of projections: it', () => {
    const beginning = opened.map((event) => ({ stream: 'case-1', event }));
    const histories = fc
      .array(report, { maxLength: 20 })
      .map((events) => [...beginning, ...events.map((event) => ({ stream: 'case-1', event }))]);
    projectionLaws({
      projection: caseStatus,
      catalogue: caseEvents,
      histories,
      openStore: memoryEventStore,
      openRows: memoryReadStore,
    });
  });
});
