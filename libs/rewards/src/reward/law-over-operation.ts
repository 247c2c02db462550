import {
  assess,
  applicableVersion,
  type AlwaysSuspending,
  type LaterWord,
  type RecordedVersion,
  type RewardPolicyRow,
} from '#libs/reward-law';
import { type Instant, notAfter } from '#libs/vocabulary';
import type { KnownOfOperation } from './reward-events.ts';

// Rules of reward, 14: law is made for what comes, and of two laws the law says which. Judged by where the log has what was enacted and what was seized, as
// whoever enacts also writes the dates.

const BACK_DATED: AlwaysSuspending = 'policy.back-dated';
const COVERED_TWICE: AlwaysSuspending = 'policy.covered-twice';

/** A policy by its versions, as its page has them. */
export type PolicyOnRecord = Pick<RewardPolicyRow, 'policyId' | 'versions'>;

/** A policy, and the version of it that an operation is assessed under. */
interface Applied {
  readonly policy: PolicyOnRecord;
  readonly version: RecordedVersion;
}

/**
 * What is known of an operation, with what the law says of itself: that this version reaches back over it, that another policy takes the place of this one,
 * or that nothing says which of two counts. `others` are the policies of the register, this one among them or not.
 */
export function underTheLaw<Known extends KnownOfOperation>(
  known: Known,
  applied: Applied,
  others: readonly PolicyOnRecord[],
  now: Instant,
): Known {
  const rivals = others.flatMap((policy) => rivalOf(known, applied, policy, now) ?? []);
  const replacing = rivals.find((rival) => takesThePlaceOf(rival, applied) && !takesThePlaceOf(applied, rival));
  const words = [
    ...wordWhere(isBackDated(known, applied), BACK_DATED, applied),
    ...wordWhere(
      rivals.some((rival) => isUndecided(rival, applied) && isLater(applied, rival)),
      COVERED_TWICE,
      applied,
    ),
  ];
  if (words.length === 0 && replacing === undefined) return known;
  const later = [...(known.inputs.later ?? []).filter(({ defect }) => !isOfTheLaw(defect)), ...words].toSorted(byDefect);
  const inputs = {
    ...known.inputs,
    ...(later.length > 0 && { later }),
    ...(replacing !== undefined && { replacedBy: replacing.policy.policyId }),
  };
  return { ...known, inputs };
}

/**
 * Whether the law says something of itself that the assessment did not know: it was made, or made anew, while the reward was decided. What it no longer says
 * holds nothing open, as the assessment has it still.
 */
export function isLawNews(assessed: KnownOfOperation, underLaw: KnownOfOperation): boolean {
  const { later = [], replacedBy } = assessed.inputs;
  const isKnown = (word: LaterWord): boolean => later.some(({ defect, position }) => defect === word.defect && position === word.position);
  return underLaw.inputs.replacedBy !== replacedBy || !(underLaw.inputs.later ?? []).every(isKnown);
}

const isOfTheLaw = (defect: string): boolean => defect === BACK_DATED || defect === COVERED_TWICE;
const byDefect = (one: LaterWord, other: LaterWord): number => (one.defect < other.defect ? -1 : 1);

/** Enacted after the first seizure of the operation was on record, with force from before it happened. */
function isBackDated({ order, seizedAt }: KnownOfOperation, { version: { enacted, enactedIn } }: Applied): boolean {
  if (enacted === undefined || enactedIn === undefined || order?.seizureRecorded === undefined) return false;
  return enactedIn > order.seizureRecorded && notAfter(enacted.inForceFrom, seizedAt);
}

/** Another policy that gives something for what this one gives something for: both by weight, or both by proceeds. */
function rivalOf(known: KnownOfOperation, applied: Applied, policy: PolicyOnRecord, now: Instant): Applied | undefined {
  if (policy.policyId === applied.policy.policyId) return undefined;
  const versions = policy.versions.toSorted((a, b) => a.version - b.version);
  const version = applicableVersion({ versions }, { seizedAt: known.seizedAt, proposedAt: now, decidedAt: now });
  if (version === undefined) return undefined;
  const rival = { policy, version };
  const countsTheSame = isByWeight(rival) === isByWeight(applied);
  return countsTheSame && givesSomething(known, applied) && givesSomething(known, rival) ? rival : undefined;
}

const isByWeight = ({ version: { terms } }: Applied): boolean => terms.quantity !== undefined;

const givesSomething = ({ inputs }: KnownOfOperation, { policy: { policyId }, version: { version, terms } }: Applied): boolean =>
  assess({ policyId, version, terms }, inputs).verdict !== 'ineligible';

const takesThePlaceOf = ({ version: { terms } }: Applied, { policy: { policyId } }: Applied): boolean =>
  terms.supersedes?.includes(policyId) === true;

const isBeside = ({ version: { terms } }: Applied, { policy: { policyId } }: Applied): boolean =>
  terms.alongside?.includes(policyId) === true;

/** Neither says anything of the other one, or each that it takes the place of the other. */
function isUndecided(one: Applied, other: Applied): boolean {
  if (isBeside(one, other) || isBeside(other, one)) return false;
  return takesThePlaceOf(one, other) === takesThePlaceOf(other, one);
}

/** The one that became law later, by the log, with whatever version: who drafts a policy beside one that there is says how they stand to each other. */
const isLater = (one: Applied, other: Applied): boolean => lawSince(one) > lawSince(other);
const lawSince = ({ policy: { versions } }: Applied): number => Math.min(...versions.flatMap(({ enactedIn }) => enactedIn ?? []));

/** A word of the law about the operation as a whole: what was settled under one version is open under the next. */
const wordWhere = (said: boolean, defect: AlwaysSuspending, { version: { enactedIn } }: Applied): readonly LaterWord[] =>
  said && enactedIn !== undefined ? [{ defect, position: enactedIn }] : [];
