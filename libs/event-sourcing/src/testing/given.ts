import type { Command, Decider, Issued } from '../decider.ts';
import { RuleBroken } from '../decider.ts';
import type { Actor, CustomMetadata, Event, RecordedEvent, Standing } from '../event.ts';
import { idOfStream } from '../disclosure.ts';
import { deriveUuid } from '../identity.ts';
import type { Process, Reaction, TimeoutReached } from '../process.ts';
import type { Projection } from '../projection.ts';
import type { Timeline } from '../timeline.ts';

/** Who acts and when, where a test does not care. */
export const someone: Actor = { id: 'someone', roles: [] };
export const sometime = '2026-03-02T08:00:00.000Z';

/** What comes with a command, where a test cares: its id, what is said with it, how its actor stands. */
export interface Alongside {
  readonly id?: string;
  readonly said?: CustomMetadata;
  readonly standing?: Standing;
}

/** What a test says of an event beyond its type and data. */
export interface Circumstances {
  readonly stream?: string;
  readonly actor?: Actor;
  readonly occurredAt?: string;
  readonly recordedAt?: string;
  readonly correlationId?: string;
}

/** A command as it reaches its decider. */
export function issued<C extends Command>(
  command: C,
  by: Actor = someone,
  at: string = sometime,
  { id = deriveUuid('issued', command.type), said = {}, standing = {} }: Alongside = {},
): Issued<C> {
  return { ...command, by, at, id, said, standing };
}

/** An event as a store would hand it over: the n-th of the order and of its stream, with ids that follow from where it stands. */
export function recorded<E extends Event>(event: E, place: number, circumstances: Circumstances = {}): RecordedEvent<E> {
  const { stream = 'test-1', actor = someone, occurredAt = sometime, recordedAt = occurredAt } = circumstances;
  const id = deriveUuid('recorded', stream, place);
  return {
    stream,
    revision: place,
    position: place + 1,
    id,
    type: event.type,
    data: event.data,
    recordedAt: Date.parse(recordedAt),
    metadata: {
      occurredAt,
      commandId: deriveUuid('command', stream, place),
      commandHash: '0'.repeat(64),
      correlationId: circumstances.correlationId ?? deriveUuid('conversation', stream),
      actor,
      prev: null,
    },
  } as unknown as RecordedEvent<E>;
}

/**
 * `given` facts, `when` a command comes, `then` these facts, or a refusal; or `given` facts, the row a projection makes of them.
 * The facts are those of the decider, projection or process that is asked next.
 */
export function given(...facts: readonly Event[]): Given {
  return new Given(facts.map((event) => ({ event, circumstances: {} })));
}

class Given {
  constructor(private readonly facts: readonly { readonly event: Event; readonly circumstances: Circumstances }[]) {}

  /** Says where, by whom and when the facts so far were recorded, as far as that was not said yet. */
  under(circumstances: Circumstances): Given {
    return new Given(this.facts.map((fact) => ({ event: fact.event, circumstances: { ...circumstances, ...fact.circumstances } })));
  }

  /** And then these. */
  and(...more: readonly Event[]): Given {
    return new Given([...this.facts, ...more.map((event) => ({ event, circumstances: {} }))]);
  }

  when<C extends Command, E extends Event, State>(
    decider: Decider<C, E, State>,
    command: C,
    by: Actor = someone,
    at: string = sometime,
    alongside: Alongside = {},
  ): When<State> {
    const before = this.facts.reduce((state, { event }) => decider.evolve(state, event as E), decider.initial);
    try {
      const events = decider.decide(issued(command, by, at, alongside), before);
      return new When(
        events,
        undefined,
        events.reduce((state, event) => decider.evolve(state, event), before),
      );
    } catch (refusal) {
      if (!(refusal instanceof RuleBroken)) throw refusal;
      return new When([], refusal, before);
    }
  }

  project<E extends Event, Doc extends object>(projection: Projection<E, Doc>): Projected<Doc> {
    return new Projected(fold(projection, this.recorded() as readonly RecordedEvent<E>[]));
  }

  /** The lines of a timeline, keyed as on its pages. */
  toldBy<E extends Event, Line extends object>(timeline: Timeline<E, Line>): Projected<Line> {
    const events = this.recorded() as readonly RecordedEvent<E>[];
    return new Projected(new Map(events.map((event) => [`${idOfStream(event.stream)}/${event.revision}`, timeline.lineOf(event)])));
  }

  /** What a process does about the last of the facts, or about a deadline after all of them. */
  reactionOf<E extends Event, C extends Command, State extends object>(
    process: Process<E, C, State>,
    key: string,
    timeout?: TimeoutReached,
  ): Reaction<C, State> {
    let reaction: Reaction<C, State> = { state: undefined };
    for (const event of this.recorded() as readonly RecordedEvent<E>[])
      if (process.handles.includes(event.type) && process.keysOf(event).includes(key)) reaction = process.react(reaction.state, event, key);
    return timeout === undefined ? reaction : process.react(reaction.state, timeout, key);
  }

  private recorded(): readonly RecordedEvent[] {
    return this.facts.map(({ event, circumstances }, place) => recorded(event, place, circumstances));
  }
}

class When<State> {
  constructor(
    private readonly events: readonly Event[],
    private readonly refusal: RuleBroken | undefined,
    /** The state afterwards. */
    readonly state: State,
  ) {}

  /** Exactly these facts are recorded. */
  then(...facts: readonly Event[]): void {
    if (this.refusal !== undefined) throw this.refusal;
    expect(this.events).toEqual(facts);
  }

  /** Nothing is recorded: it was said already. */
  thenNothing(): void {
    if (this.refusal !== undefined) throw this.refusal;
    expect(this.events).toEqual([]);
  }

  /** A rule refuses it, in a sentence for the person who gets it. */
  thenRefused(code: string, details: Readonly<Record<string, unknown>> = {}): void {
    expect(this.events).toEqual([]);
    expect(this.refusal).toMatchObject({ code, details });
    expect(this.refusal?.message).toMatch(/^\p{Lu}.{10,}/su);
  }
}

class Projected<Doc extends object> {
  constructor(readonly rows: ReadonlyMap<string, Doc>) {}

  /** Expectations on the document of a row. */
  row(key: string): jest.JestMatchers<Doc | undefined> {
    return expect(this.rows.get(key));
  }
}

/** Expectations on one row of a projection, after facts that were all recorded like this: `const row = rowOf(caseStatus, '117', onTheCase)`, then `row(opened)`. */
export function rowOf<E extends Event, Doc extends object>(projection: Projection<E, Doc>, key: string, circumstances: Circumstances) {
  return (...facts: readonly E[]) =>
    given(...facts)
      .under(circumstances)
      .project(projection)
      .row(key);
}

/** The rows a projection makes of events, in memory. */
export function fold<E extends Event, Doc extends object>(
  projection: Projection<E, Doc>,
  events: readonly RecordedEvent<E>[],
): Map<string, Doc> {
  const rows = new Map<string, Doc>();
  for (const event of events) {
    if (!projection.handles.includes(event.type)) continue;
    for (const key of new Set(projection.keysOf(event))) {
      const doc = projection.evolve(rows.get(key), event, key);
      if (doc === undefined) rows.delete(key);
      else rows.set(key, doc);
    }
  }
  return rows;
}
