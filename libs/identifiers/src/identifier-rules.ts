import { RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { canonical } from '#libs/vocabulary';
import { type Holder, type Identifier, sameHolder } from './identifier-events.ts';
import { IDENTIFIERS } from './identifier-kinds.ts';
import { type IdentifierStanding, isOneUse, type Use } from './identifier-standing.ts';

// One thing once. A document of money or a name in a register that is used twice is refused; a fact never is.

/** What is left of it without spaces, dashes and what nobody sees is the number: nothing is none, and two nothings would be one. */
export function requireSaysSomething({ kind, value }: Identifier): void {
  if (canonical(value) === '')
    throw new RuleBroken('identifier.says-nothing', `${IDENTIFIERS[kind].called} ${JSON.stringify(value)} has no letter or digit in it`, {
      kind,
      value,
    });
}

/** One number, one thing. */
export function requireFree({ kind, value }: Identifier, holder: Holder, { uses }: IdentifierStanding): void {
  const other = uses.find((use) => !isOneUse(kind, use.holder, holder));
  if (other === undefined) return;
  const { stream, id } = other.holder;
  throw new RuleBroken(
    'identifier.taken',
    `${IDENTIFIERS[kind].called} ${JSON.stringify(value)} stands for something else already: use that, or say the number of this one as its own paper has it`,
    { kind, value, stream, id },
  );
}

/** What nobody claimed is no number here. @throws UnknownSubject 'identifier.unknown' */
export function requireClaimed({ number }: IdentifierStanding): Identifier {
  if (number === undefined) throw new UnknownSubject('identifier.unknown', 'Nothing stands under this number');
  return number;
}

/** What is taken from somebody is theirs. @throws RuleBroken 'identifier.not-held' */
export function requireUse({ uses }: IdentifierStanding, holder: Pick<Holder, 'stream' | 'id'>): Use {
  const use = uses.find((one) => sameHolder(one.holder, holder));
  if (use === undefined)
    throw new RuleBroken('identifier.not-held', 'The number does not stand for this: say the stream and id of one of its holders', {
      holders: uses.map(({ holder: { stream, id } }) => ({ stream, id })),
    });
  return use;
}

/** What is cleared up is a second use. @throws RuleBroken 'identifier.used-once' */
export function requireOpen({ open }: IdentifierStanding): void {
  if (open.length === 0) throw new RuleBroken('identifier.used-once', 'The number is used once: there is nothing to clear up');
}
