import { type Actor, RuleBroken } from '#libs/event-sourcing';
import type { AlwaysSuspending } from '#libs/reward-law';
import { personIn, samePerson } from '#libs/vocabulary';
import type { Independence, Placed } from '../reward-commands.ts';
import type { NamedLater } from '../reward-events.ts';
import type { Duty, RecoveryDuty, Reward } from '../reward-standing.ts';

// Independence fails closed: whoever had a hand in the operation, or declared a conflict, decides nothing about its reward.

export const hasConflict = ({ conflicts }: Reward, person: string): boolean =>
  conflicts.some((conflict) => samePerson(conflict.person, person));

/**
 * On the roster, or with a hand in it that the roster does not name: whoever is left off it must not decide for those who are on it. Also who was on it: being
 * taken off undoes nothing that they did.
 */
export function tookPart(person: string, { assessment, cleared }: Reward): boolean {
  const { roster, hands = [], analysts = [], named = [] } = assessment ?? {};
  const there = named.filter((one) => wasThere(one, cleared)).map((one) => one.person);
  return personIn([...(roster?.officers ?? []).map(({ officerId }) => officerId), ...hands, ...analysts, ...there], person);
}

/** Whom somebody named later took part where two hands said so: until then it bars nobody from anything. */
function wasThere({ subjectId, position }: NamedLater, cleared: Reward['cleared']): boolean {
  const settled = cleared.findLast((one) => one.subjectId === subjectId && one.defect === NAMED && (one.upTo ?? 0) >= position);
  return settled !== undefined && settled.absent !== true;
}

const NAMED: AlwaysSuspending = 'officer.named-later';

/**
 * How somebody stands to who gains by the reward: of the same unit, in a unit above it, in one below it, or apart from all of them. Of whom
 * nobody knows the unit is `unknown`, and that counts as dependent.
 */
export const relations = ['unknown', 'same-unit', 'above', 'below', 'apart'] as const;
export type Relation = (typeof relations)[number];

/**
 * Rules of reward, 7: which relations bar from which duty. Nobody decides for their own unit; nobody who commands a beneficiary votes or
 * vouches for them, nobody under one decides on their superior. A proposal comes from the unit itself, and so does one hand of clearing up.
 * What comes back of a debt is said as payments are: not by the debtor's own unit, nor by who serves under one of those who gained.
 */
export const BARRED: Readonly<Record<Duty | RecoveryDuty, readonly Relation[]>> = {
  proposal: [],
  verification: ['unknown', 'same-unit', 'above', 'below'],
  clearance: ['unknown', 'same-unit', 'below'],
  committee: ['unknown', 'same-unit', 'above', 'below'],
  instruction: ['unknown', 'same-unit', 'below'],
  confirmation: ['unknown', 'same-unit', 'below'],
  integrity: ['unknown', 'same-unit', 'below'],
  irregularity: ['unknown', 'same-unit', 'below'],
  plan: ['unknown', 'same-unit', 'below'],
  repayment: ['unknown', 'same-unit', 'below'],
  'set-off': ['unknown', 'same-unit', 'below'],
  'write-off': ['unknown', 'same-unit', 'below'],
};

/** The relation in which a place stands to another one: the unit that somebody serves in is the first of its chain. */
export function relationOf({ chain }: Placed, to: Placed): Relation {
  const [unit] = chain;
  const [other] = to.chain;
  if (unit === undefined) return 'unknown';
  if (unit === other) return 'same-unit';
  if (to.chain.includes(unit)) return 'above';
  return other !== undefined && chain.includes(other) ? 'below' : 'apart';
}

/** Judged by every place that somebody has, or had when the case was opened or its roster frozen: whoever is moved is no stranger by that. */
export function requireApart(duty: Duty | RecoveryDuty, person: string, { hands, beneficiaries }: Independence = NOWHERE): void {
  const barring = barringOf(duty, placesOf(person, hands), beneficiaries);
  if (barring === undefined) return;
  if (barring.beneficiary === undefined)
    throw new RuleBroken('reward.unplaced', `Nobody knows to which unit ${person} belongs; the register has to say so`, { person });
  refuse(barring.relation, barring.place, barring.beneficiary);
}

/** Whether somebody who voted could vote now. */
export const isApart = (duty: Duty, person: string, places: readonly Placed[], beneficiaries: readonly Placed[]): boolean =>
  barringOf(duty, placesOf(person, places), beneficiaries) === undefined;

function placesOf(person: string, places: readonly Placed[]): readonly Placed[] {
  const own = places.filter((place) => samePerson(place.id, person));
  return own.length === 0 ? [{ id: person, chain: [] }] : own;
}

/** What of somebody's places bars them from a duty; no beneficiary, where it is that nobody knows the place. */
function barringOf(
  duty: Duty | RecoveryDuty,
  places: readonly Placed[],
  beneficiaries: readonly Placed[],
): { readonly relation: Relation; readonly place: Placed; readonly beneficiary?: Placed } | undefined {
  const barred = BARRED[duty];
  const unknown = barred.includes('unknown') ? places.find(({ chain }) => chain.length === 0) : undefined;
  if (unknown !== undefined) return { relation: 'unknown', place: unknown };
  const pairs = places.flatMap((place) => beneficiaries.map((beneficiary) => ({ place, beneficiary })));
  for (const { place, beneficiary } of pairs) {
    const relation = relationOf(place, beneficiary);
    if (barred.includes(relation)) return { relation, place, beneficiary };
  }
  return undefined;
}

const NOWHERE: Independence = { hands: [], beneficiaries: [] };

function refuse(relation: Relation, { chain: [unit = ''] }: Placed, { id, chain }: Placed): never {
  const details = { beneficiary: id, chain, unit, relation };
  if (relation === 'below')
    throw new RuleBroken('reward.chain-of-command', `You serve under ${id}: nobody decides on a reward of their superiors`, details);
  throw new RuleBroken(
    'reward.chain-of-command',
    `You are in the chain of command of ${id}: ${unit} is its unit, or above it; somebody from outside has to do this`,
    details,
  );
}

/** What somebody did for the reward is void since they declared a conflict, or since it is known that they had a hand in the operation. */
export const isVoid = (state: Reward, person: string): boolean => hasConflict(state, person) || tookPart(person, state);

/** Rules of reward, 7: who declared a conflict takes no part any more. */
export function requireNoConflict({ id }: Pick<Actor, 'id'>, state: Reward): void {
  if (hasConflict(state, id))
    throw new RuleBroken('reward.conflict', 'You have declared a conflict in this reward and take no part in it', { person: id });
}
