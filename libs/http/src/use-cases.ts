import { Injectable, type Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import {
  type AggregateStore,
  type CarriesOut,
  type CommandContext,
  DryRun,
  type GivenBefore,
  RuleBroken,
  type WouldRecord,
} from '#libs/event-sourcing';
import type { CommandOutcome } from './answers.ts';
import { type CommandClass, commandOf, type GivenCommand, Handler, type HandlerClass } from './use-case.ts';
import { compiledFor } from './validation.ts';

/** A handler as `Handler` makes it, with what it works on. */
interface Working {
  readonly aggregates: AggregateStore;
  readonly persons?: unknown;
  execute(command: GivenCommand): Promise<CommandOutcome>;
}

interface UseCase {
  readonly command: CommandClass;
  readonly handler: Working;
}

/** Keys of persons are made and destroyed beside the events, where no dry run reaches: one destroys none, and what is sealed is not said in the clear first. */
const NO_KEYS = new Proxy(
  {},
  {
    get: (_, method) => {
      if (method === 'erase') return () => Promise.resolve();
      throw new Error('A command that seals personal data cannot be proposed: the proposal would hold it in the clear');
    },
  },
);

/** The use cases that take two hands, by the name of their command: how one that was given before is tried, and carried out, by the handler that there is. */
@Injectable()
export class UseCases implements CarriesOut {
  private known: ReadonlyMap<string, UseCase> | undefined;

  constructor(private readonly modules: ModulesContainer) {}

  /** Found among the providers, which are all made before anything runs. */
  private byName(): ReadonlyMap<string, UseCase> {
    return (this.known ??= new Map(this.find().map((one) => [one.command.name, one])));
  }

  /** Finds what is wrong with them when the program starts, and not when the first one is confirmed. @throws Error two commands of one name */
  prepare(): void {
    this.byName();
  }

  /** The commands that take two hands. @throws Error two commands of one name */
  get proposed(): readonly CommandClass[] {
    return [...this.byName().values()].map(({ command }) => command);
  }

  /** The roles that a command serves; none, where there is no such command any more. */
  rolesOf(command: string): readonly string[] {
    return this.byName().get(command)?.command.options.roles ?? [];
  }

  carryOut(given: GivenBefore, context: CommandContext): Promise<CommandOutcome> {
    const { command, handler } = this.useCaseOf(given);
    return handler.execute(new command(given.path, given.body, context));
  }

  /** What carrying it out now would record, as far as it is not recorded. Leaves nothing behind. @throws as the handler of the command */
  async preview(given: GivenBefore, context: CommandContext): Promise<readonly WouldRecord[]> {
    const { command, handler } = this.useCaseOf(given);
    const dry = new DryRun(handler.aggregates);
    const trying = Object.create(handler, {
      aggregates: { value: dry },
      ...('persons' in handler && { persons: { value: NO_KEYS } }),
    }) as Working;
    await trying.execute(new command(given.path, given.body, context));
    return dry.records;
  }

  private find(): readonly UseCase[] {
    const provided = [...this.modules.values()].flatMap((module) =>
      [...module.providers.values()].map(({ instance }): unknown => instance),
    );
    const found = [...new Set(provided.filter(isHandler))]
      .map((handler) => ({ command: commandOf(handler.constructor as HandlerClass), handler }))
      .filter(({ command }) => command.options.confirmedBy !== undefined);
    const twice = found.find((one, place) => found.findIndex(({ command }) => command.name === one.command.name) !== place);
    if (twice !== undefined) throw new Error(`Two commands that take two hands are called ${twice.command.name}`);
    return found;
  }

  /** @throws RuleBroken 'command.outdated' there is no such command any more, or it takes no such body */
  private useCaseOf({ command: name, body }: GivenBefore): UseCase {
    const known = this.byName().get(name);
    const rules = known?.command.options.body as Type | undefined;
    if (known !== undefined && (rules === undefined || compiledFor(rules).accepts(body))) return known;
    throw new RuleBroken('command.outdated', 'The command is none of today’s in this form; give it anew', { command: name });
  }
}

function isHandler(provided: unknown): provided is Working {
  return provided instanceof Handler;
}
