import { type Command, type Decider, type Issued, RuleBroken } from './decider.ts';
import { defined } from './defined.ts';
import { type Actor, BEGINNING, type Event, type Position, type RecordedEvent } from './event.ts';
import { type EventStore, type NewEvent, RevisionConflict, StoreUnavailable } from './event-store.ts';
import { contentHash, deriveUuid, linkOf } from './identity.ts';
import type { Upcaster } from './upcast.ts';

/** Everything about a command besides what it says: who, when, under which id, in which conversation. */
export interface CommandContext {
  /** UUID. The same id is the same command: a retry gets the first answer and adds nothing. */
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly actor: Actor;
  /** Now, at the edge: ISO 8601 in UTC. */
  readonly at: string;
  /** When the reported fact happened, if the command reports one. Default: `at`. */
  readonly occurredAt?: string;
  readonly reason?: string;
  readonly legalInstrument?: string;
  /** The revision that the caller has seen; anything else is refused. */
  readonly ifRevision?: number;
}

/** The answer to a command: where its stream stands because of it. */
export interface Handled {
  readonly revision: number;
  /** Wait for a projection to reach it, and what was written can be read. */
  readonly position: Position;
  /** True if this try recorded nothing: an earlier one had, or there was nothing to record (revision -1 where the stream has no events). */
  readonly repeated: boolean;
}

/** The caller has seen another revision than the one the stream is at. */
export class PreconditionFailed extends Error {
  override readonly name = 'PreconditionFailed';
  readonly code = 'command.precondition-failed';
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number | 'none',
  ) {
    super(`${stream} is at revision ${actual}, not at ${expected}`);
  }
}

/** The id of a command was used before for a command with another content. */
export class CommandIdReused extends Error {
  override readonly name = 'CommandIdReused';
  readonly code = 'command.id-reused';
  constructor(readonly commandId: string) {
    super(`Command ${commandId} was given before with another content`);
  }
}

/** How many of its latest commands a stream remembers. A retry later than that is decided as if it were new. */
export const REMEMBERED_COMMANDS = 1024;

/** Tries of an append that the store cannot answer for: if it is down, the caller is told soon; if an answer was lost, the second try finds it. */
const TRIES_IN_DOUBT = 3;

interface Remembered {
  readonly hash: string;
  readonly revision: number;
  readonly position: Position;
}

/** A stream as last seen: its folded state and what the next append needs. */
interface Folded {
  readonly decider: unknown;
  state: unknown;
  revision: number | 'none';
  position: Position;
  link: string | null;
  /** False after a read that broke off: it may have ended in the middle of what one command recorded. */
  whole: boolean;
  readonly commands: Map<string, Remembered>;
  /** How many of the commands the cache has counted. */
  counted: number;
}

export interface AggregateStoreOptions {
  /** Streams whose folded state stays in memory. Default 10,000. */
  readonly cachedStreams?: number;
  /** Commands that the streams in memory remember together, each some 220 bytes; beyond that streams leave. Default 500,000. */
  readonly cachedCommands?: number;
  /** Tries before a conflict with other writers is given back to the caller. Default 12. */
  readonly attempts?: number;
}

/** Commands in, facts out: loads a stream, lets its decider decide, appends at the exact revision, and decides again if someone else was first. */
export class AggregateStore {
  private readonly cache = new Map<string, Folded>();
  private readonly queues = new Map<string, Promise<unknown>>();
  private readonly cachedStreams: number;
  private readonly cachedCommands: number;
  private commandsInCache = 0;
  private readonly attempts: number;

  constructor(
    private readonly store: EventStore,
    private readonly upcaster: Upcaster,
    options: AggregateStoreOptions = {},
  ) {
    this.cachedStreams = options.cachedStreams ?? 10_000;
    this.cachedCommands = options.cachedCommands ?? 500_000;
    this.attempts = options.attempts ?? 12;
  }

  /**
   * Carries out a command on a stream, exactly once however often it is tried.
   * A command that is refused or that records nothing is not remembered: tried again, it is decided again.
   * @throws RuleBroken a rule of the domain refuses it
   * @throws PreconditionFailed the stream is not at `context.ifRevision`
   * @throws CommandIdReused the id stands for another command
   * @throws RevisionConflict other writers were first, every time
   * @throws StoreUnavailable with `outcome: 'unknown'` it may have been recorded; trying again with the same id tells
   */
  async handle<C extends Command, E extends Event, State>(
    decider: Decider<C, E, State>,
    stream: string,
    command: C,
    context: CommandContext,
  ): Promise<Handled> {
    return this.inTurn(stream, () => this.attempt(decider, stream, command, context));
  }

  /** The folded state of a stream, as fresh as the store, and its revision. @throws StoreUnavailable */
  async load<C extends Command, E extends Event, State>(
    decider: Decider<C, E, State>,
    stream: string,
  ): Promise<{ readonly state: State; readonly revision: number | 'none'; readonly position: Position }> {
    return this.inTurn(stream, async () => {
      const folded = this.cached(decider, stream) ?? empty(decider);
      await this.catchUp(decider, stream, folded);
      return { state: folded.state as State, revision: folded.revision, position: folded.position };
    });
  }

  /** The position of the last event stored: rows that have reached it know everything recorded before this was asked. @throws StoreUnavailable */
  head(): Promise<Position> {
    return this.store.head();
  }

  /** One at a time on a stream within this process: conflicts are left to other processes, and nobody folds a stream twice at once. */
  private async inTurn<T>(stream: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.queues.get(stream) ?? Promise.resolve()).then(work);
    const settled = turn.catch(() => undefined);
    this.queues.set(stream, settled);
    try {
      return await turn;
    } finally {
      if (this.queues.get(stream) === settled) this.queues.delete(stream);
    }
  }

  private async attempt<C extends Command, E extends Event, State>(
    decider: Decider<C, E, State>,
    stream: string,
    command: C,
    context: CommandContext,
  ): Promise<Handled> {
    const commandHash = contentHash([command.type, command.data]);
    const issued: Issued<C> = { ...command, by: context.actor, at: context.at };
    const folded = this.cached(decider, stream) ?? empty(decider);
    let fresh = false;
    if (!folded.whole) {
      await this.catchUp(decider, stream, folded);
      fresh = true;
    }
    let doubt: StoreUnavailable | undefined;
    for (let attempt = 1; ; attempt++) {
      const known = folded.commands.get(context.commandId);
      if (known !== undefined) {
        if (known.hash !== commandHash) throw new CommandIdReused(context.commandId);
        return { revision: known.revision, position: known.position, repeated: true };
      }
      let events: readonly E[];
      try {
        if (context.ifRevision !== undefined && context.ifRevision !== folded.revision)
          throw new PreconditionFailed(stream, context.ifRevision, folded.revision);
        events = decider.decide(issued, folded.state as State);
      } catch (refusal) {
        // A refusal must not rest on what another process has changed since: look once more before giving it.
        if (fresh || !(refusal instanceof RuleBroken || refusal instanceof PreconditionFailed)) throw refusal;
        await this.catchUp(decider, stream, folded);
        fresh = true;
        continue;
      }
      if (events.length === 0) {
        if (fresh) return { revision: folded.revision === 'none' ? -1 : folded.revision, position: folded.position, repeated: true };
        await this.catchUp(decider, stream, folded);
        fresh = true;
        continue;
      }
      const written = this.written(stream, folded, events, context, commandHash);
      try {
        const { position } = await this.store.append(stream, folded.revision, written.events);
        const revision = (folded.revision === 'none' ? -1 : folded.revision) + events.length;
        folded.state = events.reduce((state, event) => decider.evolve(state, event), folded.state as State);
        folded.revision = revision;
        folded.position = position;
        folded.link = written.link;
        remember(folded, context.commandId, { hash: commandHash, revision, position });
        this.keep(stream, folded);
        return { revision, position, repeated: false };
      } catch (error) {
        // Once a try may be on its way, nothing that later tries meet says that it did not arrive.
        if (error instanceof StoreUnavailable && error.outcome === 'unknown') doubt = error;
        const again = error === doubt || error instanceof RevisionConflict;
        const enough = error === doubt ? TRIES_IN_DOUBT : this.attempts;
        if (!again || attempt >= enough) {
          this.drop(stream);
          throw doubt ?? error;
        }
        if (attempt > 1) await jitter(attempt);
        await this.resolve(decider, stream, folded, doubt);
        fresh = true;
      }
    }
  }

  /** After a conflict or an append of unknown outcome: reads what is there. If even that fails, the outcome stays unknown. */
  private async resolve<C extends Command, E extends Event, State>(
    decider: Decider<C, E, State>,
    stream: string,
    folded: Folded,
    doubt: StoreUnavailable | undefined,
  ): Promise<void> {
    try {
      await this.catchUp(decider, stream, folded);
    } catch (error) {
      this.drop(stream);
      throw doubt ?? error;
    }
  }

  /** The decided facts as events of this stream: ids that follow from what they say, each linked to the one before. */
  private written(
    stream: string,
    folded: Folded,
    events: readonly Event[],
    context: CommandContext,
    commandHash: string,
  ): { readonly events: readonly NewEvent[]; readonly link: string | null } {
    let link = folded.link;
    let revision = folded.revision === 'none' ? -1 : folded.revision;
    const written = events.map((event, index) => {
      const schemaVersion = this.upcaster.versionOf(event.type);
      const { type, data } = event;
      const metadata = defined({
        schemaVersion: schemaVersion > 1 ? schemaVersion : undefined,
        occurredAt: context.occurredAt ?? context.at,
        commandId: context.commandId,
        commandHash,
        correlationId: context.correlationId,
        causationId: context.causationId,
        actor: context.actor,
        reason: context.reason,
        legalInstrument: context.legalInstrument,
        prev: link,
      });
      // All of the content is part of the id, as stores take an id that they have for the same event: two programs that are given one command at the same
      // moment tell it with their own time and cause, and whoever is second has to be told so, else it goes on from what was never recorded.
      const id = deriveUuid('event', stream, index, JSON.stringify([type, data, metadata]));
      const linked = { stream, revision: ++revision, id, type, data, metadata };
      link = linkOf(linked);
      return { id, type, data, metadata };
    });
    return { events: written, link };
  }

  private cached(decider: unknown, stream: string): Folded | undefined {
    const folded = this.cache.get(stream);
    return folded?.decider === decider ? folded : undefined;
  }

  /** Reads what the stream has beyond what was seen. */
  private async catchUp<C extends Command, E extends Event, State>(
    decider: Decider<C, E, State>,
    stream: string,
    folded: Folded,
  ): Promise<void> {
    let last: RecordedEvent | undefined;
    folded.whole = false;
    try {
      for await (const page of this.store.read(stream, { from: folded.revision === 'none' ? 0 : folded.revision + 1 })) {
        for (const raw of page.events) {
          folded.state = decider.evolve(folded.state as State, this.upcaster.upcast(raw) as unknown as E);
          folded.revision = raw.revision;
          folded.position = raw.position;
          remember(folded, raw.metadata.commandId, { hash: raw.metadata.commandHash, revision: raw.revision, position: raw.position });
          last = raw;
        }
      }
      folded.whole = true;
    } finally {
      // Also where the read broke off half-way: what was folded and the link to it stay together.
      if (last !== undefined) {
        folded.link = linkOf(last);
        this.keep(stream, folded);
      }
    }
  }

  /** Least recently written streams leave first. */
  private keep(stream: string, folded: Folded): void {
    this.drop(stream);
    this.cache.set(stream, folded);
    folded.counted = folded.commands.size;
    this.commandsInCache += folded.counted;
    for (const oldest of this.cache.keys()) {
      if (oldest === stream || (this.cache.size <= this.cachedStreams && this.commandsInCache <= this.cachedCommands)) break;
      this.drop(oldest);
    }
  }

  private drop(stream: string): void {
    this.commandsInCache -= this.cache.get(stream)?.counted ?? 0;
    this.cache.delete(stream);
  }
}

function empty<C extends Command, E extends Event, State>(decider: Decider<C, E, State>): Folded {
  return {
    decider,
    state: decider.initial,
    revision: 'none',
    position: BEGINNING,
    link: null,
    whole: false,
    commands: new Map(),
    counted: 0,
  };
}

function remember(folded: Folded, commandId: string, answer: Remembered): void {
  folded.commands.delete(commandId);
  folded.commands.set(commandId, answer);
  if (folded.commands.size > REMEMBERED_COMMANDS) {
    const oldest = folded.commands.keys().next();
    if (!oldest.done) folded.commands.delete(oldest.value);
  }
}

/** Writers that collided do not come back at the same instant. */
function jitter(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(100, 2 ** attempt)));
}
