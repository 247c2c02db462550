import { type Actor, RuleBroken } from '#libs/event-sourcing';
import type { ProposedShare } from '#libs/reward-law';
import { samePerson } from '#libs/vocabulary';
import type { Duty, KnownReward, Reward } from '../reward-standing.ts';
import { requireNoConflict, tookPart } from './independence.ts';
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

/**
 * Separation of duties over the whole chain: whoever does something for a reward has done nothing else for it, in no round; has no share in
 * it, no part in the case and no conflict. Who proposes may have been there, as the head of the unit: not as a beneficiary.
 */
export function requireFreeFor(duty: Duty, { id }: Pick<Actor, 'id'>, state: KnownReward): void {
  requireNoConflict({ id }, state);
  requireNoBeneficiary(id, openRoundOf(state)?.allocation?.shares ?? []);
  if (duty !== 'proposal' && tookPart(id, state))
    throw new RuleBroken('reward.own-case', 'You took part in the operation; somebody who did not has to do this', { person: id });
  const other = state.duties.find((one) => samePerson(one.person, id) && one.duty !== duty);
  if (other !== undefined)
    throw new RuleBroken('reward.other-duty', `Somebody else has to do this: ${id} ${DONE[other.duty]}`, { person: id, duty: other.duty });
}

function requireNoBeneficiary(person: string, shares: readonly ProposedShare[]): void {
  if (shares.some(({ kind, recipientId }) => kind === 'person' && samePerson(recipientId, person)))
    throw new RuleBroken('reward.own-share', 'You have a share in this reward; nobody decides on money of their own', { person });
}

/** Rules of reward, 7: nobody who has done something for the reward gets a share of it, whoever proposes it. */
export function requireSharesApart(by: Actor, shares: readonly ProposedShare[], { duties }: Reward): void {
  for (const person of [by.id, ...duties.map((one) => one.person)]) requireNoBeneficiary(person, shares);
}

/** What holds a reward up is lifted or cleared up by nobody who would have had a share of it, in whatever round. */
export function requireNoShareInAnyRound(by: Actor, { rounds }: Reward): void {
  requireNoBeneficiary(
    by.id,
    rounds.flatMap(({ allocation }) => allocation?.shares ?? []),
  );
}
