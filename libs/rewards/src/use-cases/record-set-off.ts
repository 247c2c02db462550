import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, IsMoneyDocument, MoneyBody, MoneyDocumentBody } from '#libs/bodies';
import { defined, deriveUuid, resting, RuleBroken } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId } from '#libs/http';
import { type Claim, claiming } from '#libs/identifiers';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { payment, receipt, recovery } from './example-ids.ts';
import { independently } from './independence.ts';

export class RecordSetOffBody {
  static readonly example = {
    recoveryId: recovery,
    rewardId: '6fa05087-6410-8edf-aa35-fa3becfcc2ed',
    paymentId: payment,
    amount: { currency: 'KHR', amount: '6000000' },
    document: { ...receipt, reference: 'Order 12/2026' },
  };

  @IsId()
  recoveryId!: string;

  @Describe('Another reward of the same recipient')
  @IsId()
  rewardId!: string;

  @Describe('The payment of it that went into the authority’s own account instead')
  @IsId()
  paymentId!: string;

  @Describe('At most that payment')
  @IsMoney()
  amount!: MoneyBody;

  @Describe('The order that it was kept by')
  @IsMoneyDocument()
  document!: MoneyDocumentBody;
}

export class RecordSetOff extends CommandAt('v1/rewards/:id/record-set-off', {
  body: RecordSetOffBody,
  roles: ['finance-officer'],
  confirmedBy: { roles: ['finance-officer', 'legal-officer'] },
  created: true,
  summary: 'Record that something of a recovery was kept from what the recipient is owed',
  description:
    'Kept is a payment of another reward of the same recipient: it was instructed and confirmed like any other, into the authority’s own account instead of the recipient’s. That the transfer went there is on its paper and not known here; so two others say so, who neither instructed nor confirmed it. At most what is owed, at most what the order says, and at most that payment, which sets off once. Answers with the id of the receipt.',
}) {}

@CommandHandler(RecordSetOff)
export class RecordSetOffHandler extends Handler<RecordSetOff> {
  /** Answers with the receipt's id, which follows from the recovery and the payment: one payment sets off once, whoever says it how often. */
  async execute({ path: { id }, body, context }: RecordSetOff): Promise<CommandOutcome> {
    const { recoveryId, rewardId, paymentId, amount, document } = body;
    const { reference } = document;
    const other = (await this.aggregates.load(reward, rewardStream(rewardId))).state;
    const payment = other.payments.find((one) => one.paymentId === paymentId);
    const receiptId = deriveUuid('set-off', recoveryId, paymentId);
    const data = defined({ recoveryId, receiptId, amount, reference, document, from: { rewardId, paymentId }, payment });
    const command = { type: 'RecordSetOff', data } as const;
    const kept: Claim = {
      kind: 'kept-payment',
      value: paymentId,
      holder: { stream: rewardStream(id), id: receiptId },
      refusal: keptAlready,
    };
    const placed = await independently(this.aggregates, id, context);
    return claiming(this.aggregates, [kept], context, () =>
      this.handle(reward, rewardStream(id), command, resting(placed, payment ?? null), { id: receiptId }),
    );
  }
}

const keptAlready: NonNullable<Claim['refusal']> = ({ stream, id }) =>
  new RuleBroken('recovery.payment-kept', 'That payment was kept for another debt already; one payment sets off once', { stream, id });
