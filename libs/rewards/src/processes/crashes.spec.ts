import fc from 'fast-check';
import { RuleBroken } from '#libs/event-sourcing';
import { khr } from '#libs/vocabulary';
import { packs } from '#libs/reward-law';
import { certified, seized, suspect } from '#libs/reward-law/testing';
import { standingClawbacks } from '../reward/reward-standing.ts';
import { type Death, deciders, Scheme } from '../testing/scheme.ts';

const names = ['reward-grant', 'reward-outcomes', 'reward-recovery'] as const;
const cases = ['the warehouse', 'the boat', 'the villa'] as const;

// What people and facts do to a reward, each as it may come at any time: what is not for now is refused, and that is an answer too.
const doings = {
  concluded: (scheme, id) => scheme.conclude(id),
  held: (scheme, id) =>
    scheme.reward(id, deciders.chenda, { type: 'PlaceIntegrityHold', data: { holdId: 'hold-1', reason: 'A complaint' } }),
  lifted: (scheme, id) =>
    scheme.reward(id, deciders.chenda, { type: 'LiftIntegrityHold', data: { holdId: 'hold-1', reason: 'Unfounded' } }),
  paid: (scheme, id) => scheme.pay(id),
  convicted: (scheme, _, name) => scheme.assess(name, { suspects: [suspect('lesser', { outcome: 'convicted' })] }),
  acquitted: (scheme, _, name) => scheme.assess(name, { suspects: [suspect('lesser', { outcome: 'acquitted' })] }),
  revised: (scheme, _, name) => scheme.assess(name, { seizures: [seized([certified({ netMg: 999_999 })])] }),
  lifted_again: (scheme, _, name) => scheme.assess(name, { seizures: [seized([certified({ netMg: 2_000_000 })])] }),
  duplicate: (scheme, _, name) => scheme.assess(name, {}, { duplicateOf: 'another case' }),
  suspended: (scheme) =>
    scheme.policy(deciders.chenda, { type: 'SuspendRewardPolicy', data: { from: '2020-01-01T00:00:00Z', reason: 'Review' } }),
  resumed: (scheme) =>
    scheme.policy(deciders.chenda, {
      type: 'SuspendRewardPolicy',
      data: { from: '2020-01-01T00:00:00Z', until: '2020-01-02T00:00:00Z', reason: 'Done' },
    }),
  topped_up: (scheme, _, name) =>
    scheme.pool({
      type: 'TopUpBudget',
      data: { topUpId: scheme.rewardIdOf(name), amount: khr(20_000_000), source: 'Budget', reference: 'BT' },
    }),
} satisfies Record<string, (scheme: Scheme, id: string, name: string) => Promise<unknown>>;
type Doing = keyof typeof doings;

const terms = { ...packs.flat, caps: { officerCareer: khr(24_000_000) } };

async function begun(): Promise<Scheme> {
  const scheme = await new Scheme().open(khr(80_000_000), terms);
  for (const name of cases) await scheme.assess(name);
  return scheme;
}

async function does(scheme: Scheme, name: string, doing: Doing): Promise<void> {
  try {
    await (doings[doing] as (scheme: Scheme, id: string, name: string) => Promise<unknown>)(scheme, scheme.rewardIdOf(name), name);
  } catch (refusal) {
    if (!(refusal instanceof RuleBroken)) throw refusal;
  }
}

/** How it all ended: every reward's story, the pool's books, what counts for the officers, and which commands of the processes were recorded. */
async function endOf(scheme: Scheme) {
  const stories = await Promise.all(cases.map((name) => scheme.storyOf(scheme.rewardIdOf(name))));
  const officers = await Promise.all(['officer-sokha', 'officer-dara'].map((officerId) => scheme.countsFor(officerId)));
  const given = (await scheme.events()).filter(({ metadata }) => metadata.actor.roles.includes('process'));
  return { stories, officers, totals: await scheme.totals(), commands: given.map(({ metadata }) => metadata.commandId).sort() };
}

/** What must hold at the end, however it came to it. Nobody is paid twice and nothing is lost: every riel is with somebody, and says why. */
async function requireInOrder(scheme: Scheme): Promise<void> {
  const { totals, officers } = await endOf(scheme);
  let out = 0n;
  let counting = 0n;
  for (const name of cases) {
    const { state } = await scheme.load(scheme.rewardIdOf(name));
    const story = await scheme.storyOf(scheme.rewardIdOf(name));
    const count = (type: string): number => story.filter((one) => one === type).length;
    expect(count('RewardGranted')).toBeLessThanOrEqual(1);
    // No vote is left without an answer, and none has two: what was returned can only be rejected besides.
    for (const { round, conclusion, returned } of state.rounds)
      if (conclusion !== undefined) expect(state.grant?.round === round).toBe(returned === undefined && state.rejection?.round !== round);
    expect(new Set(state.stages.map(({ stage }) => stage)).size).toBe(state.stages.length);
    if (state.grant === undefined) continue;
    // What a court took back of its own acquittal is out again.
    const standing = standingClawbacks(state);
    const forfeited = standing.reduce((total, clawback) => total + BigInt(clawback.forfeited.amount), 0n);
    out += BigInt(state.grant.amount.amount) - forfeited;
    if (standing.length === 0) counting += 12_000_000n;
  }
  expect(totals.reserved).toBe(0n);
  expect(totals.spent - totals.recovered).toBe(out);
  expect(officers).toEqual([counting, counting]);
  expect((await scheme.rows.query('reward-grant', { where: { pending: { is: true } }, limit: 1 })).rows).toEqual([]);
}

describe('rewards, whenever a worker dies', () => {
  const life = ['concluded', 'paid', 'acquitted'] as const;

  /** One reward's life, everything settled between what people do; a worker dies once, at its n-th operation. */
  const lived = async (death: Death | undefined, available = 40_000_000) => {
    const scheme = await new Scheme().open(khr(available));
    const [name] = cases;
    await scheme.assess(name);
    let left = death?.at ?? 0;
    for (const doing of life) {
      await does(scheme, name, doing);
      for (let before = -1; before !== (await scheme.store.head());) {
        before = await scheme.store.head();
        for (const process of names) {
          const operations = await scheme.turn(process, death !== undefined && left > 0 ? { ...death, at: left } : undefined);
          // Dead: whoever comes next takes over.
          if (left > 0 && operations >= left) before = -1;
          left -= operations;
        }
      }
    }
    const end = await endOf(scheme);
    await scheme.close();
    return { end, operations: (death?.at ?? 0) - left };
  };

  it.each([
    ['a grant, a payment and a clawback', 40_000_000],
    ['a pool that is one riel short', 39_999_999],
  ])('come to the same end at every step of %s', async (_, available) => {
    const { end, operations } = await lived(undefined, available);
    expect(operations).toBeGreaterThan(6);
    for (let at = 1; at <= operations; at++)
      for (const after of [false, true])
        expect({ at, after, ...(await lived({ at, after }, available)).end }).toEqual({ at, after, ...end });
  });

  const step = fc.record({ name: fc.constantFrom(...cases), doing: fc.constantFrom(...(Object.keys(doings) as Doing[])) });
  const turn = fc.record({
    process: fc.constantFrom(...names),
    death: fc.option(fc.record({ at: fc.integer({ min: 1, max: 8 }), after: fc.boolean() }), { nil: undefined }),
  });

  it('come to the same end as without a death, whatever happens to them', async () => {
    const program = fc.array(fc.tuple(step, fc.array(turn, { maxLength: 3 })), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(program, async (steps) => {
        const [mortal, immortal] = [await begun(), await begun()];
        for (const [{ name, doing }, turns] of [[{ name: cases[0], doing: 'concluded' as const }, []], ...steps] as typeof steps) {
          for (const scheme of [mortal, immortal]) await does(scheme, name, doing);
          for (const { process, death } of turns) await mortal.turn(process, death);
          for (const scheme of [mortal, immortal]) await scheme.settle();
        }
        expect(await endOf(mortal)).toEqual(await endOf(immortal));
        await requireInOrder(mortal);
        await Promise.all([mortal.close(), immortal.close()]);
      }),
      { numRuns: 12 },
    );
  });

  it('are in order at the end, however the processes lag, die and come in between', async () => {
    const program = fc.array(fc.oneof(step, turn), { minLength: 4, maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(program, async (steps) => {
        const scheme = await begun();
        for (const name of cases) await does(scheme, name, 'concluded');
        for (const one of steps) await ('doing' in one ? does(scheme, one.name, one.doing) : scheme.turn(one.process, one.death));
        await scheme.settle();
        await requireInOrder(scheme);
        await scheme.close();
      }),
      { numRuns: 25 },
    );
  });
});
