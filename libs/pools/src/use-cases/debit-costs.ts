import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId, IsText } from '#libs/http';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';

export class DebitCostsBody {
  static readonly example = {
    reservationId: '0f9e8d7c-6b5a-8493-8271-605f4e3d2c1b',
    amount: { currency: 'KHR', amount: '250000' },
    description: 'Storage of a vehicle, February',
  };

  @Describe('What somebody else reserved for costs')
  @IsId()
  reservationId!: string;

  @Describe('At most what is reserved; the rest is available again')
  @IsMoney()
  amount!: MoneyBody;

  @IsText(1, 500)
  description!: string;
}

export class DebitCosts extends CommandAt('v1/pools/:id/debit-costs', {
  body: DebitCostsBody,
  roles: ['finance-officer'],
  summary: 'Pay costs from what was reserved for them',
  description: 'By somebody else than who reserved it.',
}) {}

@CommandHandler(DebitCosts)
export class DebitCostsHandler extends Handler<DebitCosts> {
  /** The id follows from the command's, so that a retry books the same entry. */
  execute({ path: { id }, body, context }: DebitCosts): Promise<CommandOutcome> {
    const { reservationId, amount, description } = body;
    const costId = deriveUuid('costs', id, context.commandId);
    const command = { type: 'DebitCosts', data: { costId, reservationId, amount, description } } as const;
    return this.handle(pool, poolStream(id), command, context, { id: costId });
  }
}
