/** What no room sees alone: numbers that are used twice, cases that look like one operation. Nothing is decided here; integrity is told. */
import type { Capability, RunnableProcess } from '#libs/event-sourcing';
import { raiseLead } from '#libs/integrity';
import { doubtfulPayments, type TellOfPayment } from './doubtful-payments.ts';
import { enterClaims } from './enter-claims.ts';
import { type ClaimsCommand, identifierClaims } from './identifier-claims.ts';
import { possibleSameOperation, type SuspectSameOperation } from './possible-same-operation.ts';
import { suspectSameOperation } from './suspect-same-operation.ts';

export { doubtfulPayments } from './doubtful-payments.ts';
export { identifierClaims } from './identifier-claims.ts';
export { ONE_OPERATION_MS, possibleSameOperation } from './possible-same-operation.ts';

/** What the programs run of this room. */
export const oversight: Capability = {
  events: {},
  projections: [],
  processes: [
    { process: identifierClaims, carryOut: enterClaims } satisfies RunnableProcess<ClaimsCommand>,
    { process: possibleSameOperation, carryOut: suspectSameOperation } satisfies RunnableProcess<SuspectSameOperation>,
    {
      process: doubtfulPayments,
      async carryOut(aggregates, { data }, context) {
        await raiseLead(aggregates, data, context);
      },
    } satisfies RunnableProcess<TellOfPayment>,
  ],
};
