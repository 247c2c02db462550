import { CommandHandler } from '@nestjs/cqrs';
import { IsMoneyDocument, MoneyDocumentBody } from '#libs/bodies';
import { type AggregateStore, defined, deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId, IsText } from '#libs/http';
import { claiming, identifier, identifierIdFor, identifierStream } from '#libs/identifiers';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { payment, receipt } from './example-ids.ts';
import { independently } from './independence.ts';

export class ReportPaymentReturnBody {
  static readonly example = { paymentId: payment, reason: 'The account was closed', document: { ...receipt, reference: 'NBC-R-2026-41' } };

  @IsId()
  paymentId!: string;

  @IsText(1, 2000)
  reason!: string;

  @Describe('The transfer back, as the bank shows it; one transfer is entered once')
  @IsMoneyDocument()
  document!: MoneyDocumentBody;
}

export class ReportPaymentReturn extends CommandAt('v1/rewards/:id/report-payment-return', {
  body: ReportPaymentReturnBody,
  roles: ['finance-officer', 'integrity-officer'],
  confirmedBy: { roles: ['finance-officer', 'integrity-officer'] },
  created: true,
  summary: 'Report that the bank gave a payment back after it was made',
  description:
    'By two who neither instructed nor confirmed it. It is due again and can be instructed anew, out of the money that the pool has given for it. What is claimed back of a payment is recorded as a repayment instead. Answers with the id of the return.',
}) {}

@CommandHandler(ReportPaymentReturn)
export class ReportPaymentReturnHandler extends Handler<ReportPaymentReturn> {
  async execute({ path: { id }, body, context }: ReportPaymentReturn): Promise<CommandOutcome> {
    const returnId = deriveUuid('payment-return', context.commandId);
    const { paymentId, reason, document } = body;
    const data = { paymentId, returnId, reason, document, ...defined({ kept: await isKept(this.aggregates, paymentId) }) };
    const command = { type: 'ReportPaymentReturn', data } as const;
    const transfer = { kind: 'bank-reference', value: document.reference, holder: { stream: rewardStream(id), id: returnId } } as const;
    const placed = await independently(this.aggregates, id, context);
    return claiming(this.aggregates, [transfer], context, () => this.handle(reward, rewardStream(id), command, placed, { id: returnId }));
  }
}

/** Whether it sets off a debt: then it went into the authority's own account. */
async function isKept(aggregates: AggregateStore, paymentId: string): Promise<true | undefined> {
  const stream = identifierStream(identifierIdFor({ kind: 'kept-payment', value: paymentId }));
  return (await aggregates.load(identifier, stream)).state.uses.length > 0 || undefined;
}
