/** Two hands: a command that takes them is kept whole when one person gives it, and carried out when another one confirms it. */
import type { Capability } from '#libs/event-sourcing';
import { runnableProposalCompletion } from './proposal-completion.ts';
import { proposalEvents } from './proposal-events.ts';
import { proposals } from './proposals.ts';

export { DualControlModule } from './dual-control.module.ts';
export * from './proposal-events.ts';
export { proposal, type ProposalCommand } from './proposal.ts';
export { type Proposal, type ProposalStatus, proposalStatuses } from './proposal-standing.ts';
export { proposals, type ProposalRow } from './proposals.ts';
export { proposalCompletion } from './proposal-completion.ts';
export { carriedOutAs } from './complete-proposal.ts';

/** What the programs run of this room. */
export const dualControl: Capability = { events: proposalEvents, projections: [proposals], processes: [runnableProposalCompletion] };
