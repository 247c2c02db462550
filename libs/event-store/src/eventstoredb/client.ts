import { setTimeout as pause } from 'node:timers/promises';
import { EventStoreDBClient, type ChannelCredentialOptions } from '@eventstore/db-client';
import { defined } from '#libs/event-sourcing';
import type { ConnectionSettings } from './connection-string.ts';

/** Files named in the connection string, read. */
export interface Certificates {
  readonly rootCertificate?: Buffer;
  readonly userCertFile?: Buffer;
  readonly userKeyFile?: Buffer;
}

/**
 * The client with the defects closed that only its inside can close.
 *
 * Answers to appends arrive on one stream and find their promise in a map that all clients of the process share. An answer nobody waits for
 * (a second one, or one that outlived an error elsewhere) makes the client throw out of a stream callback, which would end the process; and an
 * error of one stream rejects the appends of all other clients. Here such an answer is dropped with a word in the log, and the error of a stream
 * that carries none of this client's appends disturbs nobody.
 */
export class GuardedClient extends EventStoreDBClient {
  /** Appends of this client that wait for their answer. */
  appending = 0;
  #retired = false;

  constructor(
    settings: ConnectionSettings,
    certificates: Certificates,
    deadlineMs: number,
    generation: number,
    warn: (message: string) => void,
  ) {
    // One overload of three is chosen by its members, not by its shape.
    super(
      ...([optionsOf(settings, deadlineMs, generation), channelOf(settings, certificates), settings.credentials] as unknown as [
        { endpoint: string },
        ChannelCredentialOptions,
      ]),
    );
    const create = this.GRPCStreamCreator;
    this.GRPCStreamCreator = (Service, name, creator, cache) =>
      create(
        Service,
        name,
        async (client) => {
          const stream = await creator(client);
          // Only the stream of batch appends is shared, and so cached.
          if (cache !== undefined) guard(stream, this, warn);
          return stream;
        },
        cache,
      );
    const resolveUri = this.resolveUri;
    this.resolveUri = () => (this.#retired ? Promise.reject(new Error('This connection is closed')) : resolveUri());
  }

  /** Cancels what is open and closes the connection; `dispose` alone leaves it open. */
  async retire(): Promise<void> {
    this.#retired = true;
    // Everything is cancelled at once; the end of it is not always told: a read that was left with large events unread never says that it is over.
    const patience = new AbortController();
    await Promise.race([this.dispose(), pause(LAST_WORDS_MS, undefined, { signal: patience.signal }).catch(() => undefined)]);
    patience.abort();
    // A client that never reached a node has no channel to close, and from here on makes none. One that is still looking for its node is not
    // waited for.
    this.getChannel().then(
      (channel) => {
        channel.close();
      },
      () => undefined,
    );
  }
}

/** How long cancelled calls are waited for, milliseconds. */
const LAST_WORDS_MS = 500;

interface Listening {
  rawListeners(event: string): unknown[];
  removeListener(event: string, listener: Listener): unknown;
  on(event: string, listener: Listener): unknown;
}
type Listener = (value: unknown) => void;

function guard(stream: Listening, client: GuardedClient, warn: (message: string) => void): void {
  const replace = (event: string, guarded: (listener: Listener) => Listener) => {
    for (const listener of stream.rawListeners(event) as Listener[]) {
      stream.removeListener(event, listener);
      stream.on(event, guarded(listener));
    }
  };
  replace('data', (settle) => (answer) => {
    try {
      settle(answer);
    } catch (error) {
      warn(`EventStoreDB answered an append that nobody waits for (${(error as Error).message}); the answer is left out`);
    }
  });
  replace('error', (rejectAll) => (error) => {
    if (client.appending > 0) rejectAll(error);
  });
}

function optionsOf(settings: ConnectionSettings, deadlineMs: number, generation: number): object {
  const [first] = settings.endpoints;
  const { connectionName, maxDiscoverAttempts, discoveryInterval, gossipTimeout } = settings;
  const nodes = settings.discover
    ? { discover: first }
    : settings.endpoints.length > 1
      ? { endpoints: settings.endpoints }
      : { endpoint: first };
  return {
    ...nodes,
    nodePreference: settings.nodePreference,
    // Clients with equal settings share one TCP connection; a rebuilt client must not get the one its predecessor gave up.
    keepAliveInterval: differing(settings.keepAliveInterval ?? 10_000, generation),
    keepAliveTimeout: settings.keepAliveTimeout ?? 10_000,
    defaultDeadline: deadlineMs,
    ...defined({ connectionName, maxDiscoverAttempts, discoveryInterval, gossipTimeout }),
  };
}

const differing = (interval: number, generation: number) => (interval < 0 ? interval : interval + (generation % 1_000));

function channelOf(settings: ConnectionSettings, certificates: Certificates): ChannelCredentialOptions {
  return settings.tls ? { insecure: false, ...certificates } : { insecure: true };
}
