import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, IsId, IsText } from '#libs/http';
import { Independently } from './independence.ts';

export class LiftHoldBody {
  static readonly example = { holdId: '5a0f1c52-3f0e-8b5e-8a36-51d7d3a0c2b4', reason: 'The seal is accounted for' };

  @IsId()
  holdId!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class LiftHold extends CommandAt('v1/rewards/:id/lift-hold', {
  body: LiftHoldBody,
  roles: ['integrity-officer'],
  confirmedBy: { roles: ['integrity-officer'] },
  summary: 'Lift a hold',
  description:
    'By two integrity officers who have done nothing else for the reward and have no share in it: what one of them stopped, none lets go alone.',
}) {}

@CommandHandler(LiftHold)
export class LiftHoldHandler extends Independently(LiftHold, 'LiftIntegrityHold') {}
