import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, IsText, Nested } from '#libs/http';
import { PassedOnAsset } from './asset-handler.ts';
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
  confirmedBy: { roles: ['legal-officer', 'finance-officer'] },
  summary: 'Release the asset, which never became the state’s',
}) {}

@CommandHandler(ReleaseAsset)
export class ReleaseAssetHandler extends PassedOnAsset(ReleaseAsset, 'ReleaseAsset', ({ decision }) => decision.decidedAt) {}
