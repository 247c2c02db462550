import type { Identity, Role } from '#libs/access';
import { type Currency, minorUnits, money, type Money } from '#libs/vocabulary';
import { agencyAt, type Cap, capHistoryOf, countingOf, isSuspended, rankAt, unitAt } from './officer.ts';
import type { OfficerRow } from './officers.ts';
import type { SearchableName } from './names.ts';

/**
 * Who sees what counts for an officer, besides the officer: those who decide on rewards, pay them or watch over them. An analyst least of all, who must
 * not know what became of a result.
 */
const SEES_CAPS: ReadonlySet<Role> = new Set(['committee-member', 'finance-officer', 'integrity-officer', 'auditor']);

/** Why an officer is suspended is between them, who keeps the register and who watches over it. */
const SEES_REASONS: ReadonlySet<Role> = new Set(['administrator', 'integrity-officer', 'auditor']);

/** What was reserved for a reward, with what of it counts. */
export interface ShownCap extends Pick<Cap, 'capId' | 'rewardId' | 'amount' | 'reservedAt'> {
  readonly counts: Money;
  readonly status: 'reserved' | 'consumed' | 'released';
}

/** An officer as they stand at a moment, as far as this person may see it. */
export interface ShownOfficer extends Omit<OfficerRow, 'caps' | 'suspensions' | 'served' | keyof SearchableName> {
  readonly suspended: boolean;
  readonly suspensions: readonly { readonly from: string; readonly until?: string; readonly back?: string; readonly reason?: string }[];
  readonly caps?: readonly { readonly currency: Currency; readonly inTwelveMonths: Money; readonly inCareer: Money }[];
  readonly reserved?: readonly ShownCap[];
}

/** An officer's row as an answer, at the moment of asking. Rank, unit and agency before the first day of service are those of that day. */
export function shownOfficer(row: OfficerRow, { subject, roles }: Identity, now: string): ShownOfficer {
  const { caps, suspensions } = row;
  const themselves = subject === row.officerId;
  const may = (who: ReadonlySet<Role>): boolean => themselves || roles.some((role) => who.has(role));
  const first = row.postings[0];
  return {
    ...without(row, 'caps', 'suspensions', 'served', 'searchEn', 'searchKm'),
    rank: rankAt(row, now) ?? row.ranks[0]?.rank ?? row.rank,
    unit: unitAt(row, now) ?? first?.unit ?? row.unit,
    agency: agencyAt(row, now) ?? first?.agency ?? row.agency,
    suspended: isSuspended(row, now),
    suspensions: may(SEES_REASONS) ? suspensions : suspensions.map((suspension) => without(suspension, 'reason')),
    ...(may(SEES_CAPS) && {
      caps: [...new Set(caps.map(({ amount }) => amount.currency))].sort().map((currency) => ({
        currency,
        ...capHistoryOf(row, currency, now),
      })),
      reserved: caps.map(shownCap),
    }),
  };
}

function shownCap(cap: Cap): ShownCap {
  const { capId, rewardId, amount, reservedAt, consumed, releases } = cap;
  const counts = money(amount.currency, countingOf(cap));
  const status = releases.length > 0 && minorUnits(counts) === 0n ? 'released' : consumed ? 'consumed' : 'reserved';
  return { capId, rewardId, amount, counts, status, reservedAt };
}

/** A row as an answer: without what only lists search by. */
export function shownEntry<Row extends SearchableName>(row: Row): Omit<Row, keyof SearchableName> {
  return without(row, 'searchEn', 'searchKm');
}

/** The value without these fields. */
export function without<T extends object, Field extends keyof T>(value: T, ...fields: readonly Field[]): Omit<T, Field> {
  return Object.fromEntries(Object.entries(value).filter(([field]) => !fields.includes(field as Field))) as Omit<T, Field>;
}
