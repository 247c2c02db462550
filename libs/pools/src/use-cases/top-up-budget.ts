import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { CommandAt, Describe, IsText, PassedOn } from '#libs/http';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';

export class TopUpBudgetBody {
  static readonly example = { amount: { currency: 'KHR', amount: '500000000' }, source: 'National budget', reference: 'BT-2026-004' };

  @IsMoney()
  amount!: MoneyBody;

  @Describe('Whose budget it comes from')
  @IsText(1, 300)
  source!: string;

  @Describe('Of the transfer')
  @IsText(1, 100)
  reference!: string;
}

export class TopUpBudget extends CommandAt('v1/pools/:id/top-up', {
  body: TopUpBudgetBody,
  roles: ['finance-officer'],
  confirmedBy: { roles: ['finance-officer'] },
  summary: 'Credit money from the budget',
}) {}

@CommandHandler(TopUpBudget)
export class TopUpBudgetHandler extends PassedOn(TopUpBudget, pool, poolStream, 'TopUpBudget', { makes: { topUpId: 'top-up' } }) {}
