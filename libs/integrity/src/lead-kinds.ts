import type { Line } from '#libs/vocabulary';

/** What somebody is to look into, by kind. Their names are storage format; the next kind goes here. */
export const LEADS = {
  'identifier-used-twice': 'One number stands for two things: one of them is no thing of its own, or somebody wrote the wrong number',
  'possible-same-operation': 'Two cases that nobody linked share officers, province and hour: they may be one operation, rewarded twice',
  'paid-while-suspended': 'A payment that was on its way reached an officer who had been suspended meanwhile',
  'payment-returned-again': 'The bank gave payments to one recipient back more than once: the account is wrong, or they never came back',
  'repaid-by-word-of-payers': 'A debt was cleared by a receipt that nobody has seen but those who had the money paid',
  'sale-held-up': 'A confiscated asset was sold far below its worth, past a better bid, or to somebody with a part in it: its money waits',
} as const satisfies Readonly<Record<string, Line>>;

/** A key of `LEADS`. */
export type LeadKind = keyof typeof LEADS;

/** The names of all kinds. */
export const leadKinds = Object.keys(LEADS) as readonly LeadKind[];
