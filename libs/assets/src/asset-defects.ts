/**
 * What is irregular about a recorded fact. A fact is never refused for it; acts that rest on it are.
 * `entry.late` recorded more than 24 hours after it happened; `asset.left` recorded when the asset was sold, handed over, destroyed or given back;
 * `freeze.unknown` of a freeze that was not recorded; `freeze.expired` its expiry had passed when it was recorded;
 * `freeze.renewed-after-lapse` decided after the freeze had expired, so that there was a gap; `seizure.no-order` nobody ordered the seizure;
 * `order.unknown` of a confiscation order that was not recorded; `order.differs` the same order was recorded before and said otherwise;
 * `order.on-appeal` said to be final because nobody appealed, while an appeal is recorded; `order.was-final` appealed after it had become final;
 * `time.before-order` dated before the order that it is about; `claim.unknown` of a claim that was not recorded;
 * `claim.decided-otherwise` decided before, the other way; `sale.voided` of a sale that was voided; `sale.distributed` its proceeds were distributed;
 * `settlement.over-price` more than the price came in; `settlement.other-currency` not the currency of the price.
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
] as const;
export type AssetDefect = (typeof assetDefects)[number];

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
