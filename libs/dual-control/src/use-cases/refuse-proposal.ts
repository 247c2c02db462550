import { CommandHandler } from '@nestjs/cqrs';
import { ReasonBody } from '#libs/bodies';
import { CommandAt, PassedOn } from '#libs/http';
import { HANDS } from '../hands.ts';
import { proposal } from '../proposal.ts';
import { proposalStream } from '../proposal-events.ts';

export class RefuseProposalBody extends ReasonBody {
  static readonly example = { reason: 'The transfer is not on the bank’s statement' };
}

export class RefuseProposal extends CommandAt('v1/proposals/:id/refuse', {
  body: RefuseProposalBody,
  roles: HANDS,
  summary: 'Refuse a proposal',
  description: 'By somebody who may confirm it. What is right after all is proposed anew.',
}) {}

@CommandHandler(RefuseProposal)
export class RefuseProposalHandler extends PassedOn(RefuseProposal, proposal, proposalStream, 'RefuseProposal') {}
