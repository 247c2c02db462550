import { defined } from '#libs/event-sourcing';
import type { Id } from '#libs/vocabulary';
import { type Holder, type Identifier, type IdentifierEvent, sameHolder } from './identifier-events.ts';
import { IDENTIFIERS, type IdentifierKind } from './identifier-kinds.ts';

/** A holder with the commands that claimed for it: one that is refused takes back its own claim and no other. */
export interface Use {
  readonly holder: Holder;
  readonly commands: readonly Id[];
}

/** Two holders that are not one use, until two hands say that both are right. */
export interface SecondUse {
  readonly first: Holder;
  readonly second: Holder;
}

/** How a number stands: what it stands for, and what of that is a second use. */
export interface IdentifierStanding {
  /** As it was written first; none before anybody claimed it. */
  readonly number?: Identifier;
  /** In the order they came in. */
  readonly uses: readonly Use[];
  /** Those that are held up. */
  readonly open: readonly SecondUse[];
  /** How often it was given back: a command that is tried again after it was refused claims anew. */
  readonly releases: number;
}

/** Before anybody claimed it. */
export const unclaimed: IdentifierStanding = { uses: [], open: [], releases: 0 };

/** How a number stands after one more event. */
export function identifierAfter(state: IdentifierStanding, event: IdentifierEvent): IdentifierStanding {
  switch (event.type) {
    case 'IdentifierClaimed': {
      const { holder, command } = event.data;
      return { ...state, number: state.number ?? numberIn(event.data), uses: used(state.uses, holder, [command]) };
    }
    case 'IdentifierClaimedAgain': {
      const { first, second } = event.data;
      return { ...state, uses: used(state.uses, second, []), open: [...state.open, { first, second }] };
    }
    case 'IdentifierReleased':
      return released(state, event.data.holder, event.data.command);
    case 'IdentifierUsesCleared': {
      const cleared = (holder: Holder): boolean => event.data.uses.some((use) => sameHolder(use, holder));
      return { ...state, open: state.open.filter(({ first, second }) => !(cleared(first) && cleared(second))) };
    }
  }
}

const numberIn = ({ kind, scope, value }: Identifier): Identifier => defined({ kind, scope, value });

function used(uses: readonly Use[], holder: Holder, commands: readonly Id[]): readonly Use[] {
  const known = uses.find((use) => sameUse(use.holder, holder));
  if (known === undefined) return [...uses, { holder, commands }];
  return uses.map((use) => (use === known ? { ...use, commands: [...use.commands, ...commands] } : use));
}

function released(state: IdentifierStanding, holder: Holder, command: Id | undefined): IdentifierStanding {
  const uses = state.uses.flatMap((use) => {
    if (!sameHolder(use.holder, holder)) return [use];
    const commands = use.commands.filter((one) => command !== undefined && one !== command);
    return commands.length === 0 ? [] : [{ ...use, commands }];
  });
  const gone = !uses.some((use) => sameHolder(use.holder, holder));
  const of = ({ first, second }: SecondUse): boolean => sameHolder(first, holder) || sameHolder(second, holder);
  return { uses, open: gone ? state.open.filter((one) => !of(one)) : state.open, releases: state.releases + 1 };
}

/** Whether it is said of the same thing in the same way. */
export const sameUse = (a: Holder, b: Holder): boolean => sameHolder(a, b) && a.says === b.says;

/** Whether two holders of one number are one use of it, by its kind. */
export function isOneUse(kind: IdentifierKind, a: Holder, b: Holder): boolean {
  if (IDENTIFIERS[kind].oneUse === 'never') return sameHolder(a, b);
  return (sameHolder(a, b) || sharesACase(a, b)) && a.says === b.says;
}

const sharesACase = (a: Holder, b: Holder): boolean => (a.cases ?? []).some((one) => b.cases?.includes(one));
