import { type Actor, RuleBroken } from '#libs/event-sourcing';
import type { AlwaysSuspending } from '#libs/reward-law';
import type { NamedLater } from '../reward-events.ts';
import type { Reward } from '../reward-standing.ts';

// Independence fails closed: whoever had a hand in the operation, or declared a conflict, decides nothing about its reward.

export const hasConflict = ({ conflicts }: Reward, person: string): boolean => conflicts.some((conflict) => conflict.person === person);

/** On the roster, or with a hand in it that the roster does not name: whoever is left off it must not decide for those who are on it. */
export function tookPart(person: string, { assessment, cleared }: Reward): boolean {
  const { roster, hands = [], analysts = [], named = [] } = assessment ?? {};
  const there = named.filter((one) => wasThere(one, cleared)).map((one) => one.person);
  return [...(roster?.officers ?? []).map(({ officerId }) => officerId), ...hands, ...analysts, ...there].includes(person);
}

/** Whom somebody named later took part where two hands said so: until then it bars nobody from anything. */
function wasThere({ subjectId, position }: NamedLater, cleared: Reward['cleared']): boolean {
  const settled = cleared.findLast((one) => one.subjectId === subjectId && one.defect === NAMED && (one.upTo ?? 0) >= position);
  return settled !== undefined && settled.absent !== true;
}

const NAMED: AlwaysSuspending = 'officer.named-later';

/** What somebody did for the reward is void since they declared a conflict, or since it is known that they had a hand in the operation. */
export const isVoid = (state: Reward, person: string): boolean => hasConflict(state, person) || tookPart(person, state);

/** Rules of reward, 7: who declared a conflict takes no part any more. */
export function requireNoConflict({ id }: Pick<Actor, 'id'>, state: Reward): void {
  if (hasConflict(state, id))
    throw new RuleBroken('reward.conflict', 'You have declared a conflict in this reward and take no part in it', { person: id });
}
