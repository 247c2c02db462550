/**
 * What no room sees alone: numbers that are used twice, cases that look like one operation, people who look like one person or have no business in a case, cases
 * kept from who worked on them, destructions that nobody saw, rewards that something holds up or that the law or a suspension overtakes. Nothing is decided here; integrity is told.
 */
import type { AggregateStore, Capability, CommandContext, RunnableProcess } from '#libs/event-sourcing';
import { raiseLead } from '#libs/integrity';
import { destructionWitnesses } from './destruction-witnesses.ts';
import { doubtfulParticipation, type SuspectParticipation } from './doubtful-participation.ts';
import { doubtfulPayments } from './doubtful-payments.ts';
import { enterClaims } from './enter-claims.ts';
import { heldUpRewards } from './held-up-rewards.ts';
import { type ClaimsCommand, identifierClaims } from './identifier-claims.ts';
import { lawChanges, type TellOfLawChange } from './law-changes.ts';
import { lookAlikeNames } from './look-alike-names.ts';
import { lookAlikeNumbers, type NoteLookAlike } from './look-alike-numbers.ts';
import { noteLookAlike } from './note-look-alike.ts';
import { ordersUnderWay, type TellOfOrder } from './orders-under-way.ts';
import { possibleSameOperation, type SuspectSameOperation } from './possible-same-operation.ts';
import type { RaiseLead } from './raise.ts';
import { restrictedAway } from './restricted-away.ts';
import { suspectParticipation } from './suspect-participation.ts';
import { suspectSameOperation } from './suspect-same-operation.ts';
import { suspendedRecipients, type TellOfSuspended } from './suspended-recipients.ts';
import { tellOfDestruction } from './tell-of-destruction.ts';
import { tellOfOrder } from './tell-of-order.ts';
import { tellOfLawChange, tellOfSuspended } from './tell-of-rewards.ts';

export { doubtfulParticipation } from './doubtful-participation.ts';
export { doubtfulPayments } from './doubtful-payments.ts';
export { identifierClaims } from './identifier-claims.ts';
export { heldUpRewards, TOLD_ELSEWHERE } from './held-up-rewards.ts';
export { restrictedAway } from './restricted-away.ts';
export { ONE_OPERATION_MS, possibleSameOperation } from './possible-same-operation.ts';

/** What the programs run of this room. */
export const oversight: Capability = {
  events: {},
  projections: [],
  processes: [
    { process: identifierClaims, carryOut: enterClaims } satisfies RunnableProcess<ClaimsCommand>,
    { process: possibleSameOperation, carryOut: suspectSameOperation } satisfies RunnableProcess<SuspectSameOperation>,
    { process: lookAlikeNames, carryOut: raise } satisfies RunnableProcess<RaiseLead>,
    { process: lookAlikeNumbers, carryOut: noteLookAlike } satisfies RunnableProcess<NoteLookAlike>,
    { process: destructionWitnesses, carryOut: tellOfDestruction } satisfies RunnableProcess<RaiseLead>,
    { process: ordersUnderWay, carryOut: tellOfOrder } satisfies RunnableProcess<TellOfOrder>,
    { process: heldUpRewards, carryOut: raise } satisfies RunnableProcess<RaiseLead>,
    { process: suspendedRecipients, carryOut: tellOfSuspended } satisfies RunnableProcess<TellOfSuspended>,
    { process: lawChanges, carryOut: tellOfLawChange } satisfies RunnableProcess<TellOfLawChange>,
    { process: restrictedAway, carryOut: raise } satisfies RunnableProcess<RaiseLead>,
    { process: doubtfulParticipation, carryOut: suspectParticipation } satisfies RunnableProcess<SuspectParticipation | RaiseLead>,
    { process: doubtfulPayments, carryOut: raise } satisfies RunnableProcess<RaiseLead>,
  ],
};

/** Most processes look nothing up: what they found is the lead. */
async function raise(aggregates: AggregateStore, { data }: RaiseLead, context: CommandContext): Promise<void> {
  await raiseLead(aggregates, data, context);
}
