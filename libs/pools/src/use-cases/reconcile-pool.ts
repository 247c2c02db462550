import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { CommandAt, Describe, IsInstant, IsText, PassedOn } from '#libs/http';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';

export class ReconcilePoolBody {
  static readonly example = {
    statement: { currency: 'KHR', amount: '620000000' },
    statementReference: 'NBC 2026-02',
    statementAt: '2026-03-01T00:00:00+07:00',
  };

  @Describe('What the bank says the pool holds')
  @IsMoney()
  statement!: MoneyBody;

  @IsText(1, 100)
  statementReference!: string;

  @IsInstant()
  statementAt!: string;
}

export class ReconcilePool extends CommandAt('v1/pools/:id/reconcile', {
  body: ReconcilePoolBody,
  roles: ['finance-officer'],
  confirmedBy: { roles: ['finance-officer', 'integrity-officer'] },
  summary: "Compare the books with the bank's statement",
  description: 'Both hands have entered and confirmed no booking since the last time. A difference is recorded.',
}) {}

@CommandHandler(ReconcilePool)
export class ReconcilePoolHandler extends PassedOn(ReconcilePool, pool, poolStream, 'ReconcilePool', {
  makes: { reconciliationId: 'reconciliation' },
}) {}
