/** Rewards: policies from announcement to funding, what one gives for an operation and why, and how that is shared. */
export * from './policy-terms.ts';
export * from './packs.ts';
export * from './assessment.ts';
export * from './shares.ts';
