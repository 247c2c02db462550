import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, IsInstant } from '#libs/http';
import { PassedOnAsset } from './asset-handler.ts';
import { court, CourtOrderBody } from './court-orders.ts';

export class RequestFreezeBody extends CourtOrderBody {
  static readonly example = { court, reference: 'REQ-1/26', requestedAt: '2026-03-04T10:00:00+07:00' };

  @IsInstant()
  requestedAt!: string;
}

export class RequestFreeze extends CommandAt('v1/assets/:id/request-freeze', {
  body: RequestFreezeBody,
  roles: ['legal-officer'],
  stated: true,
  summary: 'Record that a freeze was asked for',
}) {}

@CommandHandler(RequestFreeze)
export class RequestFreezeHandler extends PassedOnAsset(RequestFreeze, 'RequestFreeze', ({ requestedAt }) => requestedAt) {}
