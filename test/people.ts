import type { Role } from '#libs/access';

/** Who acts over HTTP, as what, of which unit. */
export type People = Readonly<Record<string, readonly [role: Role, unit: string]>>;

/** Those whom every reward passes on its way; agencies other than the police are those of the register. */
export const decidingPeople = {
  'the-administrator': ['administrator', 'unit-registers'],
  'officer-sokha': ['investigator', 'unit-phnom-penh-1'],
  'officer-sovann': ['unit-head', 'unit-phnom-penh-1'],
  'officer-maly': ['unit-head', 'unit-kandal-2'],
  'custodian-reasmey': ['custodian', 'unit-laboratory'],
  'analyst-chenda': ['laboratory-analyst', 'unit-laboratory'],
  'analyst-lina': ['laboratory-analyst', 'unit-laboratory'],
  'officer-bopha': ['legal-officer', 'unit-legal'],
  // Follows the case before the court, and so clears no reward for it.
  'officer-kunthea': ['legal-officer', 'unit-legal'],
  'member-nary': ['committee-member', 'unit-committee'],
  'member-sann': ['committee-member', 'unit-committee'],
  'officer-rith': ['finance-officer', 'unit-finance'],
  'officer-vannak': ['finance-officer', 'unit-finance'],
  'the-auditor': ['auditor', 'unit-audit'],
} as const satisfies People;
