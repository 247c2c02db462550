import { randomInt, randomUUID } from 'node:crypto';
import { type Answer, type Client, type CommandAnswer, type Program, programsEnd, until } from '../program.ts';

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
  /** The request that got this answer; the event names the request that caused it. */
  readonly requestId: string;
}

/** The case on which everybody works at once. */
export interface SharedCase {
  readonly id: string;
}

export const caseBody = (reference: string) => ({
  reference,
  title: { en: 'Warehouse on Street 271', km: 'ឃ្លាំងនៅផ្លូវ ២៧១' },
  agency: 'police',
  unit: 'unit-phnom-penh-1',
  province: 'KH-12',
});

export const officerBody = (officerId: string) => ({ officerId, unit: 'unit-phnom-penh-1', role: 'member' });

export const seizureBody = (grossMg: number) => ({
  substance: 'methamphetamine',
  grossMg,
  place: { province: 'KH-12', description: 'Street 271, warehouse' },
  seizedAt: '2026-03-02T09:30:00+07:00',
  units: ['unit-phnom-penh-1'],
  officers: ['officer-sokha'],
  authorisation: { kind: 'prosecutor', reference: 'PP-271/26', issuedAt: '2026-03-01T16:00:00+07:00' },
});

/** Commands on a case before another one is opened, so that rows stay of the size that real ones have. */
const COMMANDS_A_CASE = 12;

/**
 * An officer at a desk: one command after another on cases of their own and on the one that everybody shares. Where no answer comes, or one that says
 * to try again, the same command goes out with the same key until it is answered; nothing is ever given up. Each command is one that records exactly one event.
 */
export class Desk {
  /** Everything this desk was told is recorded. */
  readonly acknowledged: Acknowledged[] = [];
  /** Tries that got no answer, and answers that said to try again. */
  unanswered = 0;
  readonly refusals: { readonly code: unknown; readonly outcome: unknown }[] = [];
  /** What nobody should have been answered. */
  readonly complaints: string[] = [];
  private caseId: string | undefined;
  private seizureId: string | undefined;
  private onCase = 0;
  private pending: Intent | undefined;
  private readonly end = programsEnd();

  constructor(
    private readonly subject: string,
    private readonly client: Client,
  ) {}

  /** Works until there is no service any more: an intent that was not answered waits for the next call. */
  async workUntil(over: () => boolean, shared: SharedCase): Promise<void> {
    while (!over() && !this.end.aborted) {
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
    while (this.pending !== undefined && !this.end.aborted) if ((await this.give(this.pending)) !== undefined) this.pending = undefined;
  }

  /** Sends the latest acknowledged command again, as a client does that lost its notes: the answer is the first one. */
  async repeatLast(): Promise<void> {
    const last = this.acknowledged.at(-1);
    if (last !== undefined) await this.repeat(last);
  }

  private nextIntent(shared: SharedCase): Intent {
    const key = randomUUID();
    this.onCase += 1;
    if (this.caseId === undefined || this.onCase > COMMANDS_A_CASE) {
      this.onCase = 0;
      this.caseId = undefined;
      this.seizureId = undefined;
      return { key, path: '/v1/cases', body: caseBody(`PP-${this.subject}-${this.acknowledged.length}`) };
    }
    const unique = this.acknowledged.length + 1;
    const own = `/v1/cases/${this.caseId}`;
    const [assign, assignOwn, correct] = [randomInt(4) === 0, randomInt(3) === 0, randomInt(2) === 0];
    if (assign) return { key, path: `/v1/cases/${shared.id}/assign-officer`, body: officerBody(`${this.subject}-${unique}`) };
    if (assignOwn) return { key, path: `${own}/assign-officer`, body: officerBody(`officer-${unique}`) };
    if (!correct || this.seizureId === undefined) return { key, path: `${own}/seizures`, body: seizureBody(2_000_000 + unique) };
    const body = { changes: { grossMg: 1_000_000 + unique }, reason: 'Weighed again without the crate' };
    return { key, path: `${own}/seizures/${this.seizureId}/correct`, body };
  }

  /** One try. Undefined where it has to be tried again. */
  private async give(intent: Intent): Promise<Acknowledged | undefined> {
    const answer = await this.ask(() => this.client.post(intent.path, intent.body, { key: intent.key }));
    if (answer === undefined) return undefined;
    if (answer.status !== 200 && answer.status !== 201) {
      this.complaints.push(`${intent.path} ${intent.key}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return undefined;
    }
    const done = this.noted(intent, answer);
    this.acknowledged.push(done);
    if (intent.path === '/v1/cases') this.caseId = done.id;
    if (intent.path.endsWith('/seizures')) this.seizureId = done.id;
    return done;
  }

  private noted(intent: Intent, { headers, body: { id, revision, position } }: Answer<CommandAnswer>): Acknowledged {
    return { intent, subject: this.subject, id, revision, position, requestId: headers.get('x-request-id') ?? '' };
  }

  private async repeat(done: Acknowledged): Promise<void> {
    const { intent } = done;
    const answer = await this.ask(() => this.client.post(intent.path, intent.body, { key: intent.key }));
    if (answer === undefined) return;
    const again = this.noted(intent, answer);
    if (again.id !== done.id || again.revision !== done.revision || again.position !== done.position)
      this.complaints.push(`${intent.path} ${intent.key} was answered ${JSON.stringify(done)} at first, then ${JSON.stringify(answer)}`);
  }

  /** What was acknowledged can be read at once: the page says so, or says that it is not there yet. */
  private async readBack({ intent, id, revision, position }: Acknowledged): Promise<void> {
    const caseId = intent.path === '/v1/cases' ? id : (intent.path.split('/')[3] ?? '');
    const answer = await this.ask(() => this.client.get(`/v1/cases/${caseId}?after=${position}`));
    if (answer === undefined) return;
    if (answer.status !== 200 || Number(answer.body.revision) < revision)
      this.complaints.push(`${caseId} was read as ${answer.status} ${JSON.stringify(answer.body)}, before revision ${revision}`);
  }

  /** Undefined where no answer came, or one that says that it was not the time. */
  private async ask<Body>(call: () => Promise<Answer<Body>>): Promise<Answer<Body> | undefined> {
    let answer: Answer<Body>;
    try {
      answer = await call();
    } catch {
      // Nobody is there, or nobody any more: whether it was recorded is what the next try tells.
      this.unanswered += 1;
      await new Promise((resolve) => setTimeout(resolve, 1));
      return undefined;
    }
    if (answer.status !== 503) return answer;
    const { code, outcome } = answer.body as Readonly<Record<string, unknown>>;
    this.refusals.push({ code, outcome });
    if (answer.headers.get('retry-after') === null) this.complaints.push(`503 without Retry-After: ${JSON.stringify(answer.body)}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
    return undefined;
  }
}

/** Desks of people who are told apart, each asking the program that `current` answers. */
export async function openDesks(
  count: number,
  tokenFor: (subject: string) => Promise<string>,
  clientOf: (token: string) => Client,
): Promise<Desk[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const subject = `officer-${n}`;
      return new Desk(subject, clientOf(await tokenFor(subject)));
    }),
  );
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
}

/** Opens the case that all desks work on for a while. */
export async function openShared(program: Program): Promise<Acknowledged> {
  const subject = 'unit-head';
  const intent = { key: randomUUID(), path: '/v1/cases', body: caseBody('PP-2026-0117') };
  const { status, headers, body } = await (await program.client('unit-head')).post(intent.path, intent.body, { key: intent.key });
  if (status !== 201) throw new Error(`The shared case was not opened: ${status} ${JSON.stringify(body)}`);
  return { intent, subject: `dev-${subject}`, ...body, requestId: headers.get('x-request-id') ?? '' };
}
