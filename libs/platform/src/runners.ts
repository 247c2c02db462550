import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import {
  type Capability,
  type Freshness,
  type Ledger,
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

/** Every projection and process of the capabilities, supervised: started together, stopped together, each failing alone. */
export class Runners {
  private readonly all: readonly { readonly status: RunnerStatus; start(): void; stop(): Promise<void> }[];

  /** What processes ask for is carried out on the ledger, by the room they belong to. */
  constructor(
    stores: Stores,
    ledger: Ledger,
    persons: Persons,
    capabilities: readonly Capability[],
    upcaster: Upcaster,
    freshness: Freshness,
    views: Views,
    log: Log,
    now: () => number = Date.now,
  ) {
    const supervised = (name: string) => {
      let before: RunnerStatus['state'] = 'stopped';
      return {
        store: stores.events,
        rows: stores.rows,
        upcaster,
        owner: OWNER,
        onProgress: (position: Position) => freshness.advanced(name, position),
        onStatus: (status: RunnerStatus) => {
          if (status.state === before) return;
          before = status.state;
          const { state, position, error } = status;
          const line = { runner: name, kind: status.kind, state, position, ...(error && { error }) };
          if (state === 'failed') log.error(line, `${name} stopped at an event it cannot take`);
          else if (state === 'waiting') log.warn(line, `${name} waits for a store`);
          else log.info(line, `${name} is ${state}`);
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
            issue: (command, context) => carried.carryOut(ledger, command, context, views),
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
}
