import { randomInt, randomUUID } from 'node:crypto';
import { caseBody, officerBody, seizureBody } from '../bodies.ts';
import { type Answer, Client, entered, NoAnswer, type Program, programsEnd, tokenOf, until } from '../program.ts';

/** A command as someone gives it: the same key and body on every try. */
export interface Intent {
  readonly key: string;
  readonly path: string;
  readonly body: unknown;
}

/** A command that was answered as carried out, with that answer. */
export interface Acknowledged {
  readonly intent: Intent;
  readonly subject: string;
  readonly id: string;
  readonly revision: number;
  readonly position: string;
  /** Of a proposal that was confirmed: what it was about. */
  readonly outcome?: { readonly id: string };
  /** The request that got this answer; the event names the request that caused it. */
  readonly requestId: string;
}

/** The case on which everybody works at once. */
interface SharedCase {
  readonly id: string;
}

const HOUR_MS = 3_600_000;

/** Commands on a case before another one is opened, so that rows stay of the size that real ones have. */
const COMMANDS_A_CASE = 12;

/** Somebody who asks one program, whatever becomes of it, and notes how often that came to nothing. */
export class Asker {
  /** Tries that got no answer. */
  unanswered = 0;
  /** The codes of the answers that said to try again. */
  readonly refusals: unknown[] = [];

  constructor(
    readonly subject: string,
    private readonly client: Client,
    /** What it waits after a try that came to nothing, milliseconds. */
    private readonly restMs = 1,
  ) {}

  /** One try of a command. Undefined where it has to be tried again: whether it was recorded is what the next try tells. @throws Error it is not carried out */
  async give(intent: Intent): Promise<Acknowledged | undefined> {
    const answer = await this.ask((client) => client.post(intent.path, intent.body, { key: intent.key }));
    if (answer === undefined) return undefined;
    if (![200, 201, 202].includes(answer.status))
      throw new Error(`${intent.path} ${intent.key}: ${answer.status} ${JSON.stringify(answer.body)}`);
    const { id, revision, position, outcome } = answer.body;
    return {
      intent,
      subject: this.subject,
      id,
      revision,
      position,
      ...(outcome && { outcome }),
      requestId: answer.headers.get('x-request-id') ?? '',
    };
  }

  /** One try. Undefined where no answer came, or one that says that it is not the time. @throws Error it does not say when to try again */
  async ask<Body>(call: (client: Client) => Promise<Answer<Body>>): Promise<Answer<Body> | undefined> {
    let answer: Answer<Body>;
    try {
      answer = await call(this.client);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      this.unanswered += 1;
      await new Promise((resolve) => setTimeout(resolve, this.restMs));
      return undefined;
    }
    if (answer.status !== 503) return answer;
    this.refusals.push((answer.body as Readonly<Record<string, unknown>>).code);
    if (answer.headers.get('retry-after') === null) throw new Error(`503 without Retry-After: ${JSON.stringify(answer.body)}`);
    await new Promise((resolve) => setTimeout(resolve, this.restMs));
    return undefined;
  }
}

/** Whether an answer to the same command is the one that was given first. */
export function isSame(first: Acknowledged, again: Acknowledged): boolean {
  return again.id === first.id && again.revision === first.revision && again.position === first.position;
}

/**
 * An officer at a desk: one command after another on cases of their own and on the one that everybody shares. Where no answer comes, or one that says
 * to try again, the same command goes out with the same key until it is answered; nothing is ever given up. Each command is one that records exactly one event,
 * and everybody heads the unit that leads the cases: an investigator who opened one would be assigned to it besides.
 */
class Desk {
  /** Everything this desk was told is recorded. */
  readonly acknowledged: Acknowledged[] = [];
  /** What nobody should have been answered: the desk stops working over it. */
  complaint: string | undefined;
  private caseId: string | undefined;
  private seizureId: string | undefined;
  private onCase = 0;
  private pending: Intent | undefined;
  private readonly end = programsEnd();

  constructor(readonly asker: Asker) {}

  /** Works until there is no service any more: an intent that was not answered waits for the next call. */
  async workUntil(over: () => boolean, shared: SharedCase): Promise<void> {
    while (!over() && !this.isOver) {
      this.pending ??= this.nextIntent(shared);
      const done = await this.give(this.pending);
      if (done === undefined) continue;
      this.pending = undefined;
      if (this.acknowledged.length % 4 === 0) await this.readBack(done);
      if (this.acknowledged.length % 6 === 0) await this.repeat(done);
    }
  }

  /** Gives the command that was under way until it is answered. */
  async settle(): Promise<void> {
    while (this.pending !== undefined && !this.isOver) if ((await this.give(this.pending)) !== undefined) this.pending = undefined;
  }

  /** Sends the latest acknowledged command again, as a client does that lost its notes: the answer is the first one. */
  async repeatLast(): Promise<void> {
    const last = this.acknowledged.at(-1);
    if (last !== undefined) await this.repeat(last);
  }

  private get isOver(): boolean {
    return this.end.aborted || this.complaint !== undefined;
  }

  private nextIntent(shared: SharedCase): Intent {
    const key = randomUUID();
    const { subject } = this.asker;
    this.onCase += 1;
    if (this.caseId === undefined || this.onCase > COMMANDS_A_CASE) {
      this.onCase = 0;
      this.caseId = undefined;
      this.seizureId = undefined;
      return { key, path: '/v1/cases', body: caseBody(`PP-${subject}-${this.acknowledged.length}`) };
    }
    const unique = this.acknowledged.length + 1;
    const own = `/v1/cases/${this.caseId}`;
    const [assign, assignOwn, correct] = [randomInt(4) === 0, randomInt(3) === 0, randomInt(2) === 0];
    if (assign) return { key, path: `/v1/cases/${shared.id}/assign-officer`, body: officerBody(`${subject}-${unique}`) };
    if (assignOwn) return { key, path: `${own}/assign-officer`, body: officerBody(`officer-${unique}`) };
    if (!correct || this.seizureId === undefined) {
      // Each by another officer or at another hour: seizures that look like one operation are told to integrity pair by pair.
      const seizedAt = new Date(Date.UTC(2024, 0, 1) + unique * 2 * HOUR_MS).toISOString();
      return { key, path: `${own}/seizures`, body: { ...seizureBody(2_000_000 + unique), officers: [subject], seizedAt } };
    }
    const body = { changes: { grossMg: 1_000_000 + unique }, reason: 'Weighed again without the crate' };
    return { key, path: `${own}/seizures/${this.seizureId}/correct`, body };
  }

  /** One try. Undefined where it has to be tried again. */
  private async give(intent: Intent): Promise<Acknowledged | undefined> {
    const done = await this.orComplain(() => this.asker.give(intent));
    if (done === undefined) return undefined;
    this.acknowledged.push(done);
    if (intent.path === '/v1/cases') this.caseId = done.id;
    if (intent.path.endsWith('/seizures')) this.seizureId = done.id;
    return done;
  }

  private async repeat(done: Acknowledged): Promise<void> {
    const { intent } = done;
    const again = await this.orComplain(() => this.asker.give(intent));
    if (again !== undefined && !isSame(done, again))
      this.complaint ??= `${intent.path} ${intent.key} was answered ${JSON.stringify(done)} at first, then ${JSON.stringify(again)}`;
  }

  /** What was acknowledged can be read at once: the page says so, or says that it is not there yet. */
  private async readBack({ intent, id, revision, position }: Acknowledged): Promise<void> {
    const caseId = intent.path === '/v1/cases' ? id : (intent.path.split('/')[3] ?? '');
    const answer = await this.orComplain(() => this.asker.ask((client) => client.get(`/v1/cases/${caseId}?after=${position}`)));
    if (answer === undefined) return;
    if (answer.status !== 200 || Number(answer.body.revision) < revision)
      this.complaint ??= `${caseId} was read as ${answer.status} ${JSON.stringify(answer.body)}, before revision ${revision}`;
  }

  private async orComplain<T>(work: () => Promise<T | undefined>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.complaint ??= error instanceof Error ? error.message : String(error);
      return undefined;
    }
  }
}

/** Officers at their desks, at work while a fault happens. */
export class Shift {
  private readonly shared: Acknowledged[] = [];
  private over = true;
  private working: Promise<unknown> = Promise.resolve();

  private constructor(private readonly desks: readonly Desk[]) {}

  /** So many desks of people who are told apart; `program` is asked at each call, as it may be another one by then. */
  static async of(count: number, program: () => Program): Promise<Shift> {
    const { dataDir } = program();
    await entered(program());
    const desks = Array.from({ length: count }, async (_, n) => {
      const subject = `officer-${n}`;
      return new Desk(new Asker(subject, new Client(() => program().url, await tokenOf(dataDir, { roles: ['unit-head'], subject }))));
    });
    return new Shift(await Promise.all(desks));
  }

  /** Everything anybody was told is recorded. */
  get acknowledged(): readonly Acknowledged[] {
    return [...this.shared, ...this.desks.flatMap((desk) => desk.acknowledged)];
  }

  /** How often nobody answered. */
  get unanswered(): number {
    return this.desks.reduce((sum, { asker }) => sum + asker.unanswered, 0);
  }

  /** The codes of the answers that said to try again. */
  get refusals(): ReadonlySet<unknown> {
    return new Set(this.desks.flatMap(({ asker }) => asker.refusals));
  }

  /** Opens a case for all of them, lets each repeat what was answered last, as people do who lost their notes, and lets them work. */
  async begin(program: Program): Promise<Acknowledged> {
    const shared = await openShared(program);
    this.shared.push(shared);
    await Promise.all(this.desks.map((desk) => desk.repeatLast()));
    this.over = false;
    this.working = Promise.all(this.desks.map((desk) => desk.workUntil(() => this.over, shared)));
    return shared;
  }

  /** Waits until this many more commands are acknowledged. @throws Error what nobody should have been answered */
  async more(commands: number): Promise<void> {
    const enough = this.acknowledged.length + commands;
    await this.until(() => this.acknowledged.length >= enough);
  }

  /** Waits for something while they work. @throws Error what nobody should have been answered */
  async until(condition: () => boolean): Promise<void> {
    await until(() => {
      this.requireNoComplaint();
      return condition();
    });
  }

  /** They give nothing new; what was not answered waits for `settle` or `begin`. */
  async pause(): Promise<void> {
    this.over = true;
    await this.working;
    this.requireNoComplaint();
  }

  /** They give nothing new, and everything they gave is answered. @throws Error what nobody should have been answered */
  async settle(): Promise<void> {
    await this.pause();
    await Promise.all(this.desks.map((desk) => desk.settle()));
    this.requireNoComplaint();
  }

  /** Each repeats what was answered last. @throws Error where the answer is another one */
  async repeat(): Promise<void> {
    await Promise.all(this.desks.map((desk) => desk.repeatLast()));
    this.requireNoComplaint();
  }

  private requireNoComplaint(): void {
    const complaint = this.desks.find((desk) => desk.complaint !== undefined)?.complaint;
    if (complaint !== undefined) throw new Error(complaint);
  }
}

/** Asks for a page until it is there. @throws Error where the answer is neither the page nor 503 */
export async function shown(client: Client, path: string): Promise<void> {
  const { status, body } = await until(async () => {
    const answer = await client.get(path);
    return answer.status !== 503 && answer;
  });
  if (status !== 200) throw new Error(`${path} was answered ${status} ${JSON.stringify(body)}`);
}

/** Waits until both pages of a case show everything up to the last of what was acknowledged, so that every projection is as far. */
export async function allShown(client: Client, acknowledged: readonly Acknowledged[]): Promise<void> {
  const head = acknowledged.reduce((latest, { position }) => Math.max(latest, Number(position)), 0);
  const caseId = acknowledged.find(({ intent }) => intent.path === '/v1/cases')?.id ?? '';
  await shown(client, `/v1/cases/${caseId}?after=${head}`);
  await shown(client, `/v1/cases/${caseId}/timeline?after=${head}`);
  await shown(client, `/v1/cases/${caseId}/seizures?after=${head}`);
}

/** Opens the case that all desks work on for a while. */
async function openShared(program: Program): Promise<Acknowledged> {
  const subject = 'unit-head';
  const key = randomUUID();
  const intent = { key, path: '/v1/cases', body: caseBody(`PP-2026-${key}`) };
  const { status, headers, body } = await (await program.client('unit-head')).post(intent.path, intent.body, { key: intent.key });
  if (status !== 201) throw new Error(`The shared case was not opened: ${status} ${JSON.stringify(body)}`);
  return { intent, subject: `dev-${subject}`, ...body, requestId: headers.get('x-request-id') ?? '' };
}
