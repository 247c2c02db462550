import type { Identity, Role } from '#libs/access';
import { defined } from '#libs/event-sourcing';
import { type Currency, type Instant, type Line, minorUnits, type Money, money, type RegisterEntry } from '#libs/vocabulary';
import { type Stored, without } from './entry-row.ts';
import type { OfficerRow } from './officers.ts';
import {
  agencyAt,
  type Cap,
  type CapHistory,
  capHistoryOf,
  countingOf,
  isSuspended,
  rankAt,
  rolesAt,
  type ServedSuspension,
  unitAt,
} from './officer-standing.ts';
import type { Register, RegisterRow, RowOf } from './register-entries.ts';
import { parentAt } from './unit.ts';
import { unitOf, type UnitRow } from './units.ts';

/**
 * Who sees what counts for an officer, besides the officer: those who decide on rewards, pay them or watch over them. An analyst least of all, who must
 * not know what became of a result.
 */
const SEES_CAPS: ReadonlySet<Role> = new Set(['committee-member', 'finance-officer', 'integrity-officer', 'auditor']);

/** Why an officer is suspended is between them, who keeps the register and who watches over it. */
const SEES_REASONS: ReadonlySet<Role> = new Set(['administrator', 'integrity-officer', 'auditor']);

/** A suspension, as far as this person may see it. */
export interface ShownSuspension extends Omit<ServedSuspension, 'reason'> {
  /** For administrators, integrity, auditors and the officer. */
  readonly reason?: Line;
}

/** What counts for an officer in one currency. */
export interface ShownCapHistory extends CapHistory {
  readonly currency: Currency;
}

/** What was reserved for a reward, with what of it counts. */
export interface ShownCap extends Pick<Cap, 'capId' | 'rewardId' | 'amount' | 'reservedAt'> {
  /** What of it counts: the amount less what was released. */
  readonly counts: Money;
  readonly status: 'reserved' | 'consumed' | 'released';
}

/** An officer as they stand at a moment, as far as this person may see it. */
export interface ShownOfficer extends Omit<OfficerRow, 'rank' | 'unit' | 'agency' | 'caps' | 'suspensions' | 'served' | 'appointed'> {
  /** Today. */
  readonly rank: Line;
  /** Today. */
  readonly unit: RegisterEntry;
  /** Today. */
  readonly agency: RegisterEntry;
  /** What they are appointed to today; absent where the register does not say. */
  readonly roles?: readonly Role[];
  /** Today. */
  readonly suspended: boolean;
  readonly suspensions: readonly ShownSuspension[];
  /** What counts against caps, by currency; for those who decide on rewards, pay or watch over them, and the officer. */
  readonly caps?: readonly ShownCapHistory[];
  /** What it adds up from; for the same, on the page of one officer. */
  readonly reserved?: readonly ShownCap[];
}

/** An officer's row as an answer, at the moment of asking. Rank, unit and agency before the first day of service are those of that day. */
export function shownOfficer(row: Stored<OfficerRow>, { subject, roles }: Identity, now: Instant): ShownOfficer {
  const { caps, suspensions } = row;
  const themselves = subject === row.officerId;
  const may = (who: ReadonlySet<Role>): boolean => themselves || roles.some((role) => who.has(role));
  const first = row.postings[0];
  return {
    ...without(row, 'caps', 'suspensions', 'served', 'appointed', 'searchEn', 'searchKm'),
    rank: rankAt(row, now) ?? row.ranks[0]?.rank ?? row.rank,
    unit: unitAt(row, now) ?? first?.unit ?? row.unit,
    agency: agencyAt(row, now) ?? first?.agency ?? row.agency,
    ...defined({ roles: rolesAt(row, now) }),
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

/** A unit as it stands at a moment. */
export interface ShownUnit extends Omit<UnitRow, 'parent'> {
  /** The unit it is under today. */
  readonly parent?: RegisterEntry;
}

/** A unit's row as an answer: it tells what was ordered last, and an order may begin on a later day. */
export function shownUnit(row: Stored<UnitRow>, now: Instant): ShownUnit {
  return { ...without(row, 'parent', 'searchEn', 'searchKm'), ...defined({ parent: parentAt(unitOf(row), now) }) };
}

/** A row of this register as an answer: its key, or the list it stands in, tells that it is one. */
export function shownEntry<R extends Register>(_register: R, row: Stored<RegisterRow>): RowOf<R> {
  return without(row, 'searchEn', 'searchKm') as RegisterRow as RowOf<R>;
}
