/** What no room sees alone: numbers used twice, cases that look like one operation or are kept from who worked on them. Nothing is decided here; integrity is told. */
import type { Capability, RunnableProcess } from '#libs/event-sourcing';
import { raiseLead } from '#libs/integrity';
import { enterClaims } from './enter-claims.ts';
import { type ClaimsCommand, identifierClaims } from './identifier-claims.ts';
import { possibleSameOperation, type SuspectSameOperation } from './possible-same-operation.ts';
import { restrictedAway, type TellOfRestriction } from './restricted-away.ts';
import { suspectSameOperation } from './suspect-same-operation.ts';

export { identifierClaims } from './identifier-claims.ts';
export { restrictedAway } from './restricted-away.ts';
export { ONE_OPERATION_MS, possibleSameOperation } from './possible-same-operation.ts';

const runnableRestrictedAway: RunnableProcess<TellOfRestriction> = {
  process: restrictedAway,
  async carryOut(aggregates, { data }, context) {
    await raiseLead(aggregates, data, context);
  },
};

/** What the programs run of this room. */
export const oversight: Capability = {
  events: {},
  projections: [],
  processes: [
    { process: identifierClaims, carryOut: enterClaims } satisfies RunnableProcess<ClaimsCommand>,
    { process: possibleSameOperation, carryOut: suspectSameOperation } satisfies RunnableProcess<SuspectSameOperation>,
    runnableRestrictedAway,
  ],
};
