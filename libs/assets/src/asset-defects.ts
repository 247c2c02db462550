/**
 * What is irregular about a recorded fact. A fact is never refused for it; acts that rest on it are.
 * `entry.late` recorded more than 24 hours after it happened; `asset.left` recorded when the asset was sold, handed over, destroyed or given back;
 * `freeze.unknown` of a freeze that was not recorded; `freeze.expired` its expiry had passed when it was recorded;
 * `freeze.renewed-after-lapse` decided after the freeze had expired, so that there was a gap; `seizure.no-order` nobody ordered the seizure;
 * `order.unknown` of a confiscation order that was not recorded; `order.differs` the same order was recorded before and said otherwise;
 * `order.on-appeal` said to be final because nobody appealed, while an appeal is recorded; `order.was-final` appealed after it had become final;
 * `time.before-order` dated before the order that it is about; `claim.unknown` of a claim that was not recorded;
 * `claim.decided-otherwise` decided before, the other way; `sale.voided` of a sale that was voided; `sale.distributed` its proceeds were distributed;
 * `settlement.over-price` more than the price came in; `settlement.other-currency` not the currency of the price;
 * `bid.not-listed` of an asset that was not on offer; `interest.no-escrow` of money that did not wait for a final order.
 * By the last ones a fact weighs nothing until it is reported by somebody else, or again when they are mended: `court.unknown` by a court that is not in the
 * register; `duty.same-person` reported by somebody who had a duty on the asset that is kept apart from this one; `valuer.unknown` by a valuer who is not in
 * the register; `valuer.unlicensed` after the valuer's licence had ended; `valuer.not-independent` by an official of the case or somebody of its units;
 * `interest.over-ceiling` more than the bank can have given on what it held for so long.
 */
export const assetDefects = [
  'entry.late',
  'asset.left',
  'freeze.unknown',
  'freeze.expired',
  'freeze.renewed-after-lapse',
  'seizure.no-order',
  'order.unknown',
  'order.differs',
  'order.on-appeal',
  'order.was-final',
  'time.before-order',
  'claim.unknown',
  'claim.decided-otherwise',
  'sale.voided',
  'sale.distributed',
  'settlement.over-price',
  'settlement.other-currency',
  'bid.not-listed',
  'interest.no-escrow',
  'court.unknown',
  'duty.same-person',
  'valuer.unknown',
  'valuer.unlicensed',
  'valuer.not-independent',
  'interest.over-ceiling',
] as const;
export type AssetDefect = (typeof assetDefects)[number];

const WEIGHS_NOTHING = [
  'court.unknown',
  'duty.same-person',
  'valuer.unknown',
  'valuer.unlicensed',
  'valuer.not-independent',
  'interest.over-ceiling',
] as const;

/** A defect by which a fact weighs nothing: what the authority does cannot rest on it. */
export type Mark = (typeof WEIGHS_NOTHING)[number];

/** The marks among the defects of a fact. */
export const marksIn = (defects: readonly AssetDefect[]): readonly Mark[] => WEIGHS_NOTHING.filter((mark) => defects.includes(mark));

/** What carries the marks of the fact that it comes from. */
export interface Markable {
  /** Why what it says weighs nothing yet; absent where it does. */
  readonly marks?: readonly Mark[];
}

/** The marks of a fact as a part of what comes of it. */
export function markedBy({ defects }: Defective): Markable {
  const marks = marksIn(defects);
  return marks.length === 0 ? {} : { marks };
}

/** Whether a fact that is known already is recorded once more: it weighed nothing, and as it is reported now it does. */
export const isMended = ({ marks = [] }: Markable, now: readonly Mark[]): boolean => marks.length > 0 && now.length === 0;

/** What was recorded although it may be irregular. */
export interface Defective {
  /** What is irregular about it. */
  readonly defects: readonly AssetDefect[];
}

/** What may be irregular, by its code. */
export type Irregularities = Readonly<Partial<Record<AssetDefect, boolean>>>;

/** The codes that hold, in the one order of all. */
export const defectsWhere = (irregular: Irregularities): readonly AssetDefect[] =>
  assetDefects.filter((defect) => irregular[defect] === true);

/**
 * Why a sale is held up: `sale.below-valuation` for less than 70 % of the highest valuation that counts; `sale.other-currency` no valuation is in the
 * currency of its price; `sale.below-reserve` for less than was asked; `sale.to-seller`, `sale.to-official`, `sale.to-unit` to who sells it, to somebody
 * with a part in the case or a duty on the asset, to somebody of their units; `sale.near-name` to somebody whose name is almost one of theirs; `sale.to-holder` back to who held it; `sale.no-bid` no bid was recorded
 * that it takes; `sale.other-than-bid` for another price or to another person than the bid; `sale.not-best-bid` a higher bid was passed over;
 * `sale.buyer-unnamed` it does not say who buys; `sale.side-unknown` on the buyer's side is somebody whom the register does not know.
 */
export const saleHoldUps = [
  'sale.below-valuation',
  'sale.other-currency',
  'sale.below-reserve',
  'sale.to-seller',
  'sale.to-official',
  'sale.to-unit',
  'sale.near-name',
  'sale.to-holder',
  'sale.no-bid',
  'sale.other-than-bid',
  'sale.not-best-bid',
  'sale.buyer-unnamed',
  'sale.side-unknown',
] as const;
export type SaleHoldUp = (typeof saleHoldUps)[number];
