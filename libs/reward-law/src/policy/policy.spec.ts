import fc from 'fast-check';
import { type Actor, defined, type Event, RuleBroken } from '#libs/event-sourcing';
import { deciderLaws, given, issued, projectionLaws, rowOf } from '#libs/event-sourcing/testing';
import { memoryEventStore } from '#libs/event-store/memory';
import { memoryReadStore } from '#libs/read-store/memory';
import { khr, usd } from '#libs/vocabulary';
import { packNames, packs } from '../terms/packs.ts';
import { flawsOf } from '../terms/coherence.ts';
import type { AppliesBy, Formula, PolicyTerms } from '../terms/policy-terms.ts';
import { type CaseDates, grantable } from './applicable-version.ts';
import { rewardPolicy, type RewardPolicyCommand } from './policy.ts';
import { type RewardPolicyEvent, rewardPolicyEvents } from './policy-events.ts';
import type { Law } from './policy-rules.ts';
import type { RewardPolicy } from './policy-standing.ts';
import { rewardPolicies } from './reward-policies.ts';
import { bopha, chenda, rith } from '../testing/cast.ts';

type EventOf<Type extends RewardPolicyEvent['type']> = Extract<RewardPolicyEvent, { type: Type }>;
const drafted = (version = 1, terms: PolicyTerms = packs.flat): EventOf<'RewardPolicyDrafted'> => ({
  type: 'RewardPolicyDrafted',
  data: { version, terms, pack: 'flat', draftedBy: bopha.id },
});
const announced: EventOf<'RewardPolicyAnnounced'> = {
  type: 'RewardPolicyAnnounced',
  data: { version: 1, announcedAt: '2026-01-05T10:00:00+07:00', announcement: 'The minister, to the press' },
};
const enacted = (version = 1, inForceFrom = '2026-02-01T00:00:00+07:00'): EventOf<'RewardPolicyEnacted'> => ({
  type: 'RewardPolicyEnacted',
  data: { version, instrument: `sub-decree-${version}`, inForceFrom, enactedBy: bopha.id },
});
const funded = (version = 1, poolId = 'pool-1'): EventOf<'RewardPolicyFunded'> => ({
  type: 'RewardPolicyFunded',
  data: { version, poolId },
});
const superseded = (version: number, from: string): EventOf<'RewardPolicySuperseded'> => ({
  type: 'RewardPolicySuperseded',
  data: { version, by: { version: version + 1 }, from, instrument: `sub-decree-${version + 1}` },
});
const suspended = (until?: string): EventOf<'RewardPolicySuspended'> => ({
  type: 'RewardPolicySuspended',
  data: { from: '2026-03-01T00:00:00+07:00', ...(until !== undefined && { until }), reason: 'Shares went to officers who were not there' },
});
const enact = (version: number, inForceFrom: string, law: Law = 'in-force'): RewardPolicyCommand => ({
  type: 'EnactRewardPolicy',
  data: { version, instrument: `sub-decree-${version}`, inForceFrom, law },
});
const fund = (version = 1, poolId = 'pool-1'): RewardPolicyCommand => ({ type: 'FundRewardPolicy', data: { version, poolId } });
const after = (...events: readonly Event[]): RewardPolicy =>
  (events as readonly RewardPolicyEvent[]).reduce((state, event) => rewardPolicy.evolve(state, event), rewardPolicy.initial);
const inMarch = '2026-03-02T09:30:00+07:00';

describe('a reward policy', () => {
  it('is drafted whole, from a pack or from terms', () => {
    given()
      .when(rewardPolicy, { type: 'DraftRewardPolicy', data: { terms: packs.flat, pack: 'flat' } }, bopha)
      .then(drafted());
    given(drafted())
      .when(rewardPolicy, { type: 'DraftRewardPolicy', data: { terms: packs.flat } }, bopha)
      .thenRefused('policy.already-drafted');
  });

  it('knows nothing before it is drafted', () => {
    given().when(rewardPolicy, enact(1, inMarch), bopha).thenRefused('policy.unknown');
    given(drafted()).when(rewardPolicy, enact(2, inMarch), bopha).thenRefused('policy.version-unknown', { versions: 1 });
  });

  it('goes on by versions, and a version that says the same is none', () => {
    given(drafted())
      .when(rewardPolicy, { type: 'DraftNextVersion', data: { terms: { ...packs.flat } } }, bopha)
      .thenNothing();
    given(drafted())
      .when(rewardPolicy, { type: 'DraftNextVersion', data: { terms: packs.per_unit, pack: 'flat' } }, bopha)
      .then(drafted(2, packs.per_unit));
  });

  it('is announced when it was said, once', () => {
    const announce: RewardPolicyCommand = { type: 'AnnounceRewardPolicy', data: announced.data };
    given(drafted()).when(rewardPolicy, announce, bopha).then(announced);
    given(drafted(), announced).when(rewardPolicy, announce, bopha).thenNothing();
    given(drafted()).when(rewardPolicy, announce, bopha, '2026-01-05T02:54:59.000Z').thenRefused('policy.in-future');
  });

  it('is enacted by an instrument, with or without an announcement, once', () => {
    given(drafted()).when(rewardPolicy, enact(1, enacted().data.inForceFrom), bopha).then(enacted());
    given(drafted(), enacted()).when(rewardPolicy, enact(1, enacted().data.inForceFrom), bopha).thenNothing();
    given(drafted(), enacted()).when(rewardPolicy, enact(1, inMarch), bopha).thenRefused('policy.already-enacted');
  });

  it('is funded after it is law, by somebody who neither drafted nor enacted it', () => {
    given(drafted(), announced).when(rewardPolicy, fund(), rith).thenRefused('policy.not-enacted');
    given(drafted(), enacted()).when(rewardPolicy, fund(), rith).then(funded());
    given(drafted(), enacted()).when(rewardPolicy, fund(), bopha).thenRefused('policy.same-person', { enactedBy: bopha.id });
    // Who confirmed that it was enacted had a hand in that, and has none in this.
    const vanna: Actor = { id: 'officer-vanna', roles: ['legal-officer'] };
    const byTwo: RewardPolicyEvent = { type: 'RewardPolicyEnacted', data: { ...enacted().data, confirmedBy: vanna.id } };
    given(drafted())
      .when(rewardPolicy, enact(1, enacted().data.inForceFrom), bopha, inMarch, { said: { confirmedBy: vanna } })
      .then(byTwo);
    given(drafted(), byTwo)
      .when(rewardPolicy, fund(), rith, inMarch, { said: { confirmedBy: vanna } })
      .thenRefused('policy.same-person');
    given(drafted(), byTwo).when(rewardPolicy, fund(), vanna).thenRefused('policy.same-person');
    given(drafted(), enacted())
      .when(rewardPolicy, fund(), rith, inMarch, { said: { confirmedBy: bopha } })
      .thenRefused('policy.same-person');
    given(drafted(), enacted(), funded()).when(rewardPolicy, fund(), rith).thenNothing();
    given(drafted(), enacted(), funded()).when(rewardPolicy, fund(1, 'pool-2'), rith).then(funded(1, 'pool-2'));
  });

  it('ends a version with the enactment of the next one', () => {
    const from = '2026-03-15T00:00:00+07:00';
    given(drafted(), enacted(), drafted(2, packs.per_unit))
      .when(rewardPolicy, enact(2, from), bopha)
      .then(enacted(2, from), superseded(1, from));
    given(drafted(), drafted(2, packs.per_unit), enacted(2)).when(rewardPolicy, enact(1, from), bopha).thenRefused('policy.newer-enacted');
  });

  it('is made law by an instrument that is law, and not before that is', () => {
    const from = '2026-03-15T00:00:00+07:00';
    given(drafted())
      .when(rewardPolicy, enact(1, from, 'none'), bopha)
      .thenRefused('policy.instrument-not-enacted', { instrument: 'sub-decree-1' });
    given(drafted())
      .when(rewardPolicy, enact(1, from, 'not-yet'), bopha)
      .thenRefused('policy.before-instrument', { from });
    given(drafted()).when(rewardPolicy, enact(1, from), bopha).then(enacted(1, from));
    given(drafted(), enacted(1, from))
      .when(rewardPolicy, enact(1, from, 'none'), bopha)
      .thenNothing();
  });

  it('gives way to another policy, once', () => {
    const data = { version: 1, by: { policyId: 'policy-2' }, from: inMarch, instrument: 'sub-decree-9' };
    const supersede: RewardPolicyCommand = { type: 'SupersedeRewardPolicy', data: { ...data, law: 'in-force' } };
    for (const [law, code] of [
      ['none', 'policy.instrument-not-enacted'],
      ['not-yet', 'policy.before-instrument'],
    ] as const)
      given(drafted(), enacted())
        .when(rewardPolicy, { type: 'SupersedeRewardPolicy', data: { ...data, law } }, bopha)
        .thenRefused(code);
    given(drafted(), enacted()).when(rewardPolicy, supersede, bopha).then({ type: 'RewardPolicySuperseded', data });
    given(drafted(), enacted(), { type: 'RewardPolicySuperseded', data }).when(rewardPolicy, supersede, bopha).thenNothing();
    given(drafted(), enacted(), superseded(1, inMarch)).when(rewardPolicy, supersede, bopha).thenRefused('policy.superseded');
    given(drafted()).when(rewardPolicy, supersede, bopha).thenRefused('policy.not-enacted');
  });

  it('is suspended from now on or from a moment, by one, and for longer', () => {
    const { from, reason } = suspended().data;
    given(drafted()).when(rewardPolicy, { type: 'SuspendRewardPolicy', data: { reason } }, chenda, from).then(suspended());
    given(drafted(), suspended()).when(rewardPolicy, { type: 'SuspendRewardPolicy', data: { from, reason } }, chenda).thenNothing();
    given(drafted(), suspended(inMarch))
      .when(rewardPolicy, { type: 'SuspendRewardPolicy', data: { from, reason } }, chenda, from)
      .then(suspended());
    given(drafted())
      .when(rewardPolicy, { type: 'SuspendRewardPolicy', data: { from: inMarch, until: from, reason } }, chenda)
      .thenRefused('policy.suspension-backwards');
  });

  it('is not let go by saying a suspension anew: sooner, later from, or for a day that is over', () => {
    const { from, reason } = suspended().data;
    for (const less of [{ from, until: inMarch }, { from: inMarch }, { from, until: from }])
      given(drafted(), suspended())
        .when(rewardPolicy, { type: 'SuspendRewardPolicy', data: { ...less, reason } }, chenda, from)
        .thenRefused('policy.suspension-lifted-by-two');
  });

  it('is let go by two, at once or at a moment, and suspended anew after it', () => {
    const { from, reason } = suspended().data;
    const lift = (until?: string): RewardPolicyCommand => ({ type: 'LiftPolicySuspension', data: defined({ until, reason }) });
    given(drafted(), suspended()).when(rewardPolicy, lift(), chenda, inMarch).then(suspended(inMarch));
    given(drafted(), suspended()).when(rewardPolicy, lift(inMarch), chenda, from).then(suspended(inMarch));
    given(drafted(), suspended(inMarch)).when(rewardPolicy, lift(inMarch), chenda, from).thenNothing();
    given(drafted()).when(rewardPolicy, lift(), chenda).thenRefused('policy.not-suspended');
    given(drafted(), suspended(inMarch)).when(rewardPolicy, lift(), chenda, inMarch).thenRefused('policy.not-suspended');
    const anew = { from: inMarch, reason: 'Again' };
    given(drafted(), suspended(inMarch))
      .when(rewardPolicy, { type: 'SuspendRewardPolicy', data: anew }, chenda, inMarch)
      .then({ type: 'RewardPolicySuspended', data: anew });
  });
});

describe('terms', () => {
  it('of every pack are coherent', () => {
    for (const pack of packNames) expect({ pack, flaws: flawsOf(packs[pack]) }).toEqual({ pack, flaws: [] });
  });

  const tiered = (...bands: { fromMg: number; amount: ReturnType<typeof khr> }[]): Formula => ({
    kind: 'tiered',
    tables: [{ substances: ['heroin'], bands }],
  });
  it.each<[string, Partial<PolicyTerms>, string]>([
    ['stages that leave something over', { stages: [{ on: 'laboratory', shareBp: 9_999 }] }, 'stages'],
    [
      'two stages on one event',
      {
        stages: [
          { on: 'laboratory', shareBp: 5_000 },
          { on: 'laboratory', shareBp: 5_000 },
        ],
      },
      'stages',
    ],
    ['a threshold of nothing', { quantity: { measure: 'net', thresholdMg: 0 } }, 'quantity.thresholdMg'],
    ['half a milligram', { quantity: { measure: 'net', thresholdMg: 0.5 } }, 'quantity.thresholdMg'],
    ['an amount in dollars', { formula: { kind: 'flat', amount: usd(1) } }, 'formula.amount'],
    ['an amount of nothing', { formula: { kind: 'flat', amount: khr(0) } }, 'formula.amount'],
    [
      'bands out of order',
      { formula: tiered({ fromMg: 5, amount: khr(1) }, { fromMg: 5, amount: khr(2) }) },
      'formula.tables.0.bands.1.fromMg',
    ],
    ['no tables at all', { formula: { kind: 'tiered', tables: [] } }, 'formula.tables'],
    ['a table without bands', { formula: tiered() }, 'formula.tables.0'],
    [
      'a substance in two tables',
      {
        formula: {
          kind: 'tiered',
          tables: Array.from({ length: 2 }, () => ({ substances: ['heroin'], bands: [{ fromMg: 0, amount: khr(1) }] })),
        },
      },
      'formula.tables',
    ],
    [
      'a lesser figure worth more',
      { roles: { multipliersBp: { lesser: 2, significant: 1, leading: 3 }, topUpBp: 0 } },
      'roles.multipliersBp',
    ],
    [
      'a multiplier above the whole',
      { roles: { multipliersBp: { lesser: 1, significant: 1, leading: 10_001 }, topUpBp: 0 } },
      'roles.multipliersBp.leading',
    ],
    ['a career below a case', { caps: { officerPerCase: khr(2), officerCareer: khr(1) } }, 'caps'],
    ['an exceptional case without an ordinary one', { caps: { officerPerCaseExceptional: khr(1) } }, 'caps'],
    ['a defect that excludes and suspends', { defects: { excluding: ['seal.broken'], suspending: ['seal.broken'] } }, 'defects'],
    ['judges among the beneficiaries', { excludedOffices: ['prosecutor', 'court-official'] }, 'excludedOffices'],
    ['another policy both beside it and replaced', { supersedes: ['policy-a'], alongside: ['policy-a'] }, 'supersedes'],
    ['persons above the whole', { personsAtMostBp: 10_001 }, 'personsAtMostBp'],
  ])('with %s are refused', (_, changes, at) => {
    const terms = { ...packs.flat, ...changes };
    expect(flawsOf(terms).map((flaw) => flaw.at)).toContain(at);
    given().when(rewardPolicy, { type: 'DraftRewardPolicy', data: { terms } }, bopha).thenRefused('policy.incoherent');
  });

  it('have no field that could count arrests', () => {
    const words = packNames.flatMap((pack) => fieldsIn(packs[pack]));
    expect(words).toContain('thresholdMg');
    expect(words.filter((word) => /arrest|suspects|headcount|number/i.test(word))).toEqual([]);
  });
});

function fieldsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, inner]) => [field, ...fieldsIn(inner)]);
}

describe('a reward can be granted', () => {
  const why = (policy: RewardPolicy, at: CaseDates | string = inMarch): string => {
    const answer = grantable(policy, at);
    return answer.granted ? `version ${answer.version} from ${answer.poolId}` : answer.code;
  };

  it('under a policy that is enacted and funded', () => {
    expect(grantable(after(drafted(), enacted(), funded()), inMarch)).toEqual({
      granted: true,
      version: 1,
      terms: packs.flat,
      instrument: 'sub-decree-1',
      poolId: 'pool-1',
    });
  });

  it('not under one that is a draft, or announced but not enacted, or enacted but not funded', () => {
    expect(why(after())).toBe('policy.unknown');
    expect(why(after(drafted()))).toBe('policy.not-enacted');
    expect(grantable(after(drafted(), announced), inMarch)).toMatchObject({
      code: 'policy.not-enacted',
      why: expect.stringContaining('was announced') as string,
    });
    expect(why(after(drafted(), announced, enacted()))).toBe('policy.not-funded');
  });

  it('from the moment it is in force', () => {
    const policy = after(drafted(), enacted(), funded());
    expect(why(policy, '2026-01-31T23:59:59+07:00')).toBe('policy.not-in-force');
    expect(why(policy, '2026-01-31T17:00:00Z')).toBe('version 1 from pool-1');
  });

  it('until the moment another policy takes its place', () => {
    const policy = after(drafted(), enacted(), funded(), superseded(1, inMarch));
    expect(why(policy, '2026-03-02T02:29:59Z')).toBe('version 1 from pool-1');
    expect(why(policy, inMarch)).toBe('policy.not-in-force');
  });

  it('not while it is suspended', () => {
    const policy = (until?: string) => after(drafted(), enacted(), funded(), suspended(until));
    expect(why(policy(), '2026-02-28T16:59:59Z')).toBe('version 1 from pool-1');
    expect(why(policy())).toBe('policy.suspended');
    expect(why(policy('2026-03-02T02:30:00Z'))).toBe('version 1 from pool-1');
    expect(why(policy('2026-03-02T02:30:01Z'))).toBe('policy.suspended');
  });

  describe('when the policy was superseded while the case was open', () => {
    const change = '2026-03-15T00:00:00+07:00';
    const dates: CaseDates = {
      seizedAt: '2026-03-02T09:30:00+07:00',
      proposedAt: '2026-03-10T10:00:00+07:00',
      decidedAt: '2026-03-20T10:00:00+07:00',
    };
    const policy = (one: AppliesBy, other: AppliesBy): RewardPolicy =>
      after(
        ...[drafted(1, { ...packs.flat, appliesBy: one }), enacted(), funded()],
        ...[drafted(2, { ...packs.per_unit, appliesBy: other }), enacted(2, change), superseded(1, change), funded(2, 'pool-2')],
      );

    it.each<[AppliesBy, string, string]>([
      ['seizure', 'version 1 from pool-1', 'of the seizure'],
      ['proposal', 'version 1 from pool-1', 'of the proposal'],
      ['decision', 'version 2 from pool-2', 'of the decision'],
    ])('by the date of the %s: %s', (appliesBy, expected) => {
      expect(why(policy(appliesBy, appliesBy), dates)).toBe(expected);
    });

    it('by the later law where both claim the case, and under none where neither does', () => {
      expect(why(policy('seizure', 'decision'), dates)).toBe('version 2 from pool-2');
      expect(why(policy('decision', 'seizure'), dates)).toBe('policy.not-in-force');
    });

    it('not by another version that has money, where the one that applies has none', () => {
      const unfunded = after(drafted(), enacted(), drafted(2, packs.per_unit), enacted(2, change), superseded(1, change), funded(2));
      expect(grantable(unfunded, dates)).toMatchObject({ granted: false, code: 'policy.not-funded', version: 1 });
    });
  });
});

describe('reward policies', () => {
  const onThePolicy = { stream: 'policy-40m', actor: bopha, recordedAt: '2026-03-02T03:00:00.000Z' };
  const row = rowOf(rewardPolicies, '40m', onThePolicy);

  it('show how far each has come', () => {
    row(drafted()).toMatchObject({ policyId: '40m', status: 'drafted', version: 1, pack: 'flat', currency: 'KHR', revision: 0 });
    row(drafted(), announced).toMatchObject({ status: 'announced' });
    row(drafted(), announced, enacted()).toMatchObject({ status: 'enacted', inForceFrom: '2026-01-31T17:00:00.000Z' });
    row(drafted(), announced, enacted(), funded()).toMatchObject({ status: 'funded', poolId: 'pool-1' });
    row(drafted(), enacted(), superseded(1, inMarch)).toMatchObject({ status: 'superseded' });
    row(drafted(), enacted(), funded(), suspended()).toMatchObject({ status: 'suspended' });
    row(drafted(), enacted(), funded(), suspended(inMarch)).toMatchObject({ status: 'funded' });
  });

  it('show every version, newest first, and stay with the law while a new one is only drafted', () =>
    row(drafted(), enacted(), funded(), drafted(2, packs.per_unit)).toMatchObject({
      status: 'funded',
      version: 1,
      name: packs.flat.name,
      versions: [
        { version: 2, terms: packs.per_unit },
        { version: 1, terms: packs.flat, enacted: { instrument: 'sub-decree-1' } },
      ],
    }));
});

const versions = fc.constantFrom(1, 2, 3);
const terms = fc.constantFrom(...packNames).map((pack) => ({ terms: packs[pack], pack }));
const moments = fc.constantFrom('2026-01-01T00:00:00Z', '2026-02-01T00:00:00+07:00', '2026-03-01T00:00:00Z');
const draft = terms.map((data): RewardPolicyCommand => ({ type: 'DraftRewardPolicy', data }));
const anyCommand: fc.Arbitrary<RewardPolicyCommand> = fc.oneof(
  draft,
  terms.map((data): RewardPolicyCommand => ({ type: 'DraftNextVersion', data })),
  versions.map((version): RewardPolicyCommand => ({ type: 'AnnounceRewardPolicy', data: { ...announced.data, version } })),
  fc.tuple(versions, moments).map(([version, from]): RewardPolicyCommand => enact(version, from)),
  fc.tuple(versions, fc.constantFrom('pool-1', 'pool-2')).map(([version, poolId]): RewardPolicyCommand => fund(version, poolId)),
  fc.tuple(versions, moments).map(([version, from]): RewardPolicyCommand => ({
    type: 'SupersedeRewardPolicy',
    data: { version, by: { policyId: 'p' }, from, instrument: 'i', law: 'in-force' },
  })),
  fc
    .record({ from: moments, until: moments, reason: fc.constantFrom('One', 'Other') }, { requiredKeys: ['reason'] })
    .map((data): RewardPolicyCommand => ({ type: 'SuspendRewardPolicy', data })),
  fc
    .record({ until: moments, reason: fc.constantFrom('One', 'Other') }, { requiredKeys: ['reason'] })
    .map((data): RewardPolicyCommand => ({ type: 'LiftPolicySuspension', data })),
);

/** The state after a command, or before it where a rule refuses it. */
function decided(before: RewardPolicy, command: RewardPolicyCommand): RewardPolicy {
  try {
    return rewardPolicy.decide(issued(command, rith, inMarch), before).reduce((state, event) => rewardPolicy.evolve(state, event), before);
  } catch (refusal) {
    if (refusal instanceof RuleBroken) return before;
    throw refusal;
  }
}

describe('the reward policy keeps the laws of deciders:', () => {
  deciderLaws({
    decider: rewardPolicy,
    catalogue: rewardPolicyEvents,
    commands: fc.oneof({ weight: 1, arbitrary: draft }, { weight: 6, arbitrary: anyCommand }),
    openStore: memoryEventStore,
    by: rith,
  });

  it('has one law at most at any moment, whatever was recorded', () =>
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 25 }), moments, (program, at) => {
        const state = program.reduce((before, command) => decided(before, command), rewardPolicy.initial);
        const inForce = state.versions.filter(
          ({ enacted: law, superseded: end }) =>
            law !== undefined &&
            Date.parse(law.inForceFrom) <= Date.parse(at) &&
            (end === undefined || Date.parse(at) < Date.parse(end.from)),
        );
        expect(inForce.length).toBeLessThanOrEqual(1);
      }),
    ));
});

describe('reward policies keep the laws of projections: it', () => {
  const policyEvents = fc.oneof(
    versions.map((version): RewardPolicyEvent => drafted(version)),
    fc.constantFrom<RewardPolicyEvent>(announced, funded(), superseded(1, inMarch), suspended(), suspended(inMarch)),
    fc.tuple(versions, moments).map(([version, from]): RewardPolicyEvent => enacted(version, from)),
  );
  projectionLaws({
    projection: rewardPolicies,
    catalogue: rewardPolicyEvents,
    histories: fc.array(fc.record({ stream: fc.constantFrom('policy-1', 'policy-2'), event: policyEvents }), { maxLength: 30 }),
    openStore: memoryEventStore,
    openRows: memoryReadStore,
  });
});
