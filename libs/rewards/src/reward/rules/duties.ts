import { type Actor, type Command, defined, type Issued, RuleBroken } from '#libs/event-sourcing';
import type { ProposedShare } from '#libs/reward-law';
import { handsOf, samePerson } from '#libs/vocabulary';
import { type Duty, type KnownReward, recoveryDuties, type RecoveryDuty, type Reward } from '../reward-standing.ts';
import { sharesAtStake } from './changes.ts';
import { requireApart, requireNoConflict, tookPart } from './independence.ts';
import { openRoundOf } from './rounds.ts';

// Rules of reward, 7: separation of duties over the whole chain, in whatever rounds.

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

/** Whose command it is: both hands of it, where it took two, and where they stand. */
type Given = Pick<Issued<Command>, 'by' | 'said' | 'standing'>;

/**
 * Separation of duties over the whole chain: whoever does something for a reward has done nothing else for it, in no round; has no share in
 * it, no part in the case, no conflict, and serves apart from who has (`BARRED`). Who proposes may have been there, as the head of the unit:
 * not as a beneficiary. Of what is claimed back it asks neither what they did for the reward
 * before nor for the case: the legal officer of a case follows it to its end.
 */
export function requireFreeFor(
  duty: Duty | RecoveryDuty,
  given: Given,
  state: KnownReward,
  hands: readonly Actor[] = handsOf(given),
): void {
  for (const { id } of hands) {
    requireNoConflict({ id }, state);
    requireNoBeneficiary(id, sharesAtStake(state, openRoundOf(state)));
    const other = isOfRecovery(duty) ? undefined : state.duties.find((one) => samePerson(one.person, id) && one.duty !== duty);
    if (other !== undefined)
      throw new RuleBroken('reward.other-duty', `Somebody else has to do this: ${id} ${DONE[other.duty]}`, {
        person: id,
        duty: other.duty,
      });
    if (duty !== 'proposal' && !isOfRecovery(duty) && tookPart(id, state))
      throw new RuleBroken(
        'reward.own-case',
        'You took part in the operation; somebody who did not has to do this. Where others named you in it wrongly, the head of its unit and integrity settle that on the case',
        { person: id, caseId: state.assessment.inputs.operationId },
      );
    requireApart(duty, id, given.standing.independence);
  }
}

const isOfRecovery = (duty: Duty | RecoveryDuty): duty is RecoveryDuty => (recoveryDuties as readonly string[]).includes(duty);

function requireNoBeneficiary(person: string, shares: readonly Pick<ProposedShare, 'kind' | 'recipientId'>[]): void {
  if (shares.some(({ kind, recipientId }) => kind === 'person' && samePerson(recipientId, person)))
    throw new RuleBroken('reward.own-share', 'You have a share in this reward; nobody decides on money of their own', { person });
}

/** Whose hands clear something up: integrity's, and that of the head who says what is right. */
export interface Clearing {
  readonly integrity?: Actor;
  readonly head?: Actor;
}

/**
 * "Two hands decide": the head of the case's unit, or of one above it, confirms what is right, and an integrity officer lifts; in whatever
 * order they come. Before the second one has confirmed, the first is one of the two.
 */
export function requireHeadAndIntegrity({ by, said, standing }: Given, { assessment: { roster } }: KnownReward): Clearing {
  const hands = [
    { hand: by, commands: standing.commands },
    ...(said.confirmedBy === undefined ? [] : [{ hand: said.confirmedBy, commands: standing.confirmer?.commands }]),
  ];
  const integrity = hands.find(({ hand }) => hand.roles.includes('integrity-officer'))?.hand;
  const head = hands.find(({ hand }) => hand !== integrity && hand.roles.includes('unit-head'));
  if (head !== undefined && (roster === undefined || head.commands?.includes(roster.leadUnit) !== true))
    throw new RuleBroken(
      'reward.not-head-of-case',
      `What is right in a case is confirmed by the head of its unit${roster === undefined ? ', once its roster is frozen' : `, ${roster.leadUnit}, or of one above it`}`,
      { person: head.hand.id },
    );
  if (integrity === undefined && head === undefined)
    throw new RuleBroken(
      'reward.no-head-or-integrity',
      'The head of the case’s unit confirms what is right, and an integrity officer lifts',
      {},
    );
  if (hands.length === 2 && (integrity === undefined || head === undefined))
    throw new RuleBroken(
      'reward.same-office',
      integrity === undefined
        ? 'An integrity officer has to be one of the two'
        : 'The head of the case’s unit, or of one above it, has to be one of the two',
      {},
    );
  return defined({ integrity, head: head?.hand });
}

/** Rules of reward, 7: nobody who has done something for the reward gets a share of it, whoever proposes it. */
export function requireSharesApart(by: Actor, shares: readonly ProposedShare[], { duties }: Reward): void {
  for (const person of [by.id, ...duties.map((one) => one.person)]) requireNoBeneficiary(person, shares);
}

/** What holds a reward up is lifted or cleared up by nobody who would have had a share of it, in whatever round. */
export function requireNoShareInAnyRound(hands: readonly Actor[], { rounds, passedOver = [] }: Reward): void {
  const shares = rounds.flatMap(({ allocation }) => allocation?.shares ?? []);
  const then = passedOver.map((recipientId) => ({ recipientId, kind: 'person' as const }));
  for (const { id } of hands) requireNoBeneficiary(id, [...shares, ...then]);
}
