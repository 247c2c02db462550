import { type Command, contentHash, type Position, process } from '#libs/event-sourcing';
import { type AssessableFacts, assessableFacts } from '../operations/assessable-facts.ts';
import { type OperationEvent, operationEventTypes, operationsOf } from '../operations/operation-events.ts';
import type { OperationFacts } from '../operations/known-facts.ts';
import { operationFactsAfter } from '../operations/operation-standing.ts';

/** Asks that the operation be assessed, as it was known at this position, under every policy that was law by then. */
export type AssessOperation = Command<'AssessOperation', { readonly facts: AssessableFacts; readonly position: Position }>;

interface Followed {
  readonly facts: OperationFacts;
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
    const assessable = assessableFacts(facts);
    if (assessable === undefined) return { state: { facts } };
    const asked = contentHash(assessable);
    return {
      state: { facts, asked },
      ...(asked !== state?.asked && { commands: [{ type: 'AssessOperation', data: { facts: assessable, position: input.position } }] }),
    };
  },
});
