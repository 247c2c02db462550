import fc from 'fast-check';
import { defects as caseDefects } from '#libs/cases';
import { exhibitDefects } from '#libs/exhibits';
import { type LeadKind, meaningOf } from '#libs/integrity';
import { ALWAYS_SUSPENDING, type AssessmentInputs, type PolicyTerms } from '#libs/reward-law';
import { applied, kilograms, operation, roster, seized, suspect } from '#libs/reward-law/testing';
import { reward, rewardIdFor, rewardStream } from '#libs/rewards';
import { TOLD_ELSEWHERE } from './held-up-rewards.ts';
import { Watch } from './testing/watch.ts';

const caseId = 'case-271';
const policyId = 'policy-flat';
const rewardId = rewardIdFor(caseId, policyId);
const flat = (changes: Partial<PolicyTerms> = {}) => ({ ...applied('flat', changes), policyId });
const everythingSuspends = flat({ defects: { excluding: [], suspending: [...caseDefects, ...exhibitDefects] } });
const inputs = (known: AssessmentInputs): AssessmentInputs => ({ ...known, operationId: caseId });

/** What is known of an operation is assessed under a policy. */
async function assessed(watch: Watch, known: AssessmentInputs, { terms } = flat(), number = rewardId): Promise<void> {
  const data = { caseId, operationId: caseId, policyId, version: 1, terms, trigger: 'facts', inputs: inputs(known) } as const;
  const facts = { ...data, seizedAt: '2026-03-02T09:30:00+07:00', roster, laboratoryReceivedAt: '2026-03-04T09:00:00+07:00' };
  await watch.aggregates.handle(reward, rewardStream(number), { type: 'AssessEligibility', data: facts }, watch.context());
}

async function told(...all: readonly (readonly [AssessmentInputs, ReturnType<typeof flat>?])[]): Promise<Watch> {
  const watch = new Watch();
  for (const [known, policy] of all) {
    await assessed(watch, known, policy);
    await watch.settle();
  }
  return watch;
}

const kindsIn = async (watch: Watch): Promise<readonly LeadKind[]> => (await watch.leads()).map(({ kind }) => kind);
const withLater = (defect: string, ...positions: readonly number[]): AssessmentInputs => ({
  ...kilograms(1),
  later: positions.map((position) => ({ defect, position })),
});

describe('a reward that something holds up', () => {
  it('by a later word about the operation is told to integrity, with what says so', async () => {
    const watch = await told([withLater('case.linked-later', 4)]);
    const [lead] = await watch.leads();
    expect(lead).toMatchObject({
      kind: 'reward-held-up',
      about: [
        { of: 'reward', id: rewardId },
        { of: 'case', id: caseId },
      ],
      restsOn: [{ stream: rewardStream(rewardId) }],
    });
    expect(lead?.sentence).toContain('case.linked-later');
    expect(meaningOf('reward-held-up').holdsUp?.releasedBy).toContain('/v1/rewards/{id}/clear-irregularity');
  });

  it.each(ALWAYS_SUSPENDING)('by %s has a lead: this one, or one of its own', async (defect) => {
    const kinds = await kindsIn(await told([withLater(defect, 4)]));
    expect(kinds).toEqual(TOLD_ELSEWHERE[defect] === undefined ? ['reward-held-up'] : []);
    expect(meaningOf(TOLD_ELSEWHERE[defect] ?? 'reward-held-up').holdsUp?.what).toBe('money');
  });

  const always: readonly string[] = ALWAYS_SUSPENDING;
  it.each([...caseDefects, ...exhibitDefects].filter((defect) => !always.includes(defect)))(
    'by %s, where the policy says that this holds it up, has a lead',
    async (defect) => {
      const found = operation(seized(undefined, { defects: [defect] }));
      expect(await kindsIn(await told([found, everythingSuspends]))).toEqual(['reward-held-up']);
      expect(await kindsIn(await told([found, flat({ defects: { excluding: [], suspending: [] } })]))).toEqual([]);
    },
  );

  it('is told once, again where there is more, and again where it comes back after it was cleared up', async () => {
    const one = withLater('case.linked-later', 4);
    const more: AssessmentInputs = { ...one, later: [...(one.later ?? []), { defect: 'roster.added-later', position: 7 }] };
    const watch = await told([one], [{ ...one, suspects: [suspect('lesser')] }], [more], [kilograms(1)], [one]);
    expect((await watch.leads()).map(({ sentence }) => sentence.split(' by ')[1])).toEqual([
      'case.linked-later',
      'roster.added-later',
      'case.linked-later',
    ]);
    expect(new Set((await watch.events('LeadRaised')).map(({ stream }) => stream)).size).toBe(1);
  });

  it('is nothing to look into where it waits for a court, or for nothing', async () => {
    const letGo = { ...kilograms(1), suspects: [suspect('lesser', { outcome: 'dropped', accused: true })] };
    expect(await kindsIn(await told([letGo], [kilograms(1)]))).toEqual([]);
  });

  it('leaves a row that is bounded by the kinds of irregularities, however many seizures have them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (many) => {
        const seizures = Array.from({ length: many }, (_, n) =>
          seized(undefined, { seizureId: `seizure-${n}`, defects: ['weight.drift'] }),
        );
        const [lead] = await (await told([operation(...seizures), everythingSuspends])).leads();
        expect(lead?.sentence.match(/weight\.drift/g)).toHaveLength(1);
        expect(lead?.about).toHaveLength(2);
      }),
      { numRuns: 5 },
    );
  });
});

describe('a final verdict that is not regular', () => {
  const irregular = (...defects: readonly string[]): AssessmentInputs => ({
    ...kilograms(1),
    suspects: [suspect('leading', { accused: true, irregular: { outcome: 'convicted', defects } })],
  });

  it('is told to integrity wherever a reward rests on the case: it counts for nothing until it is put right', async () => {
    const watch = await told([irregular('verdict.no-trial')], [irregular('verdict.no-trial')], [kilograms(1)]);
    expect(await watch.leads()).toMatchObject([
      { kind: 'irregular-verdict', sentence: expect.stringContaining('verdict.no-trial') as unknown },
    ]);
  });

  it('and so is that somebody was let go, while it is one person’s word', async () => {
    const dropped: AssessmentInputs = {
      ...kilograms(1),
      suspects: [suspect('leading', { accused: true, irregular: { outcome: 'dropped', defects: ['charges.one-hand'] } })],
    };
    const watch = await told([dropped], [dropped]);
    expect(await watch.leads()).toMatchObject([
      { kind: 'irregular-verdict', sentence: expect.stringContaining('charges.one-hand') as unknown },
    ]);
  });

  it('is told again where it is irregular in another way', async () => {
    const watch = await told([irregular('verdict.no-trial')], [irregular('verdict.by-clearer')]);
    expect(await kindsIn(watch)).toEqual(['irregular-verdict', 'irregular-verdict']);
    expect(new Set((await watch.events('LeadRaised')).map(({ stream }) => stream)).size).toBe(1);
  });
});
