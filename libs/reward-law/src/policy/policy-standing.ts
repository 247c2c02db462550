import { defined } from '#libs/event-sourcing';
import { type Id, type Instant, isBefore, notAfter } from '#libs/vocabulary';
import type { PackName } from '../terms/packs.ts';
import type { PolicyTerms, VersionNumber } from '../terms/policy-terms.ts';
import type { Announcement, Enactment, RewardPolicyEvent, Supersession, Suspension } from './policy-events.ts';

/** One version of a policy, with what has become of it. */
export interface PolicyVersion {
  readonly version: VersionNumber;
  readonly terms: PolicyTerms;
  readonly pack?: PackName;
  readonly draftedBy: string;
  readonly announced?: Announcement;
  /** Absent for what is no law. */
  readonly enacted?: Enactment;
  /** The pool that pays; absent for what has no money. */
  readonly poolId?: Id;
  readonly superseded?: Supersession;
}

/** A version that an instrument has made law. */
export type EnactedVersion = PolicyVersion & Required<Pick<PolicyVersion, 'enacted'>>;

/** A reward policy. Version n stands at index n - 1. */
export interface RewardPolicy {
  readonly versions: readonly PolicyVersion[];
  readonly suspension?: Suspension;
}

export const notDrafted: RewardPolicy = { versions: [] };

/** The policy after an event. */
export function evolvePolicy(state: RewardPolicy, event: RewardPolicyEvent): RewardPolicy {
  if (event.type === 'RewardPolicyDrafted') return { ...state, versions: [...state.versions, event.data] };
  if (event.type === 'RewardPolicySuspended') return { ...state, suspension: event.data };
  return { ...state, versions: withFact(state.versions, event) };
}

/** An event about one version. */
type VersionEvent = Exclude<RewardPolicyEvent, { type: 'RewardPolicyDrafted' | 'RewardPolicySuspended' }>;

/** The versions, in whatever order they are, after an event about one of them. */
export function withFact<Version extends PolicyVersion>(versions: readonly Version[], event: VersionEvent): readonly Version[] {
  return versions.map((version) => (version.version === event.data.version ? { ...version, ...factOf(event) } : version));
}

function factOf(event: VersionEvent): Partial<PolicyVersion> {
  switch (event.type) {
    case 'RewardPolicyAnnounced': {
      const { announcedAt, announcement } = event.data;
      return { announced: { announcedAt, announcement } };
    }
    case 'RewardPolicyEnacted': {
      const { instrument, inForceFrom, enactedBy, confirmedBy } = event.data;
      return { enacted: defined({ instrument, inForceFrom, enactedBy, confirmedBy }) };
    }
    case 'RewardPolicyFunded':
      return { poolId: event.data.poolId };
    case 'RewardPolicySuperseded': {
      const { by, from, instrument } = event.data;
      return { superseded: { by, from, instrument } };
    }
  }
}

/** Whether nothing is granted at this moment. */
export function isSuspendedAt({ suspension }: RewardPolicy, moment: Instant): boolean {
  if (suspension === undefined) return false;
  return notAfter(suspension.from, moment) && (suspension.until === undefined || isBefore(moment, suspension.until));
}
