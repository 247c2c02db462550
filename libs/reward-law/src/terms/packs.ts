import { khr, money } from '#libs/vocabulary';
import { ALWAYS_EXCLUDED, type PolicyTerms } from './policy-terms.ts';

/** Readings of the official words, and schemes from elsewhere, ready to be drafted as they are. */
export const packNames = ['flat', 'per_unit', 'scaled_to_cap', 'india_2017', 'network_first'] as const;
export type PackName = (typeof packNames)[number];

const KILOGRAM_MG = 1_000_000;

/** What the announcement leaves open and the product decides the same way for all packs. */
const usual = {
  appliesBy: 'seizure',
  quantity: { measure: 'net', thresholdMg: KILOGRAM_MG },
  caps: {},
  defects: {
    excluding: ['search.no-authorisation', 'exhibit.tampered'],
    suspending: [
      'authorisation.added-later',
      'authorisation.after-seizure',
      'case.closed',
      'officer.not-assigned',
      'search.at-night',
      'search.no-witnesses',
      'search.witness-police',
      'sample.large',
      'seal.broken',
      'weight.drift',
      'weight.over-seizure',
    ],
  },
  stages: [
    { on: 'laboratory', shareBp: 5_000 },
    { on: 'final-verdict', shareBp: 5_000 },
  ],
  personsAtMostBp: 10_000,
  excludedOffices: [...ALWAYS_EXCLUDED, 'analyst'],
} satisfies Partial<PolicyTerms>;

const inRupees = (rupees: number) => money('INR', rupees * 100);
const perKilogram = (rupees: number) => [{ fromMg: 0, amount: inRupees(rupees), perMg: KILOGRAM_MG }];

/**
 * The packs as data. The names are the storage's: a pack is copied whole into the policy that is drafted from it, so changing one changes
 * no policy.
 */
export const packs: Readonly<Record<PackName, PolicyTerms>> = {
  flat: {
    ...usual,
    name: { en: '40 million riel a bust', km: '៤០ លានរៀល ក្នុងមួយករណី' },
    source:
      'The interior minister as announced in 2017: officers who take part in a seizure of one kilogram of drugs or more earn 40 million riel, as units and as individuals. Read as one sum a bust, whatever it weighs.',
    currency: 'KHR',
    formula: { kind: 'flat', amount: khr(40_000_000) },
  },
  per_unit: {
    ...usual,
    name: { en: '40 million riel a kilogram', km: '៤០ លានរៀល ក្នុងមួយគីឡូក្រាម' },
    source:
      'The announcement of 2017 as it was first paid out: 40 million riel for each kilogram. Counted in whole kilograms; drafted from whole terms it can count pro rata.',
    currency: 'KHR',
    formula: { kind: 'per_unit', amount: khr(40_000_000), unitMg: KILOGRAM_MG, counting: 'whole' },
  },
  scaled_to_cap: {
    ...usual,
    name: { en: 'Up to 40 million riel by quantity and purity', km: 'រហូតដល់ ៤០ លានរៀល តាមបរិមាណ និងភាពសុទ្ធ' },
    source:
      'The deputy chief of the national police on the announcement of 2017: up to 40 million riel, by quantity and purity. He gave no scale. That the whole is reached at ten kilograms of pure substance, and falls in proportion below, is our reading.',
    currency: 'KHR',
    formula: { kind: 'scaled_to_cap', upTo: khr(40_000_000), wholeAtPureMg: 10 * KILOGRAM_MG },
  },
  india_2017: {
    ...usual,
    name: { en: 'India 2017: rates a kilogram by substance' },
    source:
      'India, Ministry of Home Affairs, guidelines for grant of rewards to be paid to officers, informers and other persons, of 10 October 2017, as the ministry told the press: rates a kilogram by substance; to an officer Rs 50,000 at a time, Rs 200,000 in exceptional cases, Rs 2,000,000 in a career; up to half before trial once the laboratory is positive. Read as weight for weight from the first milligram; cannabis at the rate of ganja. Not in it: substances counted by the tablet, and the reduction below the prescribed purity.',
    currency: 'INR',
    quantity: { measure: 'net', thresholdMg: 1 },
    formula: {
      kind: 'tiered',
      tables: [
        { substances: ['cocaine'], bands: perKilogram(240_000) },
        { substances: ['heroin'], bands: perKilogram(120_000) },
        { substances: ['methamphetamine'], bands: perKilogram(20_000) },
        { substances: ['opium'], bands: perKilogram(6_000) },
        { substances: ['cannabis'], bands: perKilogram(600) },
      ],
    },
    caps: { officerPerCase: inRupees(50_000), officerPerCaseExceptional: inRupees(200_000), officerCareer: inRupees(2_000_000) },
  },
  network_first: {
    ...usual,
    name: { en: 'Network first: organisers, not couriers', km: 'បណ្តាញមុនគេ៖ អ្នករៀបចំ មិនមែនអ្នកដឹកជញ្ជូន' },
    source:
      'Written for the objection of an outside expert to the announcement of 2017: if rewards are paid, pay those who investigate high-level traffickers, not mules. A lesser figure counts 25 %, a significant one 60 %, a leading one 100 % of 40 million riel; where there are only couriers, it goes to the unit. The top-up of half as much again when an organiser is finally convicted, and the cap of 60 million riel a case, are our reading.',
    currency: 'KHR',
    formula: { kind: 'flat', amount: khr(40_000_000) },
    roles: { multipliersBp: { lesser: 2_500, significant: 6_000, leading: 10_000 }, topUpBp: 5_000 },
    caps: { case: khr(60_000_000) },
  },
};
