import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, IsText, Nested, PassedOn } from '#libs/http';
import { asset } from '../asset.ts';
import { assetStream } from '../asset-events.ts';
import { court, CourtDecisionBody } from './court-orders.ts';

export class ReleaseAssetBody {
  static readonly example = {
    decision: { court, reference: 'REL-1/26', decidedAt: '2026-11-15T10:00:00+07:00' },
    reason: 'Charges dropped',
  };

  @Nested(() => CourtDecisionBody)
  decision!: CourtDecisionBody;

  @IsText(1, 2000)
  reason!: string;
}

export class ReleaseAsset extends CommandAt('v1/assets/:id/release', {
  body: ReleaseAssetBody,
  roles: ['legal-officer'],
  summary: 'Release the asset, which never became the state’s',
}) {}

@CommandHandler(ReleaseAsset)
export class ReleaseAssetHandler extends PassedOn(ReleaseAsset, asset, assetStream, 'ReleaseAsset', {
  happenedAt: ({ decision }) => decision.decidedAt,
}) {}
