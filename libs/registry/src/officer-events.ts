import type { Event, EventCatalogue } from '#libs/event-sourcing';
import type { Day, Instant, Line, LocalizedText, Money, RegisterEntry } from '#libs/vocabulary';
import type { Role } from './published.ts';

export const officerStream = (officerId: string) => `officer-${officerId}` as const;

/** The officer whose stream this is. */
export const officerIdOf = (stream: string): string => stream.slice('officer-'.length);

/** An officer as first entered. Days are those of Cambodia, here and below. */
export interface OfficerEntry {
  readonly officerId: RegisterEntry;
  readonly name: LocalizedText;
  readonly rank: Line;
  readonly unit: RegisterEntry;
  /** The register entry of the unit's agency. */
  readonly agency: RegisterEntry;
  /** First day of service in this unit and rank. */
  readonly since: Day;
  /** What they are appointed to. Absent: the register does not say, and the token's word is taken. */
  readonly roles?: readonly Role[];
}

/** What somebody is appointed to from a day on, in place of what they were before. One of the same day stands in for one that was wrong. */
export interface Appointment {
  readonly roles: readonly Role[];
  readonly from: Day;
  readonly reason?: Line;
}

/** To another unit, perhaps of another agency or in another rank. One of the same day stands in for one that was wrong. */
export interface Transfer {
  readonly unit: RegisterEntry;
  readonly agency?: RegisterEntry;
  readonly rank?: Line;
  readonly from: Day;
  readonly reason?: Line;
}

export interface Suspension {
  readonly from: Day;
  /** The last day of it; absent: until the officer is reinstated. */
  readonly until?: Day;
  readonly reason: Line;
}

/** A suspension as recorded. */
export interface OrderedSuspension extends Suspension {
  /** By whose word; absent in those recorded before it was asked, which count as confirmed. */
  readonly suspendedBy?: Line;
}

/** Another person's word for every suspension that begins on this day. */
export interface SuspensionConfirmation {
  readonly from: Day;
  readonly confirmedBy: Line;
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
  | Event<'OfficerPromoted', { rank: Line; from: Day }>
  | Event<'OfficerAppointed', Appointment>
  | Event<'OfficerSuspended', OrderedSuspension>
  | Event<'SuspensionConfirmed', SuspensionConfirmation>
  // `from` is the first day back.
  | Event<'OfficerReinstated', { from: Day; reason: Line }>
  | Event<'CapReserved', { capId: string; rewardId: string; amount: Money; limits: CapLimits; reservedAt: Instant }>
  | Event<'CapConsumed', { capId: string; rewardId: string }>
  // What counts no more, of a reward that was not granted, or was taken back.
  | Event<'CapReleased', { capId: string; rewardId: string; releaseId?: string; amount: Money; reason: Line }>;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const officerEvents: EventCatalogue<OfficerEvent> = {
  OfficerRegistered: { version: 1 },
  OfficerDetailsUpdated: { version: 1 },
  OfficerTransferred: { version: 1 },
  OfficerPromoted: { version: 1 },
  OfficerAppointed: { version: 1 },
  OfficerSuspended: { version: 1 },
  SuspensionConfirmed: { version: 1 },
  OfficerReinstated: { version: 1 },
  CapReserved: { version: 1 },
  CapConsumed: { version: 1 },
  CapReleased: { version: 1 },
};

/** All of them, for projections that take every event of an officer. */
export const officerEventTypes = Object.keys(officerEvents) as readonly OfficerEvent['type'][];
