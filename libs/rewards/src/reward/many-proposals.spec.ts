import { given } from '#libs/event-sourcing/testing';
import { kilograms, roster } from '#libs/reward-law/testing';
import { assess, eventsOf, inMarch, propose, rewardId, type Said, sovann, theProcess } from '../testing/decisions.ts';
import { evolveReward } from './reward-evolution.ts';
import { type RewardEvent, rewardStream } from './reward-events.ts';
import { rewardPipeline } from './reward-pipeline.ts';
import { nothingYet, type Reward } from './reward-standing.ts';
import { requireNoShareInAnyRound } from './rules/duties.ts';

const officers = Array.from({ length: 200 }, (_, n) => ({
  officerId: `officer-${n}`,
  unit: 'unit-phnom-penh-1',
  office: 'investigator' as const,
}));
const crowded: Said = [theProcess, assess(kilograms(1), { roster: { ...roster, officers: [...roster.officers, ...officers] } })];
/** Two hundred shares, each with as long an answer as a body takes. */
const proposal = (n: number): Said => [
  sovann,
  propose({
    statement: `They followed the delivery, said for the ${n}th time. ${'Every night. '.repeat(200)}`,
    beyondDuty: officers.map(({ officerId }) => ({ officerId, what: 'Watched in the rain. '.repeat(90), reference: `OP-${n}` })),
    shares: officers.map(({ officerId }) => ({ recipientId: officerId, kind: 'person', shareBp: 50, form: 'bank-transfer' })),
    recipients: [...officers.map(({ officerId }) => officerId), 'unit-phnom-penh-1'].map((recipientId) => ({
      recipientId,
      suspended: false,
    })),
  }),
];
const standingAfter = (events: readonly RewardEvent[]): Reward => events.reduce(evolveReward, nothingYet);
const sizeOf = (value: unknown): number => JSON.stringify(value).length;

describe('a reward that is proposed three hundred times, with two hundred shares each time', () => {
  const once = eventsOf(crowded, proposal(1));
  const often = eventsOf(crowded, ...Array.from({ length: 300 }, (_, n) => proposal(n + 1)));

  it('keeps of each proposal that another took the place of that there was one, and of the last one all', () => {
    const { rounds, passedOver } = standingAfter(often);
    expect(rounds.map(({ round }) => round)).toEqual(Array.from({ length: 300 }, (_, n) => n + 1));
    expect(rounds.filter(({ allocation, beyondDuty }) => (allocation ?? beyondDuty) !== undefined)).toMatchObject([
      { round: 300, beyondDuty: { length: 200 }, allocation: { shares: { length: 200 } } },
    ]);
    expect(passedOver).toHaveLength(200);
    expect(sizeOf(standingAfter(often)) - sizeOf(standingAfter(once))).toBeLessThan(300 * 300);
  });

  it('has a page with the latest of what was done, and how much that was', () => {
    given(...often)
      .under({ stream: rewardStream(rewardId), actor: { id: sovann.id, roles: [] }, recordedAt: inMarch })
      .project(rewardPipeline)
      .row(rewardId)
      .toMatchObject({ acts: { length: 100 }, actCount: 602, status: 'proposed' });
  });

  it('has what holds it up lifted by nobody who would have had a share by one that was overtaken', () => {
    const state = standingAfter(eventsOf(crowded, proposal(1), [sovann, propose()]));
    expect(state.rounds.at(-1)?.allocation?.shares.map(({ recipientId }) => recipientId)).not.toContain('officer-7');
    expect(() => requireNoShareInAnyRound([{ id: 'Officer-7', roles: ['integrity-officer'] }], state)).toThrow(
      expect.objectContaining({ code: 'reward.own-share' }) as Error,
    );
  });
});
