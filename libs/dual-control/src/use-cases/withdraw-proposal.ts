import { CommandHandler } from '@nestjs/cqrs';
import { ReasonBody } from '#libs/bodies';
import { CommandAt, PassedOn } from '#libs/http';
import { HANDS } from '../hands.ts';
import { proposal } from '../proposal.ts';
import { proposalStream } from '../proposal-events.ts';

export class WithdrawProposalBody extends ReasonBody {
  static readonly example = { reason: 'The amount was mistyped' };
}

export class WithdrawProposal extends CommandAt('v1/proposals/:id/withdraw', {
  body: WithdrawProposalBody,
  roles: HANDS,
  summary: 'Withdraw a proposal of one’s own',
}) {}

@CommandHandler(WithdrawProposal)
export class WithdrawProposalHandler extends PassedOn(WithdrawProposal, proposal, proposalStream, 'WithdrawProposal') {}
