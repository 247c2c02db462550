import { type Command, decideBy, type Decider, type Issued } from '#libs/event-sourcing';
import type { Id, Line } from '#libs/vocabulary';
import { type Holder, type Identifier, type IdentifierEvent, sameHolder } from './identifier-events.ts';
import { requireClaimed, requireFree, requireOpen, requireSaysSomething, requireUse } from './identifier-rules.ts';
import { identifierAfter, type IdentifierStanding, isOneUse, sameUse, unclaimed } from './identifier-standing.ts';

export type IdentifierCommand =
  /** For a document of money or an entry of a register: refused where it stands for something else. `command` is the one that it is claimed for. */
  | Command<'ClaimIdentifier', Identifier & { holder: Holder; command: Id }>
  /** Of a fact: recorded, whatever else it stands for. */
  | Command<'NoteIdentifier', Identifier & { holder: Holder; command: Id }>
  /** Gives back what was claimed for a command that was refused. */
  | Command<'GiveBackIdentifier', Identifier & { holder: Holder; command: Id; reason: Line }>
  /** Takes a number from a holder that never came to be, or has it by mistake. By two hands. */
  | Command<'ReleaseIdentifier', { holder: Pick<Holder, 'stream' | 'id'>; reason: Line }>
  /** Says that all its uses are right. By two hands: what was held up goes on. */
  | Command<'ClearIdentifierUses', { reason: Line }>;

type CommandOf<Type extends IdentifierCommand['type']> = Issued<Extract<IdentifierCommand, { type: Type }>>;
type Decided = readonly IdentifierEvent[];

/** What decides on a number, a function a command. */
export const identifier: Decider<IdentifierCommand, IdentifierEvent, IdentifierStanding> = {
  initial: unclaimed,
  evolve: identifierAfter,
  decide: decideBy<IdentifierCommand, IdentifierEvent, IdentifierStanding>({
    ClaimIdentifier: claim,
    NoteIdentifier: note,
    GiveBackIdentifier: giveBack,
    ReleaseIdentifier: release,
    ClearIdentifierUses: clear,
  }),
};

function claim({ data }: CommandOf<'ClaimIdentifier'>, state: IdentifierStanding): Decided {
  requireSaysSomething(data);
  requireFree(data, data.holder, state);
  const mine = state.uses.find(({ holder }) => sameUse(holder, data.holder));
  return mine?.commands.includes(data.command) ? [] : [{ type: 'IdentifierClaimed', data }];
}

function note({ data }: CommandOf<'NoteIdentifier'>, { uses }: IdentifierStanding): Decided {
  const { holder: second, command, ...number } = data;
  if (uses.some(({ holder }) => sameUse(holder, second))) return [];
  const other = uses.find(({ holder }) => !isOneUse(data.kind, holder, second));
  if (other === undefined) return [{ type: 'IdentifierClaimed', data: { ...number, holder: second, command } }];
  return [{ type: 'IdentifierClaimedAgain', data: { ...number, first: other.holder, second } }];
}

function giveBack({ data }: CommandOf<'GiveBackIdentifier'>, state: IdentifierStanding): Decided {
  const mine = state.uses.find(({ holder }) => sameHolder(holder, data.holder));
  return mine?.commands.includes(data.command) ? [{ type: 'IdentifierReleased', data: { ...data, left: leftBy(mine.holder, state) } }] : [];
}

function release({ data: { holder, reason } }: CommandOf<'ReleaseIdentifier'>, state: IdentifierStanding): Decided {
  const number = requireClaimed(state);
  const use = requireUse(state, holder);
  return [{ type: 'IdentifierReleased', data: { ...number, holder: use.holder, reason, left: leftBy(use.holder, state) } }];
}

const leftBy = (gone: Holder, { uses }: IdentifierStanding): readonly Holder[] =>
  uses.map(({ holder }) => holder).filter((holder) => !sameHolder(holder, gone));

function clear({ data: { reason } }: CommandOf<'ClearIdentifierUses'>, state: IdentifierStanding): Decided {
  const number = requireClaimed(state);
  requireOpen(state);
  return [{ type: 'IdentifierUsesCleared', data: { ...number, uses: state.uses.map(({ holder }) => holder), reason } }];
}
