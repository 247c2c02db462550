import { memoryEventStore } from '#libs/event-store/memory';
import {
  type Actor,
  AggregateStore,
  type Command,
  type CommandContext,
  type Event,
  type EventStore,
  type Issue,
  type Process,
  type ProcessInstance,
  ProcessManager,
  type ReadStore,
  type RecordedEvent,
  type Upcaster,
} from '#libs/event-sourcing';
import { eventually, idOf } from '#libs/event-sourcing/testing';
import { memoryReadStore } from '#libs/read-store/memory';

/** A process on stores in memory and with a clock of its own, new for each test of the block in which this is called. Its workers end with the test. */
export function processForEach<E extends Event, C extends Command, State extends object>(
  process: Process<E, C, State>,
  upcaster: Upcaster,
): RunningProcess<E, C, State> {
  const running = new RunningProcess(process, upcaster);
  beforeEach(() => running.begin());
  afterEach(() => running.end());
  return running;
}

class RunningProcess<E extends Event, C extends Command, State extends object> {
  /** What time it is, in milliseconds since 1970. */
  now!: number;
  rows!: ReadStore;
  aggregates!: AggregateStore;
  private store!: EventStore;
  private stops!: (() => Promise<void>)[];
  private commands!: number;

  constructor(
    private readonly process: Process<E, C, State>,
    private readonly upcaster: Upcaster,
  ) {}

  begin(): void {
    this.now = Date.now();
    this.rows = memoryReadStore();
    this.store = memoryEventStore();
    this.aggregates = new AggregateStore(this.store, this.upcaster);
    this.stops = [];
    this.commands = 0;
  }

  async end(): Promise<void> {
    await Promise.all(this.stops.map((stop) => stop()));
    await this.store.close();
  }

  /** Starts another worker, and answers what stops it. */
  run(issue: Issue<C>): () => Promise<void> {
    const { store, rows, upcaster } = this;
    const owner = `worker-${this.stops.length}`;
    const manager = new ProcessManager(this.process, { store, rows, upcaster, owner, leaseMs: 300, now: () => this.now, issue });
    const stop = () => manager.stop();
    this.stops.push(stop);
    manager.start();
    return stop;
  }

  /** The next command of a conversation, given now. */
  context(actor: Actor, conversation: string): CommandContext {
    const [commandId, correlationId] = [idOf(`command ${++this.commands}`), idOf(conversation)];
    return { commandId, correlationId, actor, at: new Date(this.now).toISOString() };
  }

  async recorded(type: string): Promise<readonly RecordedEvent[]> {
    const pages = await Array.fromAsync(this.store.readAll({ filter: { types: [type] } }));
    return pages.flatMap(({ events }) => events);
  }

  /** Until such an event is recorded. */
  comes(type: string): Promise<true> {
    return eventually(async () => ((await this.recorded(type)).length > 0 ? true : undefined), type);
  }

  /** An instance once it has nothing to do for now and is as it is waited for. */
  idle(key: string, holds: (instance: ProcessInstance) => boolean = () => true): Promise<ProcessInstance> {
    return eventually(async () => {
      const { row } = await this.rows.get<ProcessInstance>(this.process.name, key);
      return row && !row.doc.pending && holds(row.doc) ? row.doc : undefined;
    }, `an instance of ${this.process.name} with nothing to do`);
  }
}
