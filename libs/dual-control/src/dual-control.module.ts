import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { HttpModule, useCases } from '#libs/http';
import { ProposalsController } from './proposals.controller.ts';
import { ConfirmProposalHandler } from './use-cases/confirm-proposal.ts';
import { ProposeCommandHandler } from './use-cases/propose-command.ts';
import { RefuseProposalHandler } from './use-cases/refuse-proposal.ts';
import { WithdrawProposalHandler } from './use-cases/withdraw-proposal.ts';

const { controllers, providers } = useCases('Proposals', [ConfirmProposalHandler, RefuseProposalHandler, WithdrawProposalHandler]);

/** Proposals at the HTTP door; and what takes a command that wants two hands. */
@Module({
  imports: [CqrsModule, HttpModule],
  controllers: [...controllers, ProposalsController],
  providers: [...providers, ProposeCommandHandler],
})
export class DualControlModule {}
