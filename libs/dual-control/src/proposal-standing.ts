import type { DataOf } from '#libs/event-sourcing';
import type { Outcome, ProposalEvent } from './proposal-events.ts';

/** How a proposal stands. It waits for its second hand while it is open, and for nobody afterwards. */
export const proposalStatuses = ['open', 'confirmed', 'carried-out', 'failed', 'refused', 'withdrawn', 'lapsed'] as const;
export type ProposalStatus = (typeof proposalStatuses)[number];

/** A proposal as its rules need to know it. */
export interface Proposal {
  /** Absent before it is made. */
  readonly made?: DataOf<ProposalEvent, 'ProposalMade'>;
  /** Says nothing before it is made. */
  readonly status: ProposalStatus;
  readonly confirmed?: DataOf<ProposalEvent, 'ProposalConfirmed'>;
  readonly outcome?: Outcome;
}

export const unmade: Proposal = { status: 'open' };

/** The proposal after an event. */
export function evolveProposal(state: Proposal, event: ProposalEvent): Proposal {
  switch (event.type) {
    case 'ProposalMade':
      return { ...state, made: event.data };
    case 'ProposalConfirmed':
      return { ...state, status: 'confirmed', confirmed: event.data };
    case 'ProposalCarriedOut':
      return { ...state, status: 'carried-out', outcome: event.data.outcome };
    case 'ProposalFailed':
      return { ...state, status: 'failed' };
    case 'ProposalRefused':
      return { ...state, status: 'refused' };
    case 'ProposalWithdrawn':
      return { ...state, status: 'withdrawn' };
    case 'ProposalLapsed':
      return { ...state, status: 'lapsed' };
  }
}
