import {
  type Currency,
  type LocalizedText,
  type Money,
  type Office,
  type Substance,
  type SuspectRole,
  suspectRoles,
} from '#libs/vocabulary';

export { type Office, offices, type SuspectRole, suspectRoles } from '#libs/vocabulary';

// What a reward policy may say. Terms are stored whole with each version and are read for ever: a new rule is a new optional field.
// No term names a number of arrests, and no formula could read one: an assessment is never given any.

/** What a threshold and a formula count: the certified weight with packaging, without it, or of the pure substance. */
export const measures = ['gross', 'net', 'pure'] as const;
export type Measure = (typeof measures)[number];

/** Whose date decides which version applies to a case that spans two of them. */
export const applyingDates = ['seizure', 'proposal', 'decision'] as const;
export type AppliesBy = (typeof applyingDates)[number];

/** Who takes no personal share of the case they act in under any policy, unless an enacted instrument is cited. */
export const ALWAYS_EXCLUDED = ['judge', 'prosecutor', 'court-official'] as const satisfies readonly Office[];

/** From this quantity of the substance on, a sum; with `perMg`, that sum for each so many milligrams, pro rata. A band ends where the next one begins. */
export interface Band {
  readonly fromMg: number;
  readonly amount: Money;
  readonly perMg?: number;
}

/**
 * How much a case is worth before multipliers and caps. Every division is one floor, at the very end.
 * - `flat`: the amount, once an operation.
 * - `per_unit`: the amount for each `unitMg` of the measured quantity, whole ones only or pro rata: `floor(measured / unitMg) × amount`, `floor(measured × amount / unitMg)`.
 * - `scaled_to_cap`: up to the amount by quantity and purity, which together are the pure quantity: `floor(upTo × min(pureMg, wholeAtPureMg) / wholeAtPureMg)`.
 * - `tiered`: of each substance's measured quantity, what the band it falls into pays. A substance in no table pays nothing.
 * - `asset_share`: `min(upTo, floor(net proceeds × shareBp / 10,000))`.
 */
export type Formula =
  | { readonly kind: 'flat'; readonly amount: Money }
  | { readonly kind: 'per_unit'; readonly amount: Money; readonly unitMg: number; readonly counting: 'whole' | 'pro-rata' }
  | { readonly kind: 'scaled_to_cap'; readonly upTo: Money; readonly wholeAtPureMg: number }
  | { readonly kind: 'tiered'; readonly tables: readonly { readonly substances: readonly Substance[]; readonly bands: readonly Band[] }[] }
  | { readonly kind: 'asset_share'; readonly shareBp: number; readonly upTo: Money };

/**
 * Multipliers by the most important suspect of the operation, in basis points of what the formula gives. Where everybody is a lesser figure, or nobody
 * is known, the reward goes to the unit's fund. Once an organiser, a leading figure, is finally convicted, `topUpBp` of what the formula gives is added.
 */
export interface RoleRules {
  readonly multipliersBp: Readonly<Record<SuspectRole, number>>;
  readonly topUpBp: number;
}

/** The most that is paid: for a case, and to one officer for a case, in any twelve months and in a career. What is not named is not capped. */
export interface Caps {
  readonly case?: Money;
  readonly officerPerCase?: Money;
  /** Instead of `officerPerCase`, where the committee calls the case exceptional and says why. */
  readonly officerPerCaseExceptional?: Money;
  readonly officerTwelveMonths?: Money;
  readonly officerCareer?: Money;
}

/** A part of the reward, and what releases it: the certified result with integrity's clearance, or a final verdict against a named suspect. */
export interface Stage {
  readonly on: 'laboratory' | 'final-verdict';
  readonly shareBp: number;
}

/** One version of a reward policy, whole. */
export interface PolicyTerms {
  readonly name: LocalizedText;
  /** Where the rule comes from, in words: who said or wrote it, when, and what in it is our reading. */
  readonly source: string;
  /** Of every amount in the terms. */
  readonly currency: Currency;
  readonly appliesBy: AppliesBy;
  /** What is counted and from what quantity on a reward is due, inclusive. Only a policy on assets does without. */
  readonly quantity?: { readonly measure: Measure; readonly thresholdMg: number };
  readonly formula: Formula;
  readonly roles?: RoleRules;
  readonly caps: Caps;
  /** Codes of irregularities: a seizure that has an excluding one does not count, a suspending one holds the reward until it is cleared up. */
  readonly defects: { readonly excluding: readonly string[]; readonly suspending: readonly string[] };
  readonly stages: readonly Stage[];
  /** At most this part goes to persons; the rest is for units. */
  readonly personsAtMostBp: number;
  readonly excludedOffices: readonly Office[];
}

/** What is wrong with the terms: the place, and a sentence for who drafts them. */
export interface Flaw {
  readonly at: string;
  readonly why: string;
}

/** Everything in the terms that contradicts itself or could pay what nobody meant; empty for coherent terms. */
export function flawsOf(terms: PolicyTerms): readonly Flaw[] {
  const flaws: Flaw[] = [];
  const need = (holds: boolean, at: string, why: string): void => {
    if (!holds) flaws.push({ at, why });
  };
  const basisPoints = (value: number, at: string, most = 10_000): void => {
    need(Number.isSafeInteger(value) && value >= 0 && value <= most, at, `Basis points are whole, 0 to ${most}`);
  };
  const milligrams = (value: number, at: string, least = 1): void => {
    need(Number.isSafeInteger(value) && value >= least, at, `A quantity is whole milligrams, at least ${least}`);
  };
  const { formula, quantity, roles, stages } = terms;

  for (const [at, { currency, amount }] of amountsOf(terms)) {
    need(currency === terms.currency, at, `The policy is in ${terms.currency}; no amount of it is in ${currency}`);
    need(/^[1-9]\d*$/.test(amount), at, 'An amount is whole minor units, above zero');
  }
  if (quantity === undefined)
    need(formula.kind === 'asset_share', 'quantity', 'Only a policy on assets can do without a measure and a threshold');
  else milligrams(quantity.thresholdMg, 'quantity.thresholdMg');

  switch (formula.kind) {
    case 'flat':
      break;
    case 'per_unit':
      milligrams(formula.unitMg, 'formula.unitMg');
      break;
    case 'scaled_to_cap':
      milligrams(formula.wholeAtPureMg, 'formula.wholeAtPureMg');
      break;
    case 'asset_share':
      basisPoints(formula.shareBp, 'formula.shareBp');
      need(formula.shareBp !== 0, 'formula.shareBp', 'A share of nothing rewards nobody');
      break;
    case 'tiered': {
      const named = formula.tables.flatMap(({ substances }) => substances);
      need(named.length > 0, 'formula.tables', 'There is no substance in any table');
      need(new Set(named).size === named.length, 'formula.tables', 'A substance stands in one table only');
      formula.tables.forEach(({ bands }, table) => {
        need(bands.length > 0, `formula.tables.${table}`, 'A table has at least one band');
        bands.forEach(({ fromMg, perMg }, band) => {
          const at = `formula.tables.${table}.bands.${band}`;
          milligrams(fromMg, `${at}.fromMg`, 0);
          if (perMg !== undefined) milligrams(perMg, `${at}.perMg`);
          const before = bands[band - 1];
          need(before === undefined || before.fromMg < fromMg, `${at}.fromMg`, 'Bands stand in rising order, and no two begin alike');
        });
      });
    }
  }

  if (roles !== undefined) {
    const { lesser, significant, leading } = roles.multipliersBp;
    for (const role of suspectRoles) basisPoints(roles.multipliersBp[role], `roles.multipliersBp.${role}`);
    need(
      lesser <= significant && significant <= leading,
      'roles.multipliersBp',
      'A more important suspect is not worth less than a lesser one',
    );
    basisPoints(roles.topUpBp, 'roles.topUpBp');
  }

  const { caps } = terms;
  const rising = [caps.officerPerCase, caps.officerPerCaseExceptional, caps.officerTwelveMonths, caps.officerCareer].filter(
    (cap) => cap !== undefined,
  );
  need(
    rising.every((cap, index) => index === 0 || BigInt(cap.amount) >= BigInt(rising[index - 1]?.amount ?? 0)),
    'caps',
    "An officer's caps rise from a case to an exceptional case, twelve months and a career",
  );
  need(
    caps.officerPerCaseExceptional === undefined || caps.officerPerCase !== undefined,
    'caps',
    'A cap for exceptional cases needs one for the others',
  );

  stages.forEach(({ shareBp }, index) => {
    basisPoints(shareBp, `stages.${index}.shareBp`);
  });
  need(stages.reduce((sum, { shareBp }) => sum + shareBp, 0) === 10_000, 'stages', 'The stages make up the whole: 10,000 basis points');
  need(new Set(stages.map(({ on }) => on)).size === stages.length, 'stages', 'One event releases one stage');

  basisPoints(terms.personsAtMostBp, 'personsAtMostBp');
  const { excluding, suspending } = terms.defects;
  need(!excluding.some((defect) => suspending.includes(defect)), 'defects', 'A defect excludes or suspends, not both');
  need(
    ALWAYS_EXCLUDED.every((office) => terms.excludedOffices.includes(office)),
    'excludedOffices',
    'Judges, prosecutors and court officials who act in a case are excluded under every policy; an enacted instrument can be cited for a share',
  );
  return flaws;
}

/** Every amount in the terms, with its place. */
function amountsOf({ formula, caps }: PolicyTerms): readonly (readonly [string, Money])[] {
  const capped = Object.entries(caps).map(([name, cap]) => [`caps.${name}`, cap as Money] as const);
  switch (formula.kind) {
    case 'flat':
    case 'per_unit':
      return [['formula.amount', formula.amount], ...capped];
    case 'scaled_to_cap':
    case 'asset_share':
      return [['formula.upTo', formula.upTo], ...capped];
    case 'tiered':
      return [
        ...formula.tables.flatMap(({ bands }, table) =>
          bands.map(({ amount }, band) => [`formula.tables.${table}.bands.${band}.amount`, amount] as const),
        ),
        ...capped,
      ];
  }
}
