import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsText } from '#libs/http';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';

export class RecogniseLiabilityBody {
  static readonly example = {
    amount: { currency: 'KHR', amount: '12000000' },
    creditor: 'The former owner of asset 7b1e',
    reason: 'The confiscation was reversed on appeal',
  };

  @IsMoney()
  amount!: MoneyBody;

  @Describe('Whom the pool owes it')
  @IsText(1, 300)
  creditor!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class RecogniseLiability extends CommandAt('v1/pools/:id/recognise-liability', {
  body: RecogniseLiabilityBody,
  roles: ['finance-officer'],
  summary: 'Recognise that the pool owes something',
  description: 'A fact, whatever the pool has: what is lacking stands as a shortfall, which the next money covers.',
}) {}

@CommandHandler(RecogniseLiability)
export class RecogniseLiabilityHandler extends Handler<RecogniseLiability> {
  /** The id follows from the command's, so that a retry books the same entry. */
  execute({ path: { id }, body, context }: RecogniseLiability): Promise<CommandOutcome> {
    const { amount, creditor, reason } = body;
    const liabilityId = deriveUuid('liability', id, context.commandId);
    const command = { type: 'RecogniseLiability', data: { liabilityId, amount, creditor, reason } } as const;
    return this.handle(pool, poolStream(id), command, context, { id: liabilityId });
  }
}
