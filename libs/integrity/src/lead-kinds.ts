import type { Line } from '#libs/vocabulary';

/** What a kind of lead means. What it holds up, it says how to release: nobody is left waiting for something that nobody can do. */
interface Meaning {
  readonly means: Line;
  /** What waits meanwhile, and by which routes that is decided, in whatever way. Absent where nothing waits for it. */
  readonly holdsUp?: { readonly what: 'money' | 'law' | 'title'; readonly releasedBy: readonly [Line, ...Line[]] };
}

/** What somebody is to look into, by kind. Their names are storage format; the next kind goes here. */
export const LEADS = {
  'identifier-used-twice': {
    means: 'One number stands for two things: one of them is no thing of its own, or somebody wrote the wrong number',
    holdsUp: { what: 'money', releasedBy: ['/v1/identifiers/{id}/clear', '/v1/identifiers/{id}/release'] },
  },
  'possible-same-operation': {
    means: 'Cases that nobody linked share officers, province and hour: they may be one operation, rewarded twice',
  },
  'sale-held-up': {
    means: 'A confiscated asset was sold far below its worth, past a better bid, or to somebody with a part in it: its money waits',
    holdsUp: { what: 'money', releasedBy: ['/v1/assets/{id}/clear-sale', '/v1/assets/{id}/void-sale'] },
  },
  'reward-held-up': {
    means: 'Something irregular holds a reward up: somebody said something anew, the papers do not fit, or the law is in doubt',
    holdsUp: { what: 'money', releasedBy: ['/v1/rewards/{id}/clear-irregularity', '/v1/rewards/{id}/uphold-irregularity'] },
  },
  'irregular-verdict': {
    means:
      'A final verdict or the end of a charge that money would follow from is not regular: it counts for nothing, neither for the reward nor against it',
    holdsUp: {
      what: 'money',
      releasedBy: [
        '/v1/cases/{id}/suspects/{suspectId}/verdicts/{verdictId}/attest',
        '/v1/cases/{id}/suspects/{suspectId}/verdicts/{verdictId}/withdraw',
        '/v1/cases/{id}/suspects/{suspectId}/verdicts/{verdictId}/correct',
        '/v1/cases/{id}/charges/{chargesId}/ends/{endId}/attest',
        '/v1/cases/{id}/charges/{chargesId}/ends/{endId}/withdraw',
      ],
    },
  },
  'suspended-with-shares': {
    means: 'An officer was suspended who has a part of a reward that is not paid yet, or was given one since: nothing is paid to them',
    holdsUp: { what: 'money', releasedBy: ['/v1/officers/{id}/reinstate'] },
  },
  'law-changed-under-way': {
    means:
      'A reward policy was superseded or suspended while rewards were being decided under it: they may have been decided for it, or stopped by it',
  },
  'look-alike-names': {
    means: 'Two entries in the registers have names that a reader takes for one: they may be one person, entered twice',
  },
  'order-under-way': {
    means: 'Somebody was transferred or promoted while suspended, or while a reward was decided on that they share in or vote on',
  },
  'doubtful-destruction': {
    means:
      'An exhibit was destroyed by the word of nobody in the registers, or a named witness of a destruction says that they did not see it, or says nothing',
  },
  'restricted-away': {
    means: 'A case was restricted past somebody who had a part in it: they are suspected, or they know something',
  },
  'doubtful-participation': {
    means:
      'Somebody is on a roster and in no fact of the case, or others brought somebody into it who does not belong there: to share in it, or to keep them from deciding on it',
    holdsUp: { what: 'money', releasedBy: ['/v1/cases/{id}/settle-participation'] },
  },
  'interest-over-ceiling': {
    means: 'More was recorded as interest than a bank gives on what it held for so long: somebody mistyped it, or gives himself the rest',
    holdsUp: { what: 'money', releasedBy: ['/v1/assets/{id}/escrow-interest'] },
  },
  'paid-while-suspended': {
    means: 'A payment that was on its way reached an officer who had been suspended meanwhile',
  },
  'payment-returned-again': {
    means: 'The bank gave payments to one recipient back more than once: the account is wrong, or they never came back',
  },
  'repaid-by-word-of-payers': {
    means: 'A debt was cleared by a receipt that nobody has seen but those who had the money paid',
  },
} as const satisfies Readonly<Record<string, Meaning>>;

/** A key of `LEADS`. */
export type LeadKind = keyof typeof LEADS;

/** The names of all kinds. */
export const leadKinds = Object.keys(LEADS) as readonly LeadKind[];

/** What is known of a kind of lead. */
export const meaningOf = (kind: LeadKind): Meaning => LEADS[kind];
