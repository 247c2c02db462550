import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Handler } from '#libs/http';
import { exhibit } from '../exhibit.ts';
import { exhibitStream } from '../exhibit-events.ts';
import { EndOfferBody } from './end-offer-body.ts';
import { HANDS } from './hands.ts';

export class WithdrawOffer extends CommandAt('v1/exhibits/:id/withdraw-offer', {
  body: EndOfferBody,
  roles: HANDS,
  summary: 'Withdraw an offer of yours that nobody has accepted',
}) {}

@CommandHandler(WithdrawOffer)
export class WithdrawOfferHandler extends Handler<WithdrawOffer> {
  execute({ path: { id }, body, context }: WithdrawOffer): Promise<CommandOutcome> {
    return this.handle(exhibit, exhibitStream(id), { type: 'WithdrawOffer', data: body }, context);
  }
}
