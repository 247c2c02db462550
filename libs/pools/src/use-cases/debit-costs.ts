import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, IsMoneyDocument, MoneyBody, MoneyDocumentBody } from '#libs/bodies';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId, IsText } from '#libs/http';
import { claiming } from '#libs/identifiers';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';
import { reservation, transfer } from './examples.ts';
import { MONEY_OUT } from './money-out.ts';

export class DebitCostsBody {
  static readonly example = {
    reservationId: reservation,
    amount: { currency: 'KHR', amount: '250000' },
    description: 'Storage of a vehicle, February',
    document: transfer('INV-2026-0017', '250000'),
  };

  @Describe('What somebody else reserved for costs')
  @IsId()
  reservationId!: string;

  @Describe('At most what is reserved and what the invoice says; the rest is available again')
  @IsMoney()
  amount!: MoneyBody;

  @IsText(1, 500)
  description!: string;

  @Describe('The invoice; one invoice is paid once')
  @IsMoneyDocument()
  document!: MoneyDocumentBody;
}

export class DebitCosts extends CommandAt('v1/pools/:id/debit-costs', {
  body: DebitCostsBody,
  roles: ['finance-officer'],
  confirmedBy: MONEY_OUT,
  summary: 'Pay costs from what was reserved for them',
  description: 'By two who had no hand in reserving it, of two units.',
}) {}

@CommandHandler(DebitCosts)
export class DebitCostsHandler extends Handler<DebitCosts> {
  execute({ path: { id }, body, context }: DebitCosts): Promise<CommandOutcome> {
    const costId = deriveUuid('costs', id, context.commandId);
    const { reservationId, amount, description, document } = body;
    const command = { type: 'DebitCosts', data: { costId, reservationId, amount, description, document } } as const;
    const paper = { kind: 'document', value: document.reference, holder: { stream: poolStream(id), id: costId } } as const;
    return claiming(this.aggregates, [paper], context, () => this.handle(pool, poolStream(id), command, context, { id: costId }));
  }
}
