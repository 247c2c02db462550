import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { useCases } from '#libs/http';
import { ExhibitsController } from './exhibits.controller.ts';
import { AcceptCustodyHandler } from './use-cases/accept-custody.ts';
import { AdoptExhibitStatementHandler } from './use-cases/adopt-exhibit-statement.ts';
import { ApproveDestructionHandler } from './use-cases/approve-destruction.ts';
import { AttestDestructionHandler } from './use-cases/attest-destruction.ts';
import { CertifyResultHandler } from './use-cases/certify-result.ts';
import { CorrectSealHandler } from './use-cases/correct-seal.ts';
import { CountersignResultHandler } from './use-cases/countersign-result.ts';
import { DestroyExhibitHandler } from './use-cases/destroy-exhibit.ts';
import { OfferCustodyHandler } from './use-cases/offer-custody.ts';
import { ReconcileMassBalanceHandler } from './use-cases/reconcile-mass-balance.ts';
import { RefuseCustodyHandler } from './use-cases/refuse-custody.ts';
import { ReportSealDiscrepancyHandler } from './use-cases/report-seal-discrepancy.ts';
import { ReviseResultHandler } from './use-cases/revise-result.ts';
import { SealExhibitHandler } from './use-cases/seal-exhibit.ts';
import { SetExhibitStatementAsideHandler } from './use-cases/set-exhibit-statement-aside.ts';
import { WithdrawExhibitStatementHandler } from './use-cases/withdraw-exhibit-statement.ts';
import { TakeSampleHandler } from './use-cases/take-sample.ts';
import { WeighExhibitHandler } from './use-cases/weigh-exhibit.ts';
import { WithdrawOfferHandler } from './use-cases/withdraw-offer.ts';

const { controllers, providers } = useCases('Exhibits', [
  SealExhibitHandler,
  WeighExhibitHandler,
  OfferCustodyHandler,
  AcceptCustodyHandler,
  RefuseCustodyHandler,
  WithdrawOfferHandler,
  ReportSealDiscrepancyHandler,
  TakeSampleHandler,
  CertifyResultHandler,
  ReviseResultHandler,
  CountersignResultHandler,
  ApproveDestructionHandler,
  ReconcileMassBalanceHandler,
  DestroyExhibitHandler,
  AttestDestructionHandler,
  CorrectSealHandler,
  AdoptExhibitStatementHandler,
  SetExhibitStatementAsideHandler,
  WithdrawExhibitStatementHandler,
]);

/** Exhibits at the HTTP door. */
@Module({ imports: [CqrsModule], controllers: [...controllers, ExhibitsController], providers })
export class ExhibitsModule {}
