import { type Roster, samePerson } from '#libs/vocabulary';
import type { Round } from '../reward-standing.ts';

// What becomes of a share when its roster is put right.

/** Was on the roster, and is not any more. */
export function isOff({ officers, removed = [] }: Roster, person: string): boolean {
  const isOne = ({ officerId }: { readonly officerId: string }): boolean => samePerson(officerId, person);
  return removed.some(isOne) && !officers.some(isOne);
}

/** Who would have had a share and was taken off the roster, or was found to have acted in another office than when it was proposed. */
export function amendedSince({ officers, ...roster }: Roster, { allocation, proposedAt }: Round): string | undefined {
  const persons = (allocation?.shares ?? []).filter(({ kind }) => kind === 'person').map(({ recipientId }) => recipientId);
  return persons.find((person) => {
    const corrected = officers.find(({ officerId }) => samePerson(officerId, person))?.correctedAt;
    return isOff({ officers, ...roster }, person) || (corrected !== undefined && Date.parse(corrected) > Date.parse(proposedAt));
  });
}
