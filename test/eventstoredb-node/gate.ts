import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * The network between the clients and a node: a relay of bytes that can be closed, cut, frozen and opened again on the same port. Faults made
 * here look to the client exactly as a dead, unreachable or hanging machine does, because nothing above TCP takes part.
 */
export class Gate {
  readonly #sockets = new Set<Socket>();
  readonly #upstreamPort: () => number;
  readonly #host: string;
  #server: Server | undefined;
  #frozen = false;
  #port = 0;

  constructor(host: string, upstreamPort: () => number) {
    this.#host = host;
    this.#upstreamPort = upstreamPort;
  }

  /** The port the clients use; the same after every opening. */
  get port(): number {
    return this.#port;
  }

  async open(): Promise<void> {
    const server = createServer((client) => {
      this.#relay(client);
    });
    await new Promise<void>((opened, failed) => {
      server.once('error', failed);
      server.listen(this.#port, this.#host, opened);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The gate has no port');
    this.#port = address.port;
    this.#server = server;
  }

  /** Refuses new connections and cuts the open ones. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const closed = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    this.cut();
    await closed;
  }

  /** Resets every open connection; new ones are welcome. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** From now on connections are accepted and nothing is ever answered, until `thaw`. */
  freeze(): void {
    this.#frozen = true;
    for (const socket of this.#sockets) socket.pause();
  }

  thaw(): void {
    this.#frozen = false;
    for (const socket of this.#sockets) socket.resume();
  }

  #relay(client: Socket): void {
    const node = connect(this.#upstreamPort(), this.#host);
    for (const [from, to] of [
      [client, node],
      [node, client],
    ] as const) {
      this.#sockets.add(from);
      from.setNoDelay(true);
      from.on('data', (bytes) => {
        if (!to.write(bytes)) {
          from.pause();
          to.once('drain', () => {
            if (!this.#frozen) from.resume();
          });
        }
      });
      // A reset is what cutting does on purpose; either way both ends go.
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      if (this.#frozen) from.pause();
    }
  }
}
