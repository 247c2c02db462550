import { type Command, process, type RunnableProcess } from '#libs/event-sourcing';
import { completeProposal } from './complete-proposal.ts';
import { proposal } from './proposal.ts';
import { type ProposalEvent, proposalEventTypes, proposalIdOf, proposalStream } from './proposal-events.ts';

/** What the process asks for; the time comes with the command. */
export type ProposalStep = Command<'LapseProposal' | 'CompleteProposal', { readonly proposalId: string }>;

/** Who confirms a proposal carries it out in the same breath. What is not carried out by then was left by a program that died, or by a store that was away. */
const LEFT_AFTER_MS = 60_000;

/** A proposal that nobody answers lapses by itself; one that is confirmed is carried out, though the program died that its second hand confirmed it at. */
export const proposalCompletion = process<ProposalEvent, ProposalStep, { readonly proposalId: string }>({
  name: 'proposal-completion',
  handles: proposalEventTypes,
  keysOf: (event) => [proposalIdOf(event.stream)],
  react(state, input, key) {
    const watched = { proposalId: key };
    switch (input.type) {
      case 'ProposalMade':
        return { state: watched, timeouts: { lapse: input.data.lapsesAt } };
      case 'ProposalConfirmed': {
        const left = new Date(Date.parse(input.data.confirmedAt) + LEFT_AFTER_MS).toISOString();
        return { state: watched, timeouts: { lapse: null, completion: left } };
      }
      case 'TimeoutReached':
        return {
          state,
          commands: [{ type: input.name === 'lapse' ? 'LapseProposal' : 'CompleteProposal', data: watched }],
        };
      // It was answered in the same moment: its own event ends the watch too.
      case 'CommandRefused':
        return { state };
      case 'ProposalCarriedOut':
      case 'ProposalFailed':
      case 'ProposalRefused':
      case 'ProposalWithdrawn':
      case 'ProposalLapsed':
        return { state: undefined };
    }
  },
});

export const runnableProposalCompletion: RunnableProcess<ProposalStep> = {
  process: proposalCompletion,
  async carryOut(aggregates, { type, data }, context, _views, commands) {
    switch (type) {
      case 'LapseProposal':
        return aggregates.handle(proposal, proposalStream(data.proposalId), { type, data }, context);
      case 'CompleteProposal':
        return completeProposal(aggregates, commands, data.proposalId, context);
    }
  },
};
