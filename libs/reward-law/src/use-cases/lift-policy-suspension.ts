import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, Describe, IsInstant, IsText, Optional, PassedOn } from '#libs/http';
import { rewardPolicy } from '../policy/policy.ts';
import { policyStream } from '../policy/policy-events.ts';

export class LiftPolicySuspensionBody {
  static readonly example = { reason: 'The shares were of officers who had been there' };

  @Describe('When it ends; as soon as it is confirmed, if it is not said')
  @Optional()
  @IsInstant()
  until?: string;

  @IsText(1, 2000)
  reason!: string;
}

export class LiftPolicySuspension extends CommandAt('v1/reward-policies/:id/lift-suspension', {
  body: LiftPolicySuspensionBody,
  roles: ['integrity-officer'],
  confirmedBy: { roles: ['integrity-officer'] },
  summary: 'Lift the suspension of a reward policy',
  description: 'By two integrity officers: what one of them stopped, none lets go alone.',
}) {}

@CommandHandler(LiftPolicySuspension)
export class LiftPolicySuspensionHandler extends PassedOn(LiftPolicySuspension, rewardPolicy, policyStream, 'LiftPolicySuspension') {}
