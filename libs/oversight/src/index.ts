/** What no room sees alone: numbers that are used twice, cases that look like one operation, people who look like one person. Nothing is decided here; integrity is told. */
import type { AggregateStore, Capability, CommandContext, RunnableProcess } from '#libs/event-sourcing';
import { raiseLead } from '#libs/integrity';
import { destructionWitnesses } from './destruction-witnesses.ts';
import { enterClaims } from './enter-claims.ts';
import { type ClaimsCommand, identifierClaims } from './identifier-claims.ts';
import { lookAlikeNames, type RaiseLead } from './look-alike-names.ts';
import { lookAlikeNumbers, type NoteLookAlike } from './look-alike-numbers.ts';
import { noteLookAlike } from './note-look-alike.ts';
import { ordersUnderWay, type TellOfOrder } from './orders-under-way.ts';
import { possibleSameOperation, type SuspectSameOperation } from './possible-same-operation.ts';
import { suspectSameOperation } from './suspect-same-operation.ts';
import { tellOfOrder } from './tell-of-order.ts';

export { identifierClaims } from './identifier-claims.ts';
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
  ],
};

async function raise(aggregates: AggregateStore, { data }: RaiseLead, context: CommandContext): Promise<void> {
  await raiseLead(aggregates, data, context);
}
