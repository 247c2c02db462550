import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, IsMoneyDocument, MoneyBody, MoneyDocumentBody } from '#libs/bodies';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId } from '#libs/http';
import { claiming } from '#libs/identifiers';
import { poolStream } from '../pool-events.ts';
import { entryOf } from '../persistent-map.ts';
import { pool } from '../pool.ts';
import { requireOthersDebt } from './creditors.ts';
import { transfer } from './examples.ts';
import { MONEY_OUT } from './money-out.ts';

export class SettleLiabilityBody {
  static readonly example = {
    liabilityId: '9c8b7a69-5847-8362-9514-0f1e2d3c4b5a',
    amount: { currency: 'KHR', amount: '12000000' },
    document: transfer('TR-2026-031', '12000000'),
  };

  @Describe("What the pool owes, or another destination's share of proceeds")
  @IsId()
  liabilityId!: string;

  @Describe('All of it or a part')
  @IsMoney()
  amount!: MoneyBody;

  @Describe('The transfer as the bank shows it; one transfer pays once')
  @IsMoneyDocument()
  document!: MoneyDocumentBody;
}

export class SettleLiability extends CommandAt('v1/pools/:id/settle-liability', {
  body: SettleLiabilityBody,
  roles: ['finance-officer'],
  confirmedBy: MONEY_OUT,
  summary: 'Pay what the pool owes',
  description: 'By two who had no hand in recognising it, of two units. Shares of other destinations are paid here too.',
}) {}

@CommandHandler(SettleLiability)
export class SettleLiabilityHandler extends Handler<SettleLiability> {
  async execute({ path: { id }, body: { liabilityId, amount, document }, context }: SettleLiability): Promise<CommandOutcome> {
    const { liabilities } = (await this.aggregates.load(pool, poolStream(id))).state;
    await requireOthersDebt(this.aggregates, entryOf(liabilities, liabilityId)?.fact?.creditor, context);
    const paymentId = deriveUuid('payment', id, context.commandId);
    const { reference } = document;
    const command = { type: 'SettleLiability', data: { paymentId, liabilityId, amount, reference, document } } as const;
    const paper = { kind: 'bank-reference', value: reference, holder: { stream: poolStream(id), id: paymentId } } as const;
    return claiming(this.aggregates, [paper], context, () => this.handle(pool, poolStream(id), command, context, { id: paymentId }));
  }
}
