import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type Capability,
  type Freshness,
  type AggregateStore,
  type CarriesOut,
  CatchUp,
  Feed,
  howFar,
  Leases,
  type Position,
  ProcessManager,
  Projector,
  type RunnerStatus,
  type Stuck,
  type Upcaster,
  type Views,
} from '#libs/event-sourcing';
import type { Persons } from '#libs/privacy';
import type { Log } from './log.ts';
import type { Stores } from './stores.ts';

/** Names this program in leases: unlike any other that ever ran. */
export const OWNER = `${hostname()}/${process.pid}/${randomUUID()}`;

interface Runner {
  readonly status: RunnerStatus;
  start(): void;
  stop(): Promise<void>;
  /** Of a process: nothing is left to give or to look at. */
  isAtRest?(): Promise<boolean>;
}

/** The work of a program that died is taken over after this long, milliseconds. */
const LEASE_MS = 5_000;
/** How often it is looked whether processes have come to rest, milliseconds. */
const LOOK_MS = 2;

/** Every projection and process of the capabilities, supervised: started together, stopped together, each failing alone. */
export class Runners {
  private readonly all: readonly Runner[];
  private told = false;

  /** What processes ask for is carried out on the aggregate store, by the room they belong to; what people gave, by the handler of their command. */
  constructor(
    private readonly stores: Stores,
    aggregates: AggregateStore,
    persons: Persons,
    capabilities: readonly Capability[],
    upcaster: Upcaster,
    freshness: Freshness,
    views: Views,
    commands: CarriesOut,
    log: Log,
    now: () => number = Date.now,
  ) {
    const feed = new Feed(stores.events, stores.rows, upcaster, upcaster.types);
    const catchUp = new CatchUp({
      store: stores.events,
      rows: stores.rows,
      upcaster,
      onProgress: (progress) => log.info(progress, `The history is being read: ${howFar(progress)}`),
    });
    const leases = new Leases(stores.rows, OWNER, LEASE_MS);
    const supervised = (name: string) => {
      let before: RunnerStatus['state'] = 'stopped';
      return {
        store: stores.events,
        rows: stores.rows,
        upcaster,
        owner: OWNER,
        feed,
        catchUp,
        leases,
        onProgress: (position: Position) => freshness.advanced(name, position),
        onStatus: (status: RunnerStatus) => {
          if (status.state === before) return;
          const isMended = before === 'waiting' || before === 'failed';
          before = status.state;
          const { state, position, error } = status;
          const line = { runner: name, kind: status.kind, state, position, ...(error && { error }) };
          if (state === 'failed') log.error(line, `${name} stopped at an event it cannot take`);
          else if (state === 'waiting') log.warn(line, `${name} waits for a store`);
          else if (isMended) log.info(line, `${name} is ${state}`);
          else log.debug(line, `${name} is ${state}`);
          this.tellOnce(log);
        },
      };
    };
    const process = (name: string) => ({
      ...supervised(name),
      now,
      onStuck: (key: string, stuck: Stuck, error: unknown) => {
        log.error({ runner: name, key, ...stuck, err: error }, `${name} ${key} cannot go on; tried again at ${stuck.retryAt ?? 'once'}`);
      },
    });
    this.all = capabilities.flatMap(({ projections, processes, erasures = [] }) => [
      ...projections.map((projection) => new Projector(projection, supervised(projection.name))),
      ...processes.map(
        (carried) =>
          new ProcessManager(carried.process, {
            ...process(carried.process.name),
            issue: (command, context) => carried.carryOut(aggregates, command, context, views, commands),
          }),
      ),
      ...erasures.map(
        (erasing) =>
          new ProcessManager(erasing.process, {
            ...process(erasing.process.name),
            issue: (command) => persons.erase(erasing.subjectOf(command)),
          }),
      ),
    ]);
  }

  get statuses(): readonly RunnerStatus[] {
    return this.all.map(({ status }) => status);
  }

  start(): void {
    for (const runner of this.all) runner.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map((runner) => runner.stop()));
  }

  /** That all is well is one line: what is not has lines of its own. */
  private tellOnce(log: Log): void {
    if (this.told || this.all.some(({ status }) => status.state !== 'live' && status.state !== 'standby')) return;
    this.told = true;
    log.info({ runners: this.all.length }, 'projections and processes follow what is recorded');
  }

  /**
   * Resolves once all that was recorded has come to rest: projections and processes have taken every event, no process has a command to give, no deadline has
   * come. For who makes a history by a clock of their own and goes on when it is known what followed. Every runner is in this program, and started.
   * @throws Error a runner stopped, or an instance of a process cannot go on @throws StoreUnavailable @throws RowsUnavailable
   */
  async settled(): Promise<void> {
    for (;;) {
      const head = await this.stores.events.head();
      if ((await this.haveTaken(head)) && head === (await this.stores.events.head())) return;
      await pause(LOOK_MS);
    }
  }

  private async haveTaken(head: Position): Promise<boolean> {
    for (const { status } of this.all) {
      if (status.state === 'failed' || status.stuck !== undefined)
        throw new Error(`${status.name} has stopped: ${status.error?.message ?? 'an instance cannot go on'}`);
      if (status.state !== 'live' || status.position < head) return false;
    }
    for (const runner of this.all) if ((await runner.isAtRest?.()) === false) return false;
    return true;
  }
}
