import { type Actor, contentHash, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { minorUnits } from '#libs/vocabulary';
import { type PolicyTerms, type ProposedShare, formatMoney } from '#libs/reward-law';
import type { Placed, RegisteredRecipient } from './reward-commands.ts';
import { type Entitlement, rewardIdFor } from './reward-events.ts';
import {
  type DataOf,
  type Duty,
  outstandingOf,
  type PaymentState,
  type RecoveryState,
  type Reward,
  type Round,
  type Vote,
} from './reward-state.ts';

/** A reward that was triggered and assessed. */
export type KnownReward = Reward & Required<Pick<Reward, 'entitlement' | 'assessment'>>;

/** The id that follows from what the reward is for. */
export const idOf = ({ entitlement: { operationId, policyId } }: KnownReward): string => rewardIdFor(operationId, policyId);

/** Equal as JSON, in whatever order the fields were written. */
export const sameJson = (a: unknown, b: unknown): boolean => contentHash(a ?? null) === contentHash(b ?? null);

export function requireKnown(state: Reward): asserts state is KnownReward {
  if (state.entitlement === undefined || state.assessment === undefined)
    throw new UnknownSubject('reward.unknown', 'There is no reward with this id');
}

export function requireSameEntitlement(known: Entitlement, said: Entitlement): void {
  if (known.caseId !== said.caseId || known.operationId !== said.operationId || known.policyId !== said.policyId)
    throw new RuleBroken('reward.other-entitlement', 'This reward is for another operation or under another policy', { ...known });
}

/** Rejected is for ever: what the committee did not want, or what is rewarded elsewhere, is not proposed again. */
export function requireNotRejected({ rejection }: Reward): void {
  if (rejection !== undefined)
    throw new RuleBroken('reward.rejected', `The reward was rejected: ${rejection.reason}`, { code: rejection.code });
}

export function requireNotGranted({ grant }: Reward): void {
  if (grant !== undefined) throw new RuleBroken('reward.granted', 'The reward is granted already', { round: grant.round });
}

export function requireGranted({ grant }: Reward): DataOf<'RewardGranted'> {
  if (grant === undefined) throw new RuleBroken('reward.not-granted', 'The reward is not granted');
  return grant;
}

export function requireNotClawedBack({ clawbacks }: Reward): void {
  const [first] = clawbacks;
  if (first !== undefined)
    throw new RuleBroken('reward.clawed-back', `The reward was clawed back, and nothing more is paid of it: ${first.reason}`, {
      cause: first.cause,
    });
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

/** Only what is irregular now, and only what holds a reward up: a seizure that is excluded stays so, whoever looks at it. */
export function requireSuspending(
  subjectId: string,
  defect: string,
  { assessment: { number, inputs } }: KnownReward,
  { defects }: PolicyTerms,
): void {
  const found = inputs.seizures.some(({ seizureId, defects: known }) => seizureId === subjectId && known.includes(defect));
  if (!found)
    throw new RuleBroken('reward.no-irregularity', `Assessment ${number} knows of no ${defect} of ${subjectId}`, { subjectId, defect });
  if (defects.excluding.includes(defect) || !defects.suspending.includes(defect))
    throw new RuleBroken(
      'reward.not-suspending',
      defects.excluding.includes(defect)
        ? `A seizure with the defect ${defect} does not count; only what holds a reward up can be cleared up`
        : `The policy lets ${defect} pass; there is nothing to clear up`,
      { subjectId, defect },
    );
}

/** Why no more is paid of a granted reward that would be less, or whole for the unit's fund, by what is known now; nothing where nothing is due at all. */
export function lessDueIn({ assessment: latest, grant, rounds }: Reward): string | undefined {
  if (latest?.assessment.verdict !== 'eligible' || grant === undefined) return undefined;
  const { amount, payee } = latest.assessment;
  if (minorUnits(amount) < minorUnits(grant.amount))
    return `By now ${formatMoney(amount)} would be due, and ${formatMoney(grant.amount)} were granted`;
  return payee === 'unit-fund' && rounds[grant.round - 1]?.payee !== payee
    ? "By now there are only couriers, and it would go to the unit's fund"
    : undefined;
}

export function requireStillDue(state: KnownReward): void {
  const why = lessDueIn(state);
  if (why !== undefined) throw new RuleBroken('reward.less-due', `Nothing more is paid of the reward. ${why}`);
}

export function requireNoHold({ holds }: Reward): void {
  const held = holds.find(({ lifted }) => lifted === undefined);
  if (held !== undefined)
    throw new RuleBroken('reward.on-hold', `Integrity holds the reward: ${held.reason}`, { holdId: held.holdId, placedBy: held.placedBy });
}

/** The latest proposal, not yet returned, whether or not it still stands. */
export function openRoundOf({ rounds }: Reward): Round | undefined {
  const round = rounds.at(-1);
  return round?.returned === undefined ? round : undefined;
}

/** Why a proposal no longer stands: what was allocated is not what is due now, or its proposer should not have made it. */
export function staleness(state: KnownReward, round: Round): string | undefined {
  const { number, version, assessment } = state.assessment;
  if (hasConflict(state, round.proposedBy)) return `${round.proposedBy}, who proposed it, declared a conflict`;
  if (number === round.assessed) return undefined;
  if (isFrozenLate(state.assessment)) return 'By now a laboratory is known to have received an exhibit before the roster was frozen';
  const due =
    assessment.verdict === 'eligible' && sameJson(assessment.amount, round.allocation?.amount) && sameJson(assessment.stages, round.stages);
  return due && version === round.version && assessment.payee === round.payee
    ? undefined
    : `Facts have changed since: it rests on assessment ${round.assessed}, and assessment ${number} comes out differently`;
}

/** A hand-over to the laboratory may be entered long after it, and after the proposal. */
const isFrozenLate = ({ roster, laboratoryReceivedAt }: KnownReward['assessment']): boolean =>
  roster !== undefined && laboratoryReceivedAt !== undefined && Date.parse(roster.frozenAt) >= Date.parse(laboratoryReceivedAt);

/** The proposal that is before its verifier, clearer or committee. */
export function requireOpenRound(state: KnownReward): Round {
  requireNotRejected(state);
  requireNotGranted(state);
  const round = openRoundOf(state);
  if (round === undefined) throw new RuleBroken('reward.not-proposed', 'Nobody has proposed how this reward is shared');
  if (round.conclusion !== undefined)
    throw new RuleBroken('reward.concluded', `The committee has concluded its vote on proposal ${round.round}`, { round: round.round });
  const stale = staleness(state, round);
  if (stale !== undefined)
    throw new RuleBroken('reward.proposal-outdated', `The reward has to be proposed anew. ${stale}`, { round: round.round });
  return round;
}

/** The round that a process is carrying through. */
export function requireConcluded({ rounds }: Reward, number: number): Round & Required<Pick<Round, 'conclusion'>> {
  const round = rounds[number - 1];
  if (round?.conclusion === undefined)
    throw new RuleBroken('reward.not-concluded', `The committee has not concluded a vote on proposal ${number}`, { round: number });
  if (round.returned !== undefined)
    throw new RuleBroken('reward.returned', `Proposal ${number} was returned: ${round.returned.reason}`, { round: number });
  return { ...round, conclusion: round.conclusion };
}

export const hasConflict = ({ conflicts }: Reward, person: string): boolean => conflicts.some((conflict) => conflict.person === person);

/** What somebody did for the reward is void since they declared a conflict, or since it is known that they had a hand in the operation. */
const isVoid = (state: Reward, person: string): boolean => hasConflict(state, person) || tookPart(person, state);

/** Verified by somebody whose word is not void. */
export function verificationOf(state: Reward, { verification }: Round): Round['verification'] {
  return verification !== undefined && !isVoid(state, verification.verifiedBy) ? verification : undefined;
}

export function clearanceOf(state: Reward, { clearance }: Round): Round['clearance'] {
  return clearance !== undefined && !isVoid(state, clearance.clearedBy) ? clearance : undefined;
}

export function requireVerified(state: Reward, round: Round): void {
  if (verificationOf(state, round) === undefined)
    throw new RuleBroken('reward.not-verified', 'Another unit head verifies first that the unit did what it is rewarded for', {
      round: round.round,
    });
}

export function requireCleared(state: Reward, round: Round): void {
  requireVerified(state, round);
  if (clearanceOf(state, round) === undefined)
    throw new RuleBroken('reward.not-cleared', 'A legal officer clears the reward before the committee votes on it', {
      round: round.round,
    });
}

export function requireNoConflict({ id }: Pick<Actor, 'id'>, state: Reward): void {
  if (hasConflict(state, id))
    throw new RuleBroken('reward.conflict', 'You have declared a conflict in this reward and take no part in it', { person: id });
}

const DONE: Readonly<Record<Duty, string>> = {
  proposal: 'proposed this reward',
  verification: 'verified it',
  clearance: 'cleared it',
  committee: 'sits on it in the committee',
  instruction: 'instructs its payments',
  confirmation: 'confirms its payments',
  integrity: 'lifted a hold on it',
  irregularity: 'cleared up what was irregular about it',
};

/**
 * Separation of duties over the whole chain: whoever does something for a reward has done nothing else for it, in no round; has no share in it, no
 * part in the case and no conflict. Who proposes may have been there, as the head of the unit: not as a beneficiary.
 */
export function requireFreeFor(duty: Duty, { id }: Pick<Actor, 'id'>, state: KnownReward): void {
  requireNoConflict({ id }, state);
  requireNoBeneficiary(id, openRoundOf(state)?.allocation?.shares ?? []);
  if (duty !== 'proposal' && tookPart(id, state))
    throw new RuleBroken('reward.own-case', 'You took part in the operation; somebody who did not has to do this', { person: id });
  const other = state.duties.find((one) => one.person === id && one.duty !== duty);
  if (other !== undefined)
    throw new RuleBroken('reward.other-duty', `Somebody else has to do this: ${id} ${DONE[other.duty]}`, { person: id, duty: other.duty });
}

/** On the roster, or with a hand in it that the roster does not tell of: whoever is left off it must not decide for those who are on it. */
function tookPart(person: string, { assessment }: Reward): boolean {
  const { roster, hands = [], analysts = [] } = assessment ?? {};
  return [...(roster?.officers ?? []).map(({ officerId }) => officerId), ...hands, ...analysts].includes(person);
}

function requireNoBeneficiary(person: string, shares: readonly ProposedShare[]): void {
  if (shares.some(({ kind, recipientId }) => kind === 'person' && recipientId === person))
    throw new RuleBroken('reward.own-share', 'You have a share in this reward; nobody decides on money of their own', { person });
}

/** Nobody who has done something for the reward gets a share of it, whoever proposes it. */
export function requireSharesApart(by: Actor, shares: readonly ProposedShare[], { duties }: Reward): void {
  for (const person of [by.id, ...duties.map((one) => one.person)]) requireNoBeneficiary(person, shares);
}

/** Who says what was found has nothing from it, in whatever office the roster names them. */
export function requireNotCertifiers(shares: readonly ProposedShare[], { assessment: { analysts = [] } }: KnownReward): void {
  const certifier = shares.find(({ kind, recipientId }) => kind === 'person' && analysts.includes(recipientId));
  if (certifier !== undefined)
    throw new RuleBroken('reward.certifier', `Who certified what was found has no share in a reward for it; ${certifier.recipientId} did`, {
      recipientId: certifier.recipientId,
    });
}

export function requireOnRoster(
  unit: string,
  { assessment: { roster } }: KnownReward,
): NonNullable<DataOf<'EligibilityAssessed'>['roster']> {
  if (roster === undefined)
    throw new RuleBroken('reward.no-roster', 'The roster of the operation is not frozen; nobody can be proposed before it is');
  if (![roster.leadUnit, ...roster.units, ...roster.officers.map((officer) => officer.unit)].includes(unit))
    throw new RuleBroken(
      'reward.unit-not-on-roster',
      `A reward is proposed by the head of a unit on the roster of the operation; ${unit === '' ? 'yours' : unit} is not`,
      {
        unit,
      },
    );
  return roster;
}

/** Who gets money is in the register, and serves. */
export function requireServing(recipients: readonly RegisteredRecipient[], recipientIds: readonly string[]): void {
  for (const recipientId of recipientIds) {
    const registered = recipients.find((recipient) => recipient.recipientId === recipientId);
    if (registered === undefined)
      throw new RuleBroken('reward.recipient-unknown', `Who gets a share is in the register; ${recipientId} is not`, { recipientId });
    if (registered.suspended)
      throw new RuleBroken('reward.recipient-suspended', `Nobody is granted anything while suspended, and ${recipientId} is`, {
        recipientId,
      });
  }
}

export function requireEnacted(shares: readonly ProposedShare[], enacted: readonly string[]): void {
  const cited = shares.find(({ instrument }) => instrument !== undefined && !enacted.includes(instrument));
  if (cited?.instrument !== undefined)
    throw new RuleBroken(
      'reward.instrument-not-enacted',
      `The instrument cited for ${cited.recipientId}, ${cited.instrument}, is not enacted`,
      {
        instrument: cited.instrument,
      },
    );
}

/** Nobody votes on a reward for those they command or serve with: not in the unit of a beneficiary, not in one above it. */
export function requireOutsideChain(member: Placed, beneficiaries: readonly Placed[]): void {
  const [unit] = member.chain;
  if (unit === undefined && member.agency === undefined)
    throw new RuleBroken(
      'reward.member-unplaced',
      `Nobody knows to which unit and agency ${member.id} belongs; the register has to say so`,
      {
        person: member.id,
      },
    );
  const under = beneficiaries.find(({ chain }) => unit !== undefined && chain.includes(unit));
  if (under !== undefined)
    throw new RuleBroken(
      'reward.chain-of-command',
      `You are in the chain of command of ${under.id}: ${unit ?? ''} is its unit, or above it`,
      { beneficiary: under.id, chain: under.chain },
    );
}

/** From an agency that no beneficiary is of. Where the agency of anybody is not known, nobody is. */
export const isOutsider = (member: Placed, beneficiaries: readonly Placed[]): boolean =>
  member.agency !== undefined && beneficiaries.every(({ agency }) => agency !== undefined && agency !== member.agency);

/** Votes that count: of members who have declared no conflict and had no hand in the operation, also where that is known only after they voted. */
export const countedVotes = (state: Reward, { votes }: Round): readonly Vote[] => votes.filter(({ member }) => !isVoid(state, member));

export const QUORUM = 3;

/** Three who decide, one of them from outside. Whoever abstains decides nothing: else one vote and two abstentions would be a committee. */
export function requireQuorum(state: Reward, round: Round): readonly Vote[] {
  const counted = countedVotes(state, round);
  const deciding = counted.filter(({ vote }) => vote !== 'abstain');
  if (deciding.length < QUORUM)
    throw new RuleBroken('reward.no-quorum', `At least ${QUORUM} members vote for or against; ${deciding.length} did whose votes count`, {
      deciding: deciding.length,
      recused: round.votes.length - counted.length,
    });
  if (!deciding.some(({ outsider }) => outsider))
    throw new RuleBroken('reward.no-outsider', 'At least one vote for or against comes from outside the agencies of the beneficiaries');
  return counted;
}

export const votesOf = (votes: readonly Vote[], wanted: Vote['vote']): number => votes.filter(({ vote }) => vote === wanted).length;

/** What was decided still holds: nobody whose word it rests on declared a conflict since, and nothing else is due. */
export function requireStanding(state: KnownReward, round: Round): void {
  requireNotRejected(state);
  requireEligible(state);
  const stale = staleness(state, round);
  if (stale !== undefined)
    throw new RuleBroken('reward.proposal-outdated', `The reward has to be proposed anew. ${stale}`, { round: round.round });
  requireCleared(state, round);
  const votes = requireQuorum(state, round);
  if (votesOf(votes, 'for') <= votesOf(votes, 'against'))
    throw new RuleBroken('reward.no-majority', 'Without the votes of those who declared a conflict there is no majority for it', {
      round: round.round,
    });
}

export function requirePayment({ payments }: Reward, paymentId: string): PaymentState {
  const known = payments.find((payment) => payment.paymentId === paymentId);
  if (known === undefined)
    throw new UnknownSubject('payment.unknown', 'No stage of the reward has released a payment with this id', { paymentId });
  return known;
}

export function requireOnTheWay({ paymentId, status }: PaymentState): void {
  if (status !== 'instructed')
    throw new RuleBroken(
      'payment.not-on-its-way',
      status === 'executed' ? 'The payment was executed already' : 'The payment has not been instructed, or has failed since',
      { paymentId, status },
    );
}

export function requireRecovery({ recoveries }: Reward, recoveryId: string): RecoveryState {
  const known = recoveries.find((recovery) => recovery.recoveryId === recoveryId);
  if (known === undefined) throw new UnknownSubject('recovery.unknown', 'Nothing is claimed back under this id', { recoveryId });
  return known;
}

/** Nobody keeps the books of a debt of their own. */
export function requireNotDebtor({ id }: Actor, { recipientId }: RecoveryState): void {
  if (recipientId === id) throw new RuleBroken('recovery.own-debt', 'You owe this yourself; somebody else records it', { person: id });
}

export function requireOwed(recovery: RecoveryState): void {
  if (minorUnits(outstandingOf(recovery)) === 0n)
    throw new RuleBroken('recovery.settled', `Nothing is owed any more of the ${formatMoney(recovery.amount)}`, {
      recoveryId: recovery.recoveryId,
    });
}

/** Clocks run apart by some minutes; more is a mistake. */
const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;

export function requirePast(executedAt: string, now: string): void {
  if (Date.parse(executedAt) > Date.parse(now) + CLOCK_TOLERANCE_MS)
    throw new RuleBroken('payment.in-future', `A payment is confirmed after it was made: ${executedAt} is in the future`, { executedAt });
}
