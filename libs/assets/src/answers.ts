import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString, Min } from 'class-validator';
import { IsLocalizedText, IsMoney, IsProvince, IsRegisterEntry, MoneyBody } from '#libs/bodies';
import { Describe, IsId, IsInstant, ListOf, Nested, Optional, RecordedAnswer } from '#libs/http';
import { currencies, type Currency, type LocalizedText } from '#libs/vocabulary';
import { type AssetDefect, assetDefects, type AssetKind, assetKinds, type Returned } from './asset.ts';
import {
  ConfiscationAppealBody,
  CourtDecisionBody,
  CourtOrderBody,
  IsReturned,
  SeekConfiscationBody,
  RequestFreezeBody,
} from './bodies.ts';
import { type AssetStatus, assetStatuses, type Ground, type Hold, holds, type Owed, type Proceeds, proceedsStates } from './standing.ts';

// What the page and the list of assets answer, for the API's description. The rows themselves are made by the projections.

export class AssetRenewalAnswer extends CourtDecisionBody {
  @IsInstant()
  expiresAt!: string;
}

export class AssetFreezeAnswer extends CourtOrderBody {
  @Optional()
  @IsInstant()
  frozenAt?: string;

  @Optional()
  @IsInstant()
  orderedUntil?: string;

  @ListOf(() => AssetRenewalAnswer, { max: 1000 })
  renewals!: AssetRenewalAnswer[];

  @Describe('The expiry at which it lapsed')
  @Optional()
  @IsInstant()
  lapsedAt?: string;

  @Optional()
  @IsInstant()
  liftedAt?: string;
}

export class AssetSeizedAnswer {
  @IsInstant()
  seizedAt!: string;

  @IsRegisterEntry()
  custodian!: string;

  @Optional()
  @Nested(() => CourtOrderBody)
  order?: CourtOrderBody;

  @IsArray()
  @ArrayMaxSize(100)
  @IsIn(assetDefects, { each: true })
  defects!: AssetDefect[];
}

export class AssetFinalityAnswer {
  @IsInstant()
  finalAt!: string;

  @IsString()
  ground!: string;
}

export class AssetConfiscationOrderAnswer extends CourtOrderBody {
  @Optional()
  @IsInstant()
  decidedAt?: string;

  @ListOf(() => ConfiscationAppealBody, { max: 1000 })
  appeals!: ConfiscationAppealBody[];

  @ListOf(() => AssetFinalityAnswer, { max: 1000 })
  finalities!: AssetFinalityAnswer[];

  @Optional()
  @Nested(() => CourtDecisionBody)
  reversal?: CourtDecisionBody;
}

export class AssetTitleAnswer {
  @Nested(() => CourtOrderBody)
  order!: CourtOrderBody;

  @IsInstant()
  confiscatedAt!: string;
}

export class AssetValuationAnswer {
  @IsId()
  valuationId!: string;

  @IsRegisterEntry()
  valuerId!: string;

  @IsString()
  report!: string;

  @IsMoney()
  value!: MoneyBody;

  @IsInstant()
  valuedAt!: string;

  @IsArray()
  @ArrayMaxSize(100)
  @IsIn(assetDefects, { each: true })
  defects!: AssetDefect[];
}

export class AssetGroundAnswer {
  @IsIn(['final', 'interlocutory'])
  kind!: Ground['kind'];

  @Nested(() => CourtOrderBody)
  order!: CourtOrderBody;
}

export class AssetListingAnswer {
  @IsId()
  listingId!: string;

  @IsInstant()
  listedAt!: string;

  @Optional()
  @IsMoney()
  reserve?: MoneyBody;

  @Describe('By what right it is sold')
  @Nested(() => AssetGroundAnswer)
  under!: AssetGroundAnswer;

  @IsString()
  listedBy!: string;
}

export class AssetSettlementAnswer {
  @IsId()
  settlementId!: string;

  @IsMoney()
  amount!: MoneyBody;

  @IsString()
  bankReference!: string;

  @IsInstant()
  receivedAt!: string;

  @IsString()
  recordedBy!: string;
}

export class AssetDistributionAnswer {
  @IsId()
  distributionId!: string;

  @IsArray()
  @ArrayMaxSize(1000)
  @IsString({ each: true })
  settlementIds!: string[];

  @IsMoney()
  amount!: MoneyBody;

  @IsId()
  poolId!: string;
}

export class AssetSaleAnswer {
  @IsId()
  saleId!: string;

  @IsMoney()
  price!: MoneyBody;

  @IsId()
  buyerId!: string;

  @IsArray()
  @ArrayMaxSize(1000)
  @IsString({ each: true })
  buyerSide!: string[];

  @IsInstant()
  soldAt!: string;

  @Nested(() => AssetGroundAnswer)
  under!: AssetGroundAnswer;

  @IsString()
  soldBy!: string;

  @ListOf(() => AssetSettlementAnswer, { max: 1000 })
  settlements!: AssetSettlementAnswer[];

  @ListOf(() => AssetDistributionAnswer, { max: 1000 })
  distributions!: AssetDistributionAnswer[];

  @Optional()
  @IsInstant()
  voidedAt?: string;
}

export class AssetSaleStatusAnswer {
  @IsId()
  saleId!: string;

  @IsMoney()
  price!: MoneyBody;

  @IsMoney()
  settled!: MoneyBody;

  @IsMoney()
  distributed!: MoneyBody;

  @IsIn(proceedsStates)
  proceeds!: Proceeds;
}

export class AssetClaimDecisionAnswer extends CourtDecisionBody {
  @IsIn(['upheld', 'dismissed'])
  outcome!: 'upheld' | 'dismissed';
}

export class AssetClaimAnswer {
  @IsString()
  claim!: string;

  @Optional()
  @IsId()
  claimantId?: string;

  @Optional()
  @IsString()
  grounds?: string;

  @Optional()
  @IsInstant()
  filedAt?: string;

  @ListOf(() => AssetClaimDecisionAnswer, { max: 1000 })
  decisions!: AssetClaimDecisionAnswer[];
}

export class AssetHandedOverAnswer {
  @IsRegisterEntry()
  institution!: string;

  @IsString()
  receipt!: string;

  @IsInstant()
  handedOverAt!: string;
}

export class AssetDestroyedAnswer {
  @IsString()
  reason!: string;

  @IsArray()
  @ArrayMaxSize(1000)
  @IsString({ each: true })
  witnesses!: string[];

  @IsInstant()
  destroyedAt!: string;
}

export class AssetReleaseAnswer {
  @Nested(() => CourtDecisionBody)
  decision!: CourtDecisionBody;

  @IsString()
  reason!: string;
}

export class AssetRestitutionAnswer {
  @IsId()
  restitutionId!: string;

  @IsId()
  to!: string;

  @IsReturned()
  returned!: Returned;

  @Nested(() => CourtOrderBody)
  decision!: CourtOrderBody;

  @IsInstant()
  restitutedAt!: string;

  @IsString()
  restitutedBy!: string;
}

export class AssetOwedAnswer {
  @IsIn(['asset', 'proceeds', 'price', 'value'])
  of!: Owed['of'];

  @Optional()
  @IsId()
  saleId?: string;

  @Describe('Without one it is the thing itself')
  @Optional()
  @IsMoney()
  amount?: MoneyBody;
}

export class AssetAnswer {
  @IsId()
  assetId!: string;

  @IsId()
  caseId!: string;

  @IsIn(assetKinds)
  kind!: AssetKind;

  @IsLocalizedText(500)
  description!: LocalizedText;

  @Optional()
  @IsId()
  holderId?: string;

  @Optional()
  @IsProvince()
  province?: string;

  @Describe('Follows from what was recorded; nobody sets it')
  @IsIn(assetStatuses)
  status!: AssetStatus;

  @Describe('What keeps it from disappearing. `on_appeal` with `freeze_lapsed`: the case goes on while nothing does')
  @IsIn(holds)
  hold!: Hold;

  @Describe('The latest expiry of the freezes in force, UTC')
  @Optional()
  @IsInstant()
  freezeExpiresAt?: string;

  @Describe('The confiscation order that is final')
  @Optional()
  @Nested(() => CourtOrderBody)
  finalOrder?: CourtOrderBody;

  @IsInt()
  @Min(0)
  claimsOpen!: number;

  @Describe('The sale that stands')
  @Optional()
  @Nested(() => AssetSaleStatusAnswer)
  sale?: AssetSaleStatusAnswer;

  @Optional()
  @IsIn(proceedsStates)
  proceeds?: Proceeds;

  @Describe('What waits for the final order')
  @Optional()
  @IsMoney()
  escrow?: MoneyBody;

  @Describe('What is to be given back')
  @ListOf(() => AssetOwedAnswer, { max: 1000 })
  owed!: AssetOwedAnswer[];

  @ListOf(() => RequestFreezeBody, { max: 1000 })
  freezeRequests!: RequestFreezeBody[];

  @ListOf(() => AssetFreezeAnswer, { max: 1000 })
  freezes!: AssetFreezeAnswer[];

  @ListOf(() => AssetSeizedAnswer, { max: 1000 })
  seizures!: AssetSeizedAnswer[];

  @ListOf(() => SeekConfiscationBody, { max: 1000 })
  sought!: SeekConfiscationBody[];

  @ListOf(() => AssetConfiscationOrderAnswer, { max: 1000 })
  orders!: AssetConfiscationOrderAnswer[];

  @Describe('By which order it became the state’s')
  @Optional()
  @Nested(() => AssetTitleAnswer)
  title?: AssetTitleAnswer;

  @ListOf(() => AssetValuationAnswer, { max: 1000 })
  valuations!: AssetValuationAnswer[];

  @ListOf(() => CourtDecisionBody, { max: 1000 })
  interlocutoryOrders!: CourtDecisionBody[];

  @Optional()
  @Nested(() => AssetListingAnswer)
  listing?: AssetListingAnswer;

  @ListOf(() => AssetSaleAnswer, { max: 1000 })
  sales!: AssetSaleAnswer[];

  @ListOf(() => AssetClaimAnswer, { max: 1000 })
  claims!: AssetClaimAnswer[];

  @Optional()
  @Nested(() => AssetHandedOverAnswer)
  handedOver?: AssetHandedOverAnswer;

  @Optional()
  @Nested(() => AssetDestroyedAnswer)
  destroyed?: AssetDestroyedAnswer;

  @ListOf(() => AssetReleaseAnswer, { max: 1000 })
  releases!: AssetReleaseAnswer[];

  @ListOf(() => AssetRestitutionAnswer, { max: 1000 })
  restitutions!: AssetRestitutionAnswer[];

  @Describe('What is irregular about what was recorded. Acts that rest on it are held up by some of these')
  @IsArray()
  @ArrayMaxSize(100)
  @IsIn(assetDefects, { each: true })
  defects!: AssetDefect[];

  @IsInstant()
  identifiedAt!: string;

  @Describe('When the last fact was recorded')
  @IsInstant()
  updatedAt!: string;

  @Describe('Of the asset: what `If-Match` is compared with')
  @IsInt()
  @Min(0)
  revision!: number;

  @Describe('Of the last fact on it: larger means later')
  @IsInt()
  @Min(0)
  lastPosition!: number;
}

export class AssetTimelineEntryAnswer extends RecordedAnswer {
  @IsId()
  assetId!: string;
}

/** The sum of one column, for the API's description. */
export class ColumnSumAnswer {
  @IsInt()
  @Min(0)
  assets!: number;

  @Describe('Of these nobody has said what they are worth')
  @IsInt()
  @Min(0)
  unvalued!: number;

  @IsMoney()
  amount!: MoneyBody;
}

export class AssetColumnsAnswer {
  @Describe('Frozen or seized; no confiscation is ordered yet')
  @Nested(() => ColumnSumAnswer)
  frozen!: ColumnSumAnswer;

  @Describe('Confiscation is ordered and can be appealed, or is on appeal')
  @Nested(() => ColumnSumAnswer)
  ordered!: ColumnSumAnswer;

  @Describe('The order is final: the state’s, until the money of a sale is in')
  @Nested(() => ColumnSumAnswer)
  final!: ColumnSumAnswer;

  @Describe('Sold before a final order; the money waits')
  @Nested(() => ColumnSumAnswer)
  escrow!: ColumnSumAnswer;

  @Describe('Sold and paid; no pool has had it yet')
  @Nested(() => ColumnSumAnswer)
  settled!: ColumnSumAnswer;

  @Describe('Distributed to pools')
  @Nested(() => ColumnSumAnswer)
  distributed!: ColumnSumAnswer;
}

export class PoolColumnsAnswer {
  @IsId()
  poolId!: string;

  @IsLocalizedText(200)
  name!: LocalizedText;

  @IsIn(['open', 'frozen'])
  status!: 'open' | 'frozen';

  @Describe('Proceeds of assets that were distributed to it, whole; its rule divides them')
  @IsMoney()
  settled!: MoneyBody;

  @Describe('What came in for itself: shares of proceeds, budget, recoveries')
  @IsMoney()
  credited!: MoneyBody;

  @IsMoney()
  reserved!: MoneyBody;

  @Describe('Granted as rewards, given out for operations, settled debts')
  @IsMoney()
  paid!: MoneyBody;

  @IsMoney()
  costs!: MoneyBody;

  @Describe('Came back: also counted in `credited`')
  @IsMoney()
  recovered!: MoneyBody;

  @Describe('Debts that were recognised and not paid yet')
  @IsMoney()
  owed!: MoneyBody;

  @IsMoney()
  available!: MoneyBody;
}

export class ConfiscatedAssetsAnswer {
  @IsIn(currencies)
  currency!: Currency;

  @Nested(() => AssetColumnsAnswer)
  assets!: AssetColumnsAnswer;

  @ListOf(() => PoolColumnsAnswer, { max: 1000 })
  pools!: PoolColumnsAnswer[];
}
