import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, IsMoneyDocument, MoneyBody, MoneyDocumentBody } from '#libs/bodies';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId } from '#libs/http';
import { claiming } from '#libs/identifiers';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';
import { allocation, transfer } from './examples.ts';

export class RecallOperationalUseBody {
  static readonly example = {
    allocationId: allocation,
    amount: { currency: 'KHR', amount: '400000' },
    document: transfer('NBC-2026-311', '400000'),
  };

  @Describe('What the unit was given')
  @IsId()
  allocationId!: string;

  @Describe('At most what is left of it')
  @IsMoney()
  amount!: MoneyBody;

  @Describe('The transfer back, as the bank shows it; one transfer is entered once')
  @IsMoneyDocument()
  document!: MoneyDocumentBody;
}

export class RecallOperationalUse extends CommandAt('v1/pools/:id/recall-operational-use', {
  body: RecallOperationalUseBody,
  roles: ['finance-officer'],
  confirmedBy: { roles: ['finance-officer'] },
  summary: 'Take back what a unit has not spent',
  description: 'Once it is back in the account: it is available again.',
}) {}

@CommandHandler(RecallOperationalUse)
export class RecallOperationalUseHandler extends Handler<RecallOperationalUse> {
  execute({ path: { id }, body, context }: RecallOperationalUse): Promise<CommandOutcome> {
    const recallId = deriveUuid('recall', id, context.commandId);
    const { allocationId, amount, document } = body;
    const command = { type: 'RecallOperationalUse', data: { recallId, allocationId, amount, document } } as const;
    const paper = { kind: 'bank-reference', value: document.reference, holder: { stream: poolStream(id), id: recallId } } as const;
    return claiming(this.aggregates, [paper], context, () => this.handle(pool, poolStream(id), command, context, { id: recallId }));
  }
}
