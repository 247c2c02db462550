import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt } from '#libs/http';
import { PassedOnAsset } from './asset-handler.ts';
import { DecideClaimBody } from './decide-claim-body.ts';

export class DismissClaim extends CommandAt('v1/assets/:id/dismiss-claim', {
  body: DecideClaimBody,
  roles: ['legal-officer'],
  stated: true,
  summary: 'Record that a claim was dismissed',
}) {}

@CommandHandler(DismissClaim)
export class DismissClaimHandler extends PassedOnAsset(DismissClaim, 'DismissClaim', ({ decision }) => decision.decidedAt) {}
