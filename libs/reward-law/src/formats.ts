import type { Money } from '#libs/vocabulary';

// How the law writes numbers in its sentences. Sentences are stored with what they explain: none of this may ever come out differently.

/** Digits in groups of three, the same on every machine. */
export function formatNumber(value: bigint | number): string {
  return value.toString().replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** So many of something: `1 seizure`, `2 seizures`. */
export function formatCount(count: number, what: string): string {
  return `${formatNumber(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** An amount for a person: riel whole, others with their two decimals. */
export function formatMoney({ currency, amount }: Money): string {
  if (currency === 'KHR') return `KHR ${formatNumber(BigInt(amount))}`;
  const digits = amount.padStart(3, '0');
  return `${currency} ${formatNumber(BigInt(digits.slice(0, -2)))}.${digits.slice(-2)}`;
}
