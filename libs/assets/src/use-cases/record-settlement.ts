import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, IsId, IsInstant, IsText } from '#libs/http';
import { claiming } from '#libs/identifiers';
import { assetStream } from '../asset-events.ts';
import { AssetHandler } from './asset-handler.ts';
import { price, sale } from './examples.ts';

export class RecordSettlementBody {
  static readonly example = { saleId: sale, amount: price, bankReference: 'NBC-2026-88123', receivedAt: '2026-10-25T10:00:00+07:00' };

  @IsId()
  saleId!: string;

  @IsMoney()
  amount!: MoneyBody;

  @Describe("The bank's number of the transfer. The same transfer is recorded once")
  @IsText(1, 100)
  bankReference!: string;

  @IsInstant()
  receivedAt!: string;
}

export class RecordSettlement extends CommandAt('v1/assets/:id/settle', {
  body: RecordSettlementBody,
  roles: ['finance-officer'],
  confirmedBy: { roles: ['finance-officer'] },
  summary: 'Record money that came in for a sale',
}) {}

@CommandHandler(RecordSettlement)
export class RecordSettlementHandler extends AssetHandler<RecordSettlement> {
  execute({ path: { id }, body, context }: RecordSettlement): Promise<CommandOutcome> {
    const { saleId, amount, bankReference, receivedAt } = body;
    const settlementId = deriveUuid('settlement', id, bankReference);
    const command = { type: 'RecordSettlement', data: { saleId, amount, bankReference, receivedAt, settlementId } } as const;
    const claims = [{ kind: 'bank-reference', value: bankReference, holder: { stream: assetStream(id), id: settlementId } }] as const;
    return claiming(this.aggregates, claims, context, () =>
      this.decide(id, command, context, { id: settlementId, occurredAt: receivedAt }),
    );
  }
}
