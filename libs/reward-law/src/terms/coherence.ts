import type { Money } from '#libs/vocabulary';
import { ALWAYS_EXCLUDED, type Formula, type PolicyTerms, suspectRoles } from './policy-terms.ts';

// What terms have to be before anybody drafts a policy of them: one function a rule, in the order in which they are answered.

/** What is wrong with the terms: the place, and a sentence for who drafts them. */
export interface Flaw {
  readonly at: string;
  readonly why: string;
}

/** Everything in the terms that contradicts itself or could pay what nobody meant; empty for coherent terms. */
export function flawsOf(terms: PolicyTerms): readonly Flaw[] {
  return [
    amountsInOneCurrency,
    quantityUnlessOnAssets,
    formulaWithoutGaps,
    rolesThatRise,
    capsThatRise,
    stagesThatMakeTheWhole,
    personsWithinTheWhole,
    defectsOfOneKind,
    courtOfficersExcluded,
    policiesInOnePlace,
  ].flatMap((rule) => rule(terms));
}

const unless = (holds: boolean, at: string, why: string): readonly Flaw[] => (holds ? [] : [{ at, why }]);

const basisPoints = (value: number, at: string): readonly Flaw[] =>
  unless(Number.isSafeInteger(value) && value >= 0 && value <= 10_000, at, 'Basis points are whole, 0 to 10000');

const milligrams = (value: number, at: string, least = 1): readonly Flaw[] =>
  unless(Number.isSafeInteger(value) && value >= least, at, `A quantity is whole milligrams, at least ${least}`);

/** A policy is in one currency, and nothing that it pays or caps is nothing. */
function amountsInOneCurrency(terms: PolicyTerms): readonly Flaw[] {
  return amountsOf(terms).flatMap(([at, { currency, amount }]) => [
    ...unless(currency === terms.currency, at, `The policy is in ${terms.currency}; no amount of it is in ${currency}`),
    ...unless(/^[1-9]\d*$/.test(amount), at, 'An amount is whole minor units, above zero'),
  ]);
}

/** Rules of reward, 1 and 2: what is seized is measured. Only a share of assets needs no measure. */
function quantityUnlessOnAssets({ quantity, formula }: PolicyTerms): readonly Flaw[] {
  return quantity === undefined
    ? unless(formula.kind === 'asset_share', 'quantity', 'Only a policy on assets can do without a measure and a threshold')
    : milligrams(quantity.thresholdMg, 'quantity.thresholdMg');
}

/** Rules of reward, 3: a formula says for every quantity what it gives. */
function formulaWithoutGaps({ formula }: PolicyTerms): readonly Flaw[] {
  switch (formula.kind) {
    case 'flat':
      return [];
    case 'per_unit':
      return milligrams(formula.unitMg, 'formula.unitMg');
    case 'scaled_to_cap':
      return milligrams(formula.wholeAtPureMg, 'formula.wholeAtPureMg');
    case 'asset_share':
      return [
        ...basisPoints(formula.shareBp, 'formula.shareBp'),
        ...unless(formula.shareBp !== 0, 'formula.shareBp', 'A share of nothing rewards nobody'),
      ];
    case 'tiered':
      return tablesInOrder(formula);
  }
}

/** A substance stands in one table, and the bands of a table rise. */
function tablesInOrder({ tables }: Extract<Formula, { kind: 'tiered' }>): readonly Flaw[] {
  const named = tables.flatMap(({ substances }) => substances);
  return [
    ...unless(named.length > 0, 'formula.tables', 'There is no substance in any table'),
    ...unless(new Set(named).size === named.length, 'formula.tables', 'A substance stands in one table only'),
    ...tables.flatMap(({ bands }, table) => [
      ...unless(bands.length > 0, `formula.tables.${table}`, 'A table has at least one band'),
      ...bands.flatMap(({ fromMg, perMg }, band) => {
        const at = `formula.tables.${table}.bands.${band}`;
        const before = bands[band - 1];
        return [
          ...milligrams(fromMg, `${at}.fromMg`, 0),
          ...(perMg === undefined ? [] : milligrams(perMg, `${at}.perMg`)),
          ...unless(before === undefined || before.fromMg < fromMg, `${at}.fromMg`, 'Bands stand in rising order, and no two begin alike'),
        ];
      }),
    ]),
  ];
}

/** Rules of reward, 3: the more important the suspect, the more the reward. */
function rolesThatRise({ roles }: PolicyTerms): readonly Flaw[] {
  if (roles === undefined) return [];
  const { lesser, significant, leading } = roles.multipliersBp;
  return [
    ...suspectRoles.flatMap((role) => basisPoints(roles.multipliersBp[role], `roles.multipliersBp.${role}`)),
    ...unless(
      lesser <= significant && significant <= leading,
      'roles.multipliersBp',
      'A more important suspect is not worth less than a lesser one',
    ),
    ...basisPoints(roles.topUpBp, 'roles.topUpBp'),
  ];
}

/** Rules of reward, 8: an officer's caps rise from a case to a career. */
function capsThatRise({ caps }: PolicyTerms): readonly Flaw[] {
  const rising = [caps.officerPerCase, caps.officerPerCaseExceptional, caps.officerTwelveMonths, caps.officerCareer].filter(
    (cap) => cap !== undefined,
  );
  return [
    ...unless(
      rising.every((cap, index) => index === 0 || BigInt(cap.amount) >= BigInt(rising[index - 1]?.amount ?? 0)),
      'caps',
      "An officer's caps rise from a case to an exceptional case, twelve months and a career",
    ),
    ...unless(
      caps.officerPerCaseExceptional === undefined || caps.officerPerCase !== undefined,
      'caps',
      'A cap for exceptional cases needs one for the others',
    ),
  ];
}

/** Rules of reward, 9: stages are parts of one whole, each released by an event of its own. */
function stagesThatMakeTheWhole({ stages }: PolicyTerms): readonly Flaw[] {
  return [
    ...stages.flatMap(({ shareBp }, index) => basisPoints(shareBp, `stages.${index}.shareBp`)),
    ...unless(
      stages.reduce((sum, { shareBp }) => sum + shareBp, 0) === 10_000,
      'stages',
      'The stages make up the whole: 10,000 basis points',
    ),
    ...unless(new Set(stages.map(({ on }) => on)).size === stages.length, 'stages', 'One event releases one stage'),
  ];
}

function personsWithinTheWhole({ personsAtMostBp }: PolicyTerms): readonly Flaw[] {
  return basisPoints(personsAtMostBp, 'personsAtMostBp');
}

/** A defect leaves a seizure out or holds the reward up: only what holds it up can be cleared up. */
function defectsOfOneKind({ defects: { excluding, suspending } }: PolicyTerms): readonly Flaw[] {
  return unless(!excluding.some((defect) => suspending.includes(defect)), 'defects', 'A defect excludes or suspends, not both');
}

/** Rules of reward, 6: no policy pays a judge, a prosecutor or a court official for a case they act in. */
function courtOfficersExcluded({ excludedOffices }: PolicyTerms): readonly Flaw[] {
  return unless(
    ALWAYS_EXCLUDED.every((office) => excludedOffices.includes(office)),
    'excludedOffices',
    'Judges, prosecutors and court officials who act in a case are excluded under every policy; an enacted instrument can be cited for a share',
  );
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

/** The law says which of two policies is paid, or that both are: not one thing and the other. */
function policiesInOnePlace({ supersedes = [], alongside = [] }: PolicyTerms): readonly Flaw[] {
  const both = supersedes.filter((policyId) => alongside.includes(policyId));
  return unless(both.length === 0, 'supersedes', `Nothing is paid in the place of a policy and beside it: ${both.join(', ')}`);
}
