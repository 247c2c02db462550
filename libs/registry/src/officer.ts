import { type Command, type Decider, type Event, type EventCatalogue, type Issued, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { type Currency, dayOf, formatMoney, type LocalizedText, minorUnits, money, type Money } from '#libs/vocabulary';
import { inForceOn, twelveMonthsAfter } from './day.ts';
import { registeredAlready, restates } from './restated.ts';

export const officerStream = (officerId: string) => `officer-${officerId}` as const;

/** The officer whose stream this is. */
export const officerIdOf = (stream: string): string => stream.slice('officer-'.length);

/** An officer as first entered. Days are `YYYY-MM-DD` in Cambodia, here and below. */
export interface OfficerEntry {
  readonly officerId: string;
  readonly name: LocalizedText;
  readonly rank: string;
  readonly unit: string;
  /** The register entry of the unit's agency. */
  readonly agency: string;
  /** First day of service in this unit and rank. */
  readonly since: string;
}

/** To another unit, perhaps of another agency or in another rank. One of the same day stands in for one that was wrong. */
export interface Transfer {
  readonly unit: string;
  readonly agency?: string;
  readonly rank?: string;
  readonly from: string;
  readonly reason?: string;
}

export interface Suspension {
  readonly from: string;
  /** The last day of it; absent: until the officer is reinstated. */
  readonly until?: string;
  readonly reason: string;
}

/** The most of rewards that may count for an officer: for one reward, in any twelve months, in a career. What is not named is not limited. */
export interface CapLimits {
  readonly perCase?: Money;
  readonly twelveMonths?: Money;
  readonly career?: Money;
}

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file.
export type OfficerEvent =
  | Event<'OfficerRegistered', OfficerEntry>
  | Event<'OfficerDetailsUpdated', { name: LocalizedText }>
  | Event<'OfficerTransferred', Transfer>
  | Event<'OfficerPromoted', { rank: string; from: string }>
  | Event<'OfficerSuspended', Suspension>
  // `from` is the first day back.
  | Event<'OfficerReinstated', { from: string; reason: string }>
  | Event<'CapReserved', { capId: string; rewardId: string; amount: Money; limits: CapLimits; reservedAt: string }>
  | Event<'CapConsumed', { capId: string; rewardId: string }>
  // What counts no more, of a reward that was not granted, or was taken back.
  | Event<'CapReleased', { capId: string; rewardId: string; releaseId?: string; amount: Money; reason: string }>;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const officerEvents: EventCatalogue<OfficerEvent> = {
  OfficerRegistered: { version: 1 },
  OfficerDetailsUpdated: { version: 1 },
  OfficerTransferred: { version: 1 },
  OfficerPromoted: { version: 1 },
  OfficerSuspended: { version: 1 },
  OfficerReinstated: { version: 1 },
  CapReserved: { version: 1 },
  CapConsumed: { version: 1 },
  CapReleased: { version: 1 },
};

/** All of them, for projections that take every event of an officer. */
export const officerEventTypes = Object.keys(officerEvents) as readonly OfficerEvent['type'][];

export type OfficerCommand =
  | Command<'RegisterOfficer', OfficerEntry>
  | Command<'UpdateOfficerDetails', { name: LocalizedText }>
  | Command<'TransferOfficer', Transfer>
  | Command<'PromoteOfficer', { rank: string; from: string }>
  | Command<'SuspendOfficer', Suspension>
  | Command<'ReinstateOfficer', { from: string; reason: string }>
  | Command<'ReserveCap', { capId: string; rewardId: string; amount: Money; limits: CapLimits }>
  | Command<'ConsumeCap', { capId: string }>
  /**
   * Without `amount` all that is left of it, also after it was consumed. With it a part: parts of one `releaseId` are one and the same; where none is
   * given, parts of the same amount and reason are.
   */
  | Command<'ReleaseCap', { capId: string; reason: string; amount?: Money; releaseId?: string }>;

/** What was reserved of an officer's caps for a reward, and what became of it. */
export interface Cap {
  readonly capId: string;
  readonly rewardId: string;
  readonly amount: Money;
  readonly limits: CapLimits;
  readonly reservedAt: string;
  readonly consumed: boolean;
  readonly releases: readonly { readonly releaseId?: string; readonly amount: Money; readonly reason: string }[];
}

/** An officer as folded from their stream. */
export interface Officer {
  /** Absent before the officer is registered. */
  readonly entry?: OfficerEntry;
  readonly postings: readonly { readonly unit: string; readonly agency: string; readonly from: string }[];
  readonly ranks: readonly { readonly rank: string; readonly from: string }[];
  /** `back` is the first day after a reinstatement. */
  readonly suspensions: readonly (Suspension & { readonly back?: string })[];
  readonly caps: readonly Cap[];
}

/** What counts for an officer against limits: reserved and consumed, not released. */
export interface CapHistory {
  readonly inTwelveMonths: Money;
  readonly inCareer: Money;
}

/**
 * The rules of an officer's entry: service as ordered, corrected by later orders of the same day, by somebody else than the officer; and how much of
 * rewards counts for the officer, never beyond a limit when it is reserved.
 */
export const officer: Decider<OfficerCommand, OfficerEvent, Officer> = {
  initial: { postings: [], ranks: [], suspensions: [], caps: [] },

  decide(command, state) {
    if (command.type === 'RegisterOfficer') {
      if (state.entry !== undefined) return registeredAlready(command.data, state.entry, 'officer');
      requireOtherPerson(command.data.officerId, command);
      return [{ type: 'OfficerRegistered', data: command.data }];
    }
    const entry = requireOfficer(state);
    const { officerId } = entry;
    switch (command.type) {
      case 'UpdateOfficerDetails':
        requireOtherPerson(officerId, command);
        return restates(command.data.name, entry.name) ? [] : [{ type: 'OfficerDetailsUpdated', data: command.data }];
      case 'TransferOfficer': {
        const { unit, agency, rank, from } = command.data;
        requireOtherPerson(officerId, command);
        const posting = ofDay(state.postings, from);
        const there = posting?.unit === unit && (agency === undefined || posting.agency === agency);
        if (there && (rank === undefined || ofDay(state.ranks, from)?.rank === rank)) return [];
        return [{ type: 'OfficerTransferred', data: command.data }];
      }
      case 'PromoteOfficer': {
        const { rank, from } = command.data;
        requireOtherPerson(officerId, command);
        return ofDay(state.ranks, from)?.rank === rank ? [] : [{ type: 'OfficerPromoted', data: command.data }];
      }
      case 'SuspendOfficer': {
        const { from, until } = command.data;
        requireOtherPerson(officerId, command);
        if (until !== undefined && until < from)
          throw new RuleBroken('officer.suspension-reversed', 'The last day of a suspension is not before its first one', { from, until });
        const known = state.suspensions.some(({ back, ...suspension }) => back === undefined && restates(command.data, suspension));
        return known ? [] : [{ type: 'OfficerSuspended', data: command.data }];
      }
      case 'ReinstateOfficer':
        requireOtherPerson(officerId, command);
        return state.suspensions.some((suspension) => lastsTo(suspension, command.data.from))
          ? [{ type: 'OfficerReinstated', data: command.data }]
          : [];
      case 'ReserveCap':
        return reserveCap(state, command);
      case 'ConsumeCap': {
        const { capId } = command.data;
        const cap = requireCap(state, capId);
        if (cap.consumed) return [];
        if (cap.releases.length > 0 && countingOf(cap) === 0n)
          throw new RuleBroken('cap.released', 'What was reserved of the cap was released; reserve anew', {
            capId,
            rewardId: cap.rewardId,
          });
        return [{ type: 'CapConsumed', data: { capId, rewardId: cap.rewardId } }];
      }
      case 'ReleaseCap':
        return releaseCap(state, command);
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'OfficerRegistered': {
        const { unit, agency, rank, since: from } = event.data;
        return { ...state, entry: event.data, postings: [{ unit, agency, from }], ranks: [{ rank, from }] };
      }
      case 'OfficerDetailsUpdated':
        return state.entry === undefined ? state : { ...state, entry: { ...state.entry, ...event.data } };
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
      case 'OfficerSuspended':
        return { ...state, suspensions: [...state.suspensions, event.data] };
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
        const release = { ...(releaseId !== undefined && { releaseId }), amount, reason };
        return withCap(state, event.data.capId, (cap) => ({ ...cap, releases: [...cap.releases, release] }));
      }
    }
  },
};

/** The unit the officer served in at a moment (ISO 8601), as far as it is known; undefined before their service. */
export function unitAt(state: Pick<Officer, 'postings'>, at: string): string | undefined {
  return inForceOn(state.postings, dayOf(at))?.unit;
}

/** The agency the officer served at a moment. */
export function agencyAt(state: Pick<Officer, 'postings'>, at: string): string | undefined {
  return inForceOn(state.postings, dayOf(at))?.agency;
}

/** The officer's rank at a moment. */
export function rankAt(state: Pick<Officer, 'ranks'>, at: string): string | undefined {
  return inForceOn(state.ranks, dayOf(at))?.rank;
}

/** Whether the officer was suspended at a moment. */
export function isSuspended({ suspensions }: Pick<Officer, 'suspensions'>, at: string): boolean {
  const day = dayOf(at);
  return suspensions.some((suspension) => suspension.from <= day && lastsTo(suspension, day));
}

/** What counts for the officer in this currency at a moment. An amount counts in full from when it was reserved, for twelve calendar months and for a career. */
export function capHistoryOf(state: Pick<Officer, 'caps'>, currency: Currency, at: string): CapHistory {
  const caps = state.caps.filter(({ amount }) => amount.currency === currency);
  // What another machine's clock put ahead of this moment counts too: a cap must hold whichever clock is right.
  const recent = caps.filter(({ reservedAt }) => Date.parse(at) < twelveMonthsAfter(reservedAt));
  return { inTwelveMonths: money(currency, totalOf(recent)), inCareer: money(currency, totalOf(caps)) };
}

/** What of a reservation or grant counts, in minor units: its amount less what was released. */
export function countingOf({ amount, releases }: Pick<Cap, 'amount' | 'releases'>): bigint {
  return releases.reduce((left, release) => left - minorUnits(release.amount), minorUnits(amount));
}

const totalOf = (caps: readonly Cap[]): bigint => caps.reduce((total, cap) => total + countingOf(cap), 0n);

type CommandOf<Type extends OfficerCommand['type']> = Issued<Extract<OfficerCommand, { type: Type }>>;

function reserveCap(state: Officer, { data, at }: CommandOf<'ReserveCap'>): readonly OfficerEvent[] {
  const { capId, rewardId, amount, limits } = data;
  const known = state.caps.find((cap) => cap.capId === capId);
  if (known !== undefined) {
    if (restates({ rewardId, amount, limits }, { rewardId: known.rewardId, amount: known.amount, limits: known.limits })) return [];
    throw new RuleBroken('cap.id-taken', 'The officer has a reservation with this id already, and it says something else', { capId });
  }
  if (minorUnits(amount) < 0n) throw new RuleBroken('cap.no-amount', 'What is reserved of a cap is zero or more', { capId, amount });
  if (isSuspended(state, at))
    throw new RuleBroken('officer.suspended', 'The officer is suspended; no reward is reserved until that is over', {
      officerId: state.entry?.officerId,
    });
  const history = capHistoryOf(state, amount.currency, at);
  const ofReward = state.caps.filter((cap) => cap.rewardId === rewardId && cap.amount.currency === amount.currency);
  requireWithin('perCase', limits.perCase, money(amount.currency, totalOf(ofReward)), data);
  requireWithin('twelveMonths', limits.twelveMonths, history.inTwelveMonths, data);
  requireWithin('career', limits.career, history.inCareer, data);
  return [{ type: 'CapReserved', data: { capId, rewardId, amount, limits, reservedAt: at } }];
}

function releaseCap(state: Officer, { data }: CommandOf<'ReleaseCap'>): readonly OfficerEvent[] {
  const { capId, releaseId, reason } = data;
  const cap = requireCap(state, capId);
  const left = countingOf(cap);
  if (data.amount === undefined && left === 0n) return [];
  const amount = data.amount ?? money(cap.amount.currency, left);
  const { rewardId } = cap;
  const before = cap.releases.find((release) =>
    releaseId === undefined ? release.reason === reason && restates(release.amount, amount) : release.releaseId === releaseId,
  );
  if (before !== undefined && data.amount !== undefined) {
    if (restates(before.amount, amount)) return [];
    throw new RuleBroken('cap.id-taken', 'This release is recorded already, with another amount', {
      capId,
      releaseId,
      released: before.amount,
    });
  }
  if (amount.currency !== cap.amount.currency)
    throw new RuleBroken('cap.other-currency', `The reservation is in ${cap.amount.currency}, and is released in it`, { capId, amount });
  if (minorUnits(amount) <= 0n || minorUnits(amount) > left)
    throw new RuleBroken(
      'cap.not-that-much',
      `Of this reservation ${formatMoney(money(amount.currency, left))} counts; no more can be released`,
      {
        capId,
        amount,
        counted: money(amount.currency, left),
      },
    );
  return [{ type: 'CapReleased', data: { capId, rewardId, ...(releaseId !== undefined && { releaseId }), amount, reason } }];
}

const inWords: Readonly<Record<keyof CapLimits, string>> = {
  perCase: 'for one case',
  twelveMonths: 'in twelve months',
  career: 'in a career',
};

function requireWithin(
  limit: keyof CapLimits,
  most: Money | undefined,
  before: Money,
  { capId, rewardId, amount }: { readonly capId: string; readonly rewardId: string; readonly amount: Money },
): void {
  if (most === undefined || minorUnits(amount) === 0n) return;
  if (most.currency !== amount.currency)
    throw new RuleBroken('cap.other-currency', `The limit is in ${most.currency}; it says nothing of ${amount.currency}`, { capId, limit });
  if (minorUnits(before) + minorUnits(amount) <= minorUnits(most)) return;
  throw new RuleBroken(
    'cap.exceeded',
    `An officer gets at most ${formatMoney(most)} ${inWords[limit]}; ${formatMoney(before)} counts already, and this asks for ${formatMoney(amount)}`,
    { capId, rewardId, limit, most, counted: before, amount },
  );
}

function withCap(state: Officer, capId: string, change: (cap: Cap) => Cap): Officer {
  return { ...state, caps: state.caps.map((cap) => (cap.capId === capId ? change(cap) : cap)) };
}

/** What was recorded last of this very day. */
function ofDay<T extends { readonly from: string }>(facts: readonly T[], day: string): T | undefined {
  return facts.findLast(({ from }) => from === day);
}

/** It is not over before this day. */
function lastsTo({ until, back }: Officer['suspensions'][number], day: string): boolean {
  return (until === undefined || day <= until) && (back === undefined || day < back);
}

function requireOfficer({ entry }: Officer): OfficerEntry {
  if (entry === undefined) throw new UnknownSubject('officer.unknown', 'There is no officer with this id in the register');
  return entry;
}

function requireCap(state: Officer, capId: string): Cap {
  const cap = state.caps.find((known) => known.capId === capId);
  if (cap === undefined) throw new UnknownSubject('cap.unknown', 'Nothing was reserved for the officer under this id', { capId });
  return cap;
}

function requireOtherPerson(officerId: string, { by }: { readonly by: { readonly id: string } }): void {
  if (by.id === officerId)
    throw new RuleBroken('officer.own-entry', 'Nobody changes their own entry in the register; let another administrator do it', {
      officerId,
    });
}
