import { defined } from '#libs/event-sourcing';
import type { ClaimedRole, SuspectFacts } from '#libs/reward-law';
import { type Instant, isBefore, type RegisterEntry } from '#libs/vocabulary';
import { isOneHand } from '../published.ts';
import type { AssessedRole, KnownSuspect } from './known-facts.ts';

// "Nobody alone": a more important part raises a reward, and one who says what a prosecutor or a court decided of it is one.

interface Decided extends ClaimedRole {
  readonly decidedAt?: Instant;
  readonly hands?: readonly RegisterEntry[];
}

/** A court's word stands over a prosecutor's, whichever is entered last; of two of a kind the later decision. */
function after(known: Decided, decision: AssessedRole): Decided {
  const { standing, decidedAt } = known;
  const stays =
    decidedAt !== undefined && (standing === decision.standing ? isBefore(decision.decidedAt, decidedAt) : standing === 'final');
  return stays ? known : decision;
}

/**
 * A suspect's part as a reward follows it: of the decisions that two persons say were made. What one alone says beyond that is named, and changes nothing
 * before another attests it.
 */
export function countedRole({ role, standing, roleDecidedAt, assessed = [] }: Omit<KnownSuspect, 'suspectId'>): Pick<
  SuspectFacts,
  'role' | 'standing' | 'claimed'
> & {
  readonly hands: readonly RegisterEntry[];
} {
  const base: Decided = defined({ role, standing, decidedAt: roleDecidedAt });
  const counted = assessed.filter(({ hands }) => !isOneHand(hands)).reduce(after, base);
  const said = assessed.reduce(after, base);
  const isSame = said.role === counted.role && said.standing === counted.standing;
  return {
    role: counted.role,
    standing: counted.standing,
    hands: counted.hands ?? [],
    ...(!isSame && { claimed: { role: said.role, standing: said.standing } }),
  };
}
