import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString, Min } from 'class-validator';
import { Describe, IsId, IsInstant, IsLocalizedText, IsMoney, ListOf, MoneyBody, Nested, Optional, RecordedAnswer } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import { IsProvince, IsRegisterEntry } from '#libs/vocabulary/bodies';
import { type AssetDefect, assetDefects, type AssetKind, assetKinds, type Returned } from './asset.ts';
import { AppealBody, CourtDecisionBody, CourtOrderBody, IsReturned, SeekConfiscationBody, RequestFreezeBody } from './bodies.ts';
import { type AssetStatus, assetStatuses, type Ground, type Hold, holds, type Owed, type Proceeds, proceedsStates } from './standing.ts';

// What the page and the list of assets answer, for the API's description. The rows themselves are made by the projections.

export class RenewalAnswer extends CourtDecisionBody {
  @IsInstant()
  expiresAt!: string;
}

export class FreezeAnswer extends CourtOrderBody {
  @Optional()
  @IsInstant()
  frozenAt?: string;

  @Optional()
  @IsInstant()
  orderedUntil?: string;

  @ListOf(() => RenewalAnswer, { max: 1000 })
  renewals!: RenewalAnswer[];

  @Describe('The expiry at which it lapsed')
  @Optional()
  @IsInstant()
  lapsedAt?: string;

  @Optional()
  @IsInstant()
  liftedAt?: string;
}

export class SeizedAnswer {
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

export class FinalityAnswer {
  @IsInstant()
  finalAt!: string;

  @IsString()
  ground!: string;
}

export class ConfiscationOrderAnswer extends CourtOrderBody {
  @Optional()
  @IsInstant()
  decidedAt?: string;

  @ListOf(() => AppealBody, { max: 1000 })
  appeals!: AppealBody[];

  @ListOf(() => FinalityAnswer, { max: 1000 })
  finalities!: FinalityAnswer[];

  @Optional()
  @Nested(() => CourtDecisionBody)
  reversal?: CourtDecisionBody;
}

export class TitleAnswer {
  @Nested(() => CourtOrderBody)
  order!: CourtOrderBody;

  @IsInstant()
  confiscatedAt!: string;
}

export class ValuationAnswer {
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

export class GroundAnswer {
  @IsIn(['final', 'interlocutory'])
  kind!: Ground['kind'];

  @Nested(() => CourtOrderBody)
  order!: CourtOrderBody;
}

export class ListingAnswer {
  @IsId()
  listingId!: string;

  @IsInstant()
  listedAt!: string;

  @Optional()
  @IsMoney()
  reserve?: MoneyBody;

  @Describe('By what right it is sold')
  @Nested(() => GroundAnswer)
  under!: GroundAnswer;

  @IsString()
  listedBy!: string;
}

export class SettlementAnswer {
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

export class DistributionAnswer {
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

export class SaleAnswer {
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

  @Nested(() => GroundAnswer)
  under!: GroundAnswer;

  @IsString()
  soldBy!: string;

  @ListOf(() => SettlementAnswer, { max: 1000 })
  settlements!: SettlementAnswer[];

  @ListOf(() => DistributionAnswer, { max: 1000 })
  distributions!: DistributionAnswer[];

  @Optional()
  @IsInstant()
  voidedAt?: string;
}

export class SaleStatusAnswer {
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

export class ClaimDecisionAnswer extends CourtDecisionBody {
  @IsIn(['upheld', 'dismissed'])
  outcome!: 'upheld' | 'dismissed';
}

export class ClaimAnswer {
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

  @ListOf(() => ClaimDecisionAnswer, { max: 1000 })
  decisions!: ClaimDecisionAnswer[];
}

export class HandedOverAnswer {
  @IsRegisterEntry()
  institution!: string;

  @IsString()
  receipt!: string;

  @IsInstant()
  handedOverAt!: string;
}

export class DestroyedAnswer {
  @IsString()
  reason!: string;

  @IsArray()
  @ArrayMaxSize(1000)
  @IsString({ each: true })
  witnesses!: string[];

  @IsInstant()
  destroyedAt!: string;
}

export class ReleaseAnswer {
  @Nested(() => CourtDecisionBody)
  decision!: CourtDecisionBody;

  @IsString()
  reason!: string;
}

export class RestitutionAnswer {
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

export class OwedAnswer {
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
  @Nested(() => SaleStatusAnswer)
  sale?: SaleStatusAnswer;

  @Optional()
  @IsIn(proceedsStates)
  proceeds?: Proceeds;

  @Describe('What waits for the final order')
  @Optional()
  @IsMoney()
  escrow?: MoneyBody;

  @Describe('What is to be given back')
  @ListOf(() => OwedAnswer, { max: 1000 })
  owed!: OwedAnswer[];

  @ListOf(() => RequestFreezeBody, { max: 1000 })
  freezeRequests!: RequestFreezeBody[];

  @ListOf(() => FreezeAnswer, { max: 1000 })
  freezes!: FreezeAnswer[];

  @ListOf(() => SeizedAnswer, { max: 1000 })
  seizures!: SeizedAnswer[];

  @ListOf(() => SeekConfiscationBody, { max: 1000 })
  sought!: SeekConfiscationBody[];

  @ListOf(() => ConfiscationOrderAnswer, { max: 1000 })
  orders!: ConfiscationOrderAnswer[];

  @Describe('By which order it became the state’s')
  @Optional()
  @Nested(() => TitleAnswer)
  title?: TitleAnswer;

  @ListOf(() => ValuationAnswer, { max: 1000 })
  valuations!: ValuationAnswer[];

  @ListOf(() => CourtDecisionBody, { max: 1000 })
  interlocutoryOrders!: CourtDecisionBody[];

  @Optional()
  @Nested(() => ListingAnswer)
  listing?: ListingAnswer;

  @ListOf(() => SaleAnswer, { max: 1000 })
  sales!: SaleAnswer[];

  @ListOf(() => ClaimAnswer, { max: 1000 })
  claims!: ClaimAnswer[];

  @Optional()
  @Nested(() => HandedOverAnswer)
  handedOver?: HandedOverAnswer;

  @Optional()
  @Nested(() => DestroyedAnswer)
  destroyed?: DestroyedAnswer;

  @ListOf(() => ReleaseAnswer, { max: 1000 })
  releases!: ReleaseAnswer[];

  @ListOf(() => RestitutionAnswer, { max: 1000 })
  restitutions!: RestitutionAnswer[];

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
}

export class AssetTimelineEntryAnswer extends RecordedAnswer {
  @IsId()
  assetId!: string;
}
