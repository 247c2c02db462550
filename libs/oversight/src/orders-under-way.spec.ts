import type { OfficerEvent } from '#libs/registry';
import type { RewardEvent } from '#libs/rewards';
import { Watch } from './testing/watch.ts';

interface Said {
  readonly stream: string;
  readonly event: OfficerEvent | RewardEvent;
}

const order = (event: OfficerEvent, officerId = 'sokha'): Said => ({ stream: `officer-${officerId}`, event });
const suspended: OfficerEvent = { type: 'OfficerSuspended', data: { from: '2020-01-01', reason: 'Inquiry 7' } };
const reinstated: OfficerEvent = { type: 'OfficerReinstated', data: { from: '2020-02-01', reason: 'Nothing was found' } };
const promoted: OfficerEvent = { type: 'OfficerPromoted', data: { rank: 'captain', from: '2026-05-01' } };
const transferred: OfficerEvent = { type: 'OfficerTransferred', data: { unit: 'unit-kandal', from: '2026-05-01' } };
const none = { currency: 'KHR', amount: '0' } as const;
const proposed: RewardEvent = {
  type: 'RewardProposed',
  data: { round: 1, proposedBy: 'sovann', unit: 'unit-1', statement: 'What they did', proposedAt: '2026-04-01T00:00:00Z' },
};
const given = (recipientId: string): RewardEvent => ({
  type: 'SharesAllocated',
  data: {
    round: 1,
    allocation: {
      amount: none,
      shares: [{ recipientId, kind: 'person', shareBp: 10_000, form: 'bank-transfer', amount: none, why: [] }],
      unitFund: { unit: 'unit-1', amount: none, why: [] },
    },
  },
});
const voted = (member: string): RewardEvent => ({ type: 'CommitteeVoteCast', data: { round: 1, member, outsider: true, vote: 'for' } });
const rejected: RewardEvent = { type: 'RewardRejected', data: { round: 1, code: 'vote.lost', reason: 'Lost', rejectedBy: 'nary' } };
const ofReward = (...events: readonly RewardEvent[]): readonly Said[] => events.map((event) => ({ stream: 'reward-1', event }));
const told = async (...facts: readonly Said[]) => {
  const watch = new Watch();
  await watch.say(...facts);
  await watch.settle();
  return watch.leads();
};

describe('an order about an officer', () => {
  it('while they are suspended is told to integrity, with who gave it; after they are back it is not', async () => {
    for (const event of [promoted, transferred])
      expect(await told(order(suspended), order(event))).toMatchObject([
        { kind: 'order-under-way', about: [{ of: 'person', id: 'sokha' }], restsOn: [{ stream: 'officer-sokha' }] },
      ]);
    expect(await told(order(suspended), order(reinstated), order(promoted))).toEqual([]);
    expect(await told(order(suspended, 'dara'), order(promoted))).toEqual([]);
    expect(await told(order(promoted), order(transferred))).toEqual([]);
  });

  it('while a reward is decided on in which they have a share or a vote is told too, and names the reward', async () => {
    const about = [
      { of: 'person', id: 'sokha' },
      { of: 'reward', id: '1' },
    ];
    expect(await told(...ofReward(proposed, given('Sokha')), order(transferred))).toMatchObject([{ about }]);
    expect(await told(...ofReward(proposed, given('dara'), voted('sokha')), order(promoted))).toMatchObject([{ about }]);
    expect(await told(...ofReward(proposed, given('dara')), order(promoted))).toEqual([]);
  });

  it('after that reward is decided is nothing to look into', async () => {
    expect(await told(...ofReward(proposed, given('sokha'), rejected), order(transferred))).toEqual([]);
  });
});
