import {
  AggregateStore,
  type Command,
  type Decider,
  deriveUuid,
  type Event,
  ProcessManager,
  type RecordedEvent,
  type RunnableProcess,
  Upcaster,
  Views,
  Freshness,
} from '#libs/event-sourcing';
import { eventually, someone, sometime, givesNoCommands } from '#libs/event-sourcing/testing';
import { memoryEventStore } from '#libs/event-store/memory';
import { asset, assetEvents, assetStream } from '#libs/assets';
import { caseFileEvents } from '#libs/cases';
import { exhibitEvents } from '#libs/exhibits';
import { type Identifier, identifier, identifierEvents, identifierIdFor, identifierStream } from '#libs/identifiers';
import { leadEvents, type LeadEvent } from '#libs/integrity';
import { memoryReadStore } from '#libs/read-store/memory';
import { agencyEvents, instrumentEvents, laboratoryEvents, officerEvents, unitEvents } from '#libs/registry';
import { rewardEvents } from '#libs/rewards';
import { oversight } from '../index.ts';

const registers = { ...agencyEvents, ...unitEvents, ...officerEvents, ...laboratoryEvents, ...instrumentEvents };

/** Says whatever it is told. */
const saying: Decider<Command<'Say', Event>, Event, null> = { initial: null, decide: ({ data }) => [data], evolve: (state) => state };

/** Facts as they are recorded, and the real processes of this room on stores in memory. */
export class Watch {
  readonly store = memoryEventStore();
  private readonly upcaster = new Upcaster(
    caseFileEvents,
    exhibitEvents,
    assetEvents,
    identifierEvents,
    leadEvents,
    registers,
    rewardEvents,
  );
  readonly aggregates = new AggregateStore(this.store, this.upcaster);
  private readonly rows = memoryReadStore();
  private said = 0;
  private turns = 0;

  /** Records facts as they are, one after the other. */
  async say(...facts: readonly { readonly stream: string; readonly event: Event }[]): Promise<void> {
    for (const { stream, event } of facts) await this.aggregates.handle(saying, stream, { type: 'Say', data: event }, this.context());
  }

  context(by = someone) {
    const commandId = deriveUuid('said', ++this.said);
    return { commandId, correlationId: deriveUuid('conversation'), actor: by, at: sometime };
  }

  /** Until nothing follows from anything any more. */
  async settle(): Promise<void> {
    for (let before = -1; before !== (await this.store.head());) {
      before = await this.store.head();
      for (const carried of oversight.processes) await this.turn(carried);
    }
  }

  private async turn(carried: RunnableProcess): Promise<void> {
    const views = new Views(this.rows, new Freshness(this.rows, 1), 1_000);
    const aggregates = new AggregateStore(this.store, this.upcaster);
    const manager = new ProcessManager(carried.process, {
      store: this.store,
      rows: this.rows,
      upcaster: this.upcaster,
      owner: `worker-${++this.turns}`,
      leaseMs: 5_000,
      now: () => Date.parse(sometime),
      issue: (command, context) => carried.carryOut(aggregates, command, context, views, givesNoCommands),
    });
    const head = await this.store.head();
    manager.start();
    try {
      await eventually(async () => {
        const { state, error, position, stuck } = manager.status;
        if (state === 'failed' || stuck !== undefined) throw new Error(error?.message ?? 'An instance is stuck');
        return state === 'live' && position >= head && (await manager.isAtRest()) ? true : undefined;
      }, `the end of a turn of ${carried.process.name}`);
    } finally {
      await manager.stop();
    }
  }

  async events(...types: readonly string[]): Promise<readonly RecordedEvent[]> {
    const pages = await Array.fromAsync(this.store.readAll({ filter: { types } }));
    return pages.flatMap(({ events }) => events);
  }

  /** What integrity was told: each time that a lead was raised. */
  async leads(): Promise<readonly Extract<LeadEvent, { type: 'LeadRaised' }>['data'][]> {
    return (await this.events('LeadRaised')).map(({ data }) => data as Extract<LeadEvent, { type: 'LeadRaised' }>['data']);
  }

  async standingOf(number: Identifier) {
    return (await this.aggregates.load(identifier, identifierStream(identifierIdFor(number)))).state;
  }

  async assetOf(assetId: string) {
    return (await this.aggregates.load(asset, assetStream(assetId))).state;
  }
}
