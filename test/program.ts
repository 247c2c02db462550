import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, rmSync, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { issueToken, localIssuer, ROLE_NAMES, type TokenRequest } from '#libs/access';
import { enter, founder, servingIn } from './register.ts';

/** The repository's folder. */
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** What Node compiled of the built program, for all that are started after one that stopped in order; goes with the next build. */
const COMPILED = join(ROOT, 'dist', '.compiled');

const MAIN = { api: 'apps/api/src/main', worker: 'apps/worker/src/main', cli: 'apps/cli/src/main', demo: 'apps/demo/src/main' } as const;
export type ProgramName = keyof typeof MAIN;

/** What a program that never says that it listens is given up after, milliseconds: long, as test machines are busy. */
const START_PATIENCE_MS = 60_000;

export interface ProgramOptions {
  /** Default: a temporary folder, removed by `endPrograms`. */
  readonly dataDir?: string;
  /**
   * Variables of the program, over the harness's own (PORT=0, LOG_LEVEL=info, REQUESTS_PER_MINUTE=off, NODE_COMPILE_CACHE). Nothing else is inherited but PATH
   * and HOME.
   */
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of the command-line tool. */
  readonly args?: readonly string[];
  /** How long it may take until it listens, milliseconds; longer for one that waits for another one's end. */
  readonly patienceMs?: number;
}

/** How a program ended. */
export interface Ended {
  /** Exit code; null if a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program as an operator runs it: the built one, in a process of its own. Made by `startProgram`. */
export class Program {
  private stdout = '';
  private stderr = '';
  private readonly listeners = new Set<() => void>();
  /** Settles when the process is gone; never rejects. */
  readonly ended: Promise<Ended>;
  /** Where it listens: `http://127.0.0.1:port`, once it does. */
  url = '';

  constructor(
    readonly name: ProgramName,
    readonly dataDir: string,
    private readonly child: ChildProcess,
  ) {
    const note = (): void => {
      for (const look of [...this.listeners]) look();
    };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
      note();
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
      note();
    });
    this.ended = once(child, 'close').then(() => {
      const { exitCode: code, signalCode: signal } = child;
      return { code, signal, stdout: this.stdout, stderr: this.stderr };
    });
    void this.ended.then(note);
  }

  get pid(): number {
    return this.child.pid ?? Number.NaN;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Everything it has said on standard output so far: log lines as JSON, and what is for people. */
  get output(): string {
    return this.stdout;
  }

  /** Its log lines so far, parsed. */
  get log(): readonly Readonly<Record<string, unknown>>[] {
    return this.stdout
      .split('\n')
      .slice(0, -1)
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** Resolves with what `find` finds in its output, as soon as it does. @throws Error if the program ends before */
  async says<T>(find: (output: string) => T | undefined): Promise<T> {
    for (;;) {
      const found = find(this.stdout);
      if (found !== undefined) return found;
      if (!this.isRunning) throw new Error(`The ${this.name} ended before it said what was waited for.\n${this.stdout}${this.stderr}`);
      await new Promise<void>((resolve) => {
        const look = (): void => {
          this.listeners.delete(look);
          resolve();
        };
        this.listeners.add(look);
      });
    }
  }

  /** Kills it as a power cut does (SIGKILL): it can write nothing more. Resolves when it is gone. */
  async kill(): Promise<Ended> {
    if (this.isRunning) this.child.kill('SIGKILL');
    return this.ended;
  }

  /** Asks it to stop (SIGTERM), and waits until it has. */
  async stop(): Promise<Ended> {
    if (this.isRunning) this.child.kill('SIGTERM');
    return this.ended;
  }

  /** Stops and continues its execution, as a debugger or a machine out of memory does: SIGSTOP, SIGCONT. */
  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGINT' | 'SIGTERM'): void {
    this.child.kill(signal);
  }

  /** No file that it writes may grow beyond so many bytes (Linux only): to it the disk is full. Without a number there is room again. */
  async limitFiles(bytes?: number): Promise<void> {
    const limit = `--fsize=${bytes ?? 'unlimited'}:unlimited`;
    const limiting = spawn('prlimit', ['--pid', String(this.pid), limit], { stdio: ['ignore', 'ignore', 'inherit'] });
    const [code] = (await once(limiting, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`The limit of process ${this.pid} could not be set`);
  }

  /** Someone of these roles who asks this program, with a token of its development issuer, and is in its register. */
  async client(...roles: readonly string[]): Promise<Client> {
    await entered(this);
    return new Client(() => this.url, await tokenOf(this.dataDir, { roles }));
  }
}

/** Who acts in the tests of programs: somebody in each role, officer Sokha, and officers at their desks. */
const ACTING = [
  ...ROLE_NAMES.map((role) => servingIn(`dev-${role}`, role)),
  ...['sokha', ...Array.from({ length: 24 }, (_, n) => n)].map((who) => servingIn(`officer-${who}`, 'investigator')),
];

const registers = new Map<string, Promise<void>>();

/**
 * Whoever acts in the tests of programs is in the register of this one: entered once a data folder, by its founder, before anything else happens there.
 * @throws Error they were not entered
 */
export function entered({ dataDir, url }: Program): Promise<void> {
  let done = registers.get(dataDir);
  if (done === undefined) registers.set(dataDir, (done = enterAll(dataDir, url)));
  return done;
}

async function enterAll(dataDir: string, url: string): Promise<void> {
  const client = new Client(() => url, await tokenOf(dataDir, founder));
  await enter(async (path, body) => {
    const { status, body: said } = await client.post(path, body);
    if (status !== 201) throw new Error(`${path} was answered ${status} ${JSON.stringify(said)}`);
  }, ACTING);
}

const running = new Set<Program>();
const folders = new Set<string>();
process.once('exit', () => {
  for (const program of running) program.signal('SIGCONT');
  for (const { pid } of running) process.kill(pid, 'SIGKILL');
  removeFolders();
});

/** Folders that are gone: a test that timed out must not start a program on them any more, which nobody would end. */
const removed = new Set<string>();

function removeFolders(): void {
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true });
    removed.add(folder);
  }
  folders.clear();
}

/** A temporary folder for a program's data, removed by `endPrograms`. */
export async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'caseledger-'));
  folders.add(folder);
  return folder;
}

/**
 * Starts the built program and waits until it listens. It takes any free port.
 * @throws Error with everything it said, if it ends instead; or if it was not built, or before its sources changed
 */
export async function startProgram(name: 'api' | 'worker' | 'demo', options: ProgramOptions = {}): Promise<Program> {
  const program = await spawnProgram(name, options);
  const patience = new AbortController();
  try {
    const listening = program.says((output) => /http:\/\/(?:localhost|127\.0\.0\.1):(\d+)/.exec(output)?.[1]);
    const { patienceMs = START_PATIENCE_MS } = options;
    const late = pause(patienceMs, undefined, { signal: patience.signal }).then(() => {
      throw new Error(`The ${name} does not listen after ${patienceMs / 1_000} s.\n${program.output}`);
    });
    const port = await Promise.race([listening, late]);
    program.url = `http://127.0.0.1:${port}`;
    return program;
  } catch (error) {
    await program.kill();
    throw error;
  } finally {
    patience.abort();
  }
}

/** Runs a program until it ends by itself: the command-line tool, or one that cannot start. */
export async function runProgram(name: ProgramName, options: ProgramOptions = {}): Promise<Ended> {
  return (await spawnProgram(name, options)).ended;
}

let over = new AbortController();

/** Aborts when `endPrograms` is called next: whoever works beside a test is to end with it, also where it failed half-way. */
export function programsEnd(): AbortSignal {
  return over.signal;
}

/** Kills every program that is still running, ends what waits for them and removes the temporary folders: for `afterEach`. */
export async function endPrograms(): Promise<void> {
  over.abort(new Error('The test is over'));
  over = new AbortController();
  await Promise.all([...running].map((program) => program.kill()));
  removeFolders();
}

/** Starts the built program and does not wait for anything. @throws Error it was not built, or before its sources changed */
export async function spawnProgram(name: ProgramName, { dataDir, env, args = [] }: ProgramOptions): Promise<Program> {
  requireBuilt();
  if (dataDir !== undefined && removed.has(dataDir)) throw new Error(`The test whose data were in ${dataDir} is over`);
  const folder = dataDir ?? (await dataFolder());
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [join(ROOT, 'dist', `${MAIN[name]}.js`), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH, HOME, NODE_COMPILE_CACHE: COMPILED, PORT: '0', LOG_LEVEL: 'info', REQUESTS_PER_MINUTE: 'off', DATA_DIR: folder, ...env },
  });
  const program = new Program(name, folder, child);
  running.add(program);
  void program.ended.then(() => running.delete(program));
  return program;
}

let built = false;

/** A test of yesterday's program proves nothing about today's. */
function requireBuilt(): void {
  if (built) return;
  const sources = globSync('{apps,libs}/**/*.ts', { cwd: ROOT }).filter((path) => !/\.(?:spec|d)\.ts$|\/testing\//.test(path));
  const stale = sources.filter((source) => {
    const output = statSync(join(ROOT, 'dist', source.replace(/\.ts$/, '.js')), { throwIfNoEntry: false });
    return output === undefined || output.mtimeMs < statSync(join(ROOT, source)).mtimeMs;
  });
  if (stale.length > 0)
    throw new Error(
      `The built program is missing or older than its sources (${stale.slice(0, 3).join(', ')}${stale.length > 3 ? ', …' : ''}): run \`npm run build\` first`,
    );
  built = true;
}

/** A development token of the identity in this data folder. */
export async function tokenOf(dataDir: string, request: TokenRequest): Promise<string> {
  return issueToken(await localIssuer({ directory: dataDir }), request);
}

/** What was answered. `body` is the parsed JSON, or the text of any other content. */
export interface Answer<Body = Readonly<Record<string, unknown>>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** Of a command that was carried out. */
export interface CommandAnswer {
  readonly outcome?: { readonly id: string };
  readonly id: string;
  readonly revision: number;
  readonly position: string;
}

export interface CommandHeaders {
  /** Idempotency-Key. */
  readonly key?: string;
  /** If-Match: the revision that was seen. */
  readonly ifRevision?: number;
}

/** Nobody answered: the program is not there, or died meanwhile. What was asked for may have been done. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** Someone who asks over HTTP. Every call rejects with NoAnswer where no whole answer came. */
export class Client {
  constructor(
    /** Asked at each call, so that a client outlives a restarted program. */
    private readonly url: () => string,
    readonly token?: string,
  ) {}

  get<Body = Readonly<Record<string, unknown>>>(path: string): Promise<Answer<Body>> {
    return this.ask<Body>('GET', path);
  }

  post<Body = CommandAnswer>(path: string, body: unknown, { key, ifRevision }: CommandHeaders = {}): Promise<Answer<Body>> {
    return this.ask<Body>('POST', path, body, {
      ...(key !== undefined && { 'Idempotency-Key': key }),
      ...(ifRevision !== undefined && { 'If-Match': `"${ifRevision}"` }),
    });
  }

  async ask<Body>(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer<Body>> {
    const asked = {
      method,
      headers: {
        ...headers,
        ...(this.token !== undefined && { Authorization: `Bearer ${this.token}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${this.url()}${path}`, asked);
      text = await response.text();
    } catch (cause) {
      throw new NoAnswer(`${method} ${path}: no answer`, { cause });
    }
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as Body };
  }
}

/**
 * Asks again and again until the answer is neither false nor undefined: for what no promise tells. A call that nobody answers counts as not yet.
 * Never gives up by itself, as busy machines are slow: the test's own time-out does, and `endPrograms` after it.
 * @throws what `ask` throws, but for calls that nobody answered
 */
export async function until<T>(ask: () => Promise<T | false | undefined> | T | false | undefined): Promise<T> {
  const end = programsEnd();
  for (;;) {
    end.throwIfAborted();
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
    }
    await pause(10);
  }
}
