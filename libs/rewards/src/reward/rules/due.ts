import { type DataOf, defined, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { type AlwaysSuspending, type AssessmentInputs, holdsUp, isCleared, type PolicyTerms, wordOf } from '#libs/reward-law';
import { formatMoney, minorUnits } from '#libs/vocabulary';
import { type Entitlement, type KnownOfOperation, rewardIdFor, type RewardEvent } from '../reward-events.ts';
import { type KnownReward, type Reward, standingClawbacks } from '../reward-standing.ts';

// What is due, and how far the reward has come: before anybody may do anything for it.

/** The id that follows from what the reward is for. */
export const idOf = ({ entitlement: { operationId, policyId } }: KnownReward): string => rewardIdFor(operationId, policyId);

/** Nobody decides on what was never assessed: of a reward without an entitlement there is nothing to propose, hold up or pay. */
export function requireKnown(state: Reward): asserts state is KnownReward {
  if (state.entitlement === undefined || state.assessment === undefined)
    throw new UnknownSubject('reward.unknown', 'There is no reward with this id');
}

/** Rules of reward, 4: one entitlement an operation and policy. */
export function requireSameEntitlement(known: Entitlement, said: Entitlement): void {
  if (known.caseId !== said.caseId || known.operationId !== said.operationId || known.policyId !== said.policyId)
    throw new RuleBroken('reward.other-entitlement', 'This reward is for another operation or under another policy', { ...known });
}

/** Rejected is for ever: what the committee did not want, or what is rewarded elsewhere, is not proposed again. */
export function requireNotRejected({ rejection }: Reward): void {
  if (rejection !== undefined)
    throw new RuleBroken('reward.rejected', `The reward was rejected: ${rejection.reason}`, { code: rejection.code });
}

/** What is granted is decided: nobody proposes, approves, returns or rejects it any more. What turns up afterwards is for a clawback. */
export function requireNotGranted({ grant }: Reward): void {
  if (grant !== undefined) throw new RuleBroken('reward.granted', 'The reward is granted already', { round: grant.round });
}

/** Rules of reward, 8 and 9: stages, payments and clawbacks are of granted money, which the pool has given for it. */
export function requireGranted({ grant }: Reward): DataOf<RewardEvent, 'RewardGranted'> {
  if (grant === undefined) throw new RuleBroken('reward.not-granted', 'The reward is not granted');
  return grant;
}

/** Rules of reward, 9: what is claimed back is claimed back whole. */
export function requireNotClawedBack(state: Pick<Reward, 'clawbacks'>): void {
  const [first] = standingClawbacks(state);
  if (first !== undefined)
    throw new RuleBroken('reward.clawed-back', `The reward was clawed back, and nothing more is paid of it: ${first.reason}`, {
      cause: first.cause,
    });
}

/** What is due again is paid from money that the pool has given again, and claimed back, where it comes to that, after it has. */
export function requireFunded({ reversals = [] }: Reward): void {
  const waiting = reversals.find(({ funded }) => !funded);
  if (waiting !== undefined)
    throw new RuleBroken('reward.restoring', `The pool has yet to give the ${formatMoney(waiting.amount)} that are due again`, {
      reversalId: waiting.reversalId,
      poolId: waiting.poolId,
      amount: waiting.amount,
    });
}

/** Rules of reward, 9: nothing is decided or paid before integrity has cleared. */
export function requireNoHold({ holds }: Reward): void {
  const held = holds.find(({ lifted }) => lifted === undefined);
  if (held !== undefined)
    throw new RuleBroken('reward.on-hold', `Integrity holds the reward: ${held.reason}`, { holdId: held.holdId, placedBy: held.placedBy });
}

/** What the latest assessment says: a reward is proposed, decided, granted and paid only while the policy gives it. */
export function requireEligible({ assessment: { number, assessment, duplicateOf } }: KnownReward): void {
  if (duplicateOf !== undefined)
    throw new RuleBroken('reward.duplicate', `The operation is that of case ${duplicateOf}, which is rewarded for it`, { duplicateOf });
  if (assessment.verdict === 'eligible') return;
  const line = assessment.lines.findLast(({ outcome }) => outcome === (assessment.verdict === 'suspended' ? 'suspends' : 'fails'));
  throw new RuleBroken(
    assessment.verdict === 'suspended' ? 'reward.irregular' : 'reward.not-eligible',
    `Assessment ${number} gives nothing now: ${line?.sentence ?? 'the policy gives nothing for the operation'}`,
    { number, verdict: assessment.verdict },
  );
}

/** Whoever decides on an assessment has seen the one that stands; `then` is what they can do. */
export function requireAssessedUnder(version: number, { assessment: latest }: KnownReward, then: string): void {
  if (version !== latest.version)
    throw new RuleBroken('reward.assessed-anew', `The reward was assessed under another version meanwhile; ${then}`, {
      version: latest.version,
    });
}

/** Only what is irregular now, and only what holds a reward up: a seizure that is excluded stays so, whoever looks at it. */
export function requireSuspending(
  subjectId: string,
  defect: string,
  { assessment: { number, inputs } }: KnownReward,
  { defects }: PolicyTerms,
): void {
  const found = inputs.seizures.some(({ seizureId, defects: known }) => seizureId === subjectId && known.includes(defect));
  if (!found && wordOf(subjectId, defect, inputs) === undefined)
    throw new RuleBroken('reward.no-irregularity', `Assessment ${number} knows of no ${defect} of ${subjectId}`, { subjectId, defect });
  if (!holdsUp(subjectId, defect, inputs, defects))
    throw new RuleBroken(
      'reward.not-suspending',
      defects.excluding.includes(defect)
        ? `A seizure with the defect ${defect} does not count; only what holds a reward up can be cleared up`
        : `The policy lets ${defect} pass, or it is settled already; there is nothing to decide`,
      { subjectId, defect },
    );
}

/** What was settled stays so, as far as it was looked at: an assessment takes it with what it rests on. */
export function withSettled(inputs: AssessmentInputs, { cleared, upheld }: Reward): AssessmentInputs {
  const settled = (
    by: string,
    { subjectId, defect, reason, confirmedBy, upTo }: DataOf<RewardEvent, 'IrregularityUpheld' | 'IrregularityCleared'>,
  ) => defined({ seizureId: subjectId, defect, by, confirmedBy, reason, upTo });
  return {
    ...inputs,
    ...(cleared.length > 0 && { cleared: cleared.map((one) => settled(one.clearedBy, one)) }),
    ...(upheld.length > 0 && { upheld: upheld.map((one) => settled(one.upheldBy, one)) }),
  };
}

/** What decides the date of an operation once another one was said: two hands accepted every word that moves it. */
const DATING = ['seizure.redated', 'seizure.corrected-later', 'seizure.added-later'] as const satisfies readonly AlwaysSuspending[];

/** Which law applies is fixed by the date that was said first, unless two hands accepted what was said later. */
export function dated<Known extends KnownOfOperation>(known: Known, state: Reward): Known {
  const { seizedAtNow, inputs } = known;
  return seizedAtNow !== undefined && isCleared(withSettled(inputs, state), ...DATING) ? { ...known, seizedAt: seizedAtNow } : known;
}

/** Weighed in the field it reaches what the policy asks for: worth following, though a field weight never suffices. */
export function isPromising({ seizures }: AssessmentInputs, { quantity }: PolicyTerms): boolean {
  if (quantity === undefined) return false;
  const bySeizure = new Map(seizures.map(({ seizureId, fieldGrossMg }) => [seizureId, fieldGrossMg]));
  return [...bySeizure.values()].reduce((total, grossMg) => total + grossMg, 0) >= quantity.thresholdMg;
}

/**
 * Why no more is paid of a granted reward that would be less, or whole for the unit's fund, by what is known now; nothing where nothing is
 * due at all.
 */
export function lessDueIn({ assessment: latest, grant, rounds }: Reward): string | undefined {
  if (latest?.assessment.verdict !== 'eligible' || grant === undefined) return undefined;
  const { amount, payee } = latest.assessment;
  if (minorUnits(amount) < minorUnits(grant.amount))
    return `By now ${formatMoney(amount)} would be due, and ${formatMoney(grant.amount)} were granted`;
  return payee === 'unit-fund' && rounds[grant.round - 1]?.payee !== payee
    ? "By now there are only couriers, and it would go to the unit's fund"
    : undefined;
}

/** What was granted is paid while it is due: nothing more is paid of a reward that would be less by now. */
export function requireStillDue(state: KnownReward): void {
  const why = lessDueIn(state);
  if (why !== undefined) throw new RuleBroken('reward.less-due', `Nothing more is paid of the reward. ${why}`);
}
