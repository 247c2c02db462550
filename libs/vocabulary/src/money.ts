import { add, compare, dinero, type Dinero, type DineroCurrency, subtract, toSnapshot } from 'dinero.js/bigint';

/** The currencies of pools and payments. */
export const currencies = ['KHR', 'USD', 'INR'] as const;
export type Currency = (typeof currencies)[number];

/** Money as it is stored and sent: a currency and whole minor units in decimal digits. The riel has no minor unit in use; the dollar has cents, the rupee paise. */
export interface Money {
  /** ISO 4217. */
  readonly currency: Currency;
  /**
   * Whole minor units: riel, US cents, or paise. May be negative in a ledger, never in a body.
   * @pattern ^(?:0|-?[1-9][0-9]*)$
   * @example "40000000"
   */
  readonly amount: string;
}

/** ISO 4217 gives the riel two decimals; nobody has used them for decades, and amounts here are whole riel. */
const DEFINITIONS: Readonly<Record<Currency, DineroCurrency<bigint, Currency>>> = {
  KHR: { code: 'KHR', base: 10n, exponent: 0n },
  USD: { code: 'USD', base: 10n, exponent: 2n },
  INR: { code: 'INR', base: 10n, exponent: 2n },
};

const exact = ({ currency, amount }: Money): Dinero<bigint, Currency> =>
  dinero({ amount: BigInt(amount), currency: DEFINITIONS[currency] });

const stored = (money: Dinero<bigint, Currency>): Money => {
  const { amount, currency } = toSnapshot(money);
  return { currency: currency.code, amount: amount.toString() };
};

/** So many minor units of a currency. */
export const money = (currency: Currency, minorUnits: bigint | number): Money => ({ currency, amount: BigInt(minorUnits).toString() });

/** So many riel. */
export const khr = (riel: bigint | number): Money => money('KHR', riel);

/** So many US cents. */
export const usd = (cents: bigint | number): Money => money('USD', cents);

export const nothingIn = (currency: Currency): Money => money(currency, 0);

/** @throws Error two currencies: they are never added, as no rate is part of a sum */
export const plus = (a: Money, b: Money): Money => stored(add(exact(a), exact(b)));

/** @throws Error two currencies */
export const minus = (a: Money, b: Money): Money => stored(subtract(exact(a), exact(b)));

/** Below zero where a is less than b, zero where they are equal. @throws Error two currencies */
export const compareMoney = (a: Money, b: Money): number => compare(exact(a), exact(b));

/** The sum of what is in this currency. @throws Error another currency among them */
export const sum = (currency: Currency, parts: readonly Money[]): Money => parts.reduce(plus, nothingIn(currency));

export const isNegative = ({ amount }: Money): boolean => BigInt(amount) < 0n;

/** `floor(amount × basisPoints / 10,000)` of an amount of zero or more: what remains after all shares is never paid twice, and is told apart by `minus`. */
export const shareOf = ({ currency, amount }: Money, basisPoints: number): Money =>
  money(currency, (BigInt(amount) * BigInt(basisPoints)) / 10_000n);

/** Whole minor units, for exact integer arithmetic that is not a sum. */
export const minorUnits = ({ amount }: Money): bigint => BigInt(amount);

// How numbers are written in sentences. Some sentences are stored with what they explain: none of this may ever come out differently.

/** Digits in groups of three, the same on every machine. */
export const formatNumber = (value: bigint | number): string => value.toString().replaceAll(/\B(?=(?:\d{3})+$)/g, ',');

/** An amount for a person, in sentences and refusals: `KHR 40,000,000`, `USD 1,234.56`. */
export function formatMoney({ currency, amount }: Money): string {
  const decimals = Number(DEFINITIONS[currency].exponent);
  const [sign, digits] = amount.startsWith('-') ? ['-', amount.slice(1)] : ['', amount];
  const padded = digits.padStart(decimals + 1, '0');
  const whole = `${currency} ${sign}${formatNumber(BigInt(padded.slice(0, padded.length - decimals)))}`;
  return decimals === 0 ? whole : `${whole}.${padded.slice(-decimals)}`;
}
