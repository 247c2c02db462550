import { type Command, process } from '#libs/event-sourcing';
import type { Id, Money } from '#libs/vocabulary';
import type { SaleHoldUp } from './asset-defects.ts';
import { type AssetEvent, assetIdOf } from './asset-events.ts';
import { type Ground, groundOf } from './published.ts';

/** That integrity is told of a sale that is held up, or of interest on its money that no bank gives. */
export type TellOfSale =
  | Command<'TellOfSale', Told & { readonly heldUp: readonly SaleHoldUp[] }>
  | Command<'TellOfInterest', Told & { readonly interestId: Id; readonly amount: Money }>;

interface Told {
  readonly assetId: Id;
  readonly saleId: Id;
  readonly ground: Ground;
}

type Telling = Extract<AssetEvent, { type: 'AssetSold' | 'EscrowInterestCredited' }>;

/** Tells integrity of every sale that is held up: it alone can clear it. And of what was recorded as interest and is more than that. */
export const heldUpSales = process<Telling, TellOfSale, object>({
  name: 'held-up-sales',
  handles: ['AssetSold', 'EscrowInterestCredited'],
  keysOf: ({ stream }) => [assetIdOf(stream)],
  react(state = {}, input, assetId) {
    switch (input.type) {
      case 'AssetSold': {
        const { saleId, heldUp = [] } = input.data;
        if (heldUp.length === 0) return { state };
        return { state, commands: [{ type: 'TellOfSale', data: { assetId, saleId, heldUp, ground: groundOf(input) } }] };
      }
      case 'EscrowInterestCredited': {
        const { saleId, interestId, amount, defects } = input.data;
        if (!defects.includes('interest.over-ceiling')) return { state };
        return { state, commands: [{ type: 'TellOfInterest', data: { assetId, saleId, interestId, amount, ground: groundOf(input) } }] };
      }
      default:
        return { state };
    }
  },
});
