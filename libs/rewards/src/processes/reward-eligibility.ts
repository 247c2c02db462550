import { type Command, contentHash, defined, type Position, process } from '#libs/event-sourcing';
import type { Id } from '#libs/vocabulary';
import { type AssessableFacts, factsOfCase, withSeizures } from '../operations/assessable-facts.ts';
import { type OperationEvent, operationEventTypes, operationsOf } from '../operations/operation-events.ts';
import type { OperationFacts } from '../operations/known-facts.ts';
import { operationFactsAfter } from '../operations/operation-standing.ts';

/**
 * Asks that the operation be assessed, as it was known at this position, under every policy that was law by then. Of a case that is or was `linked` to
 * others as one operation, what they know is looked up and added, and the one that is rewarded is assessed, too.
 */
export type AssessOperation = Command<
  'AssessOperation',
  { readonly facts?: AssessableFacts; readonly position: Position; readonly linked?: Id }
>;

interface Followed {
  readonly facts: OperationFacts;
  /** It was linked once: what is assessed of it is looked up for ever, so that no command overtakes the one that says it is linked no more. */
  readonly linked?: true;
  /** Hash of the facts that were asked about last. */
  readonly asked?: string;
}

/**
 * Follows what is known of an operation, from the first seizure on, and asks for an assessment each time that something changes which one
 * rests on: what was seized, certified, found irregular, who is suspected and how that ended, who took part, and whether it is another
 * operation's double. Who carries it out leaves alone what no policy could reward and no reward exists for, so that small seizures make no
 * noise.
 */
export const rewardEligibility = process<OperationEvent, AssessOperation, Followed>({
  name: 'reward-eligibility',
  handles: operationEventTypes,
  keysOf: operationsOf,
  react(state, input, caseId) {
    // A refusal stands with the instance: the next fact asks anew.
    if (input.type === 'CommandRefused' || input.type === 'TimeoutReached') return { state };
    const facts = operationFactsAfter(state?.facts, input, caseId);
    const known = factsOfCase(facts);
    const assessable = withSeizures(known);
    const linked = state?.linked === true || facts.sameAs.length > 0 || facts.duplicates.length > 0;
    if (!linked && assessable === undefined) return { state: { facts } };
    const asked = contentHash(linked ? { ...known, duplicates: facts.duplicates } : assessable);
    const { position } = input;
    const data = defined({ facts: assessable, position, linked: linked ? caseId : undefined });
    return {
      state: { facts, asked, ...(linked && { linked }) },
      ...(asked !== state?.asked && { commands: [{ type: 'AssessOperation', data }] }),
    };
  },
});
