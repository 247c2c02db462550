import { type Actor, RuleBroken } from '#libs/event-sourcing';
import { personIn, samePerson } from '#libs/vocabulary';
import type { Reward } from '../reward-standing.ts';

// Independence fails closed: whoever had a hand in the operation, or declared a conflict, decides nothing about its reward.

export const hasConflict = ({ conflicts }: Reward, person: string): boolean =>
  conflicts.some((conflict) => samePerson(conflict.person, person));

/** On the roster, or with a hand in it that the roster does not name: whoever is left off it must not decide for those who are on it. */
export function tookPart(person: string, { assessment }: Reward): boolean {
  const { roster, hands = [], analysts = [] } = assessment ?? {};
  return personIn([...(roster?.officers ?? []).map(({ officerId }) => officerId), ...hands, ...analysts], person);
}

/** What somebody did for the reward is void since they declared a conflict, or since it is known that they had a hand in the operation. */
export const isVoid = (state: Reward, person: string): boolean => hasConflict(state, person) || tookPart(person, state);

/** Rules of reward, 7: who declared a conflict takes no part any more. */
export function requireNoConflict({ id }: Pick<Actor, 'id'>, state: Reward): void {
  if (hasConflict(state, id))
    throw new RuleBroken('reward.conflict', 'You have declared a conflict in this reward and take no part in it', { person: id });
}
