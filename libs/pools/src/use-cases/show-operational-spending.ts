import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, IsMoneyDocument, MoneyBody, MoneyDocumentBody } from '#libs/bodies';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId, IsText } from '#libs/http';
import { claiming } from '#libs/identifiers';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';
import { allocation, transfer } from './examples.ts';

export class ShowOperationalSpendingBody {
  static readonly example = {
    allocationId: allocation,
    amount: { currency: 'KHR', amount: '7800000' },
    description: 'The first motorcycle',
    document: transfer('RC-88', '7800000'),
  };

  @Describe('What the unit was given')
  @IsId()
  allocationId!: string;

  @Describe('At most what the document says, and what is left of it')
  @IsMoney()
  amount!: MoneyBody;

  @IsText(1, 500)
  description!: string;

  @Describe('The receipt; one receipt shows one spending')
  @IsMoneyDocument()
  document!: MoneyDocumentBody;
}

export class ShowOperationalSpending extends CommandAt('v1/pools/:id/show-operational-spending', {
  body: ShowOperationalSpendingBody,
  roles: ['unit-head', 'finance-officer'],
  confirmedBy: { roles: ['finance-officer'] },
  summary: 'Show what was done with money for operational use',
  description: 'By the head of the unit that it was given to, or of one above, or by finance.',
}) {}

@CommandHandler(ShowOperationalSpending)
export class ShowOperationalSpendingHandler extends Handler<ShowOperationalSpending> {
  execute({ path: { id }, body, context }: ShowOperationalSpending): Promise<CommandOutcome> {
    const spendingId = deriveUuid('spending', id, context.commandId);
    const { allocationId, amount, description, document } = body;
    const command = { type: 'ShowOperationalSpending', data: { spendingId, allocationId, amount, description, document } } as const;
    const paper = { kind: 'receipt', value: document.reference, holder: { stream: poolStream(id), id: spendingId } } as const;
    return claiming(this.aggregates, [paper], context, () => this.handle(pool, poolStream(id), command, context, { id: spendingId }));
  }
}
