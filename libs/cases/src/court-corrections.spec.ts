import type { Actor } from '#libs/event-sourcing';
import { given, issued } from '#libs/event-sourcing/testing';
import type { CaseFileEvent } from './case-events.ts';
import { type CaseFileCommand, unguardedCaseFile as caseFile } from './case-file.ts';
import { outcomeOf } from './case-standing.ts';
import { caseStatus } from './case-status.ts';
import { type Instance, verdictIdOf, type VerdictOutcome } from './court-events.ts';
import { irregularIn, letGoByTwoIn } from './court-standing.ts';
import { caseOpened, seizureRecorded } from './testing/cast.ts';

// Chan Rith is the legal officer of the case, Bopha Sok another one.
const chan: Actor = { id: 'legal-chan', name: 'Chan Rith', roles: ['legal-officer'] };
const bopha: Actor = { id: 'legal-bopha', name: 'Bopha Sok', roles: ['legal-officer'] };
const NOW = '2027-01-01T00:00:00.000Z';
const court = 'court-phnom-penh';
const suspect = (suspectId: string) =>
  ({ type: 'SuspectAdded', data: { suspectId, name: { person: suspectId, sealed: 'name', v: 1 } } }) as const;
const opened: readonly CaseFileEvent[] = [caseOpened(), seizureRecorded(), suspect('vuthy'), suspect('dara')];

const charges = (chargesId = 'charges-1', suspectIds: readonly string[] = ['vuthy', 'dara'], filedAt = '2026-04-10T09:00:00+07:00') =>
  ({ type: 'FileCharges', data: { chargesId, suspectIds, offences: [{ article: '40' }], court, reference: 'CH-1', filedAt } }) as const;
const trial = {
  type: 'OpenTrial',
  data: { trialId: 'trial-1', court, reference: 'T-1', suspectIds: ['vuthy', 'dara'], openedAt: '2026-06-01T09:00:00+07:00' },
} as const;
const entered = {
  suspectId: 'vuthy',
  instance: 'first' as Instance,
  outcome: 'acquitted' as VerdictOutcome,
  court,
  reference: 'V-1',
  decidedAt: '2026-06-20T15:00:00+07:00',
  courtRegistered: true,
};
const verdict = (changes: Partial<typeof entered> = {}) => ({ type: 'EnterVerdict', data: { ...entered, ...changes } }) as const;
const paperOf = ({ outcome, court: of, reference }: typeof entered) => ({ court: of, reference, outcome });
const finality = (changes: Partial<typeof entered> = {}) =>
  ({
    type: 'RecordFinality',
    data: {
      suspectId: 'vuthy',
      verdict: paperOf({ ...entered, ...changes }),
      ground: 'appeal-period-ended',
      finalAt: '2026-07-20T10:00:00+07:00',
    },
  }) as const;
const verdictId = verdictIdOf(entered);
const withdraw = { type: 'WithdrawVerdict', data: { suspectId: 'vuthy', verdictId, reason: 'Of another man of that name' } } as const;
const withdrawFinality = { type: 'WithdrawFinality', data: { suspectId: 'vuthy', verdictId, reason: 'An appeal was lodged' } } as const;
const correct = (changes: Partial<typeof entered>) =>
  ({ type: 'CorrectVerdict', data: { ...entered, ...changes, corrects: verdictId, reason: 'Misread' } }) as const;
const ending = (suspectIds: readonly string[], decidedAt = '2026-05-20T09:00:00+07:00', chargesId = 'charges-1') => ({
  endId: `end-${chargesId}-${suspectIds.join('-')}`,
  chargesId,
  suspectIds,
  reference: 'E-1',
  decidedAt,
  reason: 'The witness took it back',
});
const drop = (...of: Parameters<typeof ending>) =>
  ({ type: 'DropCharges', data: { ...ending(...of), office: 'prosecution-phnom-penh' } }) as const;
const dismiss = (...of: Parameters<typeof ending>) => ({ type: 'DismissCharges', data: { ...ending(...of), court } }) as const;

/** By Chan where nobody else is named, and finality by Bopha: what follows from a verdict rests on two of the law. */
type Reports = readonly (CaseFileCommand | readonly [Actor, CaseFileCommand])[];

/** What is recorded of these reports. */
function history(...reports: Reports): readonly CaseFileEvent[] {
  const events: CaseFileEvent[] = [...opened];
  let state = events.reduce((before, event) => caseFile.evolve(before, event), caseFile.initial);
  for (const report of reports) {
    const [by, command] = 'type' in report ? [report.type === 'RecordFinality' ? bopha : chan, report] : report;
    const twice = command.type === 'CorrectVerdict' ? { said: { confirmedBy: chan } } : {};
    for (const event of caseFile.decide(issued(command, by, NOW, twice), state)) {
      events.push(event);
      state = caseFile.evolve(state, event);
    }
  }
  return events;
}
const stateAfter = (...reports: Reports) => history(...reports).reduce((before, event) => caseFile.evolve(before, event), caseFile.initial);
const outcomeAfter = (...reports: Reports) => outcomeOf(stateAfter(...reports), 'vuthy');
const irregularAfter = (...reports: Reports) => irregularIn(stateAfter(...reports).proceedings, 'vuthy');
const rowAfter = (...reports: Reports) =>
  given(...history(...reports))
    .under({ stream: 'case-117' })
    .project(caseStatus)
    .row('117');
const tried: Reports = [charges(), trial];

describe('a verdict counts', () => {
  it('when the suspect was charged and tried before it, by a court of the register, after the seizure', () => {
    expect(irregularAfter(...tried, verdict(), finality())).toEqual([]);
    expect(irregularAfter(verdict(), finality())).toEqual(['verdict.not-charged', 'verdict.no-trial']);
    expect(irregularAfter(...tried, verdict({ courtRegistered: false }), finality())).toEqual(['verdict.court-unknown']);
    const early = verdict({ decidedAt: '2026-02-01T09:00:00+07:00' });
    expect(irregularAfter(...tried, early, finality())).toContain('verdict.before-seizure');
    // Naming the supreme court makes no trial of it.
    expect(irregularAfter(charges(), verdict({ instance: 'supreme' }), finality())).toEqual(['verdict.no-trial', 'verdict.no-appeal']);
    // Of two of one instance that contradict each other one is wrong, and nobody knows which.
    const other = { outcome: 'convicted', reference: 'V-2' } as const;
    expect(irregularAfter(...tried, verdict(), verdict(other), finality(other))).toEqual(['verdict.contradicts']);
  });

  it('not by what is entered after it: that is put right by withdrawing it, and entering it again', () => {
    expect(irregularAfter(verdict(), ...tried, finality())).toEqual(['verdict.not-charged', 'verdict.no-trial']);
    const again: Reports = [verdict(), ...tried, [bopha, withdraw], verdict(), finality()];
    expect(irregularAfter(...again)).toEqual([]);
    expect(outcomeAfter(...again)).toBe('acquitted');
  });
});

describe('a final verdict that is one person’s word', () => {
  const attest = { type: 'AttestVerdict', data: { suspectId: 'vuthy', verdictId, basis: 'Certified copy of the registry' } } as const;
  const alone: Reports = [...tried, verdict(), [chan, finality()]];
  const irregular = ['verdict.one-hand'];

  it('counts once another of the law has attested it', () => {
    expect(irregularAfter(...alone)).toEqual(irregular);
    expect(irregularAfter(...alone, [bopha, attest])).toEqual([]);
    expect(history(...alone, [bopha, attest]).at(-1)).toEqual({
      type: 'VerdictAttested',
      data: { suspectId: 'vuthy', verdictId, attestedBy: bopha.id, basis: 'Certified copy of the registry' },
    });
    expect(history(...alone, [bopha, attest], [bopha, attest])).toEqual(history(...alone, [bopha, attest]));
    rowAfter(...alone).toMatchObject({
      defects: ['charges.not-sent', ...irregular],
      suspects: [{ outcome: 'acquitted', verdict: { final: true, irregular } }, {}],
    });
  });

  it('is not attested by who entered it or that it is final, however they spell themselves', () => {
    for (const id of [chan.id, 'Legal-Chan', 'legal-chan\u200B'])
      given(...history(...alone))
        .when(caseFile, attest, { ...chan, id }, NOW)
        .thenRefused('court.own-word');
    given(...history(...tried, verdict(), finality()))
      .when(caseFile, attest, bopha, NOW)
      .thenRefused('court.own-word');
    expect(irregularAfter(...tried, verdict(), [{ ...chan, id: 'Legal-Chan' }, finality()])).toEqual(irregular);
  });

  it('is attested when it is final: with its finality the attestation goes, and a verdict entered anew has none', () => {
    given(...history(...tried, verdict()))
      .when(caseFile, attest, bopha, NOW)
      .thenRefused('verdict.not-final');
    given(...history(...tried))
      .when(caseFile, attest, bopha, NOW)
      .thenRefused('verdict.unknown');
    expect(irregularAfter(...alone, [bopha, attest], [bopha, withdrawFinality], [chan, finality()])).toEqual(irregular);
    expect(irregularAfter(...alone, [bopha, attest], [bopha, withdraw], verdict(), [chan, finality()])).toEqual(irregular);
  });

  it('is two persons’ word where two have corrected it', () => {
    const corrected = issued(correct({ decidedAt: '2026-06-21T15:00:00+07:00' }), chan, NOW, { said: { confirmedBy: bopha } });
    const before = stateAfter(...alone);
    const after = caseFile.decide(corrected, before).reduce((state, event) => caseFile.evolve(state, event), before);
    expect(irregularIn(after.proceedings, 'vuthy')).toEqual([]);
  });
});

describe('what was entered by mistake', () => {
  const final: Reports = [...tried, verdict(), finality()];

  it('is withdrawn, and stays on record', () => {
    expect(outcomeAfter(...final, [bopha, withdraw])).toBe('pending');
    rowAfter(...final, [bopha, withdraw]).toMatchObject({
      status: 'on_trial',
      proceedings: { verdicts: [], withdrawn: [{ what: 'verdict', verdict: { verdictId, outcome: 'acquitted' } }] },
    });
  });

  it('is withdrawn once, and can be again after it was entered again', () => {
    expect(history(...final, [bopha, withdraw], [bopha, withdraw])).toEqual(history(...final, [bopha, withdraw]));
    expect(outcomeAfter(...final, [bopha, withdraw], verdict(), finality(), [bopha, withdraw])).toBe('pending');
    given(...history(...tried))
      .when(caseFile, withdraw, bopha, NOW)
      .thenRefused('verdict.unknown');
  });

  it('is corrected to what the paper says, whose finality is to be reported of that', () => {
    const corrected: Reports = [...final, [bopha, correct({ outcome: 'convicted' })]];
    expect(outcomeAfter(...corrected)).toBe('pending');
    expect(outcomeAfter(...corrected, finality({ outcome: 'convicted' }))).toBe('convicted');
    expect(irregularAfter(...corrected, finality({ outcome: 'convicted' }))).toEqual([]);
    expect(history(...corrected, [bopha, correct({ outcome: 'convicted' })])).toEqual(history(...corrected));
  });

  it('keeps its finality where the paper is the same one and only the day was wrong', () => {
    expect(outcomeAfter(...final, [bopha, correct({ decidedAt: '2026-06-21T15:00:00+07:00' })])).toBe('acquitted');
  });

  it('takes the appeals along to the verdict that they are of', () => {
    const appeal = {
      type: 'LodgeAppeal',
      data: {
        appealId: 'appeal-1',
        suspectId: 'vuthy',
        verdict: paperOf(entered),
        by: 'prosecution',
        reference: 'A-1',
        lodgedAt: '2026-07-01T10:00:00+07:00',
      },
    } as const;
    const { proceedings } = stateAfter(...tried, verdict(), appeal, [bopha, correct({ reference: 'V-9' })]);
    expect(proceedings.appeals).toMatchObject([
      { verdictId: verdictIdOf({ ...entered, reference: 'V-9' }), verdict: { reference: 'V-9' } },
    ]);
    expect(outcomeAfter(...tried, verdict(), appeal, [bopha, correct({ reference: 'V-9' })], finality({ reference: 'V-9' }))).toBe(
      'pending',
    );
  });

  it('may be the finality alone', () => {
    given(...history(...tried, verdict()))
      .when(caseFile, withdrawFinality, bopha, NOW)
      .thenRefused('finality.unknown');
    expect(outcomeAfter(...final, [bopha, withdrawFinality])).toBe('pending');
    rowAfter(...final, [bopha, withdrawFinality]).toMatchObject({ suspects: [{ verdict: { outcome: 'acquitted', final: false } }, {}] });
    expect(outcomeAfter(...final, [bopha, withdrawFinality], finality())).toBe('acquitted');
  });
});

describe('charges and trials of the wrong person, or of another file', () => {
  const reason = 'Another man of that name';
  const notCharged = { type: 'WithdrawCharges', data: { chargesId: 'charges-1', reason } } as const;
  const notTried = { type: 'WithdrawTrial', data: { trialId: 'trial-1', reason } } as const;

  it('are withdrawn, stay on record and weigh nothing any more', () => {
    rowAfter(...tried, notTried).toMatchObject({
      status: 'charged',
      proceedings: { trials: [], withdrawnSteps: [{ of: 'trial', stepId: 'trial-1', suspectIds: ['vuthy', 'dara'], reason }] },
    });
    rowAfter(...tried, notTried, notCharged).toMatchObject({
      status: 'open',
      suspects: [{ stage: 'not_charged' }, { stage: 'not_charged' }],
    });
    expect(outcomeAfter(charges(), drop(['vuthy']), notCharged)).toBe('pending');
    expect(history(...tried, notTried, notTried)).toEqual(history(...tried, notTried));
    given(...opened)
      .when(caseFile, notCharged, bopha, NOW)
      .thenRefused('charges.unknown');
    given(...opened)
      .when(caseFile, notTried, bopha, NOW)
      .thenRefused('trial.unknown');
  });

  it('take from a verdict what it rested on, until what is right is entered', () => {
    const final: Reports = [...tried, verdict(), finality()];
    expect(irregularAfter(...final, notCharged)).toEqual(['verdict.not-charged']);
    expect(irregularAfter(...final, notCharged, notTried)).toEqual(['verdict.not-charged', 'verdict.no-trial']);
    expect(irregularAfter(...final, notCharged, charges('charges-2', ['dara']))).toEqual(['verdict.not-charged']);
    expect(irregularAfter(...final, notCharged, charges('charges-2', ['vuthy'], '2026-08-01T09:00:00+07:00'))).toEqual([
      'verdict.not-charged',
    ]);
    expect(irregularAfter(...final, notCharged, charges('charges-2', ['vuthy']))).toEqual([]);
    expect(irregularAfter(...tried, charges('charges-2', ['vuthy']), verdict(), finality(), notCharged)).toEqual([]);
  });
});

describe('charges that end without a verdict', () => {
  it('let those go whom they name, dropped or dismissed, and nobody else', () => {
    expect(outcomeAfter(charges(), drop(['vuthy']))).toBe('dropped');
    expect(outcomeAfter(charges(), dismiss(['vuthy']))).toBe('dismissed');
    expect(outcomeAfter(charges(), drop(['dara']))).toBe('pending');
    rowAfter(charges(), drop(['vuthy'])).toMatchObject({
      status: 'charged',
      suspects: [
        { outcome: 'dropped', stage: 'let_go' },
        { outcome: 'pending', stage: 'charged' },
      ],
    });
    rowAfter(charges(), drop(['vuthy', 'dara'])).toMatchObject({ status: 'final' });
  });

  it('are an end until somebody is charged anew, and where another charge stands are none', () => {
    const anew = charges('charges-2', ['vuthy'], '2026-07-01T09:00:00+07:00');
    expect(outcomeAfter(charges(), anew, drop(['vuthy']))).toBe('pending');
    expect(outcomeAfter(charges(), drop(['vuthy']), anew)).toBe('pending');
    expect(outcomeAfter(charges(), drop(['vuthy']), anew, dismiss(['vuthy'], '2026-08-01T09:00:00+07:00', 'charges-2'))).toBe('dismissed');
  });

  it('are withdrawn where they were entered by mistake, and those whom they named are charged as before', () => {
    const endId = drop(['vuthy']).data.endId;
    const reason = 'The letter is about Dara';
    const notEnded = { type: 'WithdrawChargesEnd', data: { chargesId: 'charges-1', endId, reason } } as const;
    expect(outcomeAfter(charges(), drop(['vuthy']), notEnded)).toBe('pending');
    rowAfter(charges(), drop(['vuthy']), notEnded).toMatchObject({
      proceedings: { ended: [], withdrawnSteps: [{ of: 'end', stepId: endId, suspectIds: ['vuthy'], reason }] },
      suspects: [{ stage: 'charged' }, { stage: 'charged' }],
    });
    const once = history(charges(), drop(['vuthy']), notEnded);
    expect(history(charges(), drop(['vuthy']), notEnded, notEnded, drop(['vuthy']))).toEqual(once);
    given(...history(charges()))
      .when(caseFile, notEnded, bopha, NOW)
      .thenRefused('charges-end.unknown');
  });

  it('are one person’s word, and said to be, until another of the law attests them', () => {
    const endId = drop(['vuthy']).data.endId;
    const attest = { type: 'AttestChargesEnd', data: { chargesId: 'charges-1', endId, basis: 'The letter of the prosecution' } } as const;
    const letGo = (...reports: Reports) => letGoByTwoIn(stateAfter(charges(), drop(['vuthy']), ...reports).proceedings, 'vuthy');
    expect(letGo()).toBeUndefined();
    expect(letGo([bopha, attest])).toBe('dropped');
    rowAfter(charges(), drop(['vuthy'])).toMatchObject({ defects: expect.arrayContaining(['charges.one-hand']) as unknown });
    rowAfter(charges(), drop(['vuthy']), [bopha, attest]).toMatchObject({ defects: ['charges.not-sent'] });
    expect(letGo([bopha, attest], [bopha, attest])).toBe('dropped');
    given(...history(charges(), drop(['vuthy'])))
      .when(caseFile, attest, { ...chan, id: 'Legal-Chan' }, NOW)
      .thenRefused('court.own-word');
    given(...history(charges()))
      .when(caseFile, attest, bopha, NOW)
      .thenRefused('charges-end.unknown');
  });

  it('are the word of who stated them and of who adopted that: who stated it attests nothing besides', () => {
    const statement = { statementId: 'statement-1', filedBy: bopha.id, filedAt: NOW };
    const adopts = (command: CaseFileCommand, state: ReturnType<typeof stateAfter>) =>
      caseFile.decide(issued(command, chan, NOW, { said: { statement } }), state);
    const evolved = (state: ReturnType<typeof stateAfter>, events: readonly CaseFileEvent[]) =>
      events.reduce((before, event) => caseFile.evolve(before, event), state);
    const ended = adopts(drop(['vuthy']), stateAfter(charges()));
    expect(ended).toMatchObject([{ data: { enteredBy: chan.id, statedBy: bopha.id } }]);
    expect(letGoByTwoIn(evolved(stateAfter(charges()), ended).proceedings, 'vuthy')).toBe('dropped');
    const judged = adopts(verdict(), stateAfter(...tried));
    expect(judged).toMatchObject([{ data: { enteredBy: chan.id, statedBy: bopha.id } }]);
    const known = evolved(stateAfter(...tried), judged);
    expect(irregularIn(evolved(known, caseFile.decide(issued(finality(), chan, NOW), known)).proceedings, 'vuthy')).toEqual([]);
  });

  it('give way to what a court decides after it', () => {
    expect(outcomeAfter(...tried, dismiss(['vuthy']), verdict({ outcome: 'convicted' }))).toBe('pending');
    expect(outcomeAfter(...tried, dismiss(['vuthy']), verdict(), finality())).toBe('acquitted');
  });

  it('are recorded once, of charges that there are; of somebody they do not name, with that as a defect', () => {
    expect(history(charges(), drop(['vuthy']), drop(['vuthy']))).toEqual(history(charges(), drop(['vuthy'])));
    given(...opened)
      .when(caseFile, drop(['vuthy']), chan, NOW)
      .thenRefused('charges.unknown');
    given(...history(charges()))
      .when(caseFile, drop(['vuthy']), chan, '2026-03-10T00:00:00.000Z')
      .thenRefused('decision.in-future');
    expect(history(charges('charges-1', ['vuthy']), drop(['dara'])).at(-1)?.data).toMatchObject({ defects: ['charges.not-charged'] });
  });
});
