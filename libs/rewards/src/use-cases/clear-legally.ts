import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, PassedOn } from '#libs/http';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { StatementBody } from './statement-body.ts';

export class ClearLegally extends CommandAt('v1/rewards/:id/clear', {
  body: StatementBody,
  roles: ['legal-officer'],
  summary: 'Clear a verified reward legally',
}) {}

@CommandHandler(ClearLegally)
export class ClearLegallyHandler extends PassedOn(ClearLegally, reward, rewardStream, 'ClearLegally') {}
