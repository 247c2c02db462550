import type { Event, EventCatalogue } from '#libs/event-sourcing';
import type { PackName } from '../terms/packs.ts';
import type { PolicyTerms } from '../terms/policy-terms.ts';

export const policyStream = (policyId: string) => `policy-${policyId}` as const;

/** The policy whose stream this is. */
export const policyIdOf = (stream: string): string => stream.slice('policy-'.length);

/** What takes a version's place: a later version of the policy, or another policy. */
export type Successor = { readonly version: number } | { readonly policyId: string };

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file. Versions count from 1.
export type RewardPolicyEvent =
  | Event<'RewardPolicyDrafted', { version: number; terms: PolicyTerms; pack?: PackName; draftedBy: string }>
  | Event<
      'RewardPolicyAnnounced',
      {
        version: number;
        announcedAt: string;
        /** Who said it, where, in which words. */
        announcement: string;
      }
    >
  | Event<
      'RewardPolicyEnacted',
      {
        version: number;
        /** The legal instrument that makes it law. */
        instrument: string;
        /** Inclusive; ISO 8601 with offset. */
        inForceFrom: string;
        enactedBy: string;
      }
    >
  | Event<'RewardPolicyFunded', { version: number; poolId: string }>
  | Event<
      'RewardPolicySuperseded',
      {
        version: number;
        by: Successor;
        /** From this moment on the successor counts. */
        from: string;
        instrument: string;
      }
    >
  | Event<
      'RewardPolicySuspended',
      {
        /** Nothing is granted under any version from this moment on. */
        from: string;
        /** Until this moment; without it until a later suspension of the policy says so. */
        until?: string;
        reason: string;
      }
    >;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const rewardPolicyEvents: EventCatalogue<RewardPolicyEvent> = {
  RewardPolicyDrafted: { version: 1 },
  RewardPolicyAnnounced: { version: 1 },
  RewardPolicyEnacted: { version: 1 },
  RewardPolicyFunded: { version: 1 },
  RewardPolicySuperseded: { version: 1 },
  RewardPolicySuspended: { version: 1 },
};

/** All of them, for projections that take every event of a policy. */
export const rewardPolicyEventTypes = Object.keys(rewardPolicyEvents) as readonly RewardPolicyEvent['type'][];
