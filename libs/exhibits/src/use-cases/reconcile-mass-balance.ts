import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, Describe, IsInstant, IsText, Optional, PassedOn } from '#libs/http';
import { exhibit } from '../exhibit.ts';
import { exhibitStream } from '../exhibit-events.ts';

export class ReconcileMassBalanceBody {
  static readonly example = { reconciledAt: '2026-09-10T09:00:00+07:00' };

  @IsInstant()
  reconciledAt!: string;

  @Describe('Where what is missing went, if that is known')
  @Optional()
  @IsText(1, 2000, { lines: true })
  explanation?: string;
}

export class ReconcileMassBalance extends CommandAt('v1/exhibits/:id/reconcile', {
  body: ReconcileMassBalanceBody,
  roles: ['custodian'],
  stated: true,
  summary: 'Draw up the mass balance',
  description: 'What was sealed against what is there and what was taken as samples. A balance that does not close is recorded so.',
}) {}

@CommandHandler(ReconcileMassBalance)
export class ReconcileMassBalanceHandler extends PassedOn(ReconcileMassBalance, exhibit, exhibitStream, 'ReconcileMassBalance', {
  happenedAt: ({ reconciledAt }) => reconciledAt,
  makes: { reconciliationId: 'reconciliation' },
  idLast: true,
}) {}
