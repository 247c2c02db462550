import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, IsId, IsInstant, IsText } from '#libs/http';
import { canonical } from '#libs/vocabulary';
import { AssetHandler } from './asset-handler.ts';
import { person } from './court-orders.ts';
import { price } from './examples.ts';

export class ReceiveBidBody {
  static readonly example = { bidder: person, amount: price, receivedAt: '2026-10-15T10:00:00+07:00', reference: 'BID-3/26' };

  @Describe('Reference to the person who bids, never a name')
  @IsId()
  bidder!: string;

  @IsMoney()
  amount!: MoneyBody;

  @IsInstant()
  receivedAt!: string;

  @Describe('The number of the bid on paper. The same bid for the same offer is recorded once')
  @IsText(1, 100)
  reference!: string;
}

export class ReceiveBid extends CommandAt('v1/assets/:id/bids', {
  body: ReceiveBidBody,
  roles: ['legal-officer', 'finance-officer'],
  stated: true,
  summary: 'Record a bid for a listed asset',
  description:
    'By somebody who neither lists nor sells it, nor recorded what it is worth. Every bid is kept, and a sale names the one that it takes. Answers the id of the bid.',
}) {}

@CommandHandler(ReceiveBid)
export class ReceiveBidHandler extends AssetHandler<ReceiveBid> {
  execute({ path: { id }, body, context }: ReceiveBid): Promise<CommandOutcome> {
    const { bidder, amount, receivedAt, reference } = body;
    const bidId = deriveUuid('bid', id, canonical(reference));
    const command = { type: 'ReceiveBid', data: { bidId, bidder, amount, receivedAt, reference } } as const;
    return this.decide(id, command, context, { id: bidId, occurredAt: receivedAt });
  }
}
