import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, PassedOn } from '#libs/http';
import { asset } from '../asset.ts';
import { assetStream } from '../asset-events.ts';
import { DecideClaimBody } from './decide-claim-body.ts';

export class DismissClaim extends CommandAt('v1/assets/:id/dismiss-claim', {
  body: DecideClaimBody,
  roles: ['legal-officer'],
  stated: true,
  summary: 'Record that a claim was dismissed',
}) {}

@CommandHandler(DismissClaim)
export class DismissClaimHandler extends PassedOn(DismissClaim, asset, assetStream, 'DismissClaim', {
  happenedAt: ({ decision }) => decision.decidedAt,
}) {}
