import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { useCases } from '#libs/http';
import { LeadsController } from './leads.controller.ts';
import {
  ConcludeLeadFoundedHandler,
  ConcludeLeadUnfoundedByTwoHandler,
  ConcludeLeadUnfoundedHandler,
  WithdrawFindingHandler,
} from './use-cases/conclude-lead.ts';

const { controllers, providers } = useCases('Leads', [
  ConcludeLeadUnfoundedHandler,
  ConcludeLeadUnfoundedByTwoHandler,
  ConcludeLeadFoundedHandler,
  WithdrawFindingHandler,
]);

/** Leads at the HTTP door. */
@Module({ imports: [CqrsModule], controllers: [...controllers, LeadsController], providers })
export class IntegrityModule {}
