import { type Actor, type Command, type Issued, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { isPaper, isSaying, personIn, SAYING_LETTERS } from '#libs/vocabulary';
import { commands } from './case-parts.ts';
import { type CaseFile, hasDocument } from './case-standing.ts';
import type { Participating } from './roster.ts';

// Who took part in a case, where that is the word of others alone. What others say of somebody keeps them from deciding on its reward until two have said
// whether it is so: the head of the case's unit, who knows who was there, and integrity, which has no interest in it.

type Given = Pick<Issued<Command>, 'by' | 'said' | 'standing'>;

/**
 * The two hands, in whatever order they come. Before the second one has confirmed, the first is one of the two.
 * @throws RuleBroken 'participation.not-head', 'participation.same-office'
 */
export function requireSettlers({ by, said, standing }: Given, { details }: CaseFile): void {
  const hands = [
    { by, standing },
    ...(said.confirmedBy === undefined ? [] : [{ by: said.confirmedBy, standing: standing.confirmer ?? {} }]),
  ];
  const integrity = hands.find((hand) => hand.by.roles.includes('integrity-officer'));
  const head = hands.find((hand) => hand !== integrity);
  if (head !== undefined && !commands(head, details.unit))
    throw new RuleBroken(
      'participation.not-head',
      `Who took part is said by the head of ${details.unit ?? 'the unit that leads the case'}, or of a unit above it, and an integrity officer`,
      { person: head.by.id, leadUnit: details.unit },
    );
  if (hands.length === 2 && integrity === undefined)
    throw new RuleBroken('participation.same-office', 'An integrity officer has to be one of the two', {});
}

/** @throws RuleBroken 'participation.own' nobody says of themself whether they took part */
export function requireNotSettlingThemself({ officers }: Participating, hands: readonly Actor[]): void {
  const own = hands.find(({ id }) => personIn(officers, id));
  if (own !== undefined)
    throw new RuleBroken('participation.own', `Somebody else than ${own.id} has to say whether ${own.id} took part`, { person: own.id });
}

/**
 * Who took part did something, and it stands on a paper. That somebody did not is said with a reason alone: there is no paper of what did not happen.
 * @throws RuleBroken 'participation.says-nothing', 'participation.no-paper'; UnknownSubject 'document.unknown'
 */
export function requirePapersOf({ tookPart, what, documentId, reference }: Participating, state: CaseFile): void {
  if (documentId !== undefined && !hasDocument(state, documentId))
    throw new UnknownSubject('document.unknown', 'The case has no document with this id; attach it first', { documentId });
  if (!tookPart) return;
  if (!isSaying(what))
    throw new RuleBroken(
      'participation.says-nothing',
      `What they did is said in words: ${SAYING_LETTERS} letters at least, and not the same ones over and over`,
      { what },
    );
  if (documentId === undefined && !isPaper(reference))
    throw new RuleBroken(
      'participation.no-paper',
      'Name the document that says what they did: one of the case by its id, or its number',
      {},
    );
}
