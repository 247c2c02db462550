import { canonical } from './canonical.ts';

// Who is who. No two entries of a register look alike, but facts of earlier times, and facts about people whom nobody registered, are spelt as somebody spelt
// them: whoever compares people to decide something takes what looks like one person for one.

/** Whether two ids name one person: "Sokha" in an old fact is `sokha` who votes. */
export const samePerson = (a: string, b: string): boolean => a === b || canonical(a) === canonical(b);

/** Whether somebody is among these people, however they are spelt. */
export const personIn = (people: Iterable<string | undefined>, person: string): boolean => isAmong(people, person);

/** Whether a unit is among these units, however they are spelt: what looks like one unit is no stranger to itself. */
export const unitIn = (units: Iterable<string | undefined>, unit: string): boolean => isAmong(units, unit);

function isAmong(known: Iterable<string | undefined>, id: string): boolean {
  const wanted = canonical(id);
  for (const one of known) if (one !== undefined && (one === id || canonical(one) === wanted)) return true;
  return false;
}
