import { type Command, type DataOf, decideBy, type Decider, defined, type Issued, type Standing } from '#libs/event-sourcing';
import { samePerson } from '#libs/vocabulary';
import type { Outcome, ProposalEvent } from './proposal-events.ts';
import {
  type HandsNow,
  requireMade,
  requireNotLapsed,
  requireOpen,
  requireOver,
  requireProposer,
  requireSecondHand,
  requireServingProposer,
} from './proposal-rules.ts';
import { evolveProposal, type Proposal, unmade } from './proposal-standing.ts';

export type ProposalCommand =
  | Command<'MakeProposal', Omit<DataOf<ProposalEvent, 'ProposalMade'>, 'proposedBy' | 'standing'>>
  | Command<'ConfirmProposal', { readonly register?: HandsNow }>
  | Command<'RecordOutcome', { readonly outcome: Outcome }>
  | Command<'RecordFailure', { readonly code: string; readonly message: string }>
  | Command<'RefuseProposal', { readonly reason: string }>
  | Command<'WithdrawProposal', { readonly reason: string }>
  | Command<'LapseProposal', { readonly proposalId: string }>;

type CommandOf<Type extends ProposalCommand['type']> = Issued<Extract<ProposalCommand, { type: Type }>>;
type Decided = readonly ProposalEvent[];

/**
 * A proposal: a command that takes two hands, kept whole until another person confirms it. Confirmed it is carried out, whatever happens to the program;
 * what that came to is recorded, once.
 */
export const proposal: Decider<ProposalCommand, ProposalEvent, Proposal> = {
  initial: unmade,
  evolve: evolveProposal,
  decide: decideBy<ProposalCommand, ProposalEvent, Proposal>({
    MakeProposal: make,
    ConfirmProposal: confirm,
    RecordOutcome: recordOutcome,
    RecordFailure: recordFailure,
    RefuseProposal: refuse,
    WithdrawProposal: withdraw,
    LapseProposal: lapse,
  }),
};

function make({ data, by, standing }: CommandOf<'MakeProposal'>, { made }: Proposal): Decided {
  if (made !== undefined) return [];
  return [{ type: 'ProposalMade', data: { ...data, proposedBy: by, ...defined({ standing: said(standing) }) } }];
}

/** Who has confirmed it may do so again: what is left to be carried out is then carried out. */
function confirm(command: CommandOf<'ConfirmProposal'>, state: Proposal): Decided {
  const made = requireMade(state);
  const { data, by, at, standing } = command;
  if (state.confirmed !== undefined && state.status !== 'failed' && samePerson(state.confirmed.confirmedBy.id, by.id)) return [];
  requireOpen(state);
  requireNotLapsed(made, at);
  requireSecondHand(made, command, data.register);
  requireServingProposer(made, data.register);
  return [{ type: 'ProposalConfirmed', data: { confirmedBy: by, ...defined({ standing: said(standing) }), confirmedAt: at } }];
}

function recordOutcome({ data }: CommandOf<'RecordOutcome'>, { status }: Proposal): Decided {
  return status === 'confirmed' ? [{ type: 'ProposalCarriedOut', data }] : [];
}

function recordFailure({ data }: CommandOf<'RecordFailure'>, { status }: Proposal): Decided {
  return status === 'confirmed' ? [{ type: 'ProposalFailed', data }] : [];
}

function refuse(command: CommandOf<'RefuseProposal'>, state: Proposal): Decided {
  const made = requireMade(state);
  requireOpen(state);
  requireNotLapsed(made, command.at);
  requireSecondHand(made, command);
  return [{ type: 'ProposalRefused', data: command.data }];
}

function withdraw({ data, by }: CommandOf<'WithdrawProposal'>, state: Proposal): Decided {
  const made = requireMade(state);
  requireProposer(made, by);
  requireOpen(state);
  return [{ type: 'ProposalWithdrawn', data }];
}

function lapse({ data, at }: CommandOf<'LapseProposal'>, state: Proposal): Decided {
  const made = requireMade(state);
  if (state.status !== 'open') return [];
  requireOver(made, at);
  return [{ type: 'ProposalLapsed', data }];
}

/** What is known of how somebody stands; nothing, where nothing is. */
const said = (standing: Standing): Standing | undefined => (Object.keys(standing).length === 0 ? undefined : standing);
