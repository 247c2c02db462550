// Through whose hands exhibits go.

export const HANDS = ['investigator', 'custodian', 'laboratory-analyst'] as const;

/** Of them, who takes over what others offer. */
export const RECEIVERS = ['custodian', 'laboratory-analyst'] as const;
