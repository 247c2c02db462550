import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt } from '#libs/http';
import { PassedOnAsset } from './asset-handler.ts';
import { DecideClaimBody } from './decide-claim-body.ts';

export class UpholdClaim extends CommandAt('v1/assets/:id/uphold-claim', {
  body: DecideClaimBody,
  roles: ['legal-officer'],
  stated: true,
  summary: 'Record that a claim was upheld',
}) {}

@CommandHandler(UpholdClaim)
export class UpholdClaimHandler extends PassedOnAsset(UpholdClaim, 'UpholdClaim', ({ decision }) => decision.decidedAt) {}
