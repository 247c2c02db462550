import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, PassedOn } from '#libs/http';
import { asset } from '../asset.ts';
import { assetStream } from '../asset-events.ts';
import { DecideClaimBody } from './decide-claim-body.ts';

export class UpholdClaim extends CommandAt('v1/assets/:id/uphold-claim', {
  body: DecideClaimBody,
  roles: ['legal-officer'],
  stated: true,
  summary: 'Record that a claim was upheld',
}) {}

@CommandHandler(UpholdClaim)
export class UpholdClaimHandler extends PassedOn(UpholdClaim, asset, assetStream, 'UpholdClaim', {
  happenedAt: ({ decision }) => decision.decidedAt,
}) {}
