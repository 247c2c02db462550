import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId, IsText } from '#libs/http';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { recovery } from './example-ids.ts';

export class RecordReceiptBody {
  static readonly example = { recoveryId: recovery, amount: { currency: 'KHR', amount: '6000000' }, reference: 'Receipt 7/2026' };

  @IsId()
  recoveryId!: string;

  @IsMoney()
  amount!: MoneyBody;

  @Describe('Where it stands on paper')
  @IsText(1, 200)
  reference!: string;
}

export class RecordRepayment extends CommandAt('v1/rewards/:id/record-repayment', {
  body: RecordReceiptBody,
  roles: ['finance-officer'],
  created: true,
  summary: 'Record that something of a recovery was paid back',
  description: 'At most what is owed. Answers with the id of the receipt.',
}) {}

@CommandHandler(RecordRepayment)
export class RecordRepaymentHandler extends Handler<RecordRepayment> {
  /** The id follows from the command's, so that a retry records the same receipt. */
  execute({ path: { id }, body, context }: RecordRepayment): Promise<CommandOutcome> {
    const receiptId = deriveUuid('receipt', context.commandId);
    const { recoveryId, amount, reference } = body;
    const command = { type: 'RecordRepayment', data: { recoveryId, receiptId, amount, reference } } as const;
    return this.handle(reward, rewardStream(id), command, context, { id: receiptId });
  }
}
