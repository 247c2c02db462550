import { Body, Controller, Injectable, type Type } from '@nestjs/common';
import { Command, CommandBus } from '@nestjs/cqrs';
import {
  AggregateStore,
  type Command as Intent,
  type CommandContext,
  type Decider,
  defined,
  deriveUuid,
  type Event,
  kindOf,
} from '#libs/event-sourcing';
import type { CommandOutcome } from './answers.ts';
import { Context } from './request-context.ts';
import { CommandRoute, type CommandRouteOptions, PathId } from './routes.ts';

/** The names of an address's parts: `'id' | 'suspectId'` of `v1/cases/:id/suspects/:suspectId`. */
type PartsOf<Path extends string> = Path extends `${string}:${infer Part}/${infer Rest}`
  ? Part | PartsOf<Rest>
  : Path extends `${string}:${infer Part}`
    ? Part
    : never;

/** A command as somebody gives it over HTTP: the parts of its address, what is said, and who says it when and under which id. */
export abstract class GivenCommand<Part extends string = string, Said = unknown> extends Command<CommandOutcome> {
  constructor(
    readonly path: Readonly<Record<Part, string>>,
    readonly body: Said,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** A command that takes two hands, as the first one gives it. Who handles this one keeps it until the second hand confirms it. */
export class ProposeCommand extends Command<CommandOutcome> {
  constructor(readonly given: GivenCommand) {
    super();
  }
}

/** What a use case declares of its command besides the address. */
export interface CommandAtOptions<Part extends string, Said> extends Omit<CommandRouteOptions, 'path'> {
  /** What is said, as a class with rules; without it the command takes no body. */
  readonly body?: Type<Said>;
  /** What the parts of the address must be. Default: ids (`PathId`). */
  readonly parts?: Partial<Record<Part, (name: string) => ParameterDecorator>>;
}

/** A class of commands that knows where they are given. */
export interface CommandClass<Part extends string = string, Said = unknown> {
  new (path: Readonly<Record<Part, string>>, body: Said, context: CommandContext): GivenCommand<Part, Said>;
  readonly at: string;
  readonly options: CommandAtOptions<Part, Said>;
}

/**
 * The command of a use case: its address, whom it serves and what is said, declared once. The route is made of it by `useCases`.
 *
 *     export class FreezePool extends CommandAt('v1/pools/:id/freeze', { body: FreezePoolBody, roles: ['integrity-officer'], summary: 'Freeze a pool' }) {}
 */
export function CommandAt<const Path extends string, Said = undefined>(
  at: Path,
  options: CommandAtOptions<PartsOf<Path>, Said>,
): CommandClass<PartsOf<Path>, Said> {
  return class extends GivenCommand<PartsOf<Path>, Said> {
    static readonly at = at;
    static readonly options = options;
  };
}

/** What a handler says beyond the command itself. */
export interface Recording {
  /** What the answer is about, where that is not the aggregate but a thing in it. */
  readonly id?: string;
  /** When the reported fact happened, ISO 8601 with offset. Default: when the command is given. */
  readonly occurredAt?: string | undefined;
  /** The legal instrument the act rests on, where one applies. */
  readonly legalInstrument?: string;
}

/** The handler of a use case. Its `execute` says what the command means to which aggregate: from there one step leads to the decider and its events. */
@Injectable()
export abstract class Handler<Given extends GivenCommand<never>> {
  constructor(protected readonly aggregates: AggregateStore) {}

  abstract execute(command: Given): Promise<CommandOutcome>;

  /** Has the aggregate decide, and answers where it stands then. A reason that the command gives is kept beside its events. @throws as `AggregateStore.handle` */
  protected async handle<C extends Intent, E extends Event, State>(
    decider: Decider<C, E, State>,
    stream: `${string}-${string}`,
    command: C,
    context: CommandContext,
    { id = stream.slice(stream.indexOf('-') + 1), occurredAt, legalInstrument }: Recording = {},
  ): Promise<CommandOutcome> {
    const { reason } = command.data as { readonly reason?: unknown };
    const said = {
      ...context,
      ...defined({ occurredAt, reason: typeof reason === 'string' ? reason : undefined, legalInstrument }),
    };
    const handled = await this.aggregates.handle(decider, stream, command, said);
    // A statement goes by the id of the command that filed it.
    return { ...handled, id: handled.statement === true ? context.commandId : id };
  }
}

/** A handler whose `execute` is there already. */
type PassingHandler<Given extends GivenCommand<never>> = Handler<Given> & { execute(command: Given): Promise<CommandOutcome> };

/** The data of a decider's command, by its type. */
type Said<C extends Intent, Kind extends C['type']> = Extract<C, { readonly type: Kind }>['data'];

/** What a command that is passed on says of itself besides its body. */
export interface Passing<Data, Made extends string> {
  /** When the reported fact happened, if the command reports one. */
  readonly happenedAt?: (said: Omit<Data, Made>) => string | undefined;
  /**
   * A thing in the aggregate that the command makes: the field that its id stands in, and what it is called where the id is derived. The answer is about it.
   * The id follows from the command's, so that a retry makes the same thing.
   */
  readonly makes?: Readonly<Record<Made, string>>;
  /** The id stands behind what was said, as it does in the events of its kind. Default: before it. */
  readonly idLast?: true;
}

/**
 * The handler of a use case whose command goes to its aggregate as it was said: the body is the data of the decider's command.
 *
 *     @CommandHandler(FreezePool)
 *     export class FreezePoolHandler extends PassedOn(FreezePool, pool, poolStream, 'FreezePool') {}
 *
 * A command without an id in its address makes its aggregate; whose id follows from the command's, so that a retry lands on the same one.
 */
export function PassedOn<C extends Intent, E extends Event, State, Kind extends C['type'], Made extends string = never>(
  _given: abstract new (...args: never[]) => GivenCommand<never, Omit<Said<C, NoInfer<Kind>>, NoInfer<Made>>>,
  decider: Decider<C, E, State>,
  streamOf: (id: string) => `${string}-${string}`,
  type: Kind,
  { happenedAt, makes, idLast }: Passing<Said<C, Kind>, Made> = {},
): Type<PassingHandler<GivenCommand<never, Omit<Said<C, Kind>, Made>>>> {
  const [made] = Object.entries<string>(makes ?? {});
  return class extends Handler<GivenCommand<never, Omit<Said<C, Kind>, Made>>> {
    execute({ path, body, context }: GivenCommand<never, Omit<Said<C, Kind>, Made>>): Promise<CommandOutcome> {
      const { id = deriveUuid(kindOf(streamOf('')), context.commandId) } = path as { readonly id?: string };
      const recording = { occurredAt: happenedAt?.(body) };
      if (made === undefined) return this.handle(decider, streamOf(id), { type, data: body } as unknown as C, context, recording);
      const [field, called] = made;
      const madeId = deriveUuid(called, id, context.commandId);
      const data = idLast ? { ...body, [field]: madeId } : { [field]: madeId, ...body };
      return this.handle(decider, streamOf(id), { type, data } as unknown as C, context, { ...recording, id: madeId });
    }
  };
}

/** A class that `@CommandHandler` made the handler of a command of `CommandAt`. */
export type HandlerClass = Type<Handler<GivenCommand<never>>>;

/**
 * The use cases of a room as Nest wants them: every handler a provider, every command's route in one controller.
 * `tag` names the group of the routes in the API's description.
 * @throws a class that handles no command of `CommandAt`
 */
export function useCases(tag: string, handlers: readonly HandlerClass[]): { readonly controllers: Type[]; readonly providers: Type[] } {
  return { controllers: [controllerOf(tag, handlers.map(commandOf))], providers: [...handlers] };
}

/** The command that `@CommandHandler` made this class the handler of. @throws it handles no command of `CommandAt` */
export function commandOf(handler: HandlerClass): CommandClass {
  const known: unknown[] = Reflect.getMetadataKeys(handler).map((key: unknown) => Reflect.getMetadata(key, handler) as unknown);
  const command = known.find((one) => typeof one === 'function' && one.prototype instanceof GivenCommand);
  if (command === undefined) throw new Error(`${handler.name} handles no command of CommandAt: say @CommandHandler(TheCommand)`);
  return command as CommandClass;
}

function controllerOf(tag: string, commands: readonly CommandClass[]): Type {
  class Commands {
    constructor(readonly bus: CommandBus) {}
  }
  Object.defineProperty(Commands, 'name', { value: `${tag}Controller` });
  Reflect.defineMetadata('design:paramtypes', [CommandBus], Commands);
  Controller()(Commands);
  for (const command of commands) addRoute(Commands, command);
  return Commands;
}

/** The method of a command's route: what Nest would be given for one that is written out, with decorators on its parameters. */
function addRoute(controller: Type<{ readonly bus: CommandBus }>, given: CommandClass): void {
  const { body, parts: rules, ...options } = given.options;
  const prototype = controller.prototype as object;
  const name = `${given.name.charAt(0).toLowerCase()}${given.name.slice(1)}`;
  const parts = [...given.at.matchAll(/:(\w+)/g)].map(([, part]) => part ?? '');
  const types: unknown[] = parts.map(() => String);
  const last = parts.length + (body === undefined ? 0 : 1);
  const method = {
    value(this: { readonly bus: CommandBus }, ...args: readonly unknown[]): Promise<CommandOutcome> {
      const path = Object.fromEntries(parts.map((part, place) => [part, args[place] as string]));
      const said = body === undefined ? undefined : args[parts.length];
      const command = new given(path, said, args[last] as CommandContext);
      return this.bus.execute(given.options.confirmedBy === undefined ? command : new ProposeCommand(command));
    },
    writable: true,
    configurable: true,
    enumerable: false,
  };
  Object.defineProperty(prototype, name, method);
  for (const [place, part] of parts.entries()) (rules?.[part] ?? PathId)(part)(prototype, name, place);
  if (body !== undefined) {
    Body()(prototype, name, parts.length);
    types.push(body);
  }
  Context()(prototype, name, last);
  Reflect.defineMetadata('design:paramtypes', [...types, Object], prototype, name);
  CommandRoute({ ...options, path: given.at })(prototype, name, method);
}
