import { type Command, type Position, process } from '#libs/event-sourcing';
import type { Id } from '#libs/vocabulary';
import type { SaleHoldUp } from './asset-defects.ts';
import { type AssetEvent, assetIdOf } from './asset-events.ts';

/** That integrity is told of a sale that is held up. */
export type TellOfSale = Command<
  'TellOfSale',
  { readonly assetId: Id; readonly saleId: Id; readonly heldUp: readonly SaleHoldUp[]; readonly ground: RecordedSale }
>;

/** Where the sale is recorded, for whoever looks into it. */
interface RecordedSale {
  readonly stream: string;
  readonly eventId: Id;
  readonly position: Position;
}

type Sold = Extract<AssetEvent, { type: 'AssetSold' }>;

/** Tells integrity of every sale that is held up: it alone can clear it. */
export const heldUpSales = process<Sold, TellOfSale, object>({
  name: 'held-up-sales',
  handles: ['AssetSold'],
  keysOf: ({ stream }) => [assetIdOf(stream)],
  react(state = {}, input, assetId) {
    if (input.type !== 'AssetSold') return { state };
    const { saleId, heldUp = [] } = input.data;
    if (heldUp.length === 0) return { state };
    const ground = { stream: input.stream, eventId: input.id, position: input.position };
    return { state, commands: [{ type: 'TellOfSale', data: { assetId, saleId, heldUp, ground } }] };
  },
});
