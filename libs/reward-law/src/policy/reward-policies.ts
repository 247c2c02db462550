import { defined, type Position, projection, type RecordedEvent, rowPerStream } from '#libs/event-sourcing';
import type { Currency, Id, Instant, LocalizedText, Revision } from '#libs/vocabulary';
import type { PackName } from '../terms/packs.ts';
import type { VersionNumber } from '../terms/policy-terms.ts';
import { policyIdOf, type RewardPolicyEvent, rewardPolicyEventTypes, type Suspension } from './policy-events.ts';
import { type PolicyVersion, withFact } from './policy-standing.ts';

export const policyStatuses = ['drafted', 'announced', 'enacted', 'funded', 'superseded', 'suspended'] as const;
/**
 * How far the policy has come: what was recorded last about its newest law, or about its newest draft while nothing is law.
 * Whether a law is in force at a moment follows from its dates, which stand in the row.
 */
export type PolicyStatus = (typeof policyStatuses)[number];

/** A version, with where the log has its enactment: what was on record before that was there before the law was. */
export interface RecordedVersion extends PolicyVersion {
  /** Absent for what is no law. */
  readonly enactedIn?: Position;
}

/** A reward policy with all its versions, newest first. */
export interface RewardPolicyRow {
  readonly policyId: Id;
  readonly name: LocalizedText;
  /**
   * What was recorded last of its newest law, or of its newest draft while nothing is law. Whether a law is in force follows from its dates.
   */
  readonly status: PolicyStatus;
  readonly currency: Currency;
  readonly pack?: PackName;
  /** The newest enacted one, or the newest draft. */
  readonly version: VersionNumber;
  /** UTC; of that version. */
  readonly inForceFrom?: Instant;
  /** The pool that pays under that version. */
  readonly poolId?: Id;
  readonly suspension?: Suspension;
  /** Newest first. */
  readonly versions: readonly RecordedVersion[];
  /** When the last event was recorded, UTC. */
  readonly updatedAt: Instant;
  /** Of the policy's stream: what `If-Match` is compared with. */
  readonly revision: Revision;
}

/** One row a policy: the page and the list of reward policies. */
export const rewardPolicies = projection<RewardPolicyEvent, RewardPolicyRow>({
  name: 'reward-policies',
  version: 3,
  handles: rewardPolicyEventTypes,
  ...rowPerStream('policy'),
  evolve(row, event) {
    const versions = versionsAfter(row?.versions ?? [], event);
    const current = versions.find((version) => version.enacted !== undefined) ?? versions[0];
    if (current === undefined) return undefined;
    const suspension = event.type === 'RewardPolicySuspended' ? event.data : row?.suspension;
    return defined({
      policyId: policyIdOf(event.stream),
      name: current.terms.name,
      status: suspension !== undefined && !hasEnded(suspension, event.recordedAt) ? 'suspended' : statusOf(current),
      currency: current.terms.currency,
      pack: current.pack,
      version: current.version,
      inForceFrom: current.enacted && new Date(current.enacted.inForceFrom).toISOString(),
      poolId: current.poolId,
      suspension,
      versions,
      updatedAt: new Date(event.recordedAt).toISOString(),
      revision: event.revision,
    });
  },
  index: { status: 'text', pack: 'text', currency: 'text', poolId: 'text', inForceFrom: 'time', updatedAt: 'time' },
  discloses: 'open',
});

function versionsAfter(before: readonly RecordedVersion[], event: RecordedEvent<RewardPolicyEvent>): readonly RecordedVersion[] {
  switch (event.type) {
    case 'RewardPolicyDrafted':
      return [event.data, ...before];
    case 'RewardPolicySuspended':
      return before;
    case 'RewardPolicyEnacted':
      return withFact(before, event).map((one) => (one.version === event.data.version ? { ...one, enactedIn: event.position } : one));
    case 'RewardPolicyAnnounced':
    case 'RewardPolicyFunded':
    case 'RewardPolicySuperseded':
      return withFact(before, event);
  }
}

function statusOf({ announced, enacted, poolId, superseded }: PolicyVersion): PolicyStatus {
  if (superseded !== undefined) return 'superseded';
  if (enacted !== undefined) return poolId === undefined ? 'enacted' : 'funded';
  return announced === undefined ? 'drafted' : 'announced';
}

/** True for a suspension whose end was recorded after it had come: nothing is held up any more. */
function hasEnded({ until }: Suspension, recordedAt: number): boolean {
  return until !== undefined && Date.parse(until) <= recordedAt;
}
