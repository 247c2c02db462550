import { type Command, decideBy, type Decider, defined, type Issued, sameJson } from '#libs/event-sourcing';
import { type Day, type Line, type LocalizedText, type Money, money } from '#libs/vocabulary';
import { registeredAlready } from './entry.ts';
import type { Appointment, OfficerEntry, OfficerEvent, Suspension, Transfer } from './officer-events.ts';
import {
  isReleasedAlready,
  isReservedAlready,
  requireAmount,
  requireAnotherSuspender,
  requireCap,
  requireFounderFirst,
  requireNotSuspended,
  requireOfficer,
  requireOrderedDays,
  requireOtherPerson,
  requireReleasable,
  requireStillReserved,
  requireWithinLimits,
  type Reservation,
  unconfirmedFrom,
} from './officer-rules.ts';
import { countingOf, evolveOfficer, lastsTo, type Officer, ofDay, unregistered } from './officer-standing.ts';

export type OfficerCommand =
  | Command<'RegisterOfficer', OfficerEntry>
  | Command<'UpdateOfficerDetails', { name: LocalizedText }>
  | Command<'TransferOfficer', Transfer>
  | Command<'PromoteOfficer', { rank: Line; from: Day }>
  | Command<'AppointOfficer', Appointment>
  | Command<'SuspendOfficer', Suspension>
  /** Another person's word for the suspensions that begin on this day. */
  | Command<'ConfirmSuspension', { from: Day }>
  | Command<'ReinstateOfficer', { from: Day; reason: Line }>
  | Command<'ReserveCap', Reservation>
  | Command<'ConsumeCap', { capId: string }>
  /**
   * Without `amount` all that is left of it, also after it was consumed. With it a part: parts of one `releaseId` are one and the same; where none is
   * given, parts of the same amount and reason are.
   */
  | Command<'ReleaseCap', { capId: string; reason: Line; amount?: Money; releaseId?: string }>;

type CommandOf<Type extends OfficerCommand['type']> = Issued<Extract<OfficerCommand, { type: Type }>>;
type Decided = readonly OfficerEvent[];

/**
 * An officer's entry: service as ordered, corrected by later orders of the same day, by somebody else than the officer; and how much of rewards counts
 * for the officer, never beyond a limit when it is reserved.
 */
export const officer: Decider<OfficerCommand, OfficerEvent, Officer> = {
  initial: unregistered,

  decide: decideBy<OfficerCommand, OfficerEvent, Officer>({
    RegisterOfficer: register,
    UpdateOfficerDetails: updateDetails,
    TransferOfficer: transfer,
    PromoteOfficer: promote,
    AppointOfficer: appoint,
    SuspendOfficer: suspend,
    ConfirmSuspension: confirmSuspension,
    ReinstateOfficer: reinstate,
    ReserveCap: reserveCap,
    ConsumeCap: consumeCap,
    ReleaseCap: releaseCap,
  }),

  evolve: evolveOfficer,
};

function register(command: CommandOf<'RegisterOfficer'>, { entry }: Officer): Decided {
  const { data } = command;
  if (entry !== undefined) return registeredAlready(data, entry, 'officer');
  if (command.standing.founds) requireFounderFirst(data.officerId, command);
  else requireOtherPerson(data.officerId, command);
  return [{ type: 'OfficerRegistered', data }];
}

/** The entry that somebody changes: of a registered officer, and not their own. */
function changedEntry(command: Pick<Issued<OfficerCommand>, 'by' | 'said'>, state: Officer): OfficerEntry {
  const entry = requireOfficer(state);
  requireOtherPerson(entry.officerId, command);
  return entry;
}

function updateDetails(command: CommandOf<'UpdateOfficerDetails'>, state: Officer): Decided {
  const { name } = changedEntry(command, state);
  const { data } = command;
  return sameJson(data.name, name) ? [] : [{ type: 'OfficerDetailsUpdated', data }];
}

function transfer(command: CommandOf<'TransferOfficer'>, state: Officer): Decided {
  changedEntry(command, state);
  const { data } = command;
  const { unit, agency, rank, from } = data;
  const posting = ofDay(state.postings, from);
  const there = posting?.unit === unit && (agency === undefined || posting.agency === agency);
  if (there && (rank === undefined || ofDay(state.ranks, from)?.rank === rank)) return [];
  return [{ type: 'OfficerTransferred', data }];
}

function promote(command: CommandOf<'PromoteOfficer'>, state: Officer): Decided {
  changedEntry(command, state);
  const { data } = command;
  return ofDay(state.ranks, data.from)?.rank === data.rank ? [] : [{ type: 'OfficerPromoted', data }];
}

function appoint(command: CommandOf<'AppointOfficer'>, state: Officer): Decided {
  changedEntry(command, state);
  const { data } = command;
  const known = ofDay(state.appointments, data.from)?.roles;
  return known !== undefined && sameJson([...known].sort(), [...data.roles].sort()) ? [] : [{ type: 'OfficerAppointed', data }];
}

function suspend(command: CommandOf<'SuspendOfficer'>, state: Officer): Decided {
  changedEntry(command, state);
  const { data } = command;
  requireOrderedDays(data);
  const known = state.suspensions.some(
    ({ back, from, until, reason }) => back === undefined && sameJson(data, defined({ from, until, reason })),
  );
  return known ? [] : [{ type: 'OfficerSuspended', data: { ...data, suspendedBy: command.by.id } }];
}

function confirmSuspension(command: CommandOf<'ConfirmSuspension'>, state: Officer): Decided {
  changedEntry(command, state);
  const { from } = command.data;
  const waiting = unconfirmedFrom(state, from);
  if (waiting.length === 0) return [];
  requireAnotherSuspender(waiting, command);
  return [{ type: 'SuspensionConfirmed', data: { from, confirmedBy: command.by.id } }];
}

function reinstate(command: CommandOf<'ReinstateOfficer'>, state: Officer): Decided {
  changedEntry(command, state);
  const { data } = command;
  return state.suspensions.some((suspension) => lastsTo(suspension, data.from)) ? [{ type: 'OfficerReinstated', data }] : [];
}

function reserveCap({ data, at }: CommandOf<'ReserveCap'>, state: Officer): Decided {
  requireOfficer(state);
  if (isReservedAlready(state, data)) return [];
  requireAmount(data);
  if (data.again !== true) requireNotSuspended(state, at);
  requireWithinLimits(state, data, at);
  const { capId, rewardId, amount, limits } = data;
  return [{ type: 'CapReserved', data: { capId, rewardId, amount, limits, reservedAt: at } }];
}

function consumeCap({ data: { capId } }: CommandOf<'ConsumeCap'>, state: Officer): Decided {
  requireOfficer(state);
  const cap = requireCap(state, capId);
  if (cap.consumed) return [];
  requireStillReserved(cap);
  return [{ type: 'CapConsumed', data: { capId, rewardId: cap.rewardId } }];
}

function releaseCap({ data }: CommandOf<'ReleaseCap'>, state: Officer): Decided {
  requireOfficer(state);
  const { capId, releaseId, reason } = data;
  const cap = requireCap(state, capId);
  const left = countingOf(cap);
  if (data.amount === undefined && left === 0n) return [];
  const amount = data.amount ?? money(cap.amount.currency, left);
  if (data.amount !== undefined && isReleasedAlready(cap, { releaseId, amount, reason })) return [];
  requireReleasable(cap, amount);
  return [{ type: 'CapReleased', data: defined({ capId, rewardId: cap.rewardId, releaseId, amount, reason }) }];
}
