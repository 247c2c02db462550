import { setTimeout as delay } from 'node:timers/promises';
import { type Command, type Decider, type Issued, RuleBroken, UnknownSubject } from './decider.ts';
import { defined } from './defined.ts';
import { type Actor, BEGINNING, type CustomMetadata, type Event, type Position, type RecordedEvent, type Standing } from './event.ts';
import { type EventStore, type NewEvent, RevisionConflict, StoreUnavailable } from './event-store.ts';
import { contentHash, deriveUuid, linkOf } from './identity.ts';
import { type CachedStream, remember, StreamCache, unseen } from './stream-cache.ts';
import type { Upcaster } from './upcast.ts';

/** Everything about a command besides what it says: who, when, under which id, in which conversation. */
export interface CommandContext extends CustomMetadata {
  /** UUID. The same id is the same command: a retry gets the first answer and adds nothing. */
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly actor: Actor;
  /** Now, at the edge: ISO 8601 in UTC. */
  readonly at: string;
  /** When the reported fact happened, if the command reports one. Default: `at`. */
  readonly occurredAt?: string;
  /** The revision that the caller has seen; anything else is refused. */
  readonly ifRevision?: number;
  /** How the actor stands just now: decided by, not recorded. */
  readonly standing?: Standing;
  /**
   * The id alone tells the command: what it is made of may change from one try to the next, as where facts are gathered for it. Whatever an earlier try has
   * recorded is the answer. Not recorded.
   */
  readonly idAlone?: true;
}

/**
 * The context of a command that says what other streams have: tried again when they have something else, it is another command, and decided anew.
 * Where the id alone tells the command, as what two hands confirmed, it stays that one.
 */
export function resting(context: CommandContext, on: unknown): CommandContext {
  if (context.idAlone) return context;
  return { ...context, commandId: deriveUuid(context.commandId, contentHash(on)) };
}

/** What of a command's context is recorded with its events. */
type Kept = Omit<CommandContext, 'ifRevision' | 'standing' | 'idAlone'>;

/** The answer to a command: where its stream stands because of it. */
export interface Handled {
  readonly revision: number;
  /** Wait for a projection to reach it, and what was written can be read. */
  readonly position: Position;
  /** True if this try recorded nothing: an earlier one had, or there was nothing to record (revision -1 where the stream has no events). */
  readonly repeated: boolean;
  /** The command was kept as a statement, under its id: nothing follows from it. */
  readonly statement?: true;
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

/** Tries of an append that the store cannot answer for: if it is down, the caller is told soon; if an answer was lost, the second try finds it. */
const TRIES_IN_DOUBT = 3;

export interface AggregateStoreOptions {
  /** Streams whose folded state stays in memory. Default 10,000. */
  readonly cachedStreams?: number;
  /** Commands that the streams in memory remember together, each some 220 bytes; beyond that streams leave. Default 500,000. */
  readonly cachedCommands?: number;
  /** Tries before a conflict with other writers is given back to the caller. Default 12. */
  readonly attempts?: number;
  /**
   * Whether a stream is to be as if it had never begun for whoever acts just now: what they command is decided, and what they look up is answered, as of one
   * that has no events; nothing is ever appended to it for them. Default: nothing is hidden from anybody.
   */
  readonly hides?: (stream: string) => Promise<boolean>;
}

/** Commands in, facts out: loads a stream, lets its decider decide, appends at the exact revision, and decides again if someone else was first. */
export class AggregateStore {
  private readonly cache: StreamCache;
  private readonly queues = new Map<string, Promise<unknown>>();
  private readonly firsts = new Map<string, Position>();
  private readonly attempts: number;
  private readonly hides: AggregateStoreOptions['hides'];

  constructor(
    private readonly store: EventStore,
    private readonly upcaster: Upcaster,
    { cachedStreams = 10_000, cachedCommands = 500_000, attempts = 12, hides }: AggregateStoreOptions = {},
  ) {
    this.cache = new StreamCache(cachedStreams, cachedCommands);
    this.attempts = attempts;
    this.hides = hides;
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
    if (this.hides !== undefined && (await this.hides(stream))) return this.ofNothing(decider, stream, command, context);
    const standing = await this.standingOf(decider, stream, command, context);
    return this.inTurn(stream, () => this.attempt(decider, stream, command, { ...context, ...defined({ standing }) }));
  }

  /** How who gives a command stands, where its decider asks for more than its context says. @throws StoreUnavailable */
  async standingOf<C extends Command, E extends Event, State>(
    decider: Decider<C, E, State>,
    stream: string,
    command: C,
    context: CommandContext,
  ): Promise<Standing | undefined> {
    if (decider.standing === undefined) return context.standing;
    const { state } = await this.load(decider, stream);
    return { ...context.standing, ...(await decider.standing(issuedIn(command, context), state, this)) };
  }

  /**
   * The refusal of a command on a stream that is as if it had never begun: the one that its decider gives of what does not exist.
   * @throws RuleBroken @throws PreconditionFailed
   */
  private async ofNothing<C extends Command, E extends Event, State>(
    decider: Decider<C, E, State>,
    stream: string,
    command: C,
    context: CommandContext,
  ): Promise<never> {
    const standing = await this.standingOf(decider, stream, command, context);
    decided(decider, issuedIn(command, context, standing), unseen(decider, stream), context.ifRevision, true);
    // It would begin the stream, which is there.
    throw new UnknownSubject('subject.unknown', 'There is nothing with this id');
  }

  /** The folded state of a stream, as fresh as the store, and its revision. @throws StoreUnavailable */
  async load<C extends Command, E extends Event, State>(
    decider: Decider<C, E, State>,
    stream: string,
  ): Promise<{ readonly state: State; readonly revision: number | 'none'; readonly position: Position }> {
    if (this.hides !== undefined && (await this.hides(stream))) return { state: decider.initial, revision: 'none', position: BEGINNING };
    return this.inTurn(stream, async () => {
      const folded = this.cache.get(decider, stream) ?? unseen(decider, stream);
      await this.catchUp(decider, folded);
      return { state: folded.state as State, revision: folded.revision, position: folded.position };
    });
  }

  /** What a stream folded to where the log stood at a position: as it was known there, whatever was recorded since. @throws StoreUnavailable */
  async loadAsOf<C extends Command, E extends Event, State>(
    decider: Decider<C, E, State>,
    stream: string,
    position: Position,
  ): Promise<State> {
    let state = decider.initial;
    for await (const page of this.store.read(stream, { from: 0 }))
      for (const raw of page.events) {
        if (raw.position > position) return state;
        state = decider.evolve(state, this.upcaster.upcast(raw) as unknown as E);
      }
    return state;
  }

  /** What was recorded in a stream, in its order, with who recorded it: for rules that ask by whose word something is so. @throws StoreUnavailable */
  async recordedIn<E extends Event>(stream: string): Promise<readonly RecordedEvent<E>[]> {
    const pages = await Array.fromAsync(this.store.read(stream));
    return pages.flatMap(({ events }) => events.map((raw) => this.upcaster.upcast(raw) as unknown as RecordedEvent<E>));
  }

  /** Where the first event of a type stands in the log; undefined while there is none. @throws StoreUnavailable */
  async firstOf(type: string): Promise<Position | undefined> {
    const known = this.firsts.get(type);
    if (known !== undefined) return known;
    for await (const { events } of this.store.readAll({ filter: { types: [type] }, limit: 1 }))
      // What came first stays the first.
      for (const { position } of events) {
        this.firsts.set(type, position);
        return position;
      }
    return undefined;
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
    const { ifRevision, standing, idAlone, ...said } = context;
    const commandHash = contentHash([command.type, command.data]);
    const issued = issuedIn(command, said, standing);
    const folded = this.cache.get(decider, stream) ?? unseen(decider, stream);
    let fresh = !folded.whole;
    if (fresh) await this.catchUp(decider, folded);
    let doubt: StoreUnavailable | undefined;
    for (let attempt = 1; ; attempt++) {
      const recorded = recordedAnswer(folded, said.commandId, idAlone ? undefined : commandHash);
      if (recorded !== undefined) return withKind(decider, folded, said.commandId, recorded);
      const events = decided(decider, issued, folded, ifRevision, fresh);
      if (events === undefined) {
        await this.catchUp(decider, folded);
        fresh = true;
        continue;
      }
      if (events.length === 0) return { revision: lastRevision(folded), position: folded.position, repeated: true };
      try {
        return withKind(decider, folded, said.commandId, await this.append(decider, folded, events, said, commandHash));
      } catch (error) {
        // Once a try may be on its way, nothing that later tries meet says that it did not arrive.
        if (error instanceof StoreUnavailable && error.outcome === 'unknown') doubt = error;
        const again = error === doubt || error instanceof RevisionConflict;
        const enough = error === doubt ? TRIES_IN_DOUBT : this.attempts;
        if (!again || attempt >= enough) {
          this.cache.drop(folded.stream);
          throw doubt ?? error;
        }
        if (attempt > 1) await delay(jitter(attempt));
        await this.resolve(decider, folded, doubt);
        fresh = true;
      }
    }
  }

  private async append<C extends Command, E extends Event, State>(
    decider: Decider<C, E, State>,
    folded: CachedStream,
    events: readonly E[],
    said: Kept,
    commandHash: string,
  ): Promise<Handled> {
    const written = this.written(folded, events, said, commandHash);
    const { position } = await this.store.append(folded.stream, folded.revision, written.events);
    const revision = lastRevision(folded) + events.length;
    folded.state = events.reduce((state, event) => decider.evolve(state, event), folded.state as State);
    folded.revision = revision;
    folded.position = position;
    folded.link = written.link;
    remember(folded, said.commandId, { hash: commandHash, revision, position });
    this.cache.keep(folded);
    return { revision, position, repeated: false };
  }

  /** After a conflict or an append of unknown outcome: reads what is there. If even that fails, the outcome stays unknown. */
  private async resolve<C extends Command, E extends Event, State>(
    decider: Decider<C, E, State>,
    folded: CachedStream,
    doubt: StoreUnavailable | undefined,
  ): Promise<void> {
    try {
      await this.catchUp(decider, folded);
    } catch (error) {
      this.cache.drop(folded.stream);
      throw doubt ?? error;
    }
  }

  /** The decided facts as events of this stream: ids that follow from what they say, each linked to the one before. */
  private written(
    folded: CachedStream,
    events: readonly Event[],
    { at, occurredAt = at, commandId, correlationId, causationId, actor, ...custom }: Kept,
    commandHash: string,
  ): { readonly events: readonly NewEvent[]; readonly link: string | null } {
    const { stream } = folded;
    let { link } = folded;
    let revision = lastRevision(folded);
    const written = events.map((event, index) => {
      const schemaVersion = this.upcaster.versionOf(event.type);
      const { type, data } = event;
      const metadata = defined({
        schemaVersion: schemaVersion > 1 ? schemaVersion : undefined,
        occurredAt,
        commandId,
        commandHash,
        correlationId,
        causationId,
        actor,
        ...custom,
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

  /** Reads what the stream has beyond what was seen. */
  private async catchUp<C extends Command, E extends Event, State>(decider: Decider<C, E, State>, folded: CachedStream): Promise<void> {
    let last: RecordedEvent | undefined;
    folded.whole = false;
    try {
      for await (const page of this.store.read(folded.stream, { from: lastRevision(folded) + 1 })) {
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
        this.cache.keep(folded);
      }
    }
  }
}

/** A command as its decider gets it in this context. */
export function issuedIn<C extends Command>(command: C, said: CommandContext, standing: Standing = said.standing ?? {}): Issued<C> {
  const { occurredAt: happenedAt } = said;
  return { ...command, by: said.actor, at: said.at, id: said.commandId, ...defined({ happenedAt }), said, standing };
}

/** An answer that says of a command that was kept as a statement that it was. */
function withKind<C extends Command, E extends Event, State>(
  decider: Decider<C, E, State>,
  { state }: CachedStream,
  commandId: string,
  handled: Handled,
): Handled {
  return decider.keptAsStatement?.(state as State, commandId) === true ? { ...handled, statement: true } : handled;
}

/** The answer that the same command was given before; without a hash, whatever it said then. @throws CommandIdReused */
function recordedAnswer({ commands }: CachedStream, commandId: string, commandHash: string | undefined): Handled | undefined {
  const known = commands.get(commandId);
  if (known === undefined) return undefined;
  if (commandHash !== undefined && known.hash !== commandHash) throw new CommandIdReused(commandId);
  return { revision: known.revision, position: known.position, repeated: true };
}

/**
 * What is to be recorded. Neither a refusal nor that there is nothing to record may rest on what another process has changed since: undefined where that
 * is to be looked at first. @throws RuleBroken @throws PreconditionFailed
 */
function decided<C extends Command, E extends Event, State>(
  decider: Decider<C, E, State>,
  issued: Issued<C>,
  folded: CachedStream,
  ifRevision: number | undefined,
  fresh: boolean,
): readonly E[] | undefined {
  try {
    if (ifRevision !== undefined && ifRevision !== folded.revision)
      throw new PreconditionFailed(folded.stream, ifRevision, folded.revision);
    const events = decider.decide(issued, folded.state as State);
    return events.length > 0 || fresh ? events : undefined;
  } catch (refusal) {
    if (fresh || !(refusal instanceof RuleBroken || refusal instanceof PreconditionFailed)) throw refusal;
    return undefined;
  }
}

/** -1 where the stream has no events. */
const lastRevision = ({ revision }: CachedStream): number => (revision === 'none' ? -1 : revision);

/** Writers that collided do not come back at the same instant. Milliseconds. */
const jitter = (attempt: number): number => Math.random() * Math.min(100, 2 ** attempt);
