import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Handler } from '#libs/http';
import { asset } from '../asset.ts';
import { assetStream } from '../asset-events.ts';
import { DecideClaimBody } from './decide-claim-body.ts';

export class UpholdClaim extends CommandAt('v1/assets/:id/uphold-claim', {
  body: DecideClaimBody,
  roles: ['legal-officer'],
  summary: 'Record that a claim was upheld',
}) {}

@CommandHandler(UpholdClaim)
export class UpholdClaimHandler extends Handler<UpholdClaim> {
  execute({ path: { id }, body, context }: UpholdClaim): Promise<CommandOutcome> {
    return this.handle(asset, assetStream(id), { type: 'UpholdClaim', data: body }, context, { occurredAt: body.decision.decidedAt });
  }
}
