import type { Command, RuleBroken } from './decider.ts';
import type { Event } from './event.ts';
import { deriveUuid } from './identity.ts';
import type { Process, Reaction } from './process.ts';
import { PoisonEvent, type Projection } from './projection.ts';
import type { Row } from './read-store.ts';

/** A command that was decided and is not yet known to be carried out. */
export interface OutboxMessage<C extends Command> {
  /** @format uuid */
  readonly commandId: string;
  readonly command: C;
  readonly correlationId: string;
  readonly causationId: string;
}

/** A process instance as stored: inspectable like any row. */
export interface ProcessInstance<C extends Command = Command, State extends object = object> {
  readonly state: State | null;
  /** Decided, not yet known to be carried out. */
  readonly outbox: readonly OutboxMessage<C>[];
  readonly timeouts: Readonly<Record<string, string>>;
  /** The latest refusals, oldest first, at most ten. */
  readonly refusals: readonly { readonly command: C; readonly code: string; readonly message: string }[];
  /** The conversation of the fact that last moved it: commands caused by a deadline belong to it. */
  readonly correlationId: string;
  /** Its next command fails for a reason that no rule gives. The instance waits, alone, and tries again. */
  readonly stuck?: Stuck;
  /** Has commands to give now. */
  readonly pending: boolean;
  readonly dueAt: string | null;
}

/** Why an instance cannot go on, and when it tries again. */
export interface Stuck {
  readonly command: string;
  readonly message: string;
  /** Of the first failure. */
  readonly since: string;
  readonly tries: number;
  /** null while it is tried again. */
  readonly retryAt: string | null;
}

/** A failed command is tried again after a minute, then after twice as long each time, up to an hour. */
const RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 3_600_000;

const nothing = { outbox: [], timeouts: {}, refusals: [] } as const;

/** The instances of a process as rows that its events make. */
export function asProjection<E extends Event, C extends Command, State extends object>(
  definition: Process<E, C, State>,
): Projection<E, ProcessInstance<C, State>> {
  return {
    name: definition.name,
    // A process has no second version of its rows: what it has already asked for must not be asked for again.
    version: 1,
    handles: definition.handles,
    keysOf: (event) => definition.keysOf(event),
    evolve: (instance, event, key) =>
      after(
        instance ?? { ...nothing, state: null, correlationId: event.metadata.correlationId, pending: false, dueAt: null },
        definition.react(instance?.state ?? undefined, event, key),
        {
          correlationId: event.metadata.correlationId,
          causationId: event.id,
          idOf: (index) => deriveUuid('process', definition.name, key, 'event', event.id, index),
        },
      ),
    index: { pending: 'boolean', dueAt: 'time' },
    discloses: 'nobody',
  };
}

/** The instance after the earliest of its deadlines. @throws PoisonEvent the process cannot take that */
export function afterTimeout<E extends Event, C extends Command, State extends object>(
  definition: Process<E, C, State>,
  { key, doc, eventId }: Row<ProcessInstance<C, State>>,
): ProcessInstance<C, State> {
  const [name, due] = Object.entries(doc.timeouts).reduce((first, other) => (other[1] < first[1] ? other : first));
  const timeouts = Object.fromEntries(Object.entries(doc.timeouts).filter(([other]) => other !== name));
  try {
    return after({ ...doc, timeouts }, definition.react(doc.state ?? undefined, { type: 'TimeoutReached', name, due }, key), {
      correlationId: doc.correlationId,
      causationId: eventId,
      idOf: (index) => deriveUuid('process', definition.name, key, 'timeout', eventId, name, due, index),
    });
  } catch (error) {
    throw new PoisonEvent(undefined, error);
  }
}

/** The instance once its next command is known to be recorded. */
export function afterSuccess<C extends Command, State extends object>(instance: ProcessInstance<C, State>): ProcessInstance<C, State> {
  return settled(struckOff(instance));
}

/** The instance once a rule has refused its next command. */
export function afterRefusal<E extends Event, C extends Command, State extends object>(
  definition: Process<E, C, State>,
  { key, doc }: Pick<Row<ProcessInstance<C, State>>, 'key' | 'doc'>,
  refused: OutboxMessage<C>,
  { code, message }: RuleBroken,
): ProcessInstance<C, State> {
  const { command, commandId, correlationId, causationId } = refused;
  const noted = { ...struckOff(doc), refusals: [...doc.refusals, { command, code, message }].slice(-10) };
  return after(noted, definition.react(doc.state ?? undefined, { type: 'CommandRefused', command, code, message }, key), {
    correlationId,
    causationId,
    idOf: (index) => deriveUuid('process', definition.name, key, 'refused', commandId, index),
  });
}

/** The instance once its next command has failed for a reason that no rule gives, at `now` (milliseconds since the Unix epoch): it keeps the command. */
export function afterFailure<C extends Command, State extends object>(
  instance: ProcessInstance<C, State>,
  { command }: OutboxMessage<C>,
  error: unknown,
  now: number,
): ProcessInstance<C, State> & { readonly stuck: Stuck } {
  const tries = (instance.stuck?.tries ?? 0) + 1;
  const stuck: Stuck = {
    command: command.type,
    message: error instanceof Error ? error.message : String(error),
    since: instance.stuck?.since ?? new Date(now).toISOString(),
    tries,
    retryAt: new Date(now + Math.min(RETRY_MS * 2 ** (tries - 1), LONGEST_RETRY_MS)).toISOString(),
  };
  return { ...settled({ ...instance, stuck }), stuck };
}

/** The instance free to be tried again; how often it failed stays known until it succeeds. */
export function again<C extends Command, State extends object>(instance: ProcessInstance<C, State>): ProcessInstance<C, State> {
  return instance.stuck === undefined ? instance : settled({ ...instance, stuck: { ...instance.stuck, retryAt: null } });
}

/** Whether it is time, at `now`, to try a command again that has failed. */
export function isToBeTriedAgain({ stuck }: ProcessInstance, now: number): boolean {
  const retryAt = stuck?.retryAt ?? undefined;
  return retryAt !== undefined && Date.parse(retryAt) <= now;
}

/** What moved an instance, for the commands that follow from it: their conversation, their cause, and their ids. */
interface Cause {
  readonly correlationId: string;
  readonly causationId: string;
  idOf(index: number): string;
}

function after<C extends Command, State extends object>(
  instance: ProcessInstance<C, State>,
  reaction: Reaction<C, State>,
  cause: Cause,
): ProcessInstance<C, State> {
  const outgoing = (reaction.commands ?? []).map((command, index) => ({
    commandId: cause.idOf(index),
    command,
    correlationId: cause.correlationId,
    causationId: cause.causationId,
  }));
  const timeouts = reaction.state === undefined ? {} : { ...instance.timeouts, ...reaction.timeouts };
  return settled({
    ...instance,
    state: reaction.state ?? null,
    outbox: [...instance.outbox, ...outgoing],
    timeouts: Object.fromEntries(Object.entries(timeouts).flatMap(([name, due]) => (due === null ? [] : [[name, inUtc(name, due)]]))),
    correlationId: cause.correlationId,
  });
}

/** Deadlines are compared as texts, and each one is to fail where it is set and not, for every instance, where it comes. @throws it is no time */
function inUtc(name: string, due: string): string {
  const at = Date.parse(due);
  if (Number.isNaN(at)) throw new TypeError(`The deadline ${JSON.stringify(name)} is set to ${JSON.stringify(due)}, which is no time`);
  return new Date(at).toISOString();
}

/** Without the first of its commands, and not stuck at it. */
function struckOff<C extends Command, State extends object>(instance: ProcessInstance<C, State>): ProcessInstance<C, State> {
  const { stuck, ...rest } = instance;
  return { ...(stuck === undefined ? instance : rest), outbox: instance.outbox.slice(1) };
}

/** The index fields follow from the rest. */
function settled<C extends Command, State extends object>(instance: ProcessInstance<C, State>): ProcessInstance<C, State> {
  const { outbox, timeouts, stuck } = instance;
  const retryAt = stuck?.retryAt ?? undefined;
  const dues = [...Object.values(timeouts), ...(retryAt === undefined ? [] : [retryAt])].sort();
  return { ...instance, pending: outbox.length > 0 && retryAt === undefined, dueAt: dues[0] ?? null };
}
