import { defined, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { isBefore, type Line, samePerson } from '#libs/vocabulary';
import type { SealCondition } from '../exhibit-events.ts';
import { type CustodyTransfer, type Exhibit, openOfferOf } from '../exhibit-standing.ts';
import type { Irregularities } from './any-fact.ts';

// Custody: by offer and acceptance of two different people, one offer at a time.

/** Only its holder gives an exhibit away or destroys it. */
export function requireHolder({ holder }: Exhibit, personId: string): void {
  if (holder === null || !samePerson(holder.personId, personId))
    throw new RuleBroken('custody.not-holder', `Only who holds the exhibit may do this with it: ${holder?.personId ?? 'nobody'}`, {
      holder: holder?.personId,
    });
}

/** Nobody hands an exhibit over to themselves. */
export function requireAnotherPerson(to: string, giver: string): void {
  if (samePerson(to, giver)) throw new RuleBroken('custody.to-giver', 'Custody goes to another person than the one who gives it', { to });
}

/** What is offered waits for its receiver. */
export function requireNoOffer(state: Exhibit): void {
  const open = openOfferOf(state);
  if (open !== undefined)
    throw new RuleBroken('custody.offer-open', `The exhibit is offered to ${open.to}, who accepts or refuses first`, {
      transferId: open.transferId,
      to: open.to,
    });
}

/**
 * The hand-over that this person ends in this way, and its open offer: none if it ended in this way already.
 * The giver can never accept, whoever else they are.
 */
export function requireOffer(
  state: Exhibit,
  transferId: string,
  personId: string,
  side: 'giver' | 'receiver',
  outcome: CustodyTransfer['outcome'],
): {
  readonly offer?: CustodyTransfer;
  readonly transfer: Pick<CustodyTransfer, 'transferId' | 'from' | 'to' | 'laboratoryId'>;
} {
  const known = state.transfers.find((one) => one.transferId === transferId);
  if (known === undefined) throw new UnknownSubject('custody.no-such-offer', 'The exhibit has no hand-over with this id', { transferId });
  const { from, to, laboratoryId } = known;
  if (side === 'receiver') requireReceiver(known, personId);
  else requireGiver(known, personId);
  const transfer = defined({ transferId, from, to, laboratoryId });
  if (known.outcome === outcome) return { transfer };
  if (known.outcome !== 'open')
    throw new RuleBroken('custody.offer-ended', `The hand-over was ${known.outcome} already`, { transferId, outcome: known.outcome });
  return { offer: known, transfer };
}

/** Only the one to whom it is offered accepts or refuses, and never the one who gives. */
function requireReceiver({ from, to }: CustodyTransfer, personId: string): void {
  if (samePerson(personId, from))
    throw new RuleBroken('custody.giver-receives', 'Who gives an exhibit cannot be the one to receive it', { from, to });
  if (!samePerson(personId, to))
    throw new RuleBroken('custody.not-receiver', `The exhibit is offered to ${to}, and to nobody else`, { from, to });
}

/** Only who offered it takes the offer back. */
function requireGiver({ from, to }: CustodyTransfer, personId: string): void {
  if (!samePerson(personId, from))
    throw new RuleBroken('custody.not-giver', `The exhibit was offered by ${from}, who may withdraw that`, { from, to });
}

/** It arrives after it was offered, under the seal it had, whole; for a laboratory, at one of the register, by who serves there. */
export function irregularReceipt(
  { sealNumber: expected }: Exhibit,
  { offeredAt, laboratoryId }: CustodyTransfer,
  found: { readonly receivedAt: string; readonly sealNumber: Line; readonly sealCondition: SealCondition; readonly registered: boolean },
): Irregularities {
  return {
    'seal.broken': found.sealCondition === 'broken',
    'exhibit.tampered': found.sealCondition === 'tampered',
    'seal.other-number': found.sealNumber !== expected,
    'time.before-offer': isBefore(found.receivedAt, offeredAt),
    'laboratory.unknown': laboratoryId !== undefined && !found.registered,
  };
}
