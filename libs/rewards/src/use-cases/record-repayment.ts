import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, IsMoneyDocument, MoneyBody, MoneyDocumentBody } from '#libs/bodies';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId } from '#libs/http';
import { claiming } from '#libs/identifiers';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { receipt, recovery } from './example-ids.ts';
import { independently } from './independence.ts';

export class RecordReceiptBody {
  static readonly example = { recoveryId: recovery, amount: { currency: 'KHR', amount: '6000000' }, document: receipt };

  @IsId()
  recoveryId!: string;

  @IsMoney()
  amount!: MoneyBody;

  @Describe('The receipt; one receipt clears one debt')
  @IsMoneyDocument()
  document!: MoneyDocumentBody;
}

export class RecordRepayment extends CommandAt('v1/rewards/:id/record-repayment', {
  body: RecordReceiptBody,
  roles: ['finance-officer'],
  confirmedBy: { roles: ['finance-officer', 'legal-officer', 'integrity-officer'] },
  created: true,
  summary: 'Record that something of a recovery was paid back',
  description:
    'At most what is owed, and at most what the receipt says. Where both of the two had what is claimed back paid, it is recorded, and integrity is told. Answers with the id of the receipt.',
}) {}

@CommandHandler(RecordRepayment)
export class RecordRepaymentHandler extends Handler<RecordRepayment> {
  /** The id follows from the command's, so that a retry records the same receipt. */
  async execute({ path: { id }, body, context }: RecordRepayment): Promise<CommandOutcome> {
    const receiptId = deriveUuid('receipt', context.commandId);
    const { recoveryId, amount, document } = body;
    const { reference } = document;
    const command = { type: 'RecordRepayment', data: { recoveryId, receiptId, amount, reference, document } } as const;
    const paper = { kind: 'receipt', value: reference, holder: { stream: rewardStream(id), id: receiptId } } as const;
    const placed = await independently(this.aggregates, id, context);
    return claiming(this.aggregates, [paper], context, () => this.handle(reward, rewardStream(id), command, placed, { id: receiptId }));
  }
}
