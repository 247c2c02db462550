/**
 * What no room sees alone: numbers that are used twice, cases that look like one operation, people who look like one person or have no business in a case, cases kept from
 * who worked on them, rewards that something holds up or
 * that the law or a suspension overtakes. Nothing is decided here; integrity is told.
 */
import type { AggregateStore, Capability, CommandContext, RunnableProcess } from '#libs/event-sourcing';
import { raiseLead } from '#libs/integrity';
import { destructionWitnesses } from './destruction-witnesses.ts';
import { doubtfulParticipation, type SuspectParticipation, type TellOfParticipation } from './doubtful-participation.ts';
import { doubtfulPayments, type TellOfPayment } from './doubtful-payments.ts';
import { enterClaims } from './enter-claims.ts';
import { heldUpRewards, type TellOfHoldUp } from './held-up-rewards.ts';
import { type ClaimsCommand, identifierClaims } from './identifier-claims.ts';
import { lawChanges, type TellOfLawChange } from './law-changes.ts';
import { lookAlikeNames, type RaiseLead } from './look-alike-names.ts';
import { lookAlikeNumbers, type NoteLookAlike } from './look-alike-numbers.ts';
import { noteLookAlike } from './note-look-alike.ts';
import { ordersUnderWay, type TellOfOrder } from './orders-under-way.ts';
import { possibleSameOperation, type SuspectSameOperation } from './possible-same-operation.ts';
import { restrictedAway, type TellOfRestriction } from './restricted-away.ts';
import { suspectParticipation } from './suspect-participation.ts';
import { suspectSameOperation } from './suspect-same-operation.ts';
import { suspendedRecipients, type TellOfSuspended } from './suspended-recipients.ts';
import { tellOfOrder } from './tell-of-order.ts';
import { tellOfHoldUp, tellOfLawChange, tellOfSuspended } from './tell-of-rewards.ts';

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
    { process: destructionWitnesses, carryOut: raise } satisfies RunnableProcess<RaiseLead>,
    { process: ordersUnderWay, carryOut: tellOfOrder } satisfies RunnableProcess<TellOfOrder>,
    { process: heldUpRewards, carryOut: tellOfHoldUp } satisfies RunnableProcess<TellOfHoldUp>,
    { process: suspendedRecipients, carryOut: tellOfSuspended } satisfies RunnableProcess<TellOfSuspended>,
    { process: lawChanges, carryOut: tellOfLawChange } satisfies RunnableProcess<TellOfLawChange>,
    { process: restrictedAway, carryOut: raise } satisfies RunnableProcess<TellOfRestriction>,
    { process: doubtfulParticipation, carryOut: suspectParticipation } satisfies RunnableProcess<
      SuspectParticipation | TellOfParticipation
    >,
    { process: doubtfulPayments, carryOut: raise } satisfies RunnableProcess<TellOfPayment>,
  ],
};

async function raise(
  aggregates: AggregateStore,
  { data }: RaiseLead | TellOfRestriction | TellOfPayment,
  context: CommandContext,
): Promise<void> {
  await raiseLead(aggregates, data, context);
}
