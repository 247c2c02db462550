import type { Role } from '#libs/access';

/** Who may be a hand of anything that takes two: everybody whom some command serves. Which one serves whom it says itself. */
export const HANDS = [
  'investigator',
  'unit-head',
  'custodian',
  'laboratory-analyst',
  'legal-officer',
  'committee-member',
  'finance-officer',
  'integrity-officer',
  'administrator',
] as const satisfies readonly Role[];
