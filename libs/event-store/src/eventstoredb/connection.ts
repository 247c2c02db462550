import { StoreUnavailable } from '#libs/event-sourcing';
import { GuardedClient, type Certificates } from './client.ts';
import type { ConnectionSettings } from './connection-string.ts';
import type { Trouble } from './trouble.ts';

/** Writes one line for the operator. Never given a credential. */
export type Log = (level: 'info' | 'warn', message: string) => void;

/** How the connection is made anew, and who is told. */
export interface Renewal {
  readonly backoff: { readonly firstMs: number };
  readonly log: Log;
}

/** One client and how many calls it carries. Once given up it takes no new calls, and goes when the last one has ended. */
export interface Session {
  readonly client: GuardedClient;
  /** Aborts when the session is given up: what never ends by itself has to leave. */
  readonly over: AbortSignal;
}

/**
 * The way to EventStoreDB: one client at a time, replaced when it is no good any more.
 *
 * The client repairs some lost connections by itself and others never: after a failed discovery its appends fail for ever, and a connection that
 * hangs is noticed only by its keep-alive. So after any call without an answer the next one gets a new client.
 */
export class Connection {
  readonly #settings: ConnectionSettings;
  readonly #certificates: Certificates;
  readonly #deadlineMs: number;
  readonly #tuning: Renewal;
  readonly #live = new Set<Live>();
  readonly #retiring = new Set<Promise<void>>();
  #current: Live | undefined;
  #generation = 0;
  #givenUpAt = Number.NEGATIVE_INFINITY;

  /** Makes the first client, without a call to the server. @throws Error the client does not take the settings */
  constructor(settings: ConnectionSettings, certificates: Certificates, deadlineMs: number, tuning: Renewal) {
    this.#settings = settings;
    this.#certificates = certificates;
    this.#deadlineMs = deadlineMs;
    this.#tuning = tuning;
    this.#current = this.#open();
  }

  /** Runs a call on the current client. Whatever it answers or throws, the client is not closed before. */
  async use<T>(call: (session: Session) => Promise<T>): Promise<T> {
    const session = (this.#current ??= this.#open());
    session.calls += 1;
    try {
      return await call(session);
    } finally {
      session.calls -= 1;
      if (session.calls === 0 && session !== this.#current) this.#retire(session);
    }
  }

  /**
   * The session's client has failed to bring an answer: new calls get another one. Not more often than the shortest pause, so that many calls
   * to a server that is down do not make as many clients.
   */
  giveUp(session: Session, trouble: Extract<Trouble, { kind: 'lost' }>): void {
    if (this.#current !== session || performance.now() - this.#givenUpAt < this.#tuning.backoff.firstMs) return;
    this.#givenUpAt = performance.now();
    this.#tuning.log('warn', `The connection to EventStoreDB is given up and made anew: ${trouble.message}`);
    const old = this.#current;
    this.#current = undefined;
    old.ending.abort();
    if (old.calls === 0) this.#retire(old);
  }

  /** Ends the sessions; calls under way fail. */
  async close(): Promise<void> {
    this.#current = undefined;
    for (const session of this.#live) {
      session.ending.abort();
      this.#retire(session);
    }
    await Promise.all(this.#retiring);
  }

  #open(): Live {
    const warn = (message: string) => this.#tuning.log('warn', message);
    const client = new GuardedClient(this.#settings, this.#certificates, this.#deadlineMs, this.#generation++, warn);
    const ending = new AbortController();
    const session = { client, ending, over: ending.signal, calls: 0 };
    this.#live.add(session);
    return session;
  }

  #retire(session: Live): void {
    if (!this.#live.delete(session)) return;
    const retiring = session.client.retire().finally(() => this.#retiring.delete(retiring));
    this.#retiring.add(retiring);
  }
}

interface Live extends Session {
  readonly ending: AbortController;
  calls: number;
}

/**
 * How many calls may be open at a time. The server takes 100 streams a connection; the next call would wait inside the client without an error
 * or a deadline, so ours wait here, with one.
 */
export class Budget {
  #free: number;
  readonly #what: string;
  readonly #waiting = new Set<() => void>();
  /** Calls that have a place or wait for one. */
  users = 0;

  constructor(size: number, what: string) {
    this.#free = size;
    this.#what = what;
  }

  /** Takes one place for the duration of the call. @throws StoreUnavailable no place came free in time; the call was not made */
  async within<T>(waitMs: number, call: () => Promise<T>): Promise<T> {
    this.users += 1;
    try {
      if (this.#free > 0) this.#free -= 1;
      else await this.#turn(waitMs);
      try {
        return await call();
      } finally {
        const [next] = this.#waiting;
        if (next) next();
        else this.#free += 1;
      }
    } finally {
      this.users -= 1;
    }
  }

  async #turn(waitMs: number): Promise<void> {
    await new Promise<void>((go, refuse) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(turn);
        refuse(new StoreUnavailable(`Too many ${this.#what} are under way; this one waited ${waitMs} ms and was not made`));
      }, waitMs);
      const turn = () => {
        this.#waiting.delete(turn);
        clearTimeout(timer);
        go();
      };
      this.#waiting.add(turn);
    });
  }
}

/**
 * Calls about the same thing one after another, in the order they were made; about different things at once. Without it appends to one stream
 * that are made at once overtake each other on the way, each a call of its own.
 */
export class InOrder {
  readonly #queues = new Map<string, Budget>();

  /** @throws StoreUnavailable its turn did not come in time; the call was not made */
  async of<T>(name: string, waitMs: number, call: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(name) ?? new Budget(1, `calls before this one about ${name}`);
    this.#queues.set(name, queue);
    try {
      return await queue.within(waitMs, call);
    } finally {
      if (queue.users === 0) this.#queues.delete(name);
    }
  }
}
