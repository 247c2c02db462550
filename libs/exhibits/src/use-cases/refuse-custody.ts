import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Handler } from '#libs/http';
import { exhibit } from '../exhibit.ts';
import { exhibitStream } from '../exhibit-events.ts';
import { EndOfferBody } from './end-offer-body.ts';
import { RECEIVERS } from './hands.ts';

export class RefuseCustody extends CommandAt('v1/exhibits/:id/refuse', {
  body: EndOfferBody,
  roles: RECEIVERS,
  summary: 'Refuse an exhibit that is offered to you',
}) {}

@CommandHandler(RefuseCustody)
export class RefuseCustodyHandler extends Handler<RefuseCustody> {
  execute({ path: { id }, body, context }: RefuseCustody): Promise<CommandOutcome> {
    return this.handle(exhibit, exhibitStream(id), { type: 'RefuseCustody', data: body }, context);
  }
}
