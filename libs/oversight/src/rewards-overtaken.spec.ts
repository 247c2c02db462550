import type { Event } from '#libs/event-sourcing';
import { lead, leadIdFor, leadStream } from '#libs/integrity';
import { type OfficerEvent, officerStream } from '#libs/registry';
import { policyStream, type RewardPolicyEvent } from '#libs/reward-law';
import { applied, kilograms, roster } from '#libs/reward-law/testing';
import { reward, type RewardEvent, rewardIdFor, rewardStream } from '#libs/rewards';
import { khr } from '#libs/vocabulary';
import { Watch } from './testing/watch.ts';

interface Said {
  readonly stream: string;
  readonly event: Event;
}

const policyId = 'policy-flat';
const ofReward = (operationId: string, event: RewardEvent): Said => ({ stream: rewardStream(rewardIdFor(operationId, policyId)), event });

/** Assessed and proposed, half for Sokha and half for Dara. */
async function proposed(watch: Watch, operationId: string): Promise<void> {
  const { terms } = applied('flat');
  const facts = { caseId: operationId, operationId, policyId, version: 1, terms, trigger: 'facts', roster } as const;
  const known = { seizedAt: '2026-03-02T09:30:00+07:00', laboratoryReceivedAt: '2026-03-04T09:00:00+07:00' };
  const data = { ...facts, ...known, inputs: { ...kilograms(1), operationId } };
  const stream = rewardStream(rewardIdFor(operationId, policyId));
  await watch.aggregates.handle(reward, stream, { type: 'AssessEligibility', data }, watch.context());
  const half = (recipientId: string) =>
    ({ recipientId, kind: 'person', shareBp: 5_000, form: 'bank-transfer', amount: khr(20_000_000), why: [] }) as const;
  const unitFund = { unit: 'unit-phnom-penh-1', amount: khr(0), why: [] };
  const allocation = { amount: khr(40_000_000), shares: [half('officer-sokha'), half('officer-dara')], unitFund };
  const proposal = { proposedBy: 'officer-sovann', unit: 'unit-phnom-penh-1', statement: 'They were there', proposedAt: known.seizedAt };
  await watch.say(
    ofReward(operationId, { type: 'RewardProposed', data: { round: 1, ...proposal } }),
    ofReward(operationId, { type: 'SharesAllocated', data: { round: 1, allocation } }),
  );
}

const registered = (officerId: string): Said & { readonly event: OfficerEvent } => ({
  stream: officerStream(officerId),
  event: {
    type: 'OfficerRegistered',
    data: { officerId, name: { en: officerId }, rank: 'captain', unit: 'unit-phnom-penh-1', agency: 'police', since: '2020-01-01' },
  },
});
const suspended = (officerId: string, until?: string): Said & { readonly event: OfficerEvent } => ({
  stream: officerStream(officerId),
  event: { type: 'OfficerSuspended', data: { from: '2020-02-01', reason: 'An inquiry', ...(until !== undefined && { until }) } },
});
const reinstated = (officerId: string): Said & { readonly event: OfficerEvent } => ({
  stream: officerStream(officerId),
  event: { type: 'OfficerReinstated', data: { from: '2020-03-01', reason: 'Nothing was found' } },
});
const rejected: RewardEvent = {
  type: 'RewardRejected',
  data: { round: 1, code: 'reward.duplicate', reason: 'Rewarded elsewhere', rejectedBy: 'reward-outcomes' },
};

describe('an officer who is suspended', () => {
  it('and has a part of rewards that are not over is told to integrity, with the rewards', async () => {
    const watch = new Watch();
    await watch.say(registered('officer-sokha'));
    for (const operationId of ['a', 'b', 'c']) await proposed(watch, operationId);
    await watch.say(ofReward('c', rejected), suspended('officer-sokha'));
    await watch.settle();
    const leads = await watch.leads();
    expect(leads).toMatchObject([{ kind: 'suspended-with-shares', restsOn: [{ stream: 'officer-officer-sokha' }] }]);
    expect(leads[0]?.about).toEqual(
      expect.arrayContaining([
        { of: 'person', id: 'officer-sokha' },
        ...['a', 'b'].map((operationId) => ({ of: 'reward', id: rewardIdFor(operationId, policyId) })),
      ]),
    );
    expect(leads[0]?.about).toHaveLength(3);
  });

  it('without a part of anything is no lead, nor is who has one and is not suspended', async () => {
    const watch = new Watch();
    await watch.say(registered('officer-sokha'), registered('officer-lim'), suspended('officer-lim'));
    await proposed(watch, 'a');
    await watch.settle();
    expect(await watch.leads()).toEqual([]);
  });

  it('and is given a part meanwhile is told as more of the same lead; after they came back, or when it was over, it is nothing', async () => {
    const watch = new Watch();
    await watch.say(
      registered('officer-sokha'),
      suspended('officer-sokha'),
      registered('officer-dara'),
      suspended('officer-dara', '2020-02-02'),
    );
    await watch.settle();
    await proposed(watch, 'a');
    await watch.settle();
    const { state } = await watch.aggregates.load(lead, leadStream(leadIdFor('suspended-with-shares', 'officer-sokha')));
    expect(state.about).toEqual([
      { of: 'person', id: 'officer-sokha' },
      { of: 'reward', id: rewardIdFor('a', policyId) },
    ]);
    await watch.say(reinstated('officer-sokha'));
    await watch.settle();
    await proposed(watch, 'b');
    await watch.settle();
    expect(await watch.leads()).toHaveLength(1);
  });
});

describe('a policy that ends', () => {
  const superseded: RewardPolicyEvent = {
    type: 'RewardPolicySuperseded',
    data: { version: 1, by: { version: 2 }, from: '2026-04-01T00:00:00+07:00', instrument: 'sub-decree-2' },
  };
  const stopped: RewardPolicyEvent = { type: 'RewardPolicySuspended', data: { from: '2026-04-01T00:00:00+07:00', reason: 'An inquiry' } };

  it.each([
    ['superseded', superseded],
    ['suspended', stopped],
  ] as const)('because it is %s while rewards are decided under it is told to integrity, with the rewards', async (what, event) => {
    const watch = new Watch();
    await proposed(watch, 'a');
    await watch.say({ stream: policyStream(policyId), event });
    await watch.settle();
    const [found, ...others] = await watch.leads();
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      kind: 'law-changed-under-way',
      about: [
        { of: 'policy', id: policyId },
        { of: 'reward', id: rewardIdFor('a', policyId) },
      ],
    });
    expect(found?.sentence).toContain(what);
  });

  it('is no lead where nothing is being decided under it', async () => {
    const watch = new Watch();
    await proposed(watch, 'a');
    await watch.say(ofReward('a', rejected), { stream: policyStream(policyId), event: superseded });
    await watch.say({ stream: policyStream('another'), event: superseded });
    await watch.settle();
    expect(await watch.leads()).toEqual([]);
  });
});
