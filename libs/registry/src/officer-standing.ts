import { defined } from '#libs/event-sourcing';
import {
  type Currency,
  type Day,
  dayOf,
  type Instant,
  type Line,
  minorUnits,
  type Money,
  money,
  type RegisterEntry,
  samePerson,
} from '#libs/vocabulary';
import { inForceOn, twelveMonthsAfter } from './day.ts';
import { withDetails } from './entry.ts';
import type { Appointment, CapLimits, OfficerEntry, OfficerEvent, OrderedSuspension } from './officer-events.ts';
import type { Role } from './published.ts';

/** What was reserved of an officer's caps for a reward, and what became of it. */
export interface Cap {
  readonly capId: string;
  readonly rewardId: string;
  readonly amount: Money;
  readonly limits: CapLimits;
  /** From then on it counts, for twelve calendar months. */
  readonly reservedAt: Instant;
  readonly consumed: boolean;
  readonly releases: readonly { readonly releaseId?: string; readonly amount: Money; readonly reason: Line }[];
}

/** Service in a unit from a day on. */
export interface Posting {
  readonly unit: RegisterEntry;
  readonly agency: RegisterEntry;
  readonly from: Day;
}

/** A rank from a day on. */
export interface HeldRank {
  readonly rank: Line;
  readonly from: Day;
}

/** A suspension, who else stands for it, and how it ended. */
export interface ServedSuspension extends OrderedSuspension {
  /** Another person than who ordered it; absent: it rests on that one's word. */
  readonly confirmedBy?: Line;
  /** First day back, where the officer was reinstated. */
  readonly back?: Day;
}

/** An officer's service. */
export interface Service {
  /** In the order they were recorded; of one day the last stands. */
  readonly postings: readonly Posting[];
  /** In the order they were recorded; of one day the last stands. */
  readonly ranks: readonly HeldRank[];
  readonly suspensions: readonly ServedSuspension[];
  /** In the order they were recorded; of one day the last stands. Empty: the register does not say what they are appointed to. */
  readonly appointments: readonly Appointment[];
}

/** An officer as folded from their stream. */
export interface Officer extends Service {
  /** Absent before the officer is registered. */
  readonly entry?: OfficerEntry;
  readonly caps: readonly Cap[];
}

/** What counts for an officer against limits: reserved and consumed, not released. */
export interface CapHistory {
  /** Reserved or granted in the last twelve months and not released. */
  readonly inTwelveMonths: Money;
  /** Reserved or granted ever and not released. */
  readonly inCareer: Money;
}

export const unregistered: Officer = { postings: [], ranks: [], suspensions: [], appointments: [], caps: [] };

/** The officer after an event. */
export function evolveOfficer(state: Officer, event: OfficerEvent): Officer {
  switch (event.type) {
    case 'OfficerRegistered': {
      const { unit, agency, rank, since: from, roles } = event.data;
      const appointments = roles === undefined ? [] : [{ roles, from }];
      return { ...state, entry: event.data, postings: [{ unit, agency, from }], ranks: [{ rank, from }], appointments };
    }
    case 'OfficerDetailsUpdated':
      return withDetails(state, event.data);
    case 'OfficerTransferred': {
      const { unit, rank, from } = event.data;
      // Where it is not said, the agency is that of the unit the officer came from.
      const agency = event.data.agency ?? inForceOn(state.postings, from)?.agency ?? state.entry?.agency ?? '';
      return {
        ...state,
        postings: [...state.postings, { unit, agency, from }],
        ranks: rank === undefined ? state.ranks : [...state.ranks, { rank, from }],
      };
    }
    case 'OfficerPromoted':
      return { ...state, ranks: [...state.ranks, event.data] };
    case 'OfficerAppointed':
      return { ...state, appointments: [...state.appointments, event.data] };
    case 'OfficerSuspended':
      return { ...state, suspensions: [...state.suspensions, event.data] };
    case 'SuspensionConfirmed': {
      const { from, confirmedBy } = event.data;
      const confirmed = (known: ServedSuspension) => (isUnconfirmed(known) && known.from === from ? { ...known, confirmedBy } : known);
      return { ...state, suspensions: state.suspensions.map(confirmed) };
    }
    case 'OfficerReinstated': {
      const { from: back } = event.data;
      return { ...state, suspensions: state.suspensions.map((known) => (lastsTo(known, back) ? { ...known, back } : known)) };
    }
    case 'CapReserved':
      return { ...state, caps: [...state.caps, { ...event.data, consumed: false, releases: [] }] };
    case 'CapConsumed':
      return withCap(state, event.data.capId, (cap) => ({ ...cap, consumed: true }));
    case 'CapReleased': {
      const { releaseId, amount, reason } = event.data;
      const release = defined({ releaseId, amount, reason });
      return withCap(state, event.data.capId, (cap) => ({ ...cap, releases: [...cap.releases, release] }));
    }
  }
}

/** The unit the officer served in at a moment, as far as it is known; undefined before their service. */
export function unitAt(state: Pick<Officer, 'postings'>, at: Instant): string | undefined {
  return inForceOn(state.postings, dayOf(at))?.unit;
}

/** The agency the officer served at a moment. */
export function agencyAt(state: Pick<Officer, 'postings'>, at: Instant): string | undefined {
  return inForceOn(state.postings, dayOf(at))?.agency;
}

/** The officer's rank at a moment. */
export function rankAt(state: Pick<Officer, 'ranks'>, at: Instant): string | undefined {
  return inForceOn(state.ranks, dayOf(at))?.rank;
}

/** What the officer was appointed to at a moment; undefined where the register does not say. */
export function rolesAt(state: Pick<Officer, 'appointments'>, at: Instant): readonly Role[] | undefined {
  return inForceOn(state.appointments, dayOf(at))?.roles;
}

/** Whether the officer was suspended at a moment. */
export function isSuspended({ suspensions }: Pick<Officer, 'suspensions'>, at: Instant): boolean {
  const day = dayOf(at);
  return suspensions.some((suspension) => suspension.from <= day && lastsTo(suspension, day));
}

/**
 * Whether an officer is suspended at a moment, and that by one person's word alone: nobody confirmed it, nor did another person order one too. It stops their
 * pay and their part in rewards all the same; but one person does not rid themself of everybody who watches them.
 */
export function restsOnOneWord({ suspensions }: Pick<Officer, 'suspensions'>, at: Instant): boolean {
  const day = dayOf(at);
  const lasting = suspensions.filter((suspension) => suspension.from <= day && lastsTo(suspension, day));
  const [first] = lasting;
  return (
    first?.suspendedBy !== undefined &&
    lasting.every((one) => isUnconfirmed(one) && samePerson(one.suspendedBy ?? '', first.suspendedBy ?? ''))
  );
}

/** Nobody but who ordered it stands for it. */
export const isUnconfirmed = ({ suspendedBy, confirmedBy }: ServedSuspension): boolean =>
  suspendedBy !== undefined && confirmedBy === undefined;

/** What counts for the officer in this currency at a moment. An amount counts in full from when it was reserved, for twelve calendar months and for a career. */
export function capHistoryOf(state: Pick<Officer, 'caps'>, currency: Currency, at: Instant): CapHistory {
  const caps = state.caps.filter(({ amount }) => amount.currency === currency);
  // What another machine's clock put ahead of this moment counts too: a cap must hold whichever clock is right.
  const recent = caps.filter(({ reservedAt }) => Date.parse(at) < twelveMonthsAfter(reservedAt));
  return { inTwelveMonths: money(currency, totalOf(recent)), inCareer: money(currency, totalOf(caps)) };
}

/** What of a reservation or grant counts, in minor units: its amount less what was released. */
export function countingOf({ amount, releases }: Pick<Cap, 'amount' | 'releases'>): bigint {
  return releases.reduce((left, release) => left - minorUnits(release.amount), minorUnits(amount));
}

/** What counts of all these, in minor units. */
export const totalOf = (caps: readonly Cap[]): bigint => caps.reduce((total, cap) => total + countingOf(cap), 0n);

/** What was recorded last of this very day. */
export function ofDay<T extends { readonly from: Day }>(facts: readonly T[], day: Day): T | undefined {
  return facts.findLast(({ from }) => from === day);
}

/** It is not over before this day. */
export function lastsTo({ until, back }: ServedSuspension, day: Day): boolean {
  return (until === undefined || day <= until) && (back === undefined || day < back);
}

function withCap(state: Officer, capId: string, change: (cap: Cap) => Cap): Officer {
  return { ...state, caps: state.caps.map((cap) => (cap.capId === capId ? change(cap) : cap)) };
}
