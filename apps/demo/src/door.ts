import { createHash } from 'node:crypto';
import { issueToken, type LocalIssuer } from '#libs/access';
import type { Person } from './cast.ts';

type Method = 'GET' | 'POST' | 'PATCH';

/** The door of the API: what an application with its server in this program offers, over no network. */
export interface Server {
  inject(request: {
    readonly method: Method;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly payload?: string;
  }): PromiseLike<{ readonly statusCode: number; readonly body: string }>;
}

/** An answer that the story does not go on with: the history would not be what it is meant to be. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
  constructor(
    readonly where: string,
    readonly request: string,
    readonly status: number,
    readonly problem: string,
  ) {
    super(`The sample country stops at ${where}: ${request} answered ${status} ${problem}`);
  }
}

export interface Asking {
  readonly method: Method;
  readonly path: string;
  readonly body?: object;
  /** Of a command: given again under it, it is the same command. */
  readonly key?: string;
  /** Told where the answer is not what it should be. */
  readonly where: string;
  /** Said by who has no part in it: kept as a statement, where a command is otherwise carried out. */
  readonly stated?: true;
}

/** Asks over the real routes as somebody: bodies, roles and rules are all real. */
export class Door {
  private readonly tokens = new Map<string, Promise<string>>();

  constructor(
    private readonly server: Server,
    private readonly issuer: LocalIssuer,
  ) {}

  /** The answer's body. @throws UnexpectedAnswer it was not carried out */
  async ask<Answer>(person: Person, { method, path, body, key, where, stated }: Asking): Promise<Answer> {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const { statusCode, body: text } = await this.server.inject({
      method,
      url: `/v1${path}`,
      headers: {
        authorization: `Bearer ${await this.tokenOf(person)}`,
        ...(payload !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key, traceparent: conversationOf(key) }),
      },
      ...(payload !== undefined && { payload }),
    });
    const isStatement = statusCode === 202 && (JSON.parse(text) as { readonly statement?: true }).statement === true;
    if (statusCode >= 300 || isStatement !== (stated === true))
      throw new UnexpectedAnswer(where, `${method} ${path} by ${person.id}${payload ?? ''}`, statusCode, text);
    return JSON.parse(text) as Answer;
  }

  private tokenOf(person: Person): Promise<string> {
    let token = this.tokens.get(person.id);
    if (token === undefined) this.tokens.set(person.id, (token = tokenFor(this.issuer, person)));
    return token;
  }
}

/** A token that stands for the person; of which unit they are is the register's word. @throws as `issueToken` */
export function tokenFor(issuer: LocalIssuer, { id, name, roles }: Person, ttl = '1d'): Promise<string> {
  return issueToken(issuer, { subject: id, name: name.en, roles, ttl });
}

/** A W3C trace that follows from the key, so that the conversation of a command is the same in every making. */
function conversationOf(key: string): string {
  const digest = createHash('sha256').update(key).digest('hex');
  return `00-${digest.slice(0, 32)}-${digest.slice(32, 48)}-01`;
}
