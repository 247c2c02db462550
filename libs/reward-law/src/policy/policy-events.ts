import { type Event, eventCatalogue, typesOf } from '#libs/event-sourcing';
import type { Id, Instant, RegisterEntry } from '#libs/vocabulary';
import type { PackName } from '../terms/packs.ts';
import type { PolicyTerms, VersionNumber } from '../terms/policy-terms.ts';

export const policyStream = (policyId: Id) => `policy-${policyId}` as const;

/** The policy whose stream this is. */
export const policyIdOf = (stream: string): Id => stream.slice('policy-'.length);

/** What takes a version's place: a later version of the policy, or another policy. */
export type Successor =
  | {
      /** A later version of this policy. */
      readonly version: VersionNumber;
    }
  | {
      /** Another policy. */
      readonly policyId: Id;
    };

/** That a version was announced: a fact, and no law. */
export interface Announcement {
  readonly announcedAt: Instant;
  /** Who said it, where, in which words. */
  readonly announcement: string;
}

/** What makes a version law. */
export interface Enactment {
  /** The legal instrument that makes it law. */
  readonly instrument: RegisterEntry;
  /** Inclusive. */
  readonly inForceFrom: Instant;
  readonly enactedBy: string;
  /** The second hand. */
  readonly confirmedBy?: string;
}

/** What takes a version's place, and by what law. */
export interface Supersession {
  readonly by: Successor;
  /** From this moment on the successor counts. */
  readonly from: Instant;
  readonly instrument: RegisterEntry;
}

/** Nothing is granted meanwhile under any version. */
export interface Suspension {
  readonly from: Instant;
  /** Without it until two lift it. */
  readonly until?: Instant;
  readonly reason: string;
}

/** Which version a fact is about. */
interface OfVersion {
  readonly version: VersionNumber;
}

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file. Versions count from 1.
export type RewardPolicyEvent =
  | Event<'RewardPolicyDrafted', OfVersion & { terms: PolicyTerms; pack?: PackName; draftedBy: string }>
  | Event<'RewardPolicyAnnounced', OfVersion & Announcement>
  | Event<'RewardPolicyEnacted', OfVersion & Enactment>
  | Event<'RewardPolicyFunded', OfVersion & { poolId: Id }>
  | Event<'RewardPolicySuperseded', OfVersion & Supersession>
  | Event<'RewardPolicySuspended', Suspension>;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const rewardPolicyEvents = eventCatalogue<RewardPolicyEvent>()
  .unchanged('RewardPolicyDrafted', 'RewardPolicyAnnounced', 'RewardPolicyEnacted', 'RewardPolicyFunded')
  .unchanged('RewardPolicySuperseded', 'RewardPolicySuspended')
  .whole();

/** All of them, for projections that take every event of a policy. */
export const rewardPolicyEventTypes = typesOf(rewardPolicyEvents);
