import { Describe, IsId, IsText } from '#libs/http';

/** What ends an offer without a hand-over: refused by its receiver, withdrawn by its giver. */
export class EndOfferBody {
  static readonly example = { transferId: '2b1e8f60-7d3c-8a41-9c55-1f0e2d3c4b5a', reason: 'The seal does not match the receipt' };

  @Describe('What the offer answered')
  @IsId()
  transferId!: string;

  @IsText(1, 2000, { lines: true })
  reason!: string;
}
