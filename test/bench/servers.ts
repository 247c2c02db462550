import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';

/** A server in a process of its own; disposing of it stops it in order and waits for its end. */
export class Server implements AsyncDisposable {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** The built program on this data folder, on any free port. BENCH_NODE_OPTIONS are for its node alone: `--cpu-prof` for one. */
  static async program(folder: string, environment: Readonly<Record<string, string>> = {}): Promise<Server> {
    const options = process.env.BENCH_NODE_OPTIONS?.split(' ') ?? [];
    const main = new URL('../../apps/api/src/main.js', import.meta.url).pathname;
    const env = { DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'warn', REQUESTS_PER_MINUTE: 'off', ...environment };
    return Server.start([...options, main], env, /API\s+(\S+)\/docs/);
  }

  /** Validates a body with class-validator and does nothing. */
  static noOp(): Promise<Server> {
    return Server.start([new URL('no-op-server.js', import.meta.url).pathname], { NODE_ENV: 'production' }, /^(http:\S+)/);
  }

  private static async start(args: readonly string[], env: Readonly<Record<string, string>>, listens: RegExp): Promise<Server> {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
    for await (const line of createInterface({ input: child.stdout })) {
      const url = listens.exec(line)?.[1];
      if (url === undefined) continue;
      child.stdout.resume();
      return new Server(child, url);
    }
    throw new Error('The server ended before it listened');
  }

  get pid(): number {
    return this.child.pid ?? Number.NaN;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }
}

/** Asks one server over connections that stay open. Notes how long each answer took. */
export class Caller implements Disposable {
  private readonly agent = new Agent({ keepAlive: true, scheduling: 'lifo' });
  /** Milliseconds, of each command since it was last emptied. */
  readonly times: number[] = [];

  constructor(private readonly url: string) {}

  /** Gives a command. @throws Error it was not carried out */
  async post<Answer = { readonly id: string; readonly position: string; readonly outcome?: { readonly id: string } }>(
    path: string,
    token?: string,
    body?: object,
  ): Promise<Answer> {
    const started = performance.now();
    const answer = await this.ask<Answer>('POST', path, token, body);
    this.times.push(performance.now() - started);
    return answer;
  }

  get<Answer>(path: string, token: string): Promise<Answer> {
    return this.ask<Answer>('GET', path, token);
  }

  [Symbol.dispose](): void {
    this.agent.destroy();
  }

  private ask<Answer>(method: string, path: string, token?: string, body?: object): Promise<Answer> {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(payload !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
    };
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const asked = request(`${this.url}${path}`, { method, agent: this.agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if ((response.statusCode ?? 500) < 300) resolve(JSON.parse(text) as Answer);
        else reject(new Error(`${method} ${path} answered ${response.statusCode ?? 'nothing'}: ${text}`));
      });
    });
    asked.on('error', reject);
    asked.end(payload);
    return promise;
  }
}
