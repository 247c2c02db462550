import type { Actor } from '#libs/event-sourcing';
import { kilograms, suspect } from '#libs/reward-law/testing';
import type { AssessmentInputs, SuspectFacts } from '#libs/reward-law';
import { after, assess, bopha, clear, cleared, granted, maly, propose, sovann, theProcess, tried, verify } from '../testing/decisions.ts';
import { assessedAfter as wholeAfter } from './assessed.ts';
import type { RewardEvent } from './reward-events.ts';

// Bopha cleared the reward. Whoever says that the law allows it does not say as well that the court has convicted, or acquitted.

const judged = (outcome: SuspectFacts['outcome'], ...enteredBy: readonly string[]) => attested(outcome, enteredBy, 'legal-vichet');
const attested = (outcome: SuspectFacts['outcome'], enteredBy: readonly string[], ...attestedBy: readonly string[]) => {
  const inputs: AssessmentInputs = { ...kilograms(1), suspects: [suspect('lesser', { suspectId: 'vuthy', outcome, accused: true })] };
  return assess(inputs, { verdicts: [{ suspectId: 'vuthy', enteredBy, attestedBy }] });
};
const assessedAfter = (story: typeof granted, outcome: SuspectFacts['outcome'], ...enteredBy: readonly string[]) =>
  saidAfter(story, judged(outcome, ...enteredBy));
function saidAfter(story: typeof granted, said: ReturnType<typeof judged>) {
  const { events } = tried(after(...story), theProcess, said);
  const [assessed] = events as readonly Extract<RewardEvent, { type: 'EligibilityAssessed' }>[];
  return assessed && wholeAfter(undefined, assessed.data);
}

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

describe('what whoever decides on the reward says of a court', () => {
  const vuthy = (said: ReturnType<typeof judged>) => saidAfter(granted, said)?.inputs.suspects[0];

  it('is no second word: a verdict that they alone attest is one person’s', () => {
    const irregular = { outcome: 'pending', irregular: { outcome: 'acquitted', defects: ['verdict.one-hand'] } };
    for (const decider of [bopha, maly, sovann]) expect(vuthy(attested('acquitted', ['legal-chan'], decider.id))).toMatchObject(irregular);
    expect(vuthy(attested('acquitted', ['legal-chan'], 'Legal-Chan'))).toMatchObject(irregular);
    expect(vuthy(attested('acquitted', ['legal-chan'], bopha.id, 'legal-vichet'))).toMatchObject({ outcome: 'acquitted' });
  });

  it('lets nobody go, alone or as one of two: what is dropped lowers a reward by two words of others', () => {
    const letGo = (...hands: readonly string[]) => {
      const inputs: AssessmentInputs = {
        ...kilograms(1),
        suspects: [suspect('lesser', { suspectId: 'vuthy', outcome: 'dropped', accused: true })],
      };
      return vuthy(assess(inputs, { ends: [{ suspectId: 'vuthy', hands }] }));
    };
    expect(letGo('legal-chan', 'legal-vichet')).toMatchObject({ outcome: 'dropped' });
    for (const hands of [['legal-chan'], ['legal-chan', bopha.id], ['legal-chan', 'Legal-Chan']])
      expect(letGo(...hands)).toMatchObject({ outcome: 'pending', irregular: { outcome: 'dropped', defects: ['charges.one-hand'] } });
  });

  it('raises no suspect’s part, alone or as one of two', () => {
    const leading = (...hands: readonly string[]) => {
      const inputs: AssessmentInputs = { ...kilograms(1), suspects: [suspect('leading', { suspectId: 'vuthy', standing: 'final' })] };
      return vuthy(assess(inputs, { roles: [{ suspectId: 'vuthy', hands }] }));
    };
    expect(leading('legal-chan', 'legal-vichet')).toMatchObject({ role: 'leading', standing: 'final' });
    for (const hands of [['legal-chan'], ['legal-chan', 'Legal-Chan'], ['legal-chan', bopha.id]])
      expect(leading(...hands)).toMatchObject({
        role: 'lesser',
        standing: 'provisional',
        claimed: { role: 'leading', standing: 'final' },
      });
  });

  it('keeps who has attested something of it from clearing the reward', () => {
    for (const said of [
      attested('convicted', ['legal-chan'], bopha.id),
      assess(kilograms(1), { roles: [{ suspectId: 'vuthy', hands: ['legal-chan', bopha.id] }] }),
    ]) {
      const known = after([theProcess, said], [sovann, propose()], [maly, verify]);
      expect(tried(known, bopha, clear).refused).toBe('reward.entered-verdict');
    }
  });
});
