import { RuleBroken } from '#libs/event-sourcing';
import type { Day, Line } from './formats.ts';
import { dayOf } from './moments.ts';
import { compareMoney, formatMoney, type Money } from './money.ts';

/** The paper that a movement of money rests on, and what it says: an invoice, a transfer's advice, a receipt, a decision. */
export interface MoneyDocument {
  /** Its number. */
  readonly reference: Line;
  /** The amount on it. */
  readonly amount: Money;
  /** The day it is of. */
  readonly date: Day;
}

/**
 * No more money moves than the document says, in its currency, and not before its day: who confirms a movement holds the paper against it.
 * Without a document nothing is asked: what a process moves rests on what several people decided.
 * @throws RuleBroken 'document.other-currency', 'document.exceeded', 'document.in-future'
 */
export function requireWithin(amount: Money, document: MoneyDocument | undefined, now: string): void {
  if (document === undefined) return;
  const { reference } = document;
  if (document.amount.currency !== amount.currency)
    throw new RuleBroken(
      'document.other-currency',
      `The document is in ${document.amount.currency}, what is entered in ${amount.currency}`,
      {
        reference,
        says: document.amount,
      },
    );
  if (compareMoney(amount, document.amount) > 0)
    throw new RuleBroken('document.exceeded', `The document says ${formatMoney(document.amount)}; enter no more than that`, {
      reference,
      says: document.amount,
    });
  if (document.date > dayOf(now))
    throw new RuleBroken('document.in-future', `The document is of ${document.date}, which is still to come`, {
      reference,
      date: document.date,
    });
}
