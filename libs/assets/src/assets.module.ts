import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { useCases } from '#libs/http';
import { ViewsFor } from '#libs/need-to-know';
import { AssetsController } from './assets.controller.ts';
import { ConfiscatedAssets } from './confiscated-assets.ts';
import { ConfiscatedAssetsController } from './confiscated-assets.controller.ts';
import { DisposalPolicies } from './disposal-policy.ts';
import { AdoptAssetStatementHandler } from './use-cases/adopt-asset-statement.ts';
import { AppealConfiscationHandler } from './use-cases/appeal-confiscation.ts';
import { AttestAssetDestructionHandler } from './use-cases/attest-asset-destruction.ts';
import { ClearSaleHandler } from './use-cases/clear-sale.ts';
import { ConfiscateAssetHandler } from './use-cases/confiscate-asset.ts';
import { CreditEscrowInterestHandler } from './use-cases/credit-escrow-interest.ts';
import { DestroyAssetHandler } from './use-cases/destroy-asset.ts';
import { DismissClaimHandler } from './use-cases/dismiss-claim.ts';
import { DistributeProceedsHandler } from './use-cases/distribute-proceeds.ts';
import { FileClaimHandler } from './use-cases/file-claim.ts';
import { FreezeAssetHandler } from './use-cases/freeze-asset.ts';
import { HandOverAssetHandler } from './use-cases/hand-over-asset.ts';
import { IdentifyAssetHandler } from './use-cases/identify-asset.ts';
import { LiftFreezeHandler } from './use-cases/lift-freeze.ts';
import { ListAssetHandler } from './use-cases/list-asset.ts';
import { OrderConfiscationHandler } from './use-cases/order-confiscation.ts';
import { OrderInterlocutorySaleHandler } from './use-cases/order-interlocutory-sale.ts';
import { ReceiveBidHandler } from './use-cases/receive-bid.ts';
import { RecordFinalityHandler } from './use-cases/record-finality.ts';
import { RecordSettlementHandler } from './use-cases/record-settlement.ts';
import { ReleaseAssetHandler } from './use-cases/release-asset.ts';
import { RenewFreezeHandler } from './use-cases/renew-freeze.ts';
import { RequestFreezeHandler } from './use-cases/request-freeze.ts';
import { RestituteAssetHandler } from './use-cases/restitute-asset.ts';
import { ReverseConfiscationHandler } from './use-cases/reverse-confiscation.ts';
import { SeekConfiscationHandler } from './use-cases/seek-confiscation.ts';
import { SeizeAssetHandler } from './use-cases/seize-asset.ts';
import { SellAssetHandler } from './use-cases/sell-asset.ts';
import { SetAssetStatementAsideHandler } from './use-cases/set-asset-statement-aside.ts';
import { WithdrawAssetStatementHandler } from './use-cases/withdraw-asset-statement.ts';
import { UpholdClaimHandler } from './use-cases/uphold-claim.ts';
import { ValueAssetHandler } from './use-cases/value-asset.ts';
import { VoidSaleHandler } from './use-cases/void-sale.ts';

const acts = useCases('Assets', [
  IdentifyAssetHandler,
  RequestFreezeHandler,
  FreezeAssetHandler,
  RenewFreezeHandler,
  LiftFreezeHandler,
  SeizeAssetHandler,
  SeekConfiscationHandler,
  OrderConfiscationHandler,
  AppealConfiscationHandler,
  RecordFinalityHandler,
  ConfiscateAssetHandler,
  ReverseConfiscationHandler,
  ValueAssetHandler,
  OrderInterlocutorySaleHandler,
  ListAssetHandler,
  ReceiveBidHandler,
  SellAssetHandler,
  ClearSaleHandler,
  VoidSaleHandler,
  RecordSettlementHandler,
  CreditEscrowInterestHandler,
  DistributeProceedsHandler,
  HandOverAssetHandler,
  DestroyAssetHandler,
  AttestAssetDestructionHandler,
  FileClaimHandler,
  UpholdClaimHandler,
  DismissClaimHandler,
  ReleaseAssetHandler,
  RestituteAssetHandler,
  AdoptAssetStatementHandler,
  SetAssetStatementAsideHandler,
  WithdrawAssetStatementHandler,
]);

/** Assets at the HTTP door: what is reported of them, what is done with them, and how they stand. */
@Module({
  imports: [CqrsModule],
  controllers: [...acts.controllers, AssetsController, ConfiscatedAssetsController],
  providers: [
    ...acts.providers,
    { provide: ConfiscatedAssets, useFactory: ({ ofAllCases }: ViewsFor) => new ConfiscatedAssets(ofAllCases), inject: [ViewsFor] },
    { provide: DisposalPolicies, useValue: new DisposalPolicies() },
  ],
})
export class AssetsModule {}
