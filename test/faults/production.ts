import { openEventStoreDb } from '#libs/event-store/eventstoredb';
import type { EventStore, ReadStore } from '#libs/event-sourcing';
import { openPostgresReadStore } from '#libs/read-store/postgres';
import { EventStoreDbNode } from '../eventstoredb-node/index.ts';
import type { TestPostgres } from '../postgres.ts';
import { Client, dataFolder, endPrograms, type Program, startProgram, tokenOf } from '../program.ts';

/** How a runner fares, as `/health/ready` says. */
export interface RunnerHealth {
  readonly name: string;
  readonly state: string;
  readonly position: string;
  readonly error?: {
    readonly message?: string;
    readonly event?: { readonly id: string; readonly type: string; readonly position: string };
  };
}

/** What `/health/ready` answers; of a 503 it is the member `readiness`. */
export interface Health {
  readonly status: 'ready' | 'degraded' | 'unavailable';
  readonly eventStore: { readonly state: 'up' | 'down'; readonly error?: string };
  readonly readStore: { readonly state: 'up' | 'down'; readonly error?: string };
  readonly runners: readonly RunnerHealth[];
}

/** The program as it stands in production: events in a node of EventStoreDB (of the tests' own), rows in PostgreSQL, APIs and workers in processes of their own. */
export class Production implements AsyncDisposable {
  private constructor(
    readonly node: EventStoreDbNode,
    readonly databaseUrl: string,
    readonly dataDir: string,
  ) {}

  /** With a new database of this server, which is whole again whatever became of it before; it is left running. */
  static async on(postgres: TestPostgres): Promise<Production> {
    const [node, url, dataDir] = await Promise.all([new EventStoreDbNode().start(), postgres.database(), dataFolder()]);
    return new Production(node, url, dataDir);
  }

  private get eventStoreUrl(): string {
    return this.node.connectionString('defaultDeadline=3000');
  }

  private get env() {
    return { EVENTSTORE_URL: this.eventStoreUrl, DATABASE_URL: this.databaseUrl };
  }

  /** An API that leaves projecting to workers. */
  api(): Promise<Program> {
    return startProgram('api', { dataDir: this.dataDir, env: { ...this.env, RUN_PROJECTIONS: 'false' } });
  }

  worker(): Promise<Program> {
    return startProgram('worker', { dataDir: this.dataDir, env: this.env });
  }

  token(role: string, subject: string): Promise<string> {
    return tokenOf(this.dataDir, { roles: [role], subject });
  }

  /** The stores as an auditor opens them beside the programs. */
  async stores(): Promise<{ readonly events: EventStore; readonly rows: ReadStore } & AsyncDisposable> {
    const events = await openEventStoreDb({ connectionString: this.eventStoreUrl });
    const rows = await openPostgresReadStore({ url: this.databaseUrl });
    const dispose = async () => {
      await events.close();
      await rows.close();
    };
    return { events, rows, [Symbol.asyncDispose]: dispose };
  }

  /** Ends the programs, then the node under them. */
  async [Symbol.asyncDispose](): Promise<void> {
    await endPrograms();
    await this.node.stop();
  }
}

/** How a program says that it is, whether it is ready or not. */
export async function healthOf(program: Program): Promise<Health> {
  const { body } = await new Client(() => program.url).get<Health | { readonly readiness: Health }>('/health/ready');
  return 'readiness' in body ? body.readiness : body;
}

/** The state of a projection in a program. */
export async function stateOf(program: Program, projection: string): Promise<string | undefined> {
  return (await healthOf(program)).runners.find(({ name }) => name === projection)?.state;
}
