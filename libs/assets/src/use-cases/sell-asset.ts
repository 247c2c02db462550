import { CommandHandler } from '@nestjs/cqrs';
import { ArrayMaxSize, ArrayUnique, IsArray } from 'class-validator';
import { IsLocalizedText, IsMoney, IsRegisterEntry, MoneyBody } from '#libs/bodies';
import { AggregateStore, defined, deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, IsId, IsInstant, Optional } from '#libs/http';
import { ViewsFor } from '#libs/need-to-know';
import type { LocalizedText } from '#libs/vocabulary';
import { AssetHandler } from './asset-handler.ts';
import { DisposalPolicies } from '../disposal-policy.ts';
import { person } from './court-orders.ts';
import { price } from './examples.ts';
import { saleContext } from './gathering.ts';

export class SellAssetBody {
  static readonly example = {
    price,
    buyerId: person,
    buyerName: { en: 'Heng Bunthan', km: 'ហេង ប៊ុនថាន' },
    buyerSide: [],
    bidId: '3b1f7a52-90c4-8d1e-a7f3-5c2e9b8d4a60',
    soldAt: '2026-10-20T10:00:00+07:00',
  };

  @IsMoney()
  price!: MoneyBody;

  @Describe('Reference to the person who buys, never a name')
  @IsId()
  buyerId!: string;

  @Describe('Register entry of who buys, where it is somebody of the registers')
  @Optional()
  @IsRegisterEntry()
  buyerEntry?: string;

  @Describe('Name of who buys, where it is nobody of the registers: compared with the officers, and not kept')
  @Optional()
  @IsLocalizedText(200)
  buyerName?: LocalizedText;

  @Describe('The bid that the sale takes')
  @Optional()
  @IsId()
  bidId?: string;

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
  description:
    'As listing; and no valuer sells or stands on the buyer’s side. What is sold far below its valuation, below its reserve, past a better bid, or to somebody with a part in it, is recorded and held up. Answers the id of the sale.',
}) {}

@CommandHandler(SellAsset)
export class SellAssetHandler extends AssetHandler<SellAsset> {
  constructor(
    aggregates: AggregateStore,
    private readonly policies: DisposalPolicies,
    private readonly views: ViewsFor,
  ) {
    super(aggregates);
  }

  async execute({ path: { id }, body, context }: SellAsset): Promise<CommandOutcome> {
    const { buyerName, price, buyerId, buyerSide, soldAt, buyerEntry, bidId } = body;
    const saleId = deriveUuid('sale', context.commandId);
    const { secondValuationAbove } = this.policies.at(context.at);
    const terms = defined({ price, buyerId, buyerSide, soldAt, buyerEntry, bidId });
    const command = { type: 'SellAsset', data: { ...terms, saleId, secondValuationAbove } } as const;
    const sale = await saleContext(this.aggregates, this.views.ofAllCases, id, defined({ buyerEntry, buyerName, buyerSide }));
    return this.decide(id, command, context, { id: saleId, occurredAt: soldAt, gathered: { sale } });
  }
}
