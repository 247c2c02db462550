import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, Describe, IsInstant, Nested } from '#libs/http';
import { PassedOnAsset } from './asset-handler.ts';
import { CourtOrderBody, order } from './court-orders.ts';

export class ConfiscateAssetBody {
  static readonly example = { order, confiscatedAt: '2026-10-02T10:00:00+07:00' };

  @Describe('The final order by which title passes to the state')
  @Nested(() => CourtOrderBody)
  order!: CourtOrderBody;

  @IsInstant()
  confiscatedAt!: string;
}

export class ConfiscateAsset extends CommandAt('v1/assets/:id/confiscate', {
  body: ConfiscateAssetBody,
  roles: ['legal-officer'],
  summary: 'Confiscate the asset: title passes to the state',
  description:
    'Names the final order, and is refused without one that is recorded, final and not contested. The order, its finality and the title are the word of two people at least.',
}) {}

@CommandHandler(ConfiscateAsset)
export class ConfiscateAssetHandler extends PassedOnAsset(ConfiscateAsset, 'ConfiscateAsset', ({ confiscatedAt }) => confiscatedAt) {}
