import { deriveUuid } from '#libs/event-sourcing';
import { packs, type PolicyTerms } from '#libs/reward-law';
import { khr } from '#libs/vocabulary';
import { rewardIdFor } from '../reward/reward-events.ts';
import { clearUp } from '../testing/decisions.ts';
import { correctedIn, Lot, rosterOf, type Said, seizedIn } from '../testing/operation.ts';
import { deciders, Scheme } from '../testing/scheme.ts';

// Law is made for what comes, and of two laws the law says which. Each story is one of somebody who enters law for a seizure that they know of.

const caseId = deriveUuid('the warehouse');
const seizureId = 'seizure-0';
const lot = new Lot(caseId, seizureId, deriveUuid('exhibit-1'));
const { flat } = packs;

let scheme: Scheme;
beforeEach(async () => {
  scheme = await new Scheme().open(khr(400_000_000), flat);
  scheme.run([]);
});
afterEach(() => scheme.close());

const say = async (...said: readonly Said[]): Promise<void> => {
  for (const { stream, event, by } of said) await scheme.say(stream, event, by);
  await scheme.turn('reward-eligibility');
  await scheme.settle();
};
const seized = seizedIn(caseId, seizureId, 1_050_000);
const certify = () => say(rosterOf(caseId), lot.sealed(), ...lot.certified(1_000_000));
const rewardUnder = async (policyId: string) => (await scheme.load(rewardIdFor(caseId, policyId))).state.assessment;
/** The verdict under a policy, and what fails or holds it up. */
const judged = async (policyId: string) => {
  const { assessment } = (await rewardUnder(policyId)) ?? {};
  const against = assessment?.lines.filter(({ rule, outcome }) => rule !== 'result' && ['suspends', 'fails'].includes(outcome)) ?? [];
  return assessment && [assessment.verdict, ...against.map(({ rule, inputs }) => inputs.defect ?? rule)];
};
const clear = async (policyId: string, defect: string, terms: PolicyTerms): Promise<void> => {
  await scheme.reward(rewardIdFor(caseId, policyId), deciders.chenda, clearUp(defect, { subjectId: caseId, terms }));
  await scheme.settle();
};

describe('a policy whose force is back-dated', () => {
  const beside: PolicyTerms = { ...flat, alongside: [deriveUuid('the policy')] };

  it('over a seizure that was on record before the law was: its reward waits for integrity and the head, and no other one does', async () => {
    await say(seized);
    const later = await scheme.enactAnother(beside);
    await certify();
    expect(await judged(scheme.policyId)).toEqual(['eligible']);
    expect(await judged(later)).toEqual(['suspended', 'policy.back-dated']);
    await clear(later, 'policy.back-dated', beside);
    expect(await judged(later)).toEqual(['eligible']);
  });

  it('is marked by what the log has, so that a seizure that is dated anew takes the mark off nothing', async () => {
    await say(seized);
    const later = await scheme.enactAnother(beside);
    await say(correctedIn(caseId, seizureId, 1_050_000, { changed: ['seizedAt'] }, { seizedAt: '2026-03-05T09:00:00+07:00' }));
    await certify();
    expect(await judged(later)).toEqual(expect.arrayContaining(['suspended', 'policy.back-dated']));
  });

  it('is law for what is seized after it was entered, and not at all for what was seized before its force', async () => {
    const later = await scheme.enactAnother(beside);
    await say(seized);
    await certify();
    expect(await judged(later)).toEqual(['eligible']);
  });

  it('from a day after the seizure on reaches back over nothing', async () => {
    await say(seized);
    const later = await scheme.enactAnother(beside, '2026-04-01T00:00:00+07:00');
    await certify();
    expect(await judged(later)).toBeUndefined();
  });
});

describe('two policies that both give something for an operation', () => {
  const both = async (terms: PolicyTerms): Promise<string> => {
    const later = await scheme.enactAnother(terms);
    await say(seized);
    await certify();
    return later;
  };

  it('of which the law says nothing: the first is due, the later one waits', async () => {
    const later = await both(flat);
    expect(await judged(scheme.policyId)).toEqual(['eligible']);
    expect(await judged(later)).toEqual(['suspended', 'policy.covered-twice']);
    await clear(later, 'policy.covered-twice', flat);
    expect(await judged(later)).toEqual(['eligible']);
  });

  it('are both due where the law says so', async () => {
    const later = await both({ ...flat, alongside: [scheme.policyId] });
    expect([await judged(scheme.policyId), await judged(later)]).toEqual([['eligible'], ['eligible']]);
  });

  it('are one where the later one takes the place of the first', async () => {
    const later = await both({ ...flat, supersedes: [scheme.policyId] });
    expect(await judged(later)).toEqual(['eligible']);
    expect(await judged(scheme.policyId)).toEqual(['ineligible', 'policy.replaced']);
    expect(await rewardUnder(scheme.policyId)).toMatchObject({ inputs: { replacedBy: later } });
  });

  it('do not meet where one of them gives nothing: it asks for more than was seized', async () => {
    const later = await both({ ...flat, quantity: { measure: 'net', thresholdMg: 2_000_000 } });
    expect(await judged(scheme.policyId)).toEqual(['eligible']);
    expect((await judged(later))?.[0]).not.toBe('suspended');
  });
});
