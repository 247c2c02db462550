import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { useCases } from '#libs/http';
import { PoolsController } from './pools.controller.ts';
import { AdoptDistributionRuleHandler } from './use-cases/adopt-distribution-rule.ts';
import { AllocateOperationalUseHandler } from './use-cases/allocate-operational-use.ts';
import { CorrectCostsHandler } from './use-cases/correct-costs.ts';
import { CorrectLiabilityHandler } from './use-cases/correct-liability.ts';
import { CorrectTopUpHandler } from './use-cases/correct-top-up.ts';
import { DebitCostsHandler } from './use-cases/debit-costs.ts';
import { FreezePoolHandler } from './use-cases/freeze-pool.ts';
import { OpenPoolHandler } from './use-cases/open-pool.ts';
import { RecogniseLiabilityHandler } from './use-cases/recognise-liability.ts';
import { RecallOperationalUseHandler } from './use-cases/recall-operational-use.ts';
import { ReconcilePoolHandler } from './use-cases/reconcile-pool.ts';
import { ReleaseReservationHandler } from './use-cases/release-reservation.ts';
import { ReserveFundsHandler } from './use-cases/reserve-funds.ts';
import { SettleLiabilityHandler } from './use-cases/settle-liability.ts';
import { ShowOperationalSpendingHandler } from './use-cases/show-operational-spending.ts';
import { TopUpBudgetHandler } from './use-cases/top-up-budget.ts';
import { UnfreezePoolHandler } from './use-cases/unfreeze-pool.ts';

const { controllers, providers } = useCases('Pools', [
  OpenPoolHandler,
  AdoptDistributionRuleHandler,
  TopUpBudgetHandler,
  CorrectTopUpHandler,
  ReserveFundsHandler,
  ReleaseReservationHandler,
  DebitCostsHandler,
  CorrectCostsHandler,
  AllocateOperationalUseHandler,
  RecogniseLiabilityHandler,
  CorrectLiabilityHandler,
  SettleLiabilityHandler,
  FreezePoolHandler,
  RecallOperationalUseHandler,
  ShowOperationalSpendingHandler,
  UnfreezePoolHandler,
  ReconcilePoolHandler,
]);

/** Pools at the HTTP door. */
@Module({ imports: [CqrsModule], controllers: [...controllers, PoolsController], providers: [...providers] })
export class PoolsModule {}
