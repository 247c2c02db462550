// Through whose hands exhibits go.

export const HANDS = ['investigator', 'custodian', 'laboratory-analyst'] as const;

/** Of them, who takes over what others offer. */
export const RECEIVERS = ['custodian', 'laboratory-analyst'] as const;

/** Who may have a part in an exhibit, and so adopts what others state of it. */
export const KEEPERS = [...HANDS, 'unit-head', 'legal-officer'] as const;
