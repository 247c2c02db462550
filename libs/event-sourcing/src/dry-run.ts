import type { Command, Decider } from './decider.ts';
import type { Event, Position, RecordedEvent } from './event.ts';
import type { EventStore } from './event-store.ts';
import { AggregateStore, type CommandContext, type Handled, issuedIn, PreconditionFailed } from './handle.ts';
import { Upcaster } from './upcast.ts';

/** An event that a command would record, and where. */
export interface WouldRecord {
  readonly stream: string;
  readonly type: string;
  readonly data: unknown;
}

/** A dry run reads through the real store and has none of its own: there is nothing that it could append to. */
const NOTHING = new Proxy({} as EventStore, {
  get: (_, method) => {
    throw new Error(`A dry run has no store to ${String(method)}`);
  },
});

/**
 * Decides as the real one would, on what is stored now, and records nothing. What would be recorded stands in `records`, in order, and what decides later in
 * the same run sees it: so a use case of several steps is tried as a whole. Refuses what the real one would refuse; it knows of no earlier tries.
 */
export class DryRun extends AggregateStore {
  private readonly recorded: WouldRecord[] = [];

  constructor(private readonly real: AggregateStore) {
    super(NOTHING, new Upcaster());
  }

  get records(): readonly WouldRecord[] {
    return this.recorded;
  }

  /** @throws RuleBroken @throws PreconditionFailed @throws StoreUnavailable */
  override async handle<C extends Command, E extends Event, State>(
    decider: Decider<C, E, State>,
    stream: string,
    command: C,
    context: CommandContext,
  ): Promise<Handled> {
    const { ifRevision, ...said } = context;
    const standing = await this.standingOf(decider, stream, command, context);
    const { state, revision, position } = await this.load(decider, stream);
    if (ifRevision !== undefined && ifRevision !== revision) throw new PreconditionFailed(stream, ifRevision, revision);
    const events = decider.decide(issuedIn(command, said, standing), state);
    this.recorded.push(...events.map(({ type, data }) => ({ stream, type, data })));
    return { revision: (revision === 'none' ? -1 : revision) + events.length, position, repeated: events.length === 0 };
  }

  override async load<C extends Command, E extends Event, State>(
    decider: Decider<C, E, State>,
    stream: string,
  ): Promise<{ readonly state: State; readonly revision: number | 'none'; readonly position: Position }> {
    const known = await this.real.load(decider, stream);
    const events = this.recorded.filter((one) => one.stream === stream) as unknown as readonly E[];
    if (events.length === 0) return known;
    const { position, revision } = known;
    return {
      state: events.reduce((state, event) => decider.evolve(state, event), known.state),
      revision: (revision === 'none' ? -1 : revision) + events.length,
      position,
    };
  }

  override loadAsOf<C extends Command, E extends Event, State>(
    decider: Decider<C, E, State>,
    stream: string,
    position: Position,
  ): Promise<State> {
    return this.real.loadAsOf(decider, stream, position);
  }

  override recordedIn<E extends Event>(stream: string): Promise<readonly RecordedEvent<E>[]> {
    return this.real.recordedIn(stream);
  }

  override firstOf(type: string): Promise<Position | undefined> {
    return this.real.firstOf(type);
  }

  override head(): Promise<Position> {
    return this.real.head();
  }
}
