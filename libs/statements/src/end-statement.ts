import type { Type } from '@nestjs/common';
import {
  type AggregateStore,
  type Command,
  type CommandContext,
  contentHash,
  type Decider,
  defined,
  deriveUuid,
  type Event,
} from '#libs/event-sourcing';
import { type CommandOutcome, type GivenCommand, Handler, IsText } from '#libs/http';
import type { Stated } from './statement-events.ts';
import type { WithStatements } from './statements.ts';
import type { StatementCommand } from './with-statements.ts';

// Adopting a statement, setting it aside and withdrawing it are the same use cases for whatever keeps statements: a room says where, for whom, and of which decider.

export class SetStatementAsideBody {
  static readonly example = { reason: 'The seizure was authorised: the paper is attached to the case' };

  @IsText(1, 2000)
  reason!: string;
}

type Ended<Said> = GivenCommand<'id' | 'statementId', Said>;
type Ending<Said> = Type<Handler<Ended<Said>> & { execute(command: Ended<Said>): Promise<CommandOutcome> }>;
type Keeper<C extends Command, E extends Event, State extends WithStatements> = Decider<C | StatementCommand<C>, E, State>;

/** Looks up what a stated command is to be decided by besides what it says. */
type LooksUp = (aggregates: AggregateStore, id: string, says: Stated, context: CommandContext) => Promise<object>;

/** The handler that has a statement adopted: the events tell when it happened and why as it was stated, and whose word it was. */
export function Adopts<C extends Command, E extends Event, State extends WithStatements>(
  _given: abstract new (...args: never[]) => Ended<undefined>,
  decider: Keeper<C, E, State>,
  streamOf: (id: string) => `${string}-${string}`,
  lookUp: LooksUp = () => Promise.resolve({}),
): Ending<undefined> {
  return class extends Handler<Ended<undefined>> {
    async execute({ path: { id, statementId }, context }: Ended<undefined>): Promise<CommandOutcome> {
      const { state } = await this.aggregates.load(decider, streamOf(id));
      const said = state.statements.get(statementId);
      const stated: Partial<CommandContext> =
        said === undefined ? {} : { statement: { statementId, filedBy: said.filedBy }, ...reasonOf(said.says.data) };
      const lookedUp = said === undefined ? {} : await lookUp(this.aggregates, id, said.says, context);
      const isPlain = Object.keys(lookedUp).length === 0;
      const command = { type: 'AdoptStatement', data: isPlain ? { statementId } : { statementId, lookedUp } } as const;
      // What is looked up may change between two tries of one request: the statement itself knows that it was adopted.
      const commandId = isPlain ? context.commandId : deriveUuid(context.commandId, contentHash(command.data));
      return this.handle(
        decider,
        streamOf(id),
        command,
        { ...context, ...stated, commandId },
        defined({ id: statementId, occurredAt: said?.happenedAt }),
      );
    }
  };
}

const reasonOf = ({ reason }: Readonly<Record<string, unknown>>) => (typeof reason === 'string' ? { reason } : {});

/** The handler that has a statement set aside, with a reason. */
export function SetsAside<C extends Command, E extends Event, State extends WithStatements>(
  _given: abstract new (...args: never[]) => Ended<SetStatementAsideBody>,
  decider: Keeper<C, E, State>,
  streamOf: (id: string) => `${string}-${string}`,
): Ending<SetStatementAsideBody> {
  return class extends Handler<Ended<SetStatementAsideBody>> {
    execute({ path: { id, statementId }, body: { reason }, context }: Ended<SetStatementAsideBody>): Promise<CommandOutcome> {
      const command = { type: 'SetStatementAside', data: { statementId, reason } } as const;
      return this.handle(decider, streamOf(id), command, context, { id: statementId });
    }
  };
}

export class WithdrawStatementBody {
  static readonly example = { reason: 'It was another lorry: I mixed up the plates' };

  @IsText(1, 2000)
  reason!: string;
}

/** The handler that has a statement withdrawn by who filed it, with a reason. */
export function Withdraws<C extends Command, E extends Event, State extends WithStatements>(
  _given: abstract new (...args: never[]) => Ended<WithdrawStatementBody>,
  decider: Keeper<C, E, State>,
  streamOf: (id: string) => `${string}-${string}`,
): Ending<WithdrawStatementBody> {
  return class extends Handler<Ended<WithdrawStatementBody>> {
    execute({ path: { id, statementId }, body: { reason }, context }: Ended<WithdrawStatementBody>): Promise<CommandOutcome> {
      const command = { type: 'WithdrawStatement', data: { statementId, reason } } as const;
      return this.handle(decider, streamOf(id), command, context, { id: statementId });
    }
  };
}
