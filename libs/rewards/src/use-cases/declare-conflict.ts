import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, PassedOn } from '#libs/http';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { RewardReasonBody } from './reward-reason-body.ts';

export class DeclareConflict extends CommandAt('v1/rewards/:id/declare-conflict', {
  body: RewardReasonBody,
  roles: ['unit-head', 'legal-officer', 'committee-member', 'finance-officer', 'integrity-officer'],
  summary: 'Declare a conflict of your own in a reward',
  description: 'From then on you take no part in it; what you did for it is void, and your vote does not count.',
}) {}

@CommandHandler(DeclareConflict)
export class DeclareConflictHandler extends PassedOn(DeclareConflict, reward, rewardStream, 'DeclareConflict') {}
