import type { Actor } from '#libs/event-sourcing';
import { kilograms, suspect } from '#libs/reward-law/testing';
import type { AssessmentInputs, SuspectFacts } from '#libs/reward-law';
import { after, assess, bopha, clear, cleared, granted, maly, propose, sovann, theProcess, tried, verify } from '../testing/decisions.ts';
import type { RewardEvent } from './reward-events.ts';

// Bopha cleared the reward. Whoever says that the law allows it does not say as well that the court has convicted, or acquitted.

const judged = (outcome: SuspectFacts['outcome'], ...enteredBy: readonly string[]) => {
  const inputs: AssessmentInputs = { ...kilograms(1), suspects: [suspect('lesser', { suspectId: 'vuthy', outcome, accused: true })] };
  return assess(inputs, { verdicts: [{ suspectId: 'vuthy', enteredBy }] });
};
const assessedAfter = (story: typeof granted, outcome: SuspectFacts['outcome'], ...enteredBy: readonly string[]) => {
  const { events } = tried(after(...story), theProcess, judged(outcome, ...enteredBy));
  const [assessed] = events as readonly Extract<RewardEvent, { type: 'EligibilityAssessed' }>[];
  return assessed?.data;
};

describe('a verdict that who cleared the reward has entered', () => {
  it('is named in the assessment and counts for nothing, convicted or acquitted, entered or made final', () => {
    for (const outcome of ['convicted', 'acquitted'] as const)
      for (const people of [[bopha.id], ['legal-chan', 'Officer-Bopha\u200B']]) {
        const data = assessedAfter(granted, outcome, ...people);
        expect(data?.inputs.suspects).toMatchObject([{ outcome: 'pending', irregular: { outcome, defects: ['verdict.by-clearer'] } }]);
        expect(data?.assessment.lines).toContainEqual(expect.objectContaining({ rule: 'verdicts.irregular', outcome: 'notes' }));
      }
  });

  it('is any other one where somebody else entered it', () => {
    expect(assessedAfter(granted, 'convicted', 'legal-chan')?.inputs.suspects).toMatchObject([{ outcome: 'convicted' }]);
  });

  it('keeps who entered it from clearing the reward afterwards', () => {
    const known = after([theProcess, judged('convicted', bopha.id)], [sovann, propose()], [maly, verify]);
    expect(tried(known, bopha, clear).refused).toBe('reward.entered-verdict');
    const chan: Actor = { id: 'legal-chan', roles: ['legal-officer'] };
    expect(tried(known, chan, clear).refused).toBeUndefined();
  });

  it('stays one in a later round: who once cleared the reward has cleared it', () => {
    const returned = tried(after(...cleared), theProcess, {
      type: 'ReturnReward',
      data: { round: 1, code: 'pool.insufficient-funds', reason: 'No money' },
    }).state;
    const { events } = tried(returned, theProcess, judged('convicted', bopha.id));
    expect(events).toMatchObject([{ data: { inputs: { suspects: [{ outcome: 'pending' }] } } }]);
  });
});
