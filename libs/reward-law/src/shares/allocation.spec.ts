import fc from 'fast-check';
import { RuleBroken } from '#libs/event-sourcing';
import { compareMoney, isNegative, khr, minorUnits, money, sum } from '#libs/vocabulary';
import { packs } from '../terms/packs.ts';
import type { PolicyTerms } from '../terms/policy-terms.ts';
import { allocate } from './allocation.ts';
import type { Allocation, AllocationInputs, ProposedShare } from './shares.ts';
import { roster } from '../testing/cast.ts';

const person = (recipientId: string, shareBp: number, more: Partial<ProposedShare> = {}): ProposedShare => ({
  recipientId,
  kind: 'person',
  shareBp,
  form: 'bank-transfer',
  ...more,
});
const unit = (recipientId: string, shareBp: number): ProposedShare => ({ recipientId, kind: 'unit', shareBp, form: 'unit-fund' });
const halves = [person('officer-sokha', 5_000), person('officer-dara', 5_000)];
const inputs = (changes: Partial<AllocationInputs> = {}): AllocationInputs => ({
  amount: khr(40_000_000),
  payee: 'beneficiaries',
  roster,
  laboratoryReceivedAt: '2026-03-03T09:00:00+07:00',
  shares: halves,
  histories: [],
  ...changes,
});
const withCaps = (caps: PolicyTerms['caps'], terms: PolicyTerms = packs.flat): PolicyTerms => ({ ...terms, caps });
const amounts = ({ shares, unitFund }: Allocation) => [...shares.map(({ amount }) => minorUnits(amount)), minorUnits(unitFund.amount)];
const refusal = (terms: PolicyTerms, changes: Partial<AllocationInputs>): string => {
  try {
    allocate(terms, inputs(changes));
    return 'allowed';
  } catch (error) {
    if (!(error instanceof RuleBroken)) throw error;
    expect(error.message).toMatch(/^\S.{20,}/s);
    return error.code;
  }
};

describe('shares', () => {
  it('divide the amount between officers and units', () => {
    const shares = [person('officer-sokha', 3_000), person('officer-dara', 3_000), unit('unit-phnom-penh-1', 4_000)];
    expect(amounts(allocate(packs.flat, inputs({ shares })))).toEqual([12_000_000n, 12_000_000n, 16_000_000n, 0n]);
  });

  it("are floored to whole riel, and the one riel that remains goes to the unit's fund", () => {
    const allocation = allocate(packs.flat, inputs({ amount: khr(39_999_999) }));
    expect(amounts(allocation)).toEqual([19_999_999n, 19_999_999n, 1n]);
    expect(allocation.unitFund.unit).toBe('unit-phnom-penh-1');
  });

  it('that do not add up to 10,000 basis points are refused, a basis point under or over', () => {
    expect(refusal(packs.flat, { shares: [person('officer-sokha', 9_999)] })).toBe('shares.not-whole');
    expect(refusal(packs.flat, { shares: [person('officer-sokha', 10_000), person('officer-dara', 1)] })).toBe('shares.not-whole');
    expect(refusal(packs.flat, { shares: [person('officer-sokha', 10_001), person('officer-dara', -1)] })).toBe('shares.not-whole');
    expect(refusal(packs.flat, { shares: [] })).toBe('shares.not-whole');
  });

  it('for somebody who is not on the roster, or twice for one who is, are refused', () => {
    expect(refusal(packs.flat, { shares: [person('officer-vuthy', 10_000)] })).toBe('shares.not-on-roster');
    expect(refusal(packs.flat, { shares: [unit('officer-sokha', 10_000)] })).toBe('shares.not-on-roster');
    expect(refusal(packs.flat, { shares: [person('officer-sokha', 5_000), person('officer-sokha', 5_000)] })).toBe('shares.repeated');
  });

  it('for a prosecutor of the case are refused unless an enacted instrument is cited', () => {
    expect(refusal(packs.flat, { shares: [person('prosecutor-vanna', 10_000)] })).toBe('shares.excluded');
    const forgetful = { ...packs.flat, excludedOffices: [] };
    expect(refusal(forgetful, { shares: [person('prosecutor-vanna', 10_000)] })).toBe('shares.excluded');
    const cited = person('prosecutor-vanna', 10_000, { instrument: 'sub-decree-2026-14' });
    expect(amounts(allocate(packs.flat, inputs({ shares: [cited] })))).toEqual([40_000_000n, 0n]);
  });

  it('come from a roster that was frozen before the laboratory received an exhibit', () => {
    expect(refusal(packs.flat, { laboratoryReceivedAt: roster.frozenAt })).toBe('shares.roster-late');
    // Where the log has both, before is what was recorded before, whatever times are reported.
    const order = (rosterFrozen: number, laboratoryReceived: number) => ({ rosterFrozen, laboratoryReceived });
    expect(refusal(packs.flat, { laboratoryReceivedAt: roster.frozenAt, order: order(4, 5) })).toBe('allowed');
    expect(refusal(packs.flat, { order: order(5, 4) })).toBe('shares.roster-late');
  });

  it('for a judge on the roster as an investigator are refused: who serves in the courts is what the register says', () => {
    expect(refusal(packs.flat, { ofCourts: ['officer-sokha'] })).toBe('shares.excluded');
  });

  it('of persons stay within their part of the policy, in a form that is theirs', () => {
    expect(refusal({ ...packs.flat, personsAtMostBp: 9_999 }, {})).toBe('shares.persons-at-most');
    expect(refusal(packs.flat, { shares: [person('officer-sokha', 10_000, { form: 'unit-fund' })] })).toBe('shares.form');
  });

  it('of another currency than the policy are refused', () => {
    expect(refusal(packs.flat, { amount: money('USD', 1) })).toBe('shares.amount');
  });

  it("are nothing where the reward goes whole to the unit's fund", () => {
    expect(amounts(allocate(packs.network_first, inputs({ payee: 'unit-fund' })))).toEqual([0n, 0n, 40_000_000n]);
  });
});

describe("an officer's caps", () => {
  const before = (inTwelveMonths: number, inCareer: number) => [
    { officerId: 'officer-sokha', inTwelveMonths: khr(inTwelveMonths), inCareer: khr(inCareer) },
  ];

  it("cut a share, with the reason, and send what is cut to the unit's fund", () => {
    const allocation = allocate(withCaps({ officerPerCase: khr(15_000_000) }), inputs());
    expect(amounts(allocation)).toEqual([15_000_000n, 15_000_000n, 10_000_000n]);
    expect(allocation.shares[0]?.why).toEqual([
      '5000 basis points of KHR 40,000,000 are KHR 20,000,000',
      'An officer gets at most KHR 15,000,000 for a case: KHR 15,000,000',
    ]);
  });

  it('say nothing where a share just fits', () => {
    const [share] = allocate(withCaps({ officerPerCase: khr(20_000_000) }), inputs()).shares;
    expect(share?.why).toEqual(['5000 basis points of KHR 40,000,000 are KHR 20,000,000']);
  });

  it('count what was granted in twelve months and in a career, to the riel', () => {
    const terms = withCaps({ officerTwelveMonths: khr(50_000_000), officerCareer: khr(100_000_000) });
    expect(amounts(allocate(terms, inputs({ histories: before(30_000_000, 80_000_000) })))).toEqual([20_000_000n, 20_000_000n, 0n]);
    expect(amounts(allocate(terms, inputs({ histories: before(30_000_001, 30_000_001) })))).toEqual([19_999_999n, 20_000_000n, 1n]);
    expect(amounts(allocate(terms, inputs({ histories: before(0, 99_999_999) })))).toEqual([1n, 20_000_000n, 19_999_999n]);
    expect(amounts(allocate(terms, inputs({ histories: before(60_000_000, 60_000_000) })))).toEqual([0n, 20_000_000n, 20_000_000n]);
  });

  it('of India are Rs 50,000 a time, 200,000 in an exceptional case, 2,000,000 in a career', () => {
    const amount = money('INR', 60_000_000);
    const career = (rupees: number) => [
      { officerId: 'officer-sokha', inTwelveMonths: money('INR', 0), inCareer: money('INR', rupees * 100) },
    ];
    expect(amounts(allocate(packs.india_2017, inputs({ amount })))).toEqual([5_000_000n, 5_000_000n, 50_000_000n]);
    expect(amounts(allocate(packs.india_2017, inputs({ amount, exceptional: 'Great personal danger' })))).toEqual([
      20_000_000n,
      20_000_000n,
      20_000_000n,
    ]);
    expect(amounts(allocate(packs.india_2017, inputs({ amount, histories: career(1_990_000) })))).toEqual([
      1_000_000n,
      5_000_000n,
      54_000_000n,
    ]);
  });

  it('do not touch a unit', () => {
    const shares = [unit('unit-phnom-penh-1', 10_000)];
    expect(amounts(allocate(withCaps({ officerPerCase: khr(1) }), inputs({ shares })))).toEqual([40_000_000n, 0n]);
  });
});

describe('an allocation', () => {
  const cap = fc.option(fc.bigInt({ min: 1n, max: 10n ** 8n }).map(khr), { nil: undefined });
  const past = fc.bigInt({ min: 0n, max: 10n ** 8n }).map(khr);

  it('pays exactly the amount: shares and fund add up to it, none is negative, no officer is over a cap', () =>
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 15n }).map(khr),
        fc.tuple(fc.integer({ min: 1, max: 4_998 }), fc.integer({ min: 1, max: 4_998 })),
        fc.record({ perCase: cap, twelveMonths: cap, career: cap }),
        fc.record({ inTwelveMonths: past, inCareer: past }),
        fc.constantFrom('beneficiaries' as const, 'unit-fund' as const),
        (amount, [one, other], { perCase, twelveMonths, career }, history, payee) => {
          const caps = {
            ...(perCase && { officerPerCase: perCase }),
            ...(twelveMonths && { officerTwelveMonths: twelveMonths }),
            ...(career && { officerCareer: career }),
          };
          const shares = [person('officer-sokha', one), person('officer-dara', other), unit('unit-phnom-penh-1', 10_000 - one - other)];
          const allocation = allocate(
            withCaps(caps),
            inputs({ amount, payee, shares, histories: [{ officerId: 'officer-sokha', ...history }] }),
          );
          const paid = [...allocation.shares.map((share) => share.amount), allocation.unitFund.amount];
          expect(sum('KHR', paid)).toEqual(amount);
          expect(paid.some(isNegative)).toBe(false);
          const [sokha] = allocation.shares;
          if (sokha && perCase) expect(compareMoney(sokha.amount, perCase)).toBeLessThanOrEqual(0);
          if (sokha && career && minorUnits(sokha.amount) > 0n)
            expect(minorUnits(sokha.amount) + minorUnits(history.inCareer)).toBeLessThanOrEqual(minorUnits(career));
        },
      ),
    ));
});
