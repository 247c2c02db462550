/**
 * What no room sees alone: numbers that are used twice, cases that look like one operation, rewards that something holds up or that the law or a suspension
 * overtakes. Nothing is decided here; integrity is told.
 */
import type { Capability, RunnableProcess } from '#libs/event-sourcing';
import { enterClaims } from './enter-claims.ts';
import { type ClaimsCommand, identifierClaims } from './identifier-claims.ts';
import { heldUpRewards, type TellOfHoldUp } from './held-up-rewards.ts';
import { lawChanges, type TellOfLawChange } from './law-changes.ts';
import { possibleSameOperation, type SuspectSameOperation } from './possible-same-operation.ts';
import { suspectSameOperation } from './suspect-same-operation.ts';
import { suspendedRecipients, type TellOfSuspended } from './suspended-recipients.ts';
import { tellOfHoldUp, tellOfLawChange, tellOfSuspended } from './tell-of-rewards.ts';

export { identifierClaims } from './identifier-claims.ts';
export { heldUpRewards, TOLD_ELSEWHERE } from './held-up-rewards.ts';
export { ONE_OPERATION_MS, possibleSameOperation } from './possible-same-operation.ts';

/** What the programs run of this room. */
export const oversight: Capability = {
  events: {},
  projections: [],
  processes: [
    { process: identifierClaims, carryOut: enterClaims } satisfies RunnableProcess<ClaimsCommand>,
    { process: possibleSameOperation, carryOut: suspectSameOperation } satisfies RunnableProcess<SuspectSameOperation>,
    { process: heldUpRewards, carryOut: tellOfHoldUp } satisfies RunnableProcess<TellOfHoldUp>,
    { process: suspendedRecipients, carryOut: tellOfSuspended } satisfies RunnableProcess<TellOfSuspended>,
    { process: lawChanges, carryOut: tellOfLawChange } satisfies RunnableProcess<TellOfLawChange>,
  ],
};
