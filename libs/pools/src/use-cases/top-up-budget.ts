import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, IsMoneyDocument, MoneyBody, MoneyDocumentBody } from '#libs/bodies';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsText } from '#libs/http';
import { claiming } from '#libs/identifiers';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';
import { transfer } from './examples.ts';

export class TopUpBudgetBody {
  static readonly example = {
    amount: { currency: 'KHR', amount: '500000000' },
    source: 'National budget',
    document: transfer('BT-2026-004', '500000000'),
  };

  @Describe('At most what the document says')
  @IsMoney()
  amount!: MoneyBody;

  @Describe('Whose budget it comes from')
  @IsText(1, 300)
  source!: string;

  @Describe('The transfer as the bank shows it; one transfer is entered once')
  @IsMoneyDocument()
  document!: MoneyDocumentBody;
}

export class TopUpBudget extends CommandAt('v1/pools/:id/top-up', {
  body: TopUpBudgetBody,
  roles: ['finance-officer'],
  confirmedBy: { roles: ['finance-officer'] },
  summary: 'Credit money from the budget',
}) {}

@CommandHandler(TopUpBudget)
export class TopUpBudgetHandler extends Handler<TopUpBudget> {
  execute({ path: { id }, body: { amount, source, document }, context }: TopUpBudget): Promise<CommandOutcome> {
    const topUpId = deriveUuid('top-up', id, context.commandId);
    const { reference } = document;
    const command = { type: 'TopUpBudget', data: { topUpId, amount, source, reference, document } } as const;
    const paper = { kind: 'bank-reference', value: reference, holder: { stream: poolStream(id), id: topUpId } } as const;
    return claiming(this.aggregates, [paper], context, () => this.handle(pool, poolStream(id), command, context, { id: topUpId }));
  }
}
