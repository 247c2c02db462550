import { type DataOf, deriveUuid } from '#libs/event-sourcing';
import { minorUnits, type Money, money, nothingIn, plus, sum } from '#libs/vocabulary';
import type { CapShare, ClawbackCause, RestoredPayment, RewardEvent } from '../reward-events.ts';
import { outstandingOf } from '../reward-money.ts';
import { type ClawbackState, type KnownReward, type RecoveryState, standingClawbacks } from '../reward-standing.ts';
import { idOf, lessDueIn } from './due.ts';
import { merged } from './recipients.ts';
import { isEverybodyAcquitted } from './verdicts.ts';

// Product: an acquittal overturned restores what it took: whatever was clawed back is due again, less what was never recovered. The same of a revised
// result that is revised back.

type Reversal = Extract<RewardEvent, { type: 'ClawbackReversed' }>;

/**
 * Why what was claimed back for this cause is due again; nothing while the cause stands. An acquittal falls away when a court finally convicts, or when
 * it is no longer on record that somebody it rested on was acquitted: charging somebody else undoes no acquittal. What integrity found by two, tampering
 * or a duplicate, no assessment undoes.
 */
const fellAway: Readonly<Record<ClawbackCause, (state: KnownReward) => string | undefined>> = {
  acquittal: ({ acquittals = [], assessment: { inputs } }) => {
    if (inputs.suspects.some(({ outcome }) => outcome === 'convicted')) return 'A court has finally convicted a suspect of the operation';
    const overturned = inputs.suspects.some(
      ({ suspectId, outcome, irregular }) => acquittals.includes(suspectId) && outcome === 'pending' && irregular === undefined,
    );
    return overturned ? 'The acquittal that it rested on is no longer on record' : undefined;
  },
  'revised-result': () => 'The laboratory result gives it again',
  tampering: () => undefined,
  duplicate: () => undefined,
  finding: () => undefined,
};

/** Why the clawbacks of a reward are to be reversed: each of them fell away, and all that was granted is due by what is known now. */
export function whyReversed(state: KnownReward): string | undefined {
  const standing = standingClawbacks(state);
  const { assessment, duplicateOf, inputs } = state.assessment;
  if (standing.length === 0 || assessment.verdict !== 'eligible' || duplicateOf !== undefined || lessDueIn(state) !== undefined)
    return undefined;
  // Else it would be claimed back at once for that.
  if (isEverybodyAcquitted(inputs)) return undefined;
  const reasons = standing.map(({ cause }) => fellAway[cause](state));
  return reasons.includes(undefined) ? undefined : [...new Set(reasons)].join('; ');
}

/**
 * What the reversal of all standing clawbacks comes to, to the last unit: what came back is paid again, to each recipient what came back of theirs; what
 * was never paid is to be paid as it was; what is still owed is not owed any more, and what was given up stays given up. A payment on its way is in
 * none of these, as it was in no clawback.
 */
export function reversalOf(state: KnownReward, grant: DataOf<RewardEvent, 'RewardGranted'>, because: string): Reversal {
  const { caseId, operationId, policyId, poolId, amount: whole } = grant;
  const { currency } = whole;
  const standing = standingClawbacks(state);
  const reversalId = deriveUuid('reversal', idOf(state), (state.reversals ?? []).length + 1);
  const claimed = standing.flatMap(({ recover }) => recover.map(({ recoveryId }) => recoveryId));
  const recoveries = state.recoveries.filter(({ recoveryId }) => claimed.includes(recoveryId));
  const payments = recoveries.flatMap((recovery) => restoredOf(recovery, state));
  const unforfeited = sum(
    currency,
    standing.map(({ forfeited }) => forfeited),
  );
  return {
    type: 'ClawbackReversed',
    data: {
      ...{ caseId, operationId, policyId },
      reversalId,
      clawbackIds: standing.map(({ clawbackId }) => clawbackId),
      because,
      poolId,
      amount: payments.reduce((total, { amount }) => plus(total, amount), unforfeited),
      payments,
      unforfeited,
      unforfeits: [...merged(standing.flatMap(({ forfeits = [] }) => forfeits)).values()],
      cancelled: recoveries.map((recovery) => {
        const { recoveryId, recipientId, kind } = recovery;
        return { recoveryId, recipientId, kind, amount: outstandingOf(recovery) };
      }),
      caps: countedAgain(standing, reversalId),
    },
  };
}

/** What came back of a recovery, in the form and stage of the first payment that it claimed. */
function restoredOf(
  { recoveryId, recipientId, kind, receipts, paymentIds, amount }: RecoveryState,
  { payments }: KnownReward,
): readonly RestoredPayment[] {
  const came: Money = receipts.reduce((total, receipt) => plus(total, receipt.amount), nothingIn(amount.currency));
  const first = payments.find(({ paymentId }) => paymentIds.includes(paymentId));
  if (minorUnits(came) === 0n || first === undefined) return [];
  const { form, stage } = first;
  return [{ paymentId: deriveUuid('restored', recoveryId), recipientId, kind, form, amount: came, stage, recoveryId }];
}

/** What the clawbacks took off each officer's caps, under an id of its own. */
function countedAgain(standing: readonly ClawbackState[], reversalId: string): readonly CapShare[] {
  const off = new Map<string, CapShare>();
  for (const { officerId, amount } of standing.flatMap(({ caps }) => caps)) {
    const known = off.get(officerId)?.amount ?? money(amount.currency, 0n);
    off.set(officerId, { officerId, capId: deriveUuid('cap', reversalId, officerId), amount: plus(known, amount) });
  }
  return [...off.values()];
}
