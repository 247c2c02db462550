import { deriveUuid, type Event, AggregateStore } from '#libs/event-sourcing';
import { eventually, given, givesNoCommands, recorded } from '#libs/event-sourcing/testing';
import { khr } from '#libs/vocabulary';
import { packs } from '#libs/reward-law';
import { rewardStream } from '../reward/reward-events.ts';
import { deciders, Scheme } from '../testing/scheme.ts';
import { processes } from './runnable-processes.ts';
import { rewardGrant } from './reward-grant.ts';

const rewardId = deriveUuid('a reward');
const caps = [{ officerId: 'officer-sokha', capId: deriveUuid('cap'), amount: khr(12_000_000) }];
const entitlement = { caseId: deriveUuid('case'), operationId: deriveUuid('case'), policyId: deriveUuid('policy') };
const conclusion = { poolId: deriveUuid('pool'), reservationId: deriveUuid('reservation'), amount: khr(40_000_000), caps, limits: {} };
const votes = { for: 3, against: 0, abstained: 0, recused: 0, concludedBy: 'member-nary', version: 1 };
const concluded: Event = { type: 'VoteConcluded', data: { ...entitlement, round: 1, ...votes, ...conclusion } };
const approved: Event = { type: 'RewardApproved', data: { round: 1, ...conclusion } };
const returned: Event = { type: 'RewardReturned', data: { round: 1, code: 'x.y', reason: 'Because', returnedBy: 'somebody' } };
const decided = {
  ...{ rewardId, round: 1, policyId: entitlement.policyId, version: 1, ...conclusion },
  expiresAt: '2026-03-16T08:00:00.000Z',
};
const reserved = { type: 'FundsReserved', data: { ...conclusion, purpose: 'reward', reference: rewardId, expiresAt: decided.expiresAt } };
const capped = { type: 'CapReserved', data: { ...caps[0], rewardId } };

describe('from the vote to the grant, as a pure function', () => {
  const after = (...facts: readonly Event[]) => given(...facts).under({ stream: rewardStream(rewardId) });
  const reaction = (...facts: readonly Event[]) => after(...facts).reactionOf(rewardGrant, rewardId);
  const refusal = (type: 'SetAsideAndApprove' | 'SpendAndGrant', round = 1) =>
    ({
      type: 'CommandRefused',
      command: { type, data: { ...decided, round } },
      code: 'pool.insufficient-funds',
      message: 'The pool has less',
    }) as const;

  it('sets money and caps aside for two weeks from the vote on, and spends them once the reward is approved', () => {
    expect(reaction(concluded).commands).toEqual([{ type: 'SetAsideAndApprove', data: decided }]);
    expect(reaction(concluded, approved).commands).toEqual([{ type: 'SpendAndGrant', data: decided }]);
  });

  it('returns the reward with the sentence of whatever refuses, and gives back once that is recorded', () => {
    const { state } = reaction(concluded);
    for (const step of ['SetAsideAndApprove', 'SpendAndGrant'] as const)
      expect(rewardGrant.react(state, refusal(step), rewardId).commands).toEqual([
        { type: 'ReturnDecided', data: { rewardId, round: 1, code: 'pool.insufficient-funds', reason: 'The pool has less' } },
      ]);
    expect(reaction(concluded, approved, returned).commands).toEqual([{ type: 'GiveBack', data: decided }]);
  });

  it('gives back what turns up for a round that is over, and only that', () => {
    expect(reaction(concluded, returned, reserved).commands).toEqual([{ type: 'GiveBack', data: decided }]);
    expect(reaction(concluded, returned, capped).commands).toEqual([{ type: 'GiveBack', data: decided }]);
    expect(reaction(concluded, reserved).commands).toBeUndefined();
    expect(reaction(concluded, capped).commands).toBeUndefined();
    const other = { ...reserved, data: { ...reserved.data, reservationId: deriveUuid('another one') } };
    expect(reaction(concluded, returned, other).commands).toBeUndefined();
  });

  it('does nothing about a refusal or an approval of a round that is over', () => {
    const { state } = reaction(concluded, returned);
    expect(rewardGrant.react(state, refusal('SpendAndGrant'), rewardId).commands).toBeUndefined();
    expect(reaction(concluded, returned, approved).commands).toBeUndefined();
    expect(rewardGrant.react(reaction(concluded).state, refusal('SpendAndGrant', 2), rewardId).commands).toBeUndefined();
  });

  it('leaves alone what is set aside for anything else', () => {
    const keysOf = (event: Event) => rewardGrant.keysOf(recorded(event, 0, { stream: 'pool-1' }) as never);
    expect(keysOf(reserved)).toEqual([rewardId]);
    expect(keysOf({ ...reserved, data: { ...reserved.data, purpose: 'costs' } })).toEqual([]);
    expect(keysOf({ ...reserved, data: { ...reserved.data, reference: 'ខ'.repeat(300) } })).toEqual([]);
  });
});

describe('a reward on its way to a grant', () => {
  let scheme: Scheme;
  let id: string;
  const begin = async (available = 40_000_000, terms = packs.flat): Promise<void> => {
    scheme = await new Scheme().open(khr(available), terms);
    id = await scheme.assess('the warehouse');
    await scheme.conclude(id);
  };
  afterEach(() => scheme.close());

  const dataOf = async (type: string) => (await scheme.events(type)).map(({ data }) => data);
  const nothingIsLeft = async (): Promise<void> => {
    expect(await scheme.totals()).toMatchObject({ reserved: 0n, spent: 0n, recovered: 0n });
    expect([await scheme.countsFor('officer-sokha'), await scheme.countsFor('officer-dara')]).toEqual([0n, 0n]);
    expect(await scheme.events('RewardGranted')).toEqual([]);
  };
  // One worker: 1 the commit of what it decided, 2 the money, 3 and 4 the caps, 5 the approval.
  const upToApproval = () => scheme.turn('reward-grant', { at: 5, after: true });
  // Another one: 1 to 4 as before said again, 5 struck off, 6 the commit of the next decision, 7 the money, 8 and 9 the caps, 10 the grant.
  const upToSpending = async (): Promise<void> => {
    await upToApproval();
    for (let spent = 0n; spent === 0n; { spent } = await scheme.totals()) {
      const operations = await scheme.turn('reward-grant', { at: 7, after: true });
      expect(operations).toBeGreaterThan(0);
    }
    expect(await scheme.events('RewardGranted')).toEqual([]);
  };

  it('is granted from money that was set aside, once, and counts for its officers', async () => {
    await begin();
    await scheme.settle();
    expect((await scheme.storyOf(id)).slice(-4)).toEqual(['VoteConcluded', 'RewardApproved', 'RewardGranted', 'StageReleased']);
    expect(await scheme.totals()).toMatchObject({ reserved: 0n, spent: 40_000_000n, recovered: 0n });
    expect(await scheme.countsFor('officer-sokha')).toBe(12_000_000n);
    expect(await dataOf('CapConsumed')).toHaveLength(2);
    expect(await dataOf('FundsReserved')).toMatchObject([{ purpose: 'reward', reference: id }]);
  });

  it('is returned when the pool is short by one riel, and nothing stays reserved', async () => {
    await begin(39_999_999);
    await scheme.settle();
    expect(await dataOf('RewardReturned')).toMatchObject([
      { round: 1, code: 'pool.insufficient-funds', returnedBy: 'process:reward-grant' },
    ]);
    expect(await dataOf('FundsReserved')).toEqual([]);
    await nothingIsLeft();
  });

  it('is returned when an officer would get more than the cap, and money and the other caps are free again', async () => {
    await begin(100_000_000, { ...packs.flat, caps: { officerTwelveMonths: khr(12_000_000) } });
    const second = await scheme.assess('the boat');
    await scheme.conclude(second);
    await scheme.settle();
    expect(await dataOf('RewardReturned')).toMatchObject([{ code: 'cap.exceeded' }]);
    expect(await dataOf('RewardGranted')).toHaveLength(1);
    expect(await scheme.totals()).toMatchObject({ reserved: 0n, spent: 40_000_000n });
    expect(await scheme.countsFor('officer-sokha')).toBe(12_000_000n);
  });

  it('is returned when an officer is suspended by then, and may be proposed anew', async () => {
    await begin();
    await scheme.officer('officer-dara', { type: 'SuspendOfficer', data: { from: '2020-03-01', reason: 'Under investigation' } });
    await scheme.settle();
    expect(await dataOf('RewardReturned')).toMatchObject([{ code: 'officer.suspended' }]);
    await nothingIsLeft();
    await scheme.officer('officer-dara', { type: 'ReinstateOfficer', data: { from: '2020-03-02', reason: 'Cleared' } });
    await scheme.conclude(id);
    await scheme.settle();
    expect(await dataOf('RewardGranted')).toMatchObject([{ round: 2 }]);
    expect(await scheme.totals()).toMatchObject({ reserved: 0n, spent: 40_000_000n, recovered: 0n });
  });

  const suspend = () => scheme.policy(deciders.chenda, { type: 'SuspendRewardPolicy', data: { reason: 'Under review' } });
  const hold = () => scheme.reward(id, deciders.chenda, { type: 'PlaceIntegrityHold', data: { holdId: 'hold-1', reason: 'A complaint' } });

  it.each<[what: string, happens: () => unknown, code: string]>([
    ['the policy is suspended between approval and grant', suspend, 'policy.suspended'],
    ['integrity holds it after the approval, and the hold itself stays', hold, 'reward.on-hold'],
    ['the reservation was over before it was spent', () => (scheme.now += 15 * 24 * 60 * 60 * 1000), 'reservation.expired'],
    [
      'a revised result drops it below the threshold before the grant',
      () => scheme.assess('the warehouse', { seizures: [] }),
      'reward.not-eligible',
    ],
  ])('is returned when %s', async (_, happens, code) => {
    await begin();
    await upToApproval();
    await happens();
    await scheme.settle();
    expect(await dataOf('RewardReturned')).toMatchObject([{ code }]);
    await nothingIsLeft();
  });

  it('is returned when integrity holds it after the money was drawn, and the draw is reversed in the books', async () => {
    await begin();
    await upToSpending();
    await hold();
    await scheme.settle();
    expect(await dataOf('RewardReturned')).toMatchObject([{ code: 'reward.on-hold' }]);
    await nothingIsLeft();
    expect(await dataOf('SpendingReversed')).toMatchObject([{ amount: khr(40_000_000), reference: id }]);
  });

  it('is granted although the policy is suspended after a worker granted it and died before it knew', async () => {
    await begin();
    await upToApproval();
    for (let granted = 0; granted === 0; granted = (await scheme.events('RewardGranted')).length)
      await scheme.turn('reward-grant', { at: 10, after: true });
    await suspend();
    await scheme.settle();
    expect(await scheme.storyOf(id)).not.toContain('RewardReturned');
    expect(await scheme.totals()).toMatchObject({ reserved: 0n, spent: 40_000_000n, recovered: 0n });
  });

  it('is granted once although two workers carry out the same step at the same time', async () => {
    await begin();
    const grant = processes.find(({ process }) => process.name === 'reward-grant');
    const [vote] = await scheme.events('VoteConcluded');
    if (grant === undefined || vote === undefined) throw new Error('There is nothing to carry out');
    const context = (step: string) => ({
      commandId: deriveUuid(vote.id, step),
      correlationId: vote.id,
      actor: { id: 'process:reward-grant', roles: ['process'] },
      at: scheme.at,
    });
    const [data] = grant.process.react(undefined, vote, id).commands ?? [];
    for (const type of ['SetAsideAndApprove', 'SpendAndGrant'])
      await Promise.all(
        [new AggregateStore(scheme.store, scheme.upcaster), new AggregateStore(scheme.store, scheme.upcaster)].map((aggregates) =>
          grant.carryOut(aggregates, { type, data: data?.data }, context(type), undefined as never, givesNoCommands),
        ),
      );
    expect(await scheme.events('FundsReserved', 'ReservationConsumed', 'RewardApproved', 'RewardGranted', 'CapConsumed')).toHaveLength(6);
    expect(await scheme.totals()).toMatchObject({ reserved: 0n, spent: 40_000_000n });
  });

  it('leaves nothing behind when a worker comes late with money and caps for a round that was returned meanwhile', async () => {
    await begin();
    await scheme.turn('reward-grant', { at: 1, after: true });
    await scheme.reward(id, deciders.chenda, {
      type: 'RejectReward',
      data: { code: 'reward.voted-down', reason: 'The committee changed its mind' },
    });
    await scheme.settle();
    expect((await scheme.events('FundsReserved')).length).toBeGreaterThan(0);
    await nothingIsLeft();
  });

  it('of a hundred at once on one pool is granted exactly as often as the pool has money for, by whichever of two workers', async () => {
    scheme = await new Scheme().open(khr(37 * 40_000_000 + 39_999_999));
    scheme.run();
    scheme.run();
    await Promise.all(Array.from({ length: 100 }, async (_, index) => scheme.conclude(await scheme.assess(`operation ${index}`))));
    const ended = await eventually(async () => {
      const events = await scheme.events('RewardGranted', 'RewardReturned');
      return events.length >= 100 ? events : undefined;
    }, 'the end of a hundred rewards');
    expect(ended.filter(({ type }) => type === 'RewardGranted')).toHaveLength(37);
    expect(new Set(ended.map(({ stream }) => stream)).size).toBe(100);
    expect(
      ended
        .filter(({ type }) => type === 'RewardReturned')
        .every(({ data }) => (data as { code: string }).code === 'pool.insufficient-funds'),
    ).toBe(true);
    expect(await scheme.totals()).toMatchObject({ reserved: 0n, spent: 37n * 40_000_000n, recovered: 0n });
    expect(await scheme.countsFor('officer-sokha')).toBe(37n * 12_000_000n);
  });
});
