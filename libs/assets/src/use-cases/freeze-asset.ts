import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, Describe, IsInstant, Nested } from '#libs/http';
import { PassedOnAsset } from './asset-handler.ts';
import { CourtDecisionBody, freeze } from './court-orders.ts';

export class FreezeAssetBody {
  static readonly example = {
    order: { ...freeze, decidedAt: '2026-03-05T10:00:00+07:00' },
    expiresAt: '2026-09-05T10:00:00+07:00',
  };

  @Nested(() => CourtDecisionBody)
  order!: CourtDecisionBody;

  @Describe('The freeze lapses by itself then, unless it is renewed')
  @IsInstant()
  expiresAt!: string;
}

export class FreezeAsset extends CommandAt('v1/assets/:id/freeze', {
  body: FreezeAssetBody,
  roles: ['legal-officer'],
  stated: true,
  summary: 'Record that the asset was frozen',
  description: 'Its holder may not dispose of it. The freeze lapses by itself at its expiry.',
}) {}

@CommandHandler(FreezeAsset)
export class FreezeAssetHandler extends PassedOnAsset(FreezeAsset, 'FreezeAsset', ({ order }) => order.decidedAt) {}
