/**
 * The law of reward: what a policy may say, how it comes to be law, what an operation comes to under it and why, and who may get how much
 * of that.
 */
import type { Capability } from '#libs/event-sourcing';
import { rewardPolicyEvents } from './policy/policy-events.ts';
import { rewardPolicies } from './policy/reward-policies.ts';

export { RewardLawModule } from './reward-law.module.ts';
export * from './terms/policy-terms.ts';
export * from './terms/packs.ts';
export * from './assessment/assessment-inputs.ts';
export type { Assessment, AssessmentLine } from './assessment/statement-of-reasons.ts';
export { ALWAYS_SUSPENDING, type AlwaysSuspending, holdsUp, isCleared, wordOf } from './assessment/defects.ts';
export { dividedIntoStages } from './assessment/payment.ts';
export { assess } from './assessment/assessment.ts';
export { toldInShort } from './assessment/in-short.ts';
export * from './shares/shares.ts';
export { allocate } from './shares/allocation.ts';
export { isFrozenLate, officerLimits } from './shares/share-rules.ts';
export * from './policy/policy-events.ts';
export { type PolicyVersion, type RewardPolicy } from './policy/policy-standing.ts';
export { applicableVersion, type CaseDates, grantable, type Grantable } from './policy/applicable-version.ts';
export { rewardPolicy, type RewardPolicyCommand } from './policy/policy.ts';
export { type PolicyStatus, type RecordedVersion, rewardPolicies, type RewardPolicyRow } from './policy/reward-policies.ts';
export { IsDefectCode, IsVersion } from './use-cases/fields.ts';
export { LaterWordBody, SeizureFactsBody, SettledDefectBody, SuspectFactsBody } from './use-cases/operation-bodies.ts';

/** What the programs run of this room. */
export const rewardLaw: Capability = { events: rewardPolicyEvents, projections: [rewardPolicies], processes: [] };
