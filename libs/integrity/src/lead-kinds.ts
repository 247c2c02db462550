import type { Line } from '#libs/vocabulary';

/** What somebody is to look into, by kind. Their names are storage format; the next kind goes here. */
export const LEADS = {
  'identifier-used-twice': 'One number stands for two things: one of them is no thing of its own, or somebody wrote the wrong number',
  'possible-same-operation': 'Two cases that nobody linked share officers, province and hour: they may be one operation, rewarded twice',
  'destruction-unattested':
    'Witnesses whom a destruction names did not say that they saw it, or say that they did not: it may be somewhere still',
  'interest-over-ceiling':
    'More was recorded as interest than a bank gives on what it held for so long: somebody mistyped it, or gives himself the rest',
  'sale-held-up': 'A confiscated asset was sold far below its worth, past a better bid, or to somebody with a part in it: its money waits',
} as const satisfies Readonly<Record<string, Line>>;

/** A key of `LEADS`. */
export type LeadKind = keyof typeof LEADS;

/** The names of all kinds. */
export const leadKinds = Object.keys(LEADS) as readonly LeadKind[];
