import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { CommandAt, Describe, IsCalendarDate, IsId, ListOf } from '#libs/http';
import type { Instalment } from '../reward/reward-events.ts';
import { recovery } from './example-ids.ts';
import { Independently } from './independence.ts';

export class InstalmentBody implements Instalment {
  @IsCalendarDate()
  due!: string;

  @IsMoney()
  amount!: MoneyBody;
}

export class PlanRecoveryBody {
  static readonly example = { recoveryId: recovery, instalments: [{ due: '2026-12-01', amount: { currency: 'KHR', amount: '6000000' } }] };

  @IsId()
  recoveryId!: string;

  @Describe('Together what is owed')
  @ListOf(() => InstalmentBody, { min: 1, max: 120 })
  instalments!: InstalmentBody[];
}

export class PlanRecovery extends CommandAt('v1/rewards/:id/plan-recovery', {
  body: PlanRecoveryBody,
  roles: ['finance-officer'],
  confirmedBy: { roles: ['finance-officer'] },
  summary: 'Plan how what was clawed back is paid back',
}) {}

@CommandHandler(PlanRecovery)
export class PlanRecoveryHandler extends Independently(PlanRecovery, 'PlanRecovery') {}
