import { deriveUuid, RuleBroken } from '#libs/event-sourcing';
import { type Allocation, dividedIntoStages, type PolicyTerms } from '#libs/reward-law';
import { formatMoney, minorUnits, minus, type Money, money, nothingIn, sum } from '#libs/vocabulary';
import type { Change, ChangeKind, LoweredPayment, Payment, RecipientPart, Recovery, RewardEvent } from '../reward-events.ts';
import { decidedOf } from '../reward-money.ts';
import { grantedRounds, type KnownReward, type Reward, type Round } from '../reward-standing.ts';
import { countedOf, taken } from './clawbacks.ts';
import { changeDue, cutsOf, partsDecided } from './decided-parts.ts';
import { idOf, lessDueIn, requireFunded, requireGranted, requireNotClawedBack } from './due.ts';
import { inParts, paymentsOf } from './parts.ts';
import { recipientKey } from './recipients.ts';

// Product: after the grant an amount that rises is granted as a supplement, one that falls is corrected to the last unit, both by the chain of
// the grant itself: proposed, verified, cleared, voted.

/** A reward is changed while it stands: what was claimed back is due again as a whole first, and drawn. */
export function requireChangeable(state: KnownReward): void {
  requireNotClawedBack(state);
  requireFunded(state);
}

/** More than was granted is due by now. @throws RuleBroken 'reward.less-due', 'reward.granted' */
export function requireMoreDue(state: KnownReward, terms: PolicyTerms): Change {
  const change = changeDue(state);
  if (change?.kind === 'correction')
    throw new RuleBroken('reward.less-due', `Nothing is added to the reward; its correction is proposed. ${lessDueIn(state) ?? ''}`);
  if (change === undefined) {
    const { round, amount } = requireGranted(state);
    throw new RuleBroken(
      'reward.granted',
      `The reward is granted already, and no more than ${formatMoney(decidedOf(state) ?? amount)} is due`,
      {
        round,
      },
    );
  }
  requireNotVotedDown(change.amount, state);
  return explained('supplement', state, dividedIntoStages(change.amount, terms.stages));
}

/** Less than was granted is due by now. @throws RuleBroken 'reward.nothing-to-correct' */
export function requireLessDue(state: KnownReward): Change {
  const change = changeDue(state);
  if (change?.kind !== 'correction')
    throw new RuleBroken('reward.nothing-to-correct', 'What was granted is due by what is known now; there is nothing to correct', {
      decided: decidedOf(state),
      due: state.assessment.assessment.amount,
    });
  return explained('correction', state, []);
}

/** What the committee did not add it does not vote on again before something else is due. */
function requireNotVotedDown(amount: Money, { rounds }: Reward): void {
  const down = rounds.find(
    ({ change, allocation, returned }) =>
      change?.kind === 'supplement' &&
      returned?.code === VOTED_DOWN &&
      minorUnits(allocation?.amount ?? nothingIn(amount.currency)) === minorUnits(amount),
  );
  if (down !== undefined)
    throw new RuleBroken(VOTED_DOWN, `The committee voted down a supplement of ${formatMoney(amount)}, in proposal ${down.round}`, {
      round: down.round,
    });
}

/** The code of what a majority was against. */
export const VOTED_DOWN = 'reward.voted-down';

/** Which assessment says so, and which of its lines are others than when it was decided last. */
function explained(kind: ChangeKind, state: KnownReward, stages: Change['stages']): Change {
  const { number: to, assessment } = state.assessment;
  const { number: from = 0, sentences = [] } = state.decided ?? {};
  const said = assessment.lines.map(({ sentence }) => sentence);
  return {
    kind,
    decided: decidedOf(state) ?? nothingIn(assessment.amount.currency),
    due: assessment.amount,
    from,
    to,
    noMore: sentences.filter((sentence) => !said.includes(sentence)),
    now: said.filter((sentence) => !sentences.includes(sentence)),
    stages,
  };
}

/** Whether what a round changes is what is due: the same kind of change, by as much, to the same payee. */
export function isStillDue({ change, allocation, payee }: Round, state: KnownReward): boolean {
  const due = changeDue(state);
  return (
    due !== undefined &&
    due.kind === change?.kind &&
    minorUnits(due.amount) === minorUnits(allocation?.amount ?? nothingIn(due.amount.currency)) &&
    payee === state.assessment.assessment.payee
  );
}

/** Whose a correction is, as those who decide on it see it: what each is to have no more. */
export function correctionAllocation(state: KnownReward): Allocation {
  const cuts = cutsOf(state);
  const grant = requireGranted(state);
  const total = sum(
    grant.amount.currency,
    cuts.map(({ amount }) => amount),
  );
  const fund = state.rounds[grant.round - 1]?.allocation?.unitFund.unit ?? '';
  const isFund = ({ recipientId, kind }: RecipientPart): boolean => kind === 'unit' && recipientId === fund;
  const before = new Map(partsDecided(state).map((part) => [recipientKey(part), part.amount]));
  const why = (cut: RecipientPart) =>
    `${formatMoney(cut.amount)} less of ${formatMoney(before.get(recipientKey(cut)) ?? cut.amount)}, of ${formatMoney(total)} altogether`;
  const shares = [grant, ...(state.supplements ?? [])].flatMap((one) => one.shares);
  return {
    amount: total,
    shares: cuts
      .filter((cut) => !isFund(cut))
      .map((cut) => ({
        ...cut,
        shareBp: Number((minorUnits(cut.amount) * 10_000n) / minorUnits(total)),
        form: shares.findLast((share) => recipientKey(share) === recipientKey(cut))?.form ?? 'bank-transfer',
        why: [why(cut)],
      })),
    unitFund: {
      unit: fund,
      amount: cuts.find(isFund)?.amount ?? nothingIn(total.currency),
      why: cuts.filter(isFund).map(why),
    },
  };
}

/** A correction waits for what the bank is doing: how much of it is claimed back is not known before. */
export function requireNoneOnTheWay({ payments }: Reward): void {
  const leaving = payments.find(({ status }) => status === 'instructed');
  if (leaving !== undefined)
    throw new RuleBroken(
      'reward.payment-on-its-way',
      'A payment is on its way; confirm it, or report that it failed, and correct after it',
      {
        paymentId: leaving.paymentId,
      },
    );
}

/** What a correction comes to: less is paid of what was not paid yet, and what was paid is claimed back, of each recipient exactly their part. */
export function correctionOf(state: KnownReward, { round, change }: Round): Extract<RewardEvent, { type: 'RewardCorrected' }> {
  const { caseId, operationId, policyId, poolId, amount: whole } = requireGranted(state);
  const correctionId = deriveUuid('correction', idOf(state), round);
  const cuts = cutsOf(state).map((cut) => cutOf(cut, correctionId, state));
  const { currency } = whole;
  const forfeits = cuts.flatMap(({ forfeit }) => forfeit);
  const { decided = whole, due = whole, to = 0 } = change ?? {};
  return {
    type: 'RewardCorrected',
    data: {
      ...{ caseId, operationId, policyId },
      round,
      correctionId,
      poolId,
      amount: sum(
        currency,
        cuts.map(({ cut }) => cut.amount),
      ),
      reason: `${formatMoney(decided)} were granted, and by assessment ${to} ${formatMoney(due)} are due`,
      recover: cuts.flatMap(({ recover }) => recover),
      forfeited: sum(
        currency,
        forfeits.map(({ amount }) => amount),
      ),
      forfeits,
      lowered: cuts.flatMap(({ lowered }) => lowered),
      caps: cuts.flatMap(({ cut }) => (cut.kind === 'person' ? taken(countedOf(state, cut.recipientId), cut.amount) : [])),
    },
  };
}

interface Cut {
  readonly cut: RecipientPart;
  readonly forfeit: readonly RecipientPart[];
  readonly lowered: readonly LoweredPayment[];
  readonly recover: readonly Recovery[];
}

/** First of what is to be paid yet, each payment by its part of that; then of what was paid. */
function cutOf(cut: RecipientPart, correctionId: string, state: KnownReward): Cut {
  const { recipientId, kind } = cut;
  const { currency } = cut.amount;
  const isTheirs = (one: RecipientPart): boolean => recipientKey(one) === recipientKey(cut);
  const toPay = unpaidPayments(state).filter(isTheirs);
  const left = toPay.reduce((total, { amount }) => total + minorUnits(amount), 0n);
  const wanted = minorUnits(cut.amount);
  const forfeited = wanted < left ? wanted : left;
  const [less = []] = inParts(
    toPay.map(({ amount }) => amount),
    [money(currency, forfeited), money(currency, left - forfeited)],
  );
  const lowered = toPay
    .map(({ paymentId }, place) => ({ paymentId, recipientId, kind, amount: less[place] ?? nothingIn(currency) }))
    .filter(({ amount }) => minorUnits(amount) > 0n);
  const owed = wanted - forfeited;
  const paymentIds = state.payments.filter((one) => one.status === 'executed' && isTheirs(one)).map(({ paymentId }) => paymentId);
  const recoveryId = deriveUuid('recovery', correctionId, kind, recipientId);
  return {
    cut,
    forfeit: forfeited > 0n ? [{ recipientId, kind, amount: money(currency, forfeited) }] : [],
    lowered,
    recover: owed > 0n ? [{ recoveryId, recipientId, kind, paymentIds, amount: money(currency, owed) }] : [],
  };
}

/** What is to be paid yet: of released stages, and of stages that are not. */
function unpaidPayments(state: KnownReward): readonly Payment[] {
  const released = state.payments.filter(({ status }) => status === 'released' || status === 'failed' || status === 'returned');
  const toCome = grantedRounds(state).flatMap((number) => {
    const round = state.rounds[number - 1];
    const stages = round?.stages.filter(({ on }) => !isReleased(state, on, number)) ?? [];
    return round === undefined ? [] : stages.flatMap(({ on }) => paymentsOfStage(state, round, on));
  });
  return [...released, ...toCome];
}

/** Whether this stage of this round was released. */
export function isReleased({ stages, grant }: Reward, stage: string, number: number): boolean {
  return stages.some((one) => one.stage === stage && (one.round ?? grant?.round) === number);
}

/** The payments of a stage of a granted round, less what corrections took off them; one of which nothing is left is no payment. */
export function paymentsOfStage(state: KnownReward, round: Round, stage: string): readonly Payment[] {
  const lowered = (state.corrections ?? []).flatMap((correction) => correction.lowered);
  const ofGrant = state.grant?.round === round.round;
  return paymentsOf(ofGrant ? [idOf(state)] : [idOf(state), `round ${round.round}`], round, stage)
    .map((payment): Payment => ({
      ...payment,
      amount: lowered
        .filter(({ paymentId }) => paymentId === payment.paymentId)
        .reduce((left, { amount }) => minus(left, amount), payment.amount),
    }))
    .filter(({ amount }) => minorUnits(amount) > 0n);
}

/** What counts for an officer of this reward already: a cap for a case is one, however often something is added. */
export function inCaseOf(state: Reward, officerId: string, currency: Money['currency']): Money {
  return sum(
    currency,
    countedOf(state, officerId).map(({ amount }) => amount),
  );
}

/** Everybody who has, or would have, a share: by what was granted, and by the proposal that is before them. */
export function sharesAtStake(state: Reward, open: Round | undefined): Allocation['shares'] {
  const rounds = grantedRounds(state).map((number) => state.rounds[number - 1]);
  return [...rounds, open].flatMap((round) => round?.allocation?.shares ?? []);
}
