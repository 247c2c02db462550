import type { Actor } from '#libs/event-sourcing';
import { type Alongside, given, issued } from '#libs/event-sourcing/testing';
import { khr } from '#libs/vocabulary';
import { reward } from './reward.ts';
import type { Independence, RewardCommand } from './reward-commands.ts';
import { type RewardEvent, rewardIdFor } from './reward-events.ts';
import { standingOf } from './reward-money.ts';
import { statusOf } from './reward-status.ts';
import { countedVotes } from './rules/votes.ts';
import { applied, certified, kilograms, operation, roster, seized, suspect } from '#libs/reward-law/testing';
import {
  after,
  approve,
  assess,
  assessed,
  beyondDuty,
  beneficiaries,
  bopha,
  chenda,
  clawBack,
  clear,
  cleared,
  clearUp,
  conclude,
  concluded,
  conflict,
  givenBack,
  grant,
  granted,
  inMarch,
  inParts,
  laboratoryReleased,
  makara,
  maly,
  nary,
  operationId,
  paying,
  policyAfter,
  policyId,
  poolId,
  proposed,
  propose,
  release,
  reservationId,
  rewardId,
  rith,
  type Said,
  sann,
  setOff,
  shares,
  sovann,
  sreymom,
  standing,
  theProcess,
  eventsOf,
  tola,
  tried,
  vannak,
  verify,
  vote,
  voted,
} from '../testing/decisions.ts';

const when = (story: readonly Said[], command: RewardCommand, by: Actor = theProcess) =>
  given(...eventsOf(...story)).when(reward, command, by, inMarch, standing(by));
const both = (first: Actor, second: Actor): Alongside => {
  const placesOf = (hand: Actor) => standing(hand).standing?.independence?.hands ?? [];
  return { standing: { independence: { hands: [...placesOf(first), ...placesOf(second)], beneficiaries } } };
};
const typesOf = (events: readonly RewardEvent[]): readonly string[] => events.map(({ type }) => type);
const dueOf = (command: RewardCommand) => after([theProcess, command]).assessment?.assessment;

describe('a reward is triggered', () => {
  it('by facts that come to one, and says why', () => {
    const [triggered, eligible] = eventsOf(...assessed);
    expect(triggered).toEqual({
      type: 'RewardTriggered',
      data: { caseId: operationId, operationId, policyId, trigger: 'facts', triggeredBy: theProcess.id },
    });
    expect(eligible).toMatchObject({
      type: 'EligibilityAssessed',
      data: { number: 1, version: 1, assessment: { verdict: 'eligible', amount: khr(40_000_000) } },
    });
  });

  it('by a field weight that reaches the threshold, though nothing is due for it; by less only if somebody asks', () => {
    const weighed = (fieldGrossMg: number) => operation(seized([], { fieldGrossMg }));
    when([], assess(weighed(999_999))).thenNothing();
    expect(statusOf(after([theProcess, assess(weighed(1_000_000))]))).toBe('ineligible');
    const twoHalves = operation(seized([], { fieldGrossMg: 500_000 }), seized([], { seizureId: 'seizure-2', fieldGrossMg: 500_000 }));
    expect(typesOf(eventsOf([theProcess, assess(twoHalves)]))).toEqual(['RewardTriggered', 'EligibilityAssessed']);
    expect(typesOf(eventsOf([sovann, assess(weighed(1), { trigger: 'request' })]))).toEqual(['RewardTriggered', 'EligibilityAssessed']);
  });

  it('once: three lots of one operation are one reward, and the same facts are assessed once', () => {
    const lots = operation(
      ...['a', 'b', 'c'].map((name) => seized([certified({ exhibitId: `exhibit-${name}` })], { seizureId: `seizure-${name}` })),
    );
    expect(dueOf(assess(lots))).toMatchObject({ amount: khr(40_000_000) });
    expect(rewardIdFor(operationId, policyId)).toBe(rewardId);
    when([[theProcess, assess(lots)]], assess(lots)).thenNothing();
    when([[theProcess, assess(lots)]], assess(lots, { trigger: 'request' }), sovann).thenNothing();
    when(assessed, assess(kilograms(1), { caseId: rewardId })).thenRefused('reward.other-entitlement');
  });

  it('with 40 million for three kilograms under flat, 120 million under per unit', () => {
    expect(dueOf(assess(kilograms(3)))).toMatchObject({ amount: khr(40_000_000) });
    expect(dueOf(assess(kilograms(3), { terms: applied('per_unit').terms }))).toMatchObject({ amount: khr(120_000_000) });
  });

  it('and assessed anew whenever facts change, also where they come to nothing', () => {
    const story: readonly Said[] = [...assessed, [theProcess, assess(operation(seized([certified({ netMg: 999_999 })])))]];
    expect(after(...story).assessment).toMatchObject({ number: 2, assessment: { verdict: 'ineligible' } });
    when(story, propose(), sovann).thenRefused('reward.not-eligible', { number: 2 });
  });

  it('or is unknown', () => {
    when([], propose(), sovann).thenRefused('reward.unknown');
    when([], clawBack).thenRefused('reward.unknown');
  });
});

describe('a proposal', () => {
  it('shares the whole among the roster; what is left over goes to the fund', () => {
    const thirds = shares.map((share, index) => ({ ...share, shareBp: [3_333, 3_333, 3_334][index] ?? 0 }));
    const [first, second] = eventsOf(...assessed, [sovann, propose({ shares: thirds })]).slice(-2);
    expect(first).toEqual({
      type: 'RewardProposed',
      data: {
        round: 1,
        beyondDuty,
        proposedBy: sovann.id,
        unit: 'unit-phnom-penh-1',
        statement: 'Sokha and Dara followed the delivery for three months',
        proposedAt: inMarch,
      },
    });
    expect(second).toMatchObject({
      type: 'SharesAllocated',
      data: {
        allocation: {
          shares: [{ amount: khr(13_332_000) }, { amount: khr(13_332_000) }, { amount: khr(13_336_000) }],
          unitFund: { unit: 'unit-phnom-penh-1', amount: khr(0) },
        },
      },
    });
    when([...assessed, [sovann, propose({ shares: thirds })]], propose({ shares: thirds }), sovann).thenNothing();
  });

  const [first, ...others] = shares as [(typeof shares)[number], ...typeof shares];
  it.each<[string, RewardCommand]>([
    ['shares.not-whole', propose({ shares: [{ ...first, shareBp: 3_332 }, ...others] })],
    ['shares.not-on-roster', propose({ shares: [{ ...first, recipientId: 'officer-vichet' }, ...others] })],
    ['shares.excluded', propose({ shares: [{ ...first, recipientId: 'prosecutor-vanna' }, ...others] })],
    ['shares.repeated', propose({ shares: [first, first, ...others.slice(1)] })],
    ['reward.unit-not-on-roster', propose({ unit: 'unit-battambang-2' })],
    ['reward.recipient-unknown', propose({ recipients: [] })],
    [
      'reward.recipient-suspended',
      propose({ recipients: [...shares.map(({ recipientId }) => ({ recipientId, suspended: recipientId === 'officer-dara' }))] }),
    ],
    ['reward.assessed-anew', propose({ version: 2 })],
  ])('is refused with %s', (code, command) => {
    when(assessed, command, sovann).thenRefused(code);
  });

  it('is refused to a beneficiary, without a frozen roster, and for a roster that came after the laboratory', () => {
    when(assessed, propose(), { id: 'officer-sokha', roles: ['unit-head'] }).thenRefused('reward.own-share');
    when([[theProcess, assessWithoutRoster()]], propose(), sovann).thenRefused('reward.no-roster');
    const late = assess(kilograms(1), { laboratoryReceivedAt: roster.frozenAt });
    when([[theProcess, late]], propose(), sovann).thenRefused('shares.roster-late');
  });

  it('cites instruments that are enacted', () => {
    const recipients = [...shares, { recipientId: 'prosecutor-vanna' }].map(({ recipientId }) => ({ recipientId, suspended: false }));
    const cited = [{ ...first, recipientId: 'prosecutor-vanna', instrument: 'decision-9' }, ...others];
    when(assessed, propose({ shares: cited, recipients }), sovann).thenRefused('reward.instrument-not-enacted', {
      instrument: 'decision-9',
    });
    const answers = [
      { officerId: 'prosecutor-vanna', what: 'Questioned the lorry driver all through New Year', reference: 'OP-9' },
      ...beyondDuty,
    ];
    const law = propose({ shares: cited, recipients, beyondDuty: answers, enactedInstruments: ['decision-9'] });
    expect(typesOf(eventsOf(...assessed, [sovann, law])).at(-1)).toBe('SharesAllocated');
  });

  it('of an operation that is rewarded elsewhere, or that has an irregularity, waits', () => {
    const double: readonly Said[] = [[theProcess, assess(kilograms(1), { duplicateOf: rewardId })]];
    when(double, propose(), sovann).thenRefused('reward.duplicate');
    expect(statusOf(after(...double))).toBe('ineligible');
    const drifting = assess(operation(seized([certified()], { defects: ['weight.drift'] })));
    when([[theProcess, drifting]], propose(), sovann).thenRefused('reward.irregular', { verdict: 'suspended' });
  });

  it('can be made anew until it is verified, and when facts have overtaken it', () => {
    const other = propose({ statement: 'With the customs unit' });
    expect(eventsOf(...proposed, [sovann, other]).at(-1)).toMatchObject({ data: { round: 2 } });
    const verified: readonly Said[] = [...proposed, [maly, verify]];
    when(verified, other, sovann).thenRefused('reward.proposed', { round: 1 });
    const courierOnly = assess(kilograms(1), { version: 2, terms: applied('network_first').terms });
    const underIt = propose({ version: 2, terms: applied('network_first').terms });
    when([...verified, [theProcess, courierOnly]], clear, bopha).thenRefused('reward.proposal-outdated', { round: 1 });
    expect(eventsOf(...verified, [theProcess, courierOnly], [sovann, underIt]).at(-1)).toMatchObject({
      data: { round: 2, allocation: { amount: khr(10_000_000), unitFund: { amount: khr(10_000_000) } } },
    });
    const received = assess(kilograms(1), { laboratoryReceivedAt: roster.frozenAt });
    when([...voted, [theProcess, received]], conclude(), tola).thenRefused('reward.proposal-outdated');
    when([...concluded, [theProcess, approve()], [theProcess, received]], grant()).thenRefused('reward.proposal-outdated');
    const sameAmount = assess(kilograms(2));
    expect(typesOf(eventsOf(...verified, [theProcess, sameAmount], [bopha, clear])).at(-1)).toBe('LegalClearanceGiven');
  });
});

const assessWithoutRoster = (): RewardCommand => {
  const { data } = assess() as Extract<RewardCommand, { type: 'AssessEligibility' }>;
  return { type: 'AssessEligibility', data: Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'roster')) as typeof data };
};

describe('a reward goes through many hands', () => {
  it('in their order', () => {
    when(assessed, verify, maly).thenRefused('reward.not-proposed');
    when(proposed, clear, bopha).thenRefused('reward.not-verified');
    when([...proposed, [maly, verify]], vote(), nary).thenRefused('reward.not-cleared');
    when(proposed, verify, maly).then({
      type: 'UnitVerificationGiven',
      data: { round: 1, verifiedBy: maly.id, statement: 'They were there' },
    });
    when([...proposed, [maly, verify]], verify, maly).thenNothing();
    when([...proposed, [maly, verify]], verify, { ...maly, id: 'officer-kosal' }).thenRefused('reward.verified');
    expect(statusOf(after(...cleared))).toBe('cleared');
  });

  it.each<[string, readonly Said[], RewardCommand, Actor, string]>([
    ['who proposed verifies', proposed, verify, sovann, 'reward.other-duty'],
    ['a beneficiary verifies', proposed, verify, { id: 'officer-dara', roles: ['unit-head'] }, 'reward.own-share'],
    ['who verified clears', [...proposed, [maly, verify]], clear, maly, 'reward.other-duty'],
    ['who cleared votes', cleared, vote(), bopha, 'reward.other-duty'],
    ['who proposed votes', cleared, vote(), sovann, 'reward.other-duty'],
    ['a beneficiary votes', cleared, vote(), { id: 'officer-sokha', roles: [] }, 'reward.own-share'],
    ['who took part votes', cleared, vote(), { id: 'prosecutor-vanna', roles: [] }, 'reward.own-case'],
    ['the unit votes', cleared, vote(), { ...nary, unit: 'unit-phnom-penh-1' }, 'reward.chain-of-command'],
    ['the unit above votes', cleared, vote(), { ...nary, unit: 'unit-national' }, 'reward.chain-of-command'],
    ['who verified concludes', voted, conclude(), maly, 'reward.other-duty'],
  ])('and not %s', (_what, story, command, by, code) => {
    when(story, command, by).thenRefused(code);
  });

  it.each<[string, 'hands' | 'analysts']>([
    ['had a hand in the operation', 'hands'],
    ['certified what was found', 'analysts'],
  ])('and not who %s and is on no roster', (_what, field) => {
    const left = (person: string): readonly Said[] => [...cleared, [theProcess, assess(kilograms(1), { [field]: [person] })]];
    when(left(nary.id), vote(), nary).thenRefused('reward.own-case', { person: nary.id });
    const known: Said = [theProcess, assess(kilograms(1), { [field]: [maly.id, bopha.id, tola.id] })];
    when([...proposed, known], verify, maly).thenRefused('reward.own-case');
    when([...voted, known], conclude(), nary).thenRefused('reward.not-verified');
    const clearer: Said = [theProcess, assess(kilograms(1), { [field]: [bopha.id] })];
    when([...proposed, [maly, verify], clearer], clear, bopha).thenRefused('reward.own-case');
    when([...cleared, clearer], vote(), nary).thenRefused('reward.not-cleared');
    const voter: Said = [theProcess, assess(kilograms(1), { [field]: [tola.id] })];
    when([...voted, voter], conclude(), nary).thenRefused('reward.no-quorum', { deciding: 2, recused: 1 });
    when([...cleared, voter], conclude(), tola).thenRefused('reward.own-case');
    expect(typesOf(eventsOf([theProcess, assess(kilograms(1), { hands: [sovann.id] })], [sovann, propose()]))).toContain('SharesAllocated');
  });

  it('and who certified it has no share, whatever office the roster says', () => {
    const certifying: readonly Said[] = [[theProcess, assess(kilograms(1), { analysts: ['officer-dara'] })]];
    when(certifying, propose(), sovann).thenRefused('reward.certifier', { recipientId: 'officer-dara' });
  });

  it('and nobody decides whom the register cannot place: unknown counts as dependent', () => {
    const nowhere = { independence: { hands: [{ id: nary.id, chain: [] }], beneficiaries } };
    for (const unplaced of [nowhere, {}])
      given(...eventsOf(...cleared))
        .when(reward, vote(), nary, inMarch, { standing: unplaced })
        .thenRefused('reward.unplaced', { person: nary.id });
  });

  it('and nobody who declared a conflict; what they did before is void', () => {
    when([...proposed, [maly, conflict]], verify, maly).thenRefused('reward.conflict');
    when([...proposed, [maly, conflict]], conflict, maly).thenNothing();
    const recused: readonly Said[] = [...cleared, [maly, conflict]];
    when(recused, vote(), nary).thenRefused('reward.not-verified');
    const kosal: Actor = { id: 'officer-kosal', roles: ['unit-head'] };
    expect(typesOf(eventsOf(...recused, [kosal, verify], [nary, vote()])).slice(-2)).toEqual([
      'UnitVerificationGiven',
      'CommitteeVoteCast',
    ]);
    when([...cleared, [sovann, conflict]], vote(), nary).thenRefused('reward.proposal-outdated');
    when([...cleared, [sovann, conflict]], propose(), sovann).thenRefused('reward.conflict');
  });
});

describe('the committee', () => {
  const two: readonly Said[] = [...cleared, [nary, vote()], [tola, vote()]];

  it('is three, who vote once each', () => {
    when(two, conclude(), nary).thenRefused('reward.no-quorum', { deciding: 2 });
    when(two, vote(), nary).thenNothing();
    when(two, vote('against'), nary).thenRefused('reward.voted-already', { member: nary.id, vote: 'for' });
  });

  it('does not count who abstains, or declared a conflict, even after voting', () => {
    when([...two, [sann, vote('abstain')]], conclude(), nary).thenRefused('reward.no-quorum', { deciding: 2, recused: 0 });
    when([...voted, [sann, conflict]], conclude(), nary).thenRefused('reward.no-quorum', { deciding: 2, recused: 1 });
    when([...two, [sann, conflict]], vote(), sann).thenRefused('reward.conflict');
  });

  it('does not count who was suspended since they voted, or came under a beneficiary or above one: it says so, and another one votes', () => {
    const kosal: Actor = { id: 'member-kosal', roles: ['committee-member'], agency: 'ministry' };
    const place = (id: string, ...chain: readonly string[]) => ({ id, agency: 'ministry', chain });
    const voters = [nary, sann, tola, kosal].map(({ id }) => place(id, `unit-of-${id}`));
    const moved = (chain: readonly string[]) => ({ voters: [...voters, place(sann.id, ...chain)] });
    const concluding = (now: Partial<Independence>, votes: readonly Said[] = voted) => {
      const independence = { hands: [], beneficiaries: [], ...standing(nary).standing?.independence, voters, ...now };
      return given(...eventsOf(...votes)).when(reward, conclude(), nary, inMarch, { standing: { independence } });
    };
    const aside = (because: string) => ({ deciding: 2, recused: 1, setAside: [{ member: sann.id, because }] });
    concluding({ suspended: ['Member-Sann'] }).thenRefused('reward.no-quorum', aside('suspended'));
    concluding(moved(['post-7', 'unit-phnom-penh-1'])).thenRefused('reward.no-quorum', aside('chain-of-command'));
    concluding(moved(['unit-phnom-penh'])).thenRefused('reward.no-quorum', aside('chain-of-command'));

    const { state } = concluding({ suspended: [sann.id] }, [...voted, [kosal, vote('for')]]);
    const round = state.rounds.at(-1);
    expect(round?.conclusion).toMatchObject({ for: 3, recused: 1, setAside: [{ member: sann.id, because: 'suspended' }] });
    // Whoever carries it out counts the same votes.
    expect(round && countedVotes(state, round).map(({ member }) => member)).toEqual([nary.id, tola.id, kosal.id]);
  });

  describe('of which an administrator suspends or moves one who has voted', () => {
    const member = (id: string): Actor => ({ id, roles: ['committee-member'], agency: 'ministry' });
    const [kosal, dina, rotha] = [member('member-kosal'), member('member-dina'), member('member-rotha')];
    const voters = [nary, sann, tola, kosal, dina, rotha].map(({ id }) => ({ id, agency: 'ministry', chain: [`unit-of-${id}`] }));
    const concluding = (votes: readonly Said[], now: Partial<Independence>) => {
      const independence = { hands: [], beneficiaries: [], ...standing(nary).standing?.independence, voters, ...now };
      return given(...eventsOf(...cleared, ...votes)).when(reward, conclude(), nary, inMarch, { standing: { independence } });
    };
    const suspended = { suspended: [sann.id] };
    const moved = { voters: voters.map((one) => (one.id === sann.id ? { ...one, chain: ['unit-phnom-penh-1'] } : one)) };
    const threeTwo: readonly Said[] = [
      [nary, vote()],
      [sann, vote()],
      [tola, vote()],
      [kosal, vote('against')],
      [dina, vote('against')],
    ];
    const tie: readonly Said[] = [
      [nary, vote()],
      [tola, vote()],
      [sann, vote('against')],
      [kosal, vote('against')],
    ];

    it.each([
      ['suspended', suspended],
      ['chain-of-command', moved],
    ])('turns no majority down by that (%s), and none up', (because, now) => {
      const setAside = [{ member: sann.id, because }];
      concluding(threeTwo, now).thenRefused('reward.vote-turned', { setAside, counted: { for: 2, against: 2 } });
      concluding(tie, now).thenRefused('reward.vote-turned', { setAside, counted: { for: 2, against: 1 } });
    });

    it('concludes once another one has voted, and it is the same with them or without', () => {
      const became = (votes: readonly Said[]) => statusOf(concluding(votes, suspended).state);
      expect(became([...threeTwo, [rotha, vote()]])).toBe('concluded');
      expect(became([...threeTwo, [rotha, vote('against')]])).toBe('rejected');
      expect(became([...tie, [rotha, vote('against')]])).toBe('rejected');
    });

    it('takes a conflict that they declared at their own word', () => {
      expect(statusOf(concluding([...threeTwo, [sann, conflict]], {}).state)).toBe('rejected');
    });
  });

  it('has at least one from outside the agencies of the beneficiaries', () => {
    const kosal: Actor = { id: 'member-kosal', roles: ['committee-member'], agency: 'police' };
    const inside: readonly Said[] = [...cleared, [nary, vote()], [sann, vote()], [kosal, vote()]];
    when(inside, conclude(), nary).thenRefused('reward.no-outsider');
    when([...inside, [tola, vote('abstain')]], conclude(), nary).thenRefused('reward.no-outsider');
  });

  it('takes nobody for one from outside who is of the agency of any beneficiary, or where an agency is not known', () => {
    const isOutside = (...agencies: readonly (string | undefined)[]): unknown => {
      const others = agencies.map((agency, index) => ({ id: `unit-${index}`, ...(agency !== undefined && { agency }), chain: [] }));
      const [cast] = reward.decide(issued(vote(), tola, inMarch, standing(tola, others)), after(...cleared));
      return (cast?.data as { readonly outsider: boolean }).outsider;
    };
    expect(isOutside('police', 'customs')).toBe(true);
    expect(isOutside('police', 'ministry')).toBe(false);
    expect(isOutside('police', undefined)).toBe(false);
  });

  it('concludes for what has more votes for it than against', () => {
    when(voted, conclude(), tola).then({
      type: 'VoteConcluded',
      data: {
        caseId: operationId,
        operationId,
        policyId,
        round: 1,
        for: 3,
        against: 0,
        abstained: 0,
        recused: 0,
        concludedBy: tola.id,
        version: 1,
        poolId,
        reservationId,
        amount: khr(40_000_000),
        caps: ['officer-sokha', 'officer-dara'].map((officerId) => ({
          officerId,
          capId: expect.any(String) as string,
          amount: khr(13_332_000),
        })),
        limits: {},
      },
    });
    when(concluded, conclude(), tola).thenNothing();
    when(concluded, conclude(), nary).thenRefused('reward.concluded');
    when(concluded, vote(), chenda).thenRefused('reward.concluded');
  });

  it('rejects what has not, for ever', () => {
    const tied: readonly Said[] = [...cleared, [nary, vote()], [tola, vote()], [sann, vote('against')], [chenda, vote('against')]];
    when(tied, conclude(), nary).then({
      type: 'RewardRejected',
      data: { round: 1, code: 'reward.voted-down', reason: 'The committee voted 2 for and 2 against', rejectedBy: nary.id },
    });
    const rejected: readonly Said[] = [...tied, [nary, conclude()]];
    when(rejected, conclude(), nary).thenNothing();
    when(rejected, propose(), sovann).thenRefused('reward.rejected');
  });

  it.each([
    [1, 'policy.not-enacted'],
    [2, 'policy.not-enacted'],
    [3, 'policy.not-funded'],
  ] as const)('grants nothing under a policy that is not law or has no money (step %d: %s)', (steps, code) => {
    when(voted, conclude(policyAfter(steps)), tola).thenRefused(code);
  });

  it('grants nothing under another version than was assessed', () => {
    const policy = policyAfter(4);
    if (!policy.granted) throw new Error(policy.why);
    when(voted, conclude({ ...policy, version: 2 }), tola).thenRefused('reward.other-version', { assessed: 1 });
  });

  it('passes the limits of the policy on, those of an exceptional case where it is one', () => {
    const policy = policyAfter(4);
    if (!policy.granted) throw new Error(policy.why);
    const caps = { officerPerCase: khr(10), officerPerCaseExceptional: khr(20), officerCareer: khr(30) };
    const strict = { ...policy, terms: { ...policy.terms, caps } };
    const limitsAfter = (proposal: RewardCommand) => {
      const story: readonly Said[] = [...assessed, [sovann, proposal], ...voted.slice(proposed.length), [tola, conclude(strict)]];
      return after(...story).rounds[0]?.conclusion?.limits;
    };
    expect(limitsAfter(propose())).toEqual({ perCase: khr(10), career: khr(30) });
    expect(limitsAfter(propose({ exceptional: 'Great personal danger' }))).toEqual({ perCase: khr(20), career: khr(30) });
  });
});

describe('a grant', () => {
  it('follows the reservation and says what everybody gets', () => {
    when(concluded, grant()).thenRefused('reward.not-approved');
    when(concluded, approve()).then({ type: 'RewardApproved', data: { round: 1, reservationId, poolId, amount: khr(40_000_000) } });
    const [event] = eventsOf(...granted).slice(-1);
    expect(event).toMatchObject({
      type: 'RewardGranted',
      data: {
        amount: khr(40_000_000),
        poolId,
        shares: [
          { recipientId: 'officer-sokha', amount: khr(13_332_000) },
          { recipientId: 'officer-dara', amount: khr(13_332_000) },
          { recipientId: 'unit-phnom-penh-1', form: 'equipment', amount: khr(13_336_000) },
        ],
      },
    });
    when(granted, grant()).thenNothing();
    when(granted, approve()).thenNothing();
  });

  it('that cannot be made is returned, and proposed anew with everybody deciding anew', () => {
    const back: Said = [
      theProcess,
      { type: 'ReturnReward', data: { round: 1, code: 'pool.insufficient-funds', reason: 'One riel is missing' } },
    ];
    const returned: readonly Said[] = [...concluded, back];
    when(returned, back[1]).thenNothing();
    when(returned, approve()).thenRefused('reward.returned');
    expect(statusOf(after(...returned))).toBe('returned');
    when(returned, vote(), nary).thenRefused('reward.not-proposed');
    const anew: readonly Said[] = [...returned, [sovann, propose()]];
    when(anew, vote(), nary).thenRefused('reward.not-verified', { round: 2 });
    when(anew, verify, sovann).thenRefused('reward.other-duty');
    when(granted, back[1]).thenRefused('reward.granted');
    const beneficiary = shares.map((share, index) => (index === 0 ? { ...share, recipientId: maly.id } : share));
    when(returned, propose({ shares: beneficiary }), sovann).thenRefused('reward.own-share', { person: maly.id });
  });

  it('is not made on a vote that no longer counts, of an operation that gives nothing any more, or is rewarded elsewhere', () => {
    const approved: readonly Said[] = [...concluded, [theProcess, approve()]];
    when([...approved, [tola, conflict]], grant()).thenRefused('reward.no-quorum');
    when([...concluded, [bopha, conflict]], approve()).thenRefused('reward.not-cleared');
    when([...approved, [theProcess, assess(operation(seized([certified({ netMg: 1 })])))]], grant()).thenRefused('reward.not-eligible');
    when([...approved, [theProcess, assess(kilograms(1), { duplicateOf: rewardId })]], grant()).thenRefused('reward.duplicate');
  });

  it('is not made once it was rejected', () => {
    const reject: RewardCommand = { type: 'RejectReward', data: { code: 'reward.duplicate', reason: 'Rewarded elsewhere' } };
    const rejected: readonly Said[] = [...concluded, [theProcess, reject]];
    when(rejected, approve()).thenRefused('reward.rejected');
    when(rejected, reject).thenNothing();
    when(granted, reject).thenRefused('reward.granted');
  });
});

describe('a hold of integrity', () => {
  const hold: RewardCommand = { type: 'PlaceIntegrityHold', data: { holdId: rewardId, reason: 'A seal is not accounted for' } };
  const lift: RewardCommand = { type: 'LiftIntegrityHold', data: { holdId: rewardId, reason: 'It is accounted for' } };

  it('stops conclusion, grant, stages and payments, until it is lifted', () => {
    const held = (story: readonly Said[]): readonly Said[] => [...story, [chenda, hold]];
    when(held(voted), conclude(), tola).thenRefused('reward.on-hold', { placedBy: chenda.id });
    when(held([...concluded, [theProcess, approve()]]), grant()).thenRefused('reward.on-hold');
    when(held(granted), release('laboratory')).thenRefused('reward.on-hold');
    const [payment] = after(...laboratoryReleased).payments;
    const instruct: RewardCommand = { type: 'InstructPayment', data: { paymentId: payment?.paymentId ?? '' } };
    when(held(laboratoryReleased), instruct, rith).thenRefused('reward.on-hold');
    when(held(voted), hold, chenda).thenNothing();
    expect(typesOf(eventsOf(...held(granted), [chenda, lift], [theProcess, release('laboratory')])).at(-1)).toBe('StageReleased');
    when([...held(voted), [chenda, lift]], lift, chenda).thenNothing();
    when(voted, lift, chenda).thenRefused('reward.hold-unknown');
    const two = (by: typeof sovann) => ({ ...by, roles: [...by.roles, 'integrity-officer'] });
    for (const decider of [sovann, maly, bopha, nary])
      when(held(voted), lift, two(decider)).thenRefused('reward.other-duty', { person: decider.id });
    when([...held(voted), [nary, conflict]], lift, nary).thenRefused('reward.conflict');
    when(held(voted), lift, { id: 'prosecutor-vanna', roles: ['integrity-officer'] }).thenRefused('reward.own-case');
    const lifted: readonly Said[] = [...held(laboratoryReleased), [chenda, lift]];
    when(lifted, instruct, chenda).thenRefused('reward.other-duty', { duty: 'integrity' });
    when(held(voted), lift, { id: 'officer-dara', roles: ['integrity-officer'] }).thenRefused('reward.own-share');
  });
});

describe('money', () => {
  const payments = after(...laboratoryReleased).payments;
  const paymentId = payments[0]?.paymentId ?? '';
  const instruct: RewardCommand = { type: 'InstructPayment', data: { paymentId } };
  const confirm: RewardCommand = { type: 'ConfirmPayment', data: { paymentId, bankReference: 'NBC-1', executedAt: inMarch } };
  const fail: RewardCommand = { type: 'ReportPaymentFailure', data: { paymentId, reason: 'The account is closed' } };

  it('is released by stages, each exactly', () => {
    expect(payments.map(({ recipientId, amount, form }) => [recipientId, amount, form])).toEqual([
      ['officer-sokha', khr(6_666_000), 'bank-transfer'],
      ['officer-dara', khr(6_666_000), 'bank-transfer'],
      ['unit-phnom-penh-1', khr(6_668_000), 'equipment'],
    ]);
    when(laboratoryReleased, release('laboratory')).thenNothing();
    when(concluded, release('laboratory')).thenRefused('reward.not-granted');
    const halfAtOnce = { ...applied('flat').terms, stages: [{ on: 'laboratory', shareBp: 10_000 }] } as const;
    const once: readonly Said[] = [[theProcess, assess(kilograms(1), { terms: halfAtOnce })], ...granted.slice(1)];
    when(once, release('final-verdict')).thenRefused('reward.no-stage');
  });

  it('leaves by two hands, who did nothing else', () => {
    when(laboratoryReleased, confirm, vannak).thenRefused('payment.not-on-its-way');
    when(laboratoryReleased, instruct, tola).thenRefused('reward.other-duty');
    const instructed: readonly Said[] = [...laboratoryReleased, [rith, instruct]];
    when(instructed, instruct, rith).thenNothing();
    when(instructed, instruct, vannak).thenRefused('payment.instructed');
    when(instructed, confirm, rith).thenRefused('reward.other-duty', { duty: 'instruction' });
    when(instructed, fail, rith).thenRefused('reward.other-duty');
    when(instructed, confirm, maly).thenRefused('reward.other-duty');
    when(
      instructed,
      { type: 'ConfirmPayment', data: { paymentId, bankReference: 'NBC-1', executedAt: '2027-01-01T00:00:00Z' } },
      vannak,
    ).thenRefused('payment.in-future');
    const paid: readonly Said[] = [...instructed, [vannak, confirm]];
    expect(eventsOf(...paid).at(-1)).toMatchObject({
      type: 'PaymentExecuted',
      data: { caseId: operationId, recipientId: 'officer-sokha', amount: khr(6_666_000), bankReference: 'NBC-1', confirmedBy: vannak.id },
    });
    when(paid, confirm, vannak).thenNothing();
    when(paid, instruct, rith).thenRefused('payment.instructed', { status: 'executed' });
    when(paid, fail, vannak).thenRefused('payment.not-on-its-way');
    when(paid, { type: 'InstructPayment', data: { paymentId: rewardId } }, rith).thenRefused('payment.unknown');
  });

  it('that one transfer moved pays one payment', () => {
    const other = payments[1]?.paymentId ?? '';
    const story: readonly Said[] = [
      ...laboratoryReleased,
      [rith, instruct],
      [vannak, confirm],
      [rith, { type: 'InstructPayment', data: { paymentId: other } }],
    ];
    when(story, { type: 'ConfirmPayment', data: { paymentId: other, bankReference: 'NBC-1', executedAt: inMarch } }, vannak).thenRefused(
      'payment.reference-taken',
    );
  });

  it('that did not arrive is sent again', () => {
    const failed: readonly Said[] = [...laboratoryReleased, [rith, instruct], [vannak, fail]];
    when(failed, fail, vannak).thenNothing();
    when(failed, confirm, vannak).thenRefused('payment.not-on-its-way');
    expect(typesOf(eventsOf(...failed, [rith, instruct], [vannak, confirm])).slice(-3)).toEqual([
      'PaymentFailed',
      'PaymentInstructed',
      'PaymentExecuted',
    ]);
  });

  it('that the bank gave back is due again, and made again by another transfer; what was paid in full is complete no more', () => {
    const whole: readonly Said[] = [...laboratoryReleased, ...paying(after(...laboratoryReleased)), [theProcess, release('final-verdict')]];
    const paid: readonly Said[] = [...whole, ...paying(after(...whole))];
    const back = givenBack(paymentId, 'return-1');
    when(laboratoryReleased, back, sreymom).thenRefused('payment.not-executed', { status: 'released' });
    when(
      paid,
      givenBack(paymentId, 'return-1', { document: { reference: 'R-1', amount: khr(1), date: '2026-03-20' } }),
      sreymom,
    ).thenRefused('document.exceeded');
    when(
      paid,
      givenBack(paymentId, 'return-1', { document: { reference: 'R-1', amount: khr(40_000_000), date: '2026-03-19' } }),
      sreymom,
    ).thenRefused('payment.returned-before');
    when(paid, givenBack(paymentId, 'return-1', { kept: true }), sreymom).thenRefused('payment.kept');
    const returned: readonly Said[] = [...paid, [sreymom, back]];
    const state = after(...returned);
    expect(state.completed).toBeUndefined();
    expect(standingOf(state)).toMatchObject({ paid: khr(33_334_000), unpaid: khr(6_666_000), granted: khr(40_000_000) });
    expect(state.payments[0]).toMatchObject({ status: 'returned', returns: [{ returnId: 'return-1', reportedBy: sreymom.id }] });
    expect(state.payments[0]?.executed).toBeUndefined();
    when(returned, back, sreymom).thenNothing();
    when(returned, givenBack(paymentId, 'return-2'), sreymom).thenRefused('payment.not-executed', { status: 'returned' });
    const again: readonly Said[] = [...returned, [rith, { type: 'InstructPayment', data: { paymentId, reason: inParts } }]];
    const { bankReference = '' } = after(...paid).payments[0]?.executed ?? {};
    const by = (reference: string): RewardCommand => ({
      type: 'ConfirmPayment',
      data: { paymentId, bankReference: reference, executedAt: inMarch },
    });
    when(again, by(bankReference), vannak).thenRefused('payment.reference-taken');
    expect(eventsOf(...again, [vannak, by('NBC-77')]).slice(-2)).toMatchObject([{ type: 'PaymentExecuted' }, { type: 'RewardCompleted' }]);
  });

  it('that was made is said to have come back by neither of those who had it made, by either hand', () => {
    const paid: readonly Said[] = [...laboratoryReleased, [rith, instruct], [vannak, confirm]];
    const state = after(...paid);
    const said = (by: Actor, second: Actor) =>
      reward.decide(issued(givenBack(paymentId, 'return-1'), by, inMarch, { ...both(by, second), said: { confirmedBy: second } }), state);
    for (const payer of [rith, vannak]) {
      expect(() => said(payer, sreymom)).toThrow(/had this payment made/u);
      expect(() => said(sreymom, payer)).toThrow(/had this payment made/u);
    }
    expect(said(sreymom, makara)).toMatchObject([{ type: 'PaymentReturned', data: { amount: khr(6_666_000), bankReference: 'NBC-1' } }]);
  });

  it('that is claimed back comes back as a repayment, and is not due again', () => {
    const paid: readonly Said[] = [...laboratoryReleased, [rith, instruct], [vannak, confirm], [theProcess, clawBack]];
    when(paid, givenBack(paymentId, 'return-1'), sreymom).thenRefused('payment.claimed-back');
  });

  it('that was on its way to somebody who is suspended by then is a fact, and says so', () => {
    const way: readonly Said[] = [...laboratoryReleased, [rith, instruct]];
    const late: RewardCommand = {
      type: 'ConfirmPayment',
      data: { paymentId, bankReference: 'NBC-1', executedAt: inMarch, suspended: true },
    };
    expect(eventsOf(...way, [vannak, late]).at(-1)).toMatchObject({ type: 'PaymentExecuted', data: { suspended: true } });
  });

  it('is paid out when both stages are', () => {
    const half: readonly Said[] = [...laboratoryReleased, ...paying(after(...laboratoryReleased))];
    expect(after(...half).completed).toBeUndefined();
    const whole: readonly Said[] = [...half, [theProcess, release('final-verdict')]];
    const all = eventsOf(...whole, ...paying(after(...whole)));
    expect(all.at(-1)).toEqual({ type: 'RewardCompleted', data: { outcome: 'paid' } });
    expect(standingOf(all.reduce((state, event) => reward.evolve(state, event), reward.initial))).toMatchObject({
      paid: khr(40_000_000),
      unpaid: khr(0),
    });
  });

  it('waits while an irregularity is not cleared up, and goes on after', () => {
    const drifting = assess(operation(seized([certified()], { defects: ['weight.drift'] })));
    const suspended: readonly Said[] = [...laboratoryReleased, [theProcess, drifting]];
    expect(eventsOf(...suspended).at(-1)).toMatchObject({
      type: 'RewardSuspended',
      data: { reason: expect.stringContaining('weight.drift') as string },
    });
    expect(statusOf(after(...suspended))).toBe('suspended');
    when(suspended, instruct, rith).thenRefused('reward.irregular');
    when(suspended, release('final-verdict')).thenRefused('reward.irregular');
    const again = after(...suspended, [theProcess, assess()]);
    expect(statusOf(again)).toBe('granted');
    expect(tried(again, rith, instruct).refused).toBeUndefined();
  });
});

describe('an irregularity', () => {
  const defective = (...defects: readonly string[]): RewardCommand => assess(operation(seized([certified()], { defects })));
  const held: readonly Said[] = [...laboratoryReleased, [theProcess, defective('seal.broken', 'weight.drift')]];
  const instruct: RewardCommand = { type: 'InstructPayment', data: { paymentId: after(...held).payments[0]?.paymentId ?? '' } };
  const lineOf = (story: readonly Said[]) => after(...story).assessment?.assessment.lines.find(({ rule }) => rule === 'defects.cleared');

  it('holds a reward up until integrity clears it up, and the explanation says who did and why', () => {
    when(held, instruct, rith).thenRefused('reward.irregular');
    const half: readonly Said[] = [...held, [makara, clearUp('weight.drift')]];
    expect(typesOf(eventsOf(...half)).slice(-2)).toEqual(['IrregularityCleared', 'EligibilityAssessed']);
    when(half, instruct, rith).thenRefused('reward.irregular');
    const whole: readonly Said[] = [...half, [makara, clearUp('seal.broken')]];
    const state = after(...whole);
    expect([statusOf(state), state.assessment?.number, state.assessment?.assessment.verdict]).toEqual(['granted', 4, 'eligible']);
    expect(tried(state, rith, instruct).refused).toBeUndefined();
    expect(lineOf(half)).toMatchObject({
      inputs: { seizureId: 'seizure-1', defect: 'weight.drift', by: makara.id, reason: 'The scale was off' },
      outcome: 'notes',
    });
    expect(state.cleared.map(({ defect, clearedBy }) => [defect, clearedBy])).toEqual([
      ['weight.drift', makara.id],
      ['seal.broken', makara.id],
    ]);
    expect(tried(state, makara, clearUp('seal.broken')).events).toEqual([]);
  });

  it('stays cleared up whatever becomes known later; another one, or of another seizure, does not', () => {
    const cleared: readonly Said[] = [...held, [makara, clearUp('weight.drift')], [makara, clearUp('seal.broken')]];
    const later = (command: RewardCommand) => after(...cleared, [theProcess, command]).assessment?.assessment.verdict;
    expect(later(assess(operation(seized([certified({ netMg: 1_000_001 })], { defects: ['seal.broken'] }))))).toBe('eligible');
    expect(later(defective('seal.broken', 'case.closed'))).toBe('suspended');
    const second = seized([certified({ exhibitId: 'exhibit-2' })], { seizureId: 'seizure-2', defects: ['weight.drift'] });
    expect(later(assess(operation(seized(), second)))).toBe('suspended');
    const gone: readonly Said[] = [...cleared, [theProcess, assess()]];
    expect(lineOf(gone)).toBeUndefined();
    expect(after(...gone, [theProcess, defective('seal.broken')]).assessment?.assessment.verdict).toBe('eligible');
  });

  it('is cleared up only where it holds the reward up: not what excludes, what passes, or what nobody found', () => {
    const excluded: readonly Said[] = [...laboratoryReleased, [theProcess, defective('exhibit.tampered', 'entry.late', 'weight.drift')]];
    when(excluded, clearUp('exhibit.tampered'), makara).thenRefused('reward.not-suspending');
    when(excluded, clearUp('entry.late'), makara).thenRefused('reward.not-suspending');
    when(excluded, clearUp('seal.broken'), makara).thenRefused('reward.no-irregularity');
    when(excluded, clearUp('weight.drift', { subjectId: 'seizure-2' }), makara).thenRefused('reward.no-irregularity');
    const still = after(...excluded, [makara, clearUp('weight.drift')]);
    expect(still.assessment?.assessment.verdict).toBe('ineligible');
    when(held, clearUp('weight.drift', { version: 2 }), makara).thenRefused('reward.assessed-anew', { version: 1 });
  });

  it('is cleared up by nobody with another part in the reward or the operation, and who did it does nothing else', () => {
    when(held, clearUp('weight.drift'), bopha).thenRefused('reward.other-duty', { duty: 'clearance' });
    when(held, clearUp('weight.drift'), { id: 'officer-sokha', roles: [] }).thenRefused('reward.own-share');
    when(held, clearUp('weight.drift'), { id: 'prosecutor-vanna', roles: [] }).thenRefused('reward.own-case');
    const cleared: readonly Said[] = [...held, [makara, clearUp('weight.drift')], [makara, clearUp('seal.broken')]];
    when(cleared, instruct, makara).thenRefused('reward.other-duty', { duty: 'irregularity' });
    when([...held, [theProcess, clawBack]], clearUp('weight.drift'), makara).thenRefused('reward.clawed-back');
  });
});

describe('a granted reward of which less is due by now', () => {
  const under = (terms: ReturnType<typeof applied>['terms'], inputs: Parameters<typeof assess>[0]): readonly Said[] => [
    [theProcess, assess(inputs, { terms })],
    [sovann, propose({ terms })],
    ...[...granted.slice(2), [theProcess, release('laboratory')] as const],
  ];
  const [perUnit, byRole] = [applied('per_unit').terms, applied('network_first').terms];
  const instructIn = (story: readonly Said[]): RewardCommand => ({
    type: 'InstructPayment',
    data: { paymentId: after(...story).payments[0]?.paymentId ?? '' },
  });

  it('is paid no further: after a revision within the threshold, until that is revised again', () => {
    const three = under(perUnit, kilograms(3));
    const revised: readonly Said[] = [...three, [theProcess, assess(kilograms(2), { terms: perUnit })]];
    expect(eventsOf(...revised).at(-1)).toMatchObject({
      type: 'RewardSuspended',
      data: { reason: expect.stringContaining('80,000,000') as string },
    });
    when(revised, release('final-verdict')).thenRefused('reward.less-due');
    when(revised, instructIn(three), rith).thenRefused('reward.less-due');
    const drifting = operation(seized([certified({ netMg: 2_500_000, grossMg: 2_600_000 })]));
    expect(statusOf(after(...revised, [theProcess, assess(drifting, { terms: perUnit })]))).toBe('suspended');
    const again = after(...revised, [theProcess, assess(kilograms(3), { terms: perUnit })]);
    expect(statusOf(again)).toBe('granted');
    expect(tried(again, rith, instructIn(three)).refused).toBeUndefined();
  });

  it('is paid no further once a court says that the organiser was a courier', () => {
    const leading = under(byRole, { ...kilograms(1), suspects: [suspect('leading')] });
    const courier = { ...kilograms(1), suspects: [suspect('lesser', { standing: 'final' as const, outcome: 'convicted' as const })] };
    const judged: readonly Said[] = [...leading, [theProcess, assess(courier, { terms: byRole })]];
    when(judged, release('final-verdict')).thenRefused('reward.less-due');
    expect(statusOf(after(...judged))).toBe('suspended');
  });
});

describe('a clawback', () => {
  const stageOne: readonly Said[] = [...laboratoryReleased, ...paying(after(...laboratoryReleased))];

  it('after stage one recovers exactly stage one, of whom it was paid to; the rest was never paid and is forfeited', () => {
    const [event] = eventsOf(...stageOne, [theProcess, clawBack]).slice(-1);
    const paymentIds = after(...stageOne).payments.map((payment) => payment.paymentId);
    expect(event).toMatchObject({
      type: 'ClawbackTriggered',
      data: {
        cause: 'acquittal',
        poolId,
        recover: [
          { recipientId: 'officer-sokha', kind: 'person', paymentIds: [paymentIds[0]], amount: khr(6_666_000) },
          { recipientId: 'officer-dara', kind: 'person', paymentIds: [paymentIds[1]], amount: khr(6_666_000) },
          { recipientId: 'unit-phnom-penh-1', kind: 'unit', paymentIds: [paymentIds[2]], amount: khr(6_668_000) },
        ],
        forfeited: khr(20_000_000),
        caps: [
          { officerId: 'officer-sokha', amount: khr(13_332_000) },
          { officerId: 'officer-dara', amount: khr(13_332_000) },
        ],
      },
    });
    when([...stageOne, [theProcess, clawBack]], clawBack).thenNothing();
    when([...stageOne, [theProcess, clawBack]], release('final-verdict')).thenRefused('reward.clawed-back');
    when(concluded, clawBack).thenRefused('reward.not-granted');
  });

  it('of which nothing was paid is over at once', () => {
    expect(eventsOf(...granted, [theProcess, clawBack]).slice(-2)).toMatchObject([
      { type: 'ClawbackTriggered', data: { recover: [], forfeited: khr(40_000_000) } },
      { type: 'RewardCompleted', data: { outcome: 'recovered' } },
    ]);
  });

  it('waits for payments on their way: one that arrives is claimed back, one that does not is forfeited', () => {
    const [one, two, three] = after(...laboratoryReleased).payments.map((payment) => payment.paymentId);
    const instruct = (paymentId = ''): Said => [rith, { type: 'InstructPayment', data: { paymentId } }];
    const story: readonly Said[] = [...laboratoryReleased, instruct(one), instruct(two), [theProcess, clawBack]];
    expect(eventsOf(...story).at(-1)).toMatchObject({
      data: {
        recover: [],
        forfeited: khr(40_000_000 - 2 * 6_666_000),
        caps: [{ amount: khr(6_666_000) }, { amount: khr(6_666_000) }],
      },
    });
    when(story, { type: 'InstructPayment', data: { paymentId: three ?? '' } }, rith).thenRefused('reward.clawed-back');
    const arrived: Said = [vannak, { type: 'ConfirmPayment', data: { paymentId: one ?? '', bankReference: 'NBC-1', executedAt: inMarch } }];
    expect(eventsOf(...story, arrived).slice(-2)).toMatchObject([
      { type: 'PaymentExecuted' },
      {
        type: 'ClawbackTriggered',
        data: {
          cause: 'acquittal',
          recover: [{ recipientId: 'officer-sokha', paymentIds: [one], amount: khr(6_666_000) }],
          forfeited: khr(0),
          caps: [{ officerId: 'officer-sokha', amount: khr(6_666_000) }],
        },
      },
    ]);
    const lost: Said = [vannak, { type: 'ReportPaymentFailure', data: { paymentId: two ?? '', reason: 'The account is closed' } }];
    expect(eventsOf(...story, arrived, lost).slice(-2)).toMatchObject([
      { type: 'PaymentFailed' },
      { type: 'ClawbackTriggered', data: { recover: [], forfeited: khr(6_666_000), caps: [{ officerId: 'officer-dara' }] } },
    ]);
    expect(standingOf(after(...story, arrived, lost))).toMatchObject({
      paid: khr(6_666_000),
      onTheWay: khr(0),
      unpaid: khr(0),
      forfeited: khr(33_334_000),
      outstanding: khr(6_666_000),
    });
  });

  it('also reaches a reward that was paid in full', () => {
    const whole: readonly Said[] = [...stageOne, [theProcess, release('final-verdict')]];
    const paid: readonly Said[] = [...whole, ...paying(after(...whole))];
    const state = after(...paid, [theProcess, clawBack]);
    expect(statusOf(state)).toBe('clawed-back');
    expect(standingOf(state)).toMatchObject({ outstanding: khr(40_000_000), forfeited: khr(0) });
    expect(state.recoveries.map(({ paymentIds }) => paymentIds.length)).toEqual([2, 2, 2]);
  });

  it('is not what a revision within the threshold does: it is recorded, and nothing else', () => {
    expect(typesOf(eventsOf(...stageOne, [theProcess, assess(kilograms(2), {})])).at(-1)).toBe('EligibilityAssessed');
    const convicted = { ...kilograms(1), suspects: [suspect('leading', { standing: 'final' as const, outcome: 'convicted' as const })] };
    expect(standingOf(after(...stageOne, [theProcess, assess(convicted)]))).toMatchObject({ granted: khr(40_000_000) });
  });

  describe('is recovered', () => {
    const clawedBack: readonly Said[] = [...stageOne, [theProcess, clawBack]];
    const [one, two, three] = after(...clawedBack).recoveries.map(({ recoveryId }) => recoveryId);
    const plan = (amounts: readonly number[], recoveryId = one ?? ''): RewardCommand => ({
      type: 'PlanRecovery',
      data: { recoveryId, instalments: amounts.map((amount, month) => ({ due: `2026-0${month + 6}-01`, amount: khr(amount) })) },
    });
    const receive = (amount: number, receiptId = 'receipt-1', recoveryId = one ?? ''): RewardCommand => ({
      type: 'RecordRepayment',
      data: { recoveryId, receiptId, amount: khr(amount), reference: `Paper of ${receiptId}` },
    });
    const writeOff = (recoveryId = one ?? '', enacted = true): RewardCommand => ({
      type: 'WriteOffRecovery',
      data: { recoveryId, reason: 'He died in service', instrument: 'decision-2026-77', enacted },
    });

    it('by a plan for exactly what is owed', () => {
      when(clawedBack, plan([6_666_001]), rith).thenRefused('recovery.other-sum');
      when(clawedBack, plan([6_666_000, 0]), rith).thenRefused('recovery.other-sum');
      when(clawedBack, plan([3_000_000, 3_666_000]), rith).then({
        type: 'RecoveryPlanned',
        data: {
          recoveryId: one,
          instalments: [
            { due: '2026-06-01', amount: khr(3_000_000) },
            { due: '2026-07-01', amount: khr(3_666_000) },
          ],
          plannedBy: rith.id,
        },
      });
      when([...clawedBack, [rith, plan([6_666_000])]], plan([6_666_000]), rith).thenNothing();
      when(clawedBack, plan([1], rewardId), rith).thenRefused('recovery.unknown');
    });

    it('never beyond what is owed, each receipt once, and not by who owes it', () => {
      when(clawedBack, receive(6_666_001), rith).thenRefused('recovery.exceeded', { outstanding: khr(6_666_000) });
      when(clawedBack, receive(0), rith).thenRefused('recovery.exceeded');
      when(clawedBack, receive(1), { id: 'officer-sokha', roles: ['finance-officer'] }).thenRefused('recovery.own-debt');
      const some: readonly Said[] = [...clawedBack, [rith, receive(6_000_000)]];
      when(some, receive(6_000_000), rith).thenNothing();
      when(some, receive(5_000_000), rith).thenRefused('recovery.receipt-taken');
      when(some, receive(666_001, 'receipt-2'), rith).thenRefused('recovery.exceeded');
      const sameAgain = { ...receive(666_000, 'receipt-2').data, reference: 'Paper of receipt-1' };
      when(some, { type: 'RecordRepayment', data: sameAgain } as RewardCommand, rith).thenRefused('recovery.reference-taken', {
        receiptId: 'receipt-1',
      });
      const settled: readonly Said[] = [...some, [rith, receive(666_000, 'receipt-2')]];
      when(settled, plan([1]), rith).thenRefused('recovery.settled');
    });

    it('by nobody who declared a conflict: neither booked nor given up', () => {
      const planned: readonly Said[] = [...clawedBack, [rith, plan([6_666_000])], [vannak, conflict]];
      when(planned, writeOff(), vannak).thenRefused('reward.conflict');
      when(planned, receive(1), vannak).thenRefused('reward.conflict');
    });

    it('or kept from another payment to who owes it, as much of it as was made, by who did not have it made', () => {
      const kept = (amount: number, payment?: Parameters<typeof setOff>[3], from?: Parameters<typeof setOff>[4]) =>
        setOff(one ?? '', khr(amount), 'set-off-1', payment, from);
      const refused = (command: RewardCommand, code: string) => {
        when(clawedBack, command, rith).thenRefused(code);
      };
      refused(kept(1, {}, { rewardId, paymentId: 'payment-1' }), 'recovery.same-reward');
      refused(kept(1, { recipientId: 'officer-dara' }), 'recovery.payment-unknown');
      refused(kept(1, { status: 'instructed' }), 'recovery.payment-not-executed');
      refused(kept(1, { amount: { currency: 'USD', amount: '100' } }), 'recovery.other-currency');
      refused(kept(5_000_001, { amount: khr(5_000_000) }), 'recovery.exceeds-payment');
      refused(kept(1, { instructedBy: rith.id }), 'recovery.same-hand');
      refused(kept(1, { executed: { confirmedBy: rith.id, bankReference: 'NBC-9', executedAt: inMarch } }), 'recovery.same-hand');
      const some: readonly Said[] = [...clawedBack, [rith, kept(5_000_000)]];
      expect(eventsOf(...some).at(-1)).toMatchObject({
        type: 'RecoverySetOff',
        data: { from: { rewardId: 'another-reward', paymentId: 'payment-1' }, amount: khr(5_000_000), recordedBy: rith.id },
      });
      when(some, kept(5_000_000), rith).thenNothing();
      when(some, kept(1_000_000), rith).thenRefused('recovery.receipt-taken');
    });

    it('or given up, by two people and with an enacted instrument', () => {
      when(clawedBack, writeOff(), vannak).thenRefused('recovery.not-planned');
      const planned: readonly Said[] = [...clawedBack, [rith, plan([6_666_000])], [rith, receive(666_000)]];
      when(planned, writeOff(), rith).thenRefused('recovery.same-hand');
      when(planned, writeOff(one, false), vannak).thenRefused('recovery.instrument-not-enacted');
      expect(eventsOf(...planned, [vannak, writeOff()]).at(-1)).toMatchObject({
        type: 'RecoveryWrittenOff',
        data: { recipientId: 'officer-sokha', amount: khr(6_000_000), instrument: 'decision-2026-77', writtenOffBy: vannak.id },
      });
      when([...planned, [vannak, writeOff()]], writeOff(), vannak).thenNothing();
    });

    it('and over when nothing is owed any more', () => {
      const story: readonly Said[] = [
        ...clawedBack,
        [rith, setOff(one ?? '', khr(6_666_000))],
        [rith, receive(6_668_000, 'receipt-2', three)],
        [rith, plan([6_666_000], two)],
      ];
      expect(eventsOf(...story, [vannak, writeOff(two)]).slice(-2)).toMatchObject([
        { type: 'RecoveryWrittenOff' },
        { type: 'RewardCompleted', data: { outcome: 'recovered' } },
      ]);
    });
  });
});
