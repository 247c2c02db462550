import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import {
  type Capability,
  type Command,
  type Freshness,
  type Issue,
  type Position,
  ProcessManager,
  Projector,
  type RunnerStatus,
  type Upcaster,
} from '#libs/event-sourcing';
import type { Log } from './log.ts';
import type { Stores } from './stores.ts';

/** Names this program in leases: unlike any other that ever ran. */
export const OWNER = `${hostname()}/${process.pid}/${randomUUID()}`;

/** Every projection and process of the capabilities, supervised: started together, stopped together, each failing alone. */
export class Runners {
  /** Carries out what processes ask for. */
  private issue: Issue<Command> = (command) => Promise.reject(new Error(`Nobody carries out ${command.type}`));
  private readonly all: readonly { readonly status: RunnerStatus; start(): void; stop(): Promise<void> }[];

  constructor(stores: Stores, capabilities: readonly Capability[], upcaster: Upcaster, freshness: Freshness, log: Log) {
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
    this.all = capabilities.flatMap(({ projections, processes }) => [
      ...projections.map((projection) => new Projector(projection, supervised(projection.name))),
      ...processes.map(
        (process) =>
          new ProcessManager(process, { ...supervised(process.name), issue: (command, context) => this.issue(command, context) }),
      ),
    ]);
  }

  get statuses(): readonly RunnerStatus[] {
    return this.all.map(({ status }) => status);
  }

  /** Says who carries out the commands of processes. Before the start. */
  carryOutWith(issue: Issue<Command>): void {
    this.issue = issue;
  }

  start(): void {
    for (const runner of this.all) runner.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map((runner) => runner.stop()));
  }
}
