import fc from 'fast-check';
import { compareMoney, formatMoney, isNegative, khr, minus, type Money, money, plus, shareOf, sum, usd } from '#libs/vocabulary';

const riel = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }).map(khr);
const reward = fc.bigInt({ min: 0n, max: 10n ** 15n }).map(khr);

describe('money', () => {
  it('is exact beyond what a JSON number keeps', () => {
    expect(plus(khr(9_007_199_254_740_993n), khr(1))).toEqual({ currency: 'KHR', amount: '9007199254740994' });
    expect(usd(1_000_050)).toEqual({ currency: 'USD', amount: '1000050' });
  });

  it('of two currencies is never added or compared', () => {
    expect(() => plus(khr(4000), usd(100))).toThrow();
    expect(() => compareMoney(khr(4000), usd(100))).toThrow();
  });

  it('comes back when it is taken away again, and sums up in any order', () => {
    fc.assert(fc.property(riel, riel, (a, b) => expect(minus(plus(a, b), b)).toEqual(a)));
    fc.assert(fc.property(fc.array(riel), (parts) => expect(sum('KHR', parts.toReversed())).toEqual(sum('KHR', parts))));
  });

  it('is shared in basis points, floored, so that shares never exceed the whole', () => {
    expect(shareOf(khr(40_000_000), 3_333)).toEqual(khr(13_332_000));
    expect(shareOf(khr(10), 3_333)).toEqual(khr(3));
    const shares = fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(reward, shares, (whole, basisPoints) => {
        const remainder = minus(
          whole,
          sum(
            'KHR',
            basisPoints.map((bp) => shareOf(whole, bp)),
          ),
        );
        expect(isNegative(remainder)).toBe(false);
      }),
    );
  });

  it('is stored as text and read as it was', () => {
    const stored: Money = JSON.parse(JSON.stringify(money('KHR', 40_000_000n))) as Money;
    expect(stored).toEqual({ currency: 'KHR', amount: '40000000' });
  });

  it('is told to people in its own currency, whole riel and hundredths of the others, in groups of three', () => {
    expect([khr(0), khr(999), khr(40_000_000), khr(-1_000)].map(formatMoney)).toEqual(['KHR 0', 'KHR 999', 'KHR 40,000,000', 'KHR -1,000']);
    expect([usd(123_456), usd(5), usd(-5)].map(formatMoney)).toEqual(['USD 1,234.56', 'USD 0.05', 'USD -0.05']);
    expect(formatMoney(money('INR', 10_000_000))).toBe('INR 100,000.00');
  });
});
