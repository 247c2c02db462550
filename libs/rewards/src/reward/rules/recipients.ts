import { plus } from '#libs/vocabulary';
import type { RecipientPart } from '../reward-events.ts';

/** Each recipient once, with all that is theirs: a unit with a share may have the fund's part too, and both are its. */
export function merged(parts: readonly RecipientPart[]): Map<string, RecipientPart> {
  const all = new Map<string, RecipientPart>();
  for (const { recipientId, kind, amount } of parts) {
    const key = recipientKey({ recipientId, kind });
    const known = all.get(key);
    all.set(key, { recipientId, kind, amount: known === undefined ? amount : plus(known.amount, amount) });
  }
  return all;
}

/** Tells recipients apart: an officer and a unit may be spelled alike. */
export const recipientKey = ({ recipientId, kind }: Pick<RecipientPart, 'recipientId' | 'kind'>): string => `${kind} ${recipientId}`;
