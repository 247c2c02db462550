import { RuleBroken } from '#libs/event-sourcing';
import { isBefore, isLate, requirePast } from '#libs/vocabulary';
import { type ExhibitDefect, exhibitDefects } from '../exhibit-events.ts';
import type { Exhibit } from '../exhibit-standing.ts';

// The rules of an exhibit, chapter by chapter: the authority's policy on evidence. What is irregular about a fact is recorded with it (`irregular…`); what
// an act lacks refuses it (`require…`), with the reason and the facts that it rests on.

/** Nothing is recorded before it happens. */
export function requireHappened(happenedAt: string, now: string): void {
  requirePast(happenedAt, now, 'exhibit.in-future', 'Nothing can be recorded before it happens');
}

/** What is irregular about a fact: each code with whether it holds. */
export type Irregularities = Partial<Record<ExhibitDefect, boolean>>;

/** Everything irregular about a fact, in the order of its codes: also that it is entered late, or of an exhibit that was destroyed by then. */
export function defectsOf(
  { destroyed }: Exhibit,
  happenedAt: string,
  enteredAt: string,
  irregular: Irregularities = {},
): readonly ExhibitDefect[] {
  const found: Irregularities = {
    'entry.late': isLate(happenedAt, enteredAt),
    'exhibit.destroyed': destroyed !== undefined && isBefore(destroyed.destroyedAt, happenedAt),
    ...irregular,
  };
  return exhibitDefects.filter((defect) => found[defect] === true);
}

/** What was destroyed is offered, certified and destroyed no more. */
export function requirePresent({ destroyed }: Exhibit): void {
  if (destroyed !== undefined)
    throw new RuleBroken('exhibit.gone', `The exhibit was destroyed at ${destroyed.destroyedAt}`, { destroyedAt: destroyed.destroyedAt });
}
