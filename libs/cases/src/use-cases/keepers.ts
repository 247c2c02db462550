/** Who may have a part in a case, and so adopts what others state of it. */
export const KEEPERS = ['investigator', 'unit-head', 'legal-officer'] as const;

/** Who may know something of a case that somebody with a part in it does not: whoever writes at all. */
export const WITNESSES = [
  ...KEEPERS,
  'custodian',
  'laboratory-analyst',
  'committee-member',
  'finance-officer',
  'integrity-officer',
] as const;
