import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { CommandAt, IsInstant } from '#libs/http';
import { type FinalityGround, finalityGrounds } from '../asset-events.ts';
import { PassedOnAsset } from './asset-handler.ts';
import { ConfiscatedBody, order } from './court-orders.ts';

export class RecordFinalityBody extends ConfiscatedBody {
  static readonly example = { order, finalAt: '2026-10-01T10:00:00+07:00', ground: 'appeal-dismissed' };

  @IsInstant()
  finalAt!: string;

  @IsIn(finalityGrounds)
  ground!: FinalityGround;
}

export class RecordFinality extends CommandAt('v1/assets/:id/order-final', {
  body: RecordFinalityBody,
  roles: ['legal-officer'],
  stated: true,
  summary: 'Record that a confiscation order became final',
}) {}

@CommandHandler(RecordFinality)
export class RecordFinalityHandler extends PassedOnAsset(RecordFinality, 'RecordFinality', ({ finalAt }) => finalAt) {}
