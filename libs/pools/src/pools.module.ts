import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AdoptDistributionRuleHandler } from './adopt-distribution-rule.ts';
import { AllocateOperationalUseHandler } from './allocate-operational-use.ts';
import { CorrectCostsHandler } from './correct-costs.ts';
import { DebitCostsHandler } from './debit-costs.ts';
import { FreezePoolHandler } from './freeze-pool.ts';
import { OpenPoolHandler } from './open-pool.ts';
import { PoolsController } from './pools.controller.ts';
import { RecogniseLiabilityHandler } from './recognise-liability.ts';
import { ReconcilePoolHandler } from './reconcile-pool.ts';
import { ReleaseReservationHandler } from './release-reservation.ts';
import { ReserveFundsHandler } from './reserve-funds.ts';
import { SettleLiabilityHandler } from './settle-liability.ts';
import { TopUpBudgetHandler } from './top-up-budget.ts';
import { UnfreezePoolHandler } from './unfreeze-pool.ts';

/** Pools at the HTTP door. */
@Module({
  imports: [CqrsModule],
  controllers: [PoolsController],
  providers: [
    OpenPoolHandler,
    AdoptDistributionRuleHandler,
    TopUpBudgetHandler,
    ReserveFundsHandler,
    ReleaseReservationHandler,
    DebitCostsHandler,
    CorrectCostsHandler,
    AllocateOperationalUseHandler,
    RecogniseLiabilityHandler,
    SettleLiabilityHandler,
    FreezePoolHandler,
    UnfreezePoolHandler,
    ReconcilePoolHandler,
  ],
})
export class PoolsModule {}
