import { type Command, defined, type Position, process } from '#libs/event-sourcing';
import type { Id } from '#libs/vocabulary';
import type { AssessableFacts } from '../operations/assessable-facts.ts';
import { type OperationEvent, operationEventTypes, operationsOf } from '../operations/operation-events.ts';
import type { OperationFacts } from '../operations/known-facts.ts';

/**
 * Asks that the operation of a case be assessed, as known at this position at least, under every policy that was law by then. What is known is looked up by
 * who carries it out, so that what waits to be carried out is as small for a case of thousands of seizures as for one. Of a case that is or was `linked` to
 * others as one operation, the one that is rewarded is assessed, too.
 */
export type AssessOperation = Command<
  'AssessOperation',
  {
    /** Absent of what was asked before facts were looked up: those carry them. */
    readonly caseId?: Id;
    readonly facts?: AssessableFacts;
    readonly position: Position;
    readonly linked?: Id;
  }
>;

interface Followed {
  /** Something was seized once: before that there is nothing to assess. */
  readonly seized?: true;
  /** It was linked once: what is assessed of it is looked up for ever, so that no command overtakes the one that says it is linked no more. */
  readonly linked?: true;
  /** Of what was followed before facts were looked up. */
  readonly facts?: Pick<OperationFacts, 'seizures'>;
}

/**
 * Follows what is said of an operation, from the first seizure on, and asks for an assessment each time that something is said which one may
 * rest on: what was seized, certified, found irregular, who is suspected and how that ended, who took part, and whether it is another
 * operation's double. What changes nothing is assessed as before, and not recorded. Who carries it out leaves alone what no policy could reward and no reward
 * exists for, so that small seizures make no noise.
 */
export const rewardEligibility = process<OperationEvent, AssessOperation, Followed>({
  name: 'reward-eligibility',
  handles: operationEventTypes,
  keysOf: operationsOf,
  react(state = {}, input, caseId) {
    // A refusal stands with the instance: the next fact asks anew.
    if (input.type === 'CommandRefused' || input.type === 'TimeoutReached') return { state };
    const isSeized = state.seized === true || (state.facts?.seizures.length ?? 0) > 0 || input.type === 'SeizureRecorded';
    const isLinked = state.linked === true || (input.type === 'CasesLinked' && input.data.relation === 'same-operation');
    const after = defined({ seized: isSeized || undefined, linked: isLinked || undefined });
    if (!isSeized && !isLinked) return { state: after };
    const data = defined({ caseId, position: input.position, linked: isLinked ? caseId : undefined });
    return { state: after, commands: [{ type: 'AssessOperation', data }] };
  },
});
