import { CommandHandler } from '@nestjs/cqrs';
import { ArrayMaxSize, ArrayUnique, IsArray } from 'class-validator';
import { IsMoney, IsRegisterEntry, MoneyBody } from '#libs/bodies';
import { AggregateStore, deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId, IsInstant } from '#libs/http';
import { asset } from '../asset.ts';
import { assetStream } from '../asset-events.ts';
import { DisposalPolicies } from '../disposal-policy.ts';
import { person } from './court-orders.ts';
import { price } from './examples.ts';

export class SellAssetBody {
  static readonly example = { price, buyerId: person, buyerSide: [], soldAt: '2026-10-20T10:00:00+07:00' };

  @IsMoney()
  price!: MoneyBody;

  @Describe('Reference to the person who buys, never a name')
  @IsId()
  buyerId!: string;

  @Describe('Register entries of those who act for the buyer or are close to them, as declared')
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsRegisterEntry({ each: true })
  buyerSide!: string[];

  @IsInstant()
  soldAt!: string;
}

export class SellAsset extends CommandAt('v1/assets/:id/sell', {
  body: SellAssetBody,
  roles: ['legal-officer'],
  summary: 'Sell the asset',
  description: 'As listing; and no valuer sells or stands on the buyer’s side. Answers the id of the sale.',
}) {}

@CommandHandler(SellAsset)
export class SellAssetHandler extends Handler<SellAsset> {
  constructor(
    aggregates: AggregateStore,
    private readonly policies: DisposalPolicies,
  ) {
    super(aggregates);
  }

  execute({ path: { id }, body, context }: SellAsset): Promise<CommandOutcome> {
    const { price, buyerId, buyerSide, soldAt } = body;
    const saleId = deriveUuid('sale', context.commandId);
    const { secondValuationAbove } = this.policies.at(context.at);
    const command = { type: 'SellAsset', data: { price, buyerId, buyerSide, soldAt, saleId, secondValuationAbove } } as const;
    return this.handle(asset, assetStream(id), command, context, { id: saleId, occurredAt: soldAt });
  }
}
