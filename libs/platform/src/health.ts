import { setTimeout as deadline } from 'node:timers/promises';
import { defined, type RunnerStatus } from '#libs/event-sourcing';
import type { Persons } from '#libs/privacy';
import type { Count, Instant } from '#libs/vocabulary';
import type { Runners } from './runners.ts';
import type { Stores } from './stores.ts';

/** How a projection or a process fares. */
export interface RunnerHealth {
  readonly name: string;
  readonly kind: RunnerStatus['kind'];
  readonly version: number;
  /** standby: another worker has it. waiting: a store is unavailable, trying again. failed: stopped at an event it cannot take. */
  readonly state: RunnerStatus['state'];
  /** Everything up to here is in its rows. */
  readonly position: string;
  /** Positions behind the last event; 0 if it has seen everything. */
  readonly lag: Count;
  /** Last sign of life, UTC. */
  readonly heartbeatAt: Instant;
  /** Instances of a process that cannot go on, each alone, and are tried again. */
  readonly stuck?: Count;
  /** When it stopped, and at which event. */
  readonly error?: {
    /** For operators only: it may quote what a row or a store is called. */
    readonly message?: string;
    /** UTC. */
    readonly at: Instant;
    readonly event?: { readonly id: string; readonly type: string; readonly position: string };
  };
}

/** Whether requests can be served, and how everything fares that serves them. */
export interface Readiness {
  /**
   * ready: all is well. degraded: commands are taken, but some projection or process has stopped, an instance of a process cannot go on, or the keys of
   * persons cannot be used. unavailable: a store cannot be used.
   */
  readonly status: 'ready' | 'degraded' | 'unavailable';
  readonly eventStore: StoreHealth;
  readonly readStore: StoreHealth;
  /** Where the keys of persons lie. While it is down, only what is personal cannot be recorded or shown. */
  readonly keyStore: StoreHealth;
  /** Position of the last event, if the event store could be asked. */
  readonly head?: string;
  readonly runners: readonly RunnerHealth[];
}

/** Whether a store can be used, and for operators why not. */
export type StoreHealth = { readonly state: 'up' } | { readonly state: 'down'; readonly error?: string };

/** A store that has not answered by then counts as down, milliseconds. */
const PATIENCE_MS = 2_000;

/** Asks the stores and every runner how they are. */
export async function readiness(stores: Stores, persons: Persons, runners: Runners): Promise<Readiness> {
  const [head, rows, keys] = await Promise.all([within(stores.events.head()), within(stores.rows.builds()), within(persons.check())]);
  const last = head.state === 'up' ? head.answer : undefined;
  const all = runners.statuses.map((status) => runnerHealth(status, last));
  const up = head.state === 'up' && rows.state === 'up';
  return {
    status: !up
      ? 'unavailable'
      : keys.state === 'down' || all.some(({ state, stuck }) => state === 'failed' || stuck !== undefined)
        ? 'degraded'
        : 'ready',
    eventStore: head.state === 'up' ? { state: 'up' } : head,
    readStore: rows.state === 'up' ? { state: 'up' } : rows,
    keyStore: keys.state === 'up' ? { state: 'up' } : keys,
    ...defined({ head: last?.toString() }),
    runners: all,
  };
}

/** The same without words: what stores and errors say may name addresses and rows, which is for operators. */
export function withoutWords(now: Readiness): Readiness {
  const state = ({ state }: StoreHealth): StoreHealth => ({ state });
  return {
    ...now,
    eventStore: state(now.eventStore),
    readStore: state(now.readStore),
    keyStore: state(now.keyStore),
    runners: now.runners.map(({ error, ...runner }) => {
      if (error === undefined) return runner;
      const { message, ...rest } = error;
      return { ...runner, error: message === undefined ? error : rest };
    }),
  };
}

function runnerHealth(
  { name, kind, version, state, position, heartbeatAt, stuck, error }: RunnerStatus,
  head: number | undefined,
): RunnerHealth {
  return defined({
    name,
    kind,
    version,
    state,
    position: String(position),
    lag: Math.max(0, (head ?? position) - position),
    heartbeatAt: new Date(heartbeatAt).toISOString(),
    stuck,
    error:
      error &&
      defined({
        message: error.message,
        at: new Date(error.at).toISOString(),
        event: error.event && { ...error.event, position: String(error.event.position) },
      }),
  });
}

async function within<T>(
  asked: Promise<T>,
): Promise<{ readonly state: 'up'; readonly answer: T } | { readonly state: 'down'; readonly error: string }> {
  const settled = new AbortController();
  try {
    const late = deadline(PATIENCE_MS, undefined, { signal: settled.signal }).then(() => {
      throw new Error(`No answer within ${PATIENCE_MS} ms`);
    });
    return { state: 'up', answer: await Promise.race([asked, late]) };
  } catch (error) {
    return { state: 'down', error: (error as Error).message };
  } finally {
    settled.abort();
  }
}
