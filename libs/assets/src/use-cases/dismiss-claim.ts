import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Handler } from '#libs/http';
import { asset } from '../asset.ts';
import { assetStream } from '../asset-events.ts';
import { DecideClaimBody } from './decide-claim-body.ts';

export class DismissClaim extends CommandAt('v1/assets/:id/dismiss-claim', {
  body: DecideClaimBody,
  roles: ['legal-officer'],
  summary: 'Record that a claim was dismissed',
}) {}

@CommandHandler(DismissClaim)
export class DismissClaimHandler extends Handler<DismissClaim> {
  execute({ path: { id }, body, context }: DismissClaim): Promise<CommandOutcome> {
    return this.handle(asset, assetStream(id), { type: 'DismissClaim', data: body }, context, { occurredAt: body.decision.decidedAt });
  }
}
