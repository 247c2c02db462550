import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, IsInstant, Nested } from '#libs/http';
import { PassedOnAsset } from './asset-handler.ts';
import { court, CourtDecisionBody, freeze, FrozenBody } from './court-orders.ts';

export class RenewFreezeBody extends FrozenBody {
  static readonly example = {
    freeze,
    renewal: { court, reference: 'FRZ-7/26-R1', decidedAt: '2026-08-20T10:00:00+07:00' },
    expiresAt: '2027-03-05T10:00:00+07:00',
  };

  @Nested(() => CourtDecisionBody)
  renewal!: CourtDecisionBody;

  @IsInstant()
  expiresAt!: string;
}

export class RenewFreeze extends CommandAt('v1/assets/:id/renew-freeze', {
  body: RenewFreezeBody,
  roles: ['legal-officer'],
  stated: true,
  summary: 'Record that a freeze was renewed',
}) {}

@CommandHandler(RenewFreeze)
export class RenewFreezeHandler extends PassedOnAsset(RenewFreeze, 'RenewFreeze', ({ renewal }) => renewal.decidedAt) {}
