import { type Command, RuleBroken } from './decider.ts';
import { defined } from './defined.ts';
import type { Event, RecordedEvent } from './event.ts';
import { type EventStore, RevisionConflict, StoreUnavailable } from './event-store.ts';
import { ProjectionBehind } from './freshness.ts';
import type { CommandContext } from './handle.ts';
import { deriveUuid } from './identity.ts';
import type { Projection } from './projection.ts';
import { type Duty, Poisoned, Projector, type ProjectorOptions, type RunnerStatus } from './projector.ts';
import { type Build, type ReadStore, type Row, RowsUnavailable } from './read-store.ts';

/** A deadline that a process set for itself has come. */
export interface TimeoutReached {
  readonly type: 'TimeoutReached';
  readonly name: string;
  /** ISO 8601, UTC with milliseconds: the time it was set to. */
  readonly due: string;
}

/** A command of the process was refused by a rule. The process may answer with another one. */
export interface CommandRefused<C extends Command> {
  readonly type: 'CommandRefused';
  readonly command: C;
  readonly code: string;
  readonly message: string;
}

/** What a process instance does about something: its next state, commands to give, deadlines to set (by name; null clears one). */
export interface Reaction<C extends Command, State extends object> {
  /** undefined ends the instance once its commands are carried out. */
  readonly state: State | undefined;
  readonly commands?: readonly C[];
  /** ISO 8601 with its offset, by name. */
  readonly timeouts?: Readonly<Record<string, string | null>>;
}

/**
 * A process manager as a pure function: facts and deadlines in, commands out. Each instance (by key) has its own small state.
 * Its commands get ids that follow from the fact that caused them, so that carrying them out again after a crash adds nothing.
 */
export interface Process<E extends Event = Event, C extends Command = Command, State extends object = object> {
  /** Kebab case; also names the table. Never changed once it has run. */
  readonly name: string;
  readonly handles: readonly E['type'][];
  keysOf(event: RecordedEvent<E>): readonly string[];
  react(state: State | undefined, input: RecordedEvent<E> | TimeoutReached | CommandRefused<C>, key: string): Reaction<C, State>;
}

/** Names a process definition, so that its types are inferred where it is written. */
export function process<E extends Event, C extends Command, State extends object>(definition: Process<E, C, State>): Process<E, C, State> {
  return definition;
}

interface Outgoing<C extends Command> {
  readonly commandId: string;
  readonly command: C;
  readonly correlationId: string;
  readonly causationId: string;
}

/** A process instance as stored: inspectable like any row. */
export interface ProcessInstance<C extends Command = Command, State extends object = object> {
  readonly state: State | null;
  /** Decided, not yet known to be carried out. */
  readonly outbox: readonly Outgoing<C>[];
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

export interface Stuck {
  readonly command: string;
  readonly message: string;
  /** Of the first failure. */
  readonly since: string;
  readonly tries: number;
  /** null while it is tried again. */
  readonly retryAt: string | null;
}

/** Carries out a command for a process. @throws RuleBroken if refused */
export type Issue<C extends Command> = (command: C, context: CommandContext) => Promise<unknown>;

export interface ProcessManagerOptions<C extends Command> extends Omit<ProjectorOptions, 'duty' | 'kind'> {
  readonly store: EventStore;
  readonly rows: ReadStore;
  readonly issue: Issue<C>;
  /** Milliseconds since the Unix epoch. Default: the system's clock. */
  readonly now?: () => number;
  /** An instance cannot go on, at each try: for the log. */
  readonly onStuck?: (key: string, stuck: Stuck, error: unknown) => void;
}

/** A failed command is tried again after a minute, then after twice as long each time, up to an hour. */
const RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 3_600_000;

/**
 * Runs a process durably, in one place at a time. What an event makes it want is committed with the checkpoint, then carried out, then struck off:
 * a crash at any moment gives a command again under the same id, never loses one and never adds one. A rebuild does not concern it.
 * An instance whose command fails for a reason that no rule gives waits alone, keeps its commands in their order, and tries again; the others go on.
 */
export class ProcessManager<E extends Event, C extends Command, State extends object> {
  private readonly projector: Projector<E, ProcessInstance<C, State>>;
  /** Keys of the instances that cannot go on; unknown until they were looked up. */
  private stuck: Set<string> | undefined;

  constructor(
    private readonly definition: Process<E, C, State>,
    private readonly options: ProcessManagerOptions<C>,
  ) {
    this.projector = new Projector(asProjection(definition), { ...options, kind: 'process', duty: this.duty });
  }

  get status(): RunnerStatus {
    const { status } = this.projector;
    return this.stuck === undefined || this.stuck.size === 0 ? status : { ...status, stuck: this.stuck.size };
  }

  start(): void {
    this.projector.start();
  }

  stop(): Promise<void> {
    return this.projector.stop();
  }

  /**
   * Whether no instance has a command to give now and no deadline has come. One that came by a clock of the program's own, which no timer follows, is
   * looked at from now on. @throws RowsUnavailable
   */
  async isAtRest(): Promise<boolean> {
    const { rows } = this.options;
    const { name } = this.definition;
    const pending = await rows.query(name, { where: { pending: { is: true } }, limit: 1 });
    if (pending.rows.length > 0) return false;
    const due = await rows.query(name, { where: { dueAt: { to: new Date(this.now() + 1).toISOString() } }, limit: 1 });
    if (due.rows.length === 0) return true;
    this.projector.wake();
    return false;
  }

  private readonly duty: Duty = async (build, checkpoint, signal) => {
    const { rows, owner } = this.options;
    const { name } = this.definition;
    const save = (row: Row): Promise<void> => rows.apply({ build, owner, from: checkpoint, to: checkpoint, upserts: [row], deletes: [] });
    if (this.stuck === undefined) {
      // A program that starts may have been mended: what was stuck is tried at once.
      this.stuck = new Set();
      for (const row of await this.stuckOnes()) {
        this.stuck.add(row.key);
        await save({ ...row, doc: again(row.doc) });
      }
    }
    for (;;) {
      const { rows: due } = await rows.query<ProcessInstance<C, State>>(name, {
        where: { dueAt: { to: new Date(this.now() + 1).toISOString() } },
        sort: [{ field: 'dueAt' }],
        limit: 100,
      });
      for (const row of due) await save({ ...row, doc: this.againAfterFailure(row.doc) ?? this.afterTimeout(row) });
      const { rows: pending } = await rows.query<ProcessInstance<C, State>>(name, { where: { pending: { is: true } }, limit: 100 });
      if ((due.length === 0 && pending.length === 0) || signal.aborted) break;
      for (const row of pending) await this.carryOut(build, row, save, signal);
    }
    const { rows: next } = await rows.query<ProcessInstance<C, State>>(name, {
      where: { dueAt: { absent: false } },
      sort: [{ field: 'dueAt' }],
      limit: 1,
    });
    const dueAt = next[0]?.doc.dueAt;
    // Looked at again at least every minute: a timer longer than the machine's clock can be trusted is no timer.
    return dueAt ? Math.min(60_000, Math.max(1, Date.parse(dueAt) - this.now())) : undefined;
  };

  private now(): number {
    return (this.options.now ?? Date.now)();
  }

  private afterTimeout(row: Row<ProcessInstance<C, State>>): ProcessInstance<C, State> {
    const [name, due] = Object.entries(row.doc.timeouts).reduce((first, other) => (other[1] < first[1] ? other : first));
    const cleared = { ...row.doc, timeouts: without(row.doc.timeouts, name) };
    try {
      const reaction = this.definition.react(row.doc.state ?? undefined, { type: 'TimeoutReached', name, due }, row.key);
      return after(cleared, reaction, this.causeOf('timeout', row, name, due));
    } catch (error) {
      throw new Poisoned(undefined, error);
    }
  }

  /** Gives the instance's commands in order; each is struck off once it is known to be recorded or refused. */
  private async carryOut(
    build: Build,
    row: Row<ProcessInstance<C, State>>,
    save: (row: Row) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    let doc = row.doc;
    for (let next = doc.outbox[0]; next !== undefined && !signal.aborted; next = doc.outbox[0]) {
      const struckOff = { ...free(doc), outbox: doc.outbox.slice(1) };
      try {
        await this.options.issue(next.command, {
          commandId: next.commandId,
          correlationId: next.correlationId,
          causationId: next.causationId,
          actor: { id: `process:${this.definition.name}`, roles: ['process'] },
          at: new Date(this.now()).toISOString(),
        });
        doc = settled(struckOff);
      } catch (error) {
        if (error instanceof RuleBroken) doc = this.afterRefusal(struckOff, next, error, row.key);
        // Conflicts to the end of patience, and rows that lag, are the stores' business as much as their absence: wait, and give the same command again.
        else if (error instanceof RevisionConflict || error instanceof ProjectionBehind)
          throw new StoreUnavailable(error.message, 'not-applied', { cause: error });
        else if (error instanceof StoreUnavailable || error instanceof RowsUnavailable) throw error;
        else {
          doc = this.afterFailure(doc, next, error, row.key);
          await save({ ...row, doc });
          return;
        }
      }
      this.stuck?.delete(row.key);
      await save({ ...row, doc });
    }
  }

  private afterFailure(doc: ProcessInstance<C, State>, { command }: Outgoing<C>, error: unknown, key: string): ProcessInstance<C, State> {
    const now = this.now();
    const tries = (doc.stuck?.tries ?? 0) + 1;
    const stuck: Stuck = {
      command: command.type,
      message: error instanceof Error ? error.message : String(error),
      since: doc.stuck?.since ?? new Date(now).toISOString(),
      tries,
      retryAt: new Date(now + Math.min(RETRY_MS * 2 ** (tries - 1), LONGEST_RETRY_MS)).toISOString(),
    };
    this.stuck?.add(key);
    this.options.onStuck?.(key, stuck, error);
    return settled({ ...doc, stuck });
  }

  /** The instance to try again, where it is time for that. */
  private againAfterFailure(doc: ProcessInstance<C, State>): ProcessInstance<C, State> | undefined {
    const retryAt = doc.stuck?.retryAt ?? undefined;
    return retryAt !== undefined && Date.parse(retryAt) <= this.now() ? again(doc) : undefined;
  }

  private async stuckOnes(): Promise<readonly Row<ProcessInstance<C, State>>[]> {
    const stuck: Row<ProcessInstance<C, State>>[] = [];
    for (let cursor: string | undefined; ;) {
      const query = defined({ where: { dueAt: { absent: false } }, sort: [{ field: 'dueAt' }], limit: 1000, cursor });
      const page = await this.options.rows.query<ProcessInstance<C, State>>(this.definition.name, query);
      stuck.push(...page.rows.filter(({ doc }) => doc.stuck !== undefined));
      if (page.next === undefined) return stuck;
      cursor = page.next;
    }
  }

  private afterRefusal(doc: ProcessInstance<C, State>, refused: Outgoing<C>, rule: RuleBroken, key: string): ProcessInstance<C, State> {
    const { command } = refused;
    const noted = { ...doc, refusals: [...doc.refusals, { command, code: rule.code, message: rule.message }].slice(-10) };
    const reaction = this.definition.react(
      doc.state ?? undefined,
      { type: 'CommandRefused', command, code: rule.code, message: rule.message },
      key,
    );
    return after(noted, reaction, {
      correlationId: refused.correlationId,
      causationId: refused.causationId,
      idOf: (index) => deriveUuid('process', this.definition.name, key, 'refused', refused.commandId, index),
    });
  }

  private causeOf(what: string, row: Row<ProcessInstance<C, State>>, ...parts: readonly string[]): Cause {
    return {
      correlationId: row.doc.correlationId,
      causationId: row.eventId,
      idOf: (index) => deriveUuid('process', this.definition.name, row.key, what, row.eventId, ...parts, index),
    };
  }
}

interface Cause {
  readonly correlationId: string;
  readonly causationId: string;
  idOf(index: number): string;
}

const nothing = { outbox: [], timeouts: {}, refusals: [] } as const;

function asProjection<E extends Event, C extends Command, State extends object>(
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
  };
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

function free<C extends Command, State extends object>(instance: ProcessInstance<C, State>): ProcessInstance<C, State> {
  const { stuck, ...rest } = instance;
  return stuck === undefined ? instance : rest;
}

/** Free to be tried; how often it failed stays known until it succeeds. */
function again<C extends Command, State extends object>(instance: ProcessInstance<C, State>): ProcessInstance<C, State> {
  return instance.stuck === undefined ? instance : settled({ ...instance, stuck: { ...instance.stuck, retryAt: null } });
}

/** The index fields follow from the rest. */
function settled<C extends Command, State extends object>(instance: ProcessInstance<C, State>): ProcessInstance<C, State> {
  const { outbox, timeouts, stuck } = instance;
  const retryAt = stuck?.retryAt ?? undefined;
  const dues = [...Object.values(timeouts), ...(retryAt === undefined ? [] : [retryAt])].sort();
  return { ...instance, pending: outbox.length > 0 && retryAt === undefined, dueAt: dues[0] ?? null };
}

function without<T>(record: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([other]) => other !== name));
}
