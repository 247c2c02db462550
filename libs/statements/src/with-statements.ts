import { type Command, type Decider, defined, type Event, type Issued, type RuleBroken } from '#libs/event-sourcing';
import type { Id, Line } from '#libs/vocabulary';
import { isAboutStatement, type Stated, type StatementEvent } from './statement-events.ts';
import { requireNotOwn, requireOpen, requireOwn, statementsAfter, type WithStatements } from './statements.ts';

/**
 * What becomes of a command in the mouth of who gives it: it `decides`, as they have a part in what it is about; it is a fact, and `states` what a person with a
 * part may adopt; or it is `refused`, as an act that is theirs alone.
 */
export type Ruling = 'decides' | 'states' | 'refused';

/** Whose part a command takes, and what it is in the mouth of anybody else. `anybody`: it takes none, or its own rules say whose it is. */
export interface PartRule<Part extends string> {
  readonly of: readonly Part[] | 'anybody';
  readonly otherwise: Exclude<Ruling, 'decides'>;
}

/** For every command whose part it takes: the compiler refuses a table that lacks one. */
export type PartTable<C extends Command, Part extends string> = Readonly<Record<C['type'], PartRule<Part>>>;

/** A fact: recorded as a statement where somebody without a part reports it. */
export const factFrom = <Part extends string>(...of: readonly Part[]): PartRule<Part> => ({ of, otherwise: 'states' });

/** An act: refused to who has no part. */
export const actOf = <Part extends string>(...of: readonly Part[]): PartRule<Part> => ({ of, otherwise: 'refused' });

/** Takes no part: whoever has the role for it, under the rules of its own. */
export const anybodys: PartRule<never> = { of: 'anybody', otherwise: 'refused' };

/** What an aggregate says of its commands and of who has a part in them. */
export interface Parts<C extends Command, State, Part extends string> {
  readonly table: PartTable<C, Part>;
  /** What who gives the command is to what it is about. */
  partsOf(command: Issued<C>, state: State): readonly Part[];
  /** The refusal of an act to who has no part in it: it says who has one. */
  refusal(command: Issued<C>, rule: PartRule<Part>, state: State): RuleBroken;
  /** The case that a command is about, where the stream is not the case's own. */
  caseOf?(command: Issued<C>, state: State): Id | undefined;
  /**
   * What of a command's data somebody said, where its handler looks up more for it: that is in nobody's words, and is looked up again for who adopts them.
   * Default: all of it.
   */
  saidIn?(data: C['data']): object;
  /** Looks up elsewhere what `partsOf` rests on. */
  readonly standing?: Decider<C, Event, State>['standing'];
}

/** What may be done with statements, beside the commands of the aggregate. */
export type StatementCommand<C extends Command = Command> =
  // Said as a statement in the first place, whoever says it.
  | Command<'FileStatement', { says: C }>
  // `lookedUp`: what the stated command is to be decided by besides what it says.
  | Command<'AdoptStatement', { statementId: Id; lookedUp?: object }>
  | Command<'SetStatementAside', { statementId: Id; reason: Line }>
  | Command<'WithdrawStatement', { statementId: Id; reason: Line }>;

/** Whose word a fact is: of who stated it, where it was adopted from them; else of who gives the command. */
export const witnessOf = ({ by, said }: Pick<Issued<Command>, 'by' | 'said'>): string => said.statement?.filedBy ?? by.id;

/** What becomes of a command, by the table of its aggregate. */
export function rulingOn<C extends Command, State, Part extends string>(
  { table, partsOf }: Pick<Parts<C, State, Part>, 'table' | 'partsOf'>,
  command: Issued<C>,
  state: State,
): Ruling {
  const { of, otherwise } = table[command.type as C['type']];
  if (of === 'anybody') return 'decides';
  return partsOf(command, state).some((part) => of.includes(part)) ? 'decides' : otherwise;
}

/**
 * A decider that every command passes only with a part in what it is about. A fact from anybody else is kept as a statement, from which nothing follows until
 * somebody else with a part adopts it: it is decided then, anew, as theirs, and the event says whose word it was; who filed it may withdraw it before. An act of anybody else is refused. What the
 * rules refuse of a fact they refuse of a statement, too: nobody states what could not be adopted today.
 */
export function withStatements<C extends Command, E extends Event, State extends object, Part extends string>(
  decider: Decider<C, E, State>,
  parts: Parts<C, State, Part>,
): Decider<C | StatementCommand<C>, E | StatementEvent, State & WithStatements> {
  type Known = State & WithStatements;
  const { standing } = parts;

  function filed(command: Issued<C>, state: Known): readonly StatementEvent[] {
    // An id is forgotten by its stream after many others: a statement is not.
    if (state.statements.has(command.id) || decider.decide(command, state).length === 0) return [];
    const { type, data, id, by, happenedAt } = command;
    const says = { type, data: parts.saidIn?.(data) ?? data } as Stated;
    return [
      {
        type: 'StatementFiled',
        data: { statementId: id, ...defined({ caseId: parts.caseOf?.(command, state) }), says, filedBy: by.id, ...defined({ happenedAt }) },
      },
    ];
  }

  function requirePart(command: Issued<C>, state: Known): void {
    if (rulingOn(parts, command, state) !== 'decides') throw parts.refusal(command, parts.table[command.type as C['type']], state);
  }

  function adopted(command: Issued<StatementCommand<C> & { type: 'AdoptStatement' }>, state: Known): readonly (E | StatementEvent)[] {
    const { statementId, lookedUp } = command.data;
    const statement = requireOpen(state, statementId, 'adopted');
    if (statement === undefined) return [];
    const { says, filedBy } = statement;
    const data = { ...says.data, ...lookedUp };
    const stated = { ...command, ...says, data, said: { ...command.said, statement: { statementId, filedBy } } } as unknown as Issued<C>;
    requirePart(stated, state);
    // By whose hand it is adopted: whose word it was is a hand in what follows from it, and no hand in this.
    requireNotOwn(statement, command.by);
    const adoption = { type: 'StatementAdopted', data: { statementId, filedBy, adoptedBy: command.by.id } } as const;
    return [adoption, ...decider.decide(stated, state)];
  }

  function setAside(command: Issued<StatementCommand<C> & { type: 'SetStatementAside' }>, state: Known): readonly StatementEvent[] {
    const { statementId, reason } = command.data;
    const statement = requireOpen(state, statementId, 'set-aside');
    if (statement === undefined) return [];
    requirePart({ ...command, ...statement.says } as unknown as Issued<C>, state);
    return [{ type: 'StatementSetAside', data: { statementId, filedBy: statement.filedBy, setAsideBy: command.by.id, reason } }];
  }

  function withdrawn(command: Issued<StatementCommand<C> & { type: 'WithdrawStatement' }>, state: Known): readonly StatementEvent[] {
    const { statementId, reason } = command.data;
    const statement = requireOpen(state, statementId, 'withdrawn');
    if (statement === undefined) return [];
    requireOwn(statement, command.by);
    return [{ type: 'StatementWithdrawn', data: { statementId, filedBy: statement.filedBy, reason } }];
  }

  return {
    initial: { ...decider.initial, statements: new Map() },

    decide(command, state) {
      if (isOf(command, 'FileStatement')) return filed(statedBy(command, state) as Issued<C>, state);
      if (isOf(command, 'AdoptStatement')) return adopted(command, state);
      if (isOf(command, 'SetStatementAside')) return setAside(command, state);
      if (isOf(command, 'WithdrawStatement')) return withdrawn(command, state);
      const own = command as unknown as Issued<C>;
      switch (rulingOn(parts, own, state)) {
        case 'decides':
          return decider.decide(own, state);
        case 'states':
          return filed(own, state);
        case 'refused':
          throw parts.refusal(own, parts.table[own.type as C['type']], state);
      }
    },

    evolve(state, event) {
      const { statements } = state;
      if (isAboutStatement(event)) return { ...state, statements: statementsAfter(statements, event as StatementEvent) };
      return { ...decider.evolve(state, event), statements };
    },

    keptAsStatement: ({ statements }, commandId) => statements.has(commandId),

    ...(standing && {
      async standing(command, state, streams) {
        const stated = statedBy(command, state) as Issued<C>;
        const rule = (parts.table as Partial<PartTable<C, Part>>)[stated.type as C['type']];
        return rule === undefined || rule.of === 'anybody' ? {} : standing(stated, state, streams);
      },
    }),
  };

  /** What a command is about: of one about a statement, what that says. */
  function statedBy(command: Issued<C | StatementCommand<C>>, state: Known): Issued<Command> {
    if (isOf(command, 'FileStatement')) return { ...command, ...(command.data.says as Command) };
    if (isOf(command, 'AdoptStatement') || isOf(command, 'SetStatementAside'))
      return { ...command, ...state.statements.get(command.data.statementId)?.says };
    return command;
  }
}

const isOf = <Type extends StatementCommand['type']>(
  command: Issued<Command>,
  type: Type,
): command is Issued<Extract<StatementCommand<never>, { readonly type: Type }>> => command.type === type;
