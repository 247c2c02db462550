import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger, Optional } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  Forbidden,
  type IdentifiedRequest,
  IdentityProviderUnavailable,
  NotAppointed,
  NotRegistered,
  Suspended,
  Unauthenticated,
} from '#libs/access';
import {
  CommandIdReused,
  defined,
  EventTooLarge,
  InvalidQuery,
  PastNotReady,
  PreconditionFailed,
  ProjectionBehind,
  RevisionConflict,
  RowsUnavailable,
  RuleBroken,
  StoreUnavailable,
  StreamDeleted,
  UnknownSubject,
  UnreadableEvent,
  uuidsIn,
} from '#libs/event-sourcing';
import { OfAnotherAgency, ViewsFor } from '#libs/need-to-know';
import { KeysUnavailable } from '#libs/privacy';
import { Problem, type ProblemCode, PROBLEMS } from './problems.ts';

/** Seconds. */
const SOON = { 'Retry-After': '1' };

/** What an error is to the person who asked. What nobody foresaw says nothing of itself. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const cause = error;
  if (error instanceof OfAnotherAgency)
    return new Problem('knowledge.insufficient', error.message, { code: error.code, members: { facts: error.details }, cause });
  if (error instanceof RuleBroken) {
    const type = error instanceof UnknownSubject ? 'resource.not-found' : 'rule.broken';
    return new Problem(type, error.message, { code: error.code, members: { facts: error.details }, cause });
  }
  if (error instanceof Unauthenticated)
    return new Problem(error.reason === 'none' ? 'token.missing' : 'token.invalid', error.message, {
      headers: { 'WWW-Authenticate': error.challenge },
      cause,
    });
  if (error instanceof Forbidden) return new Problem('role.insufficient', error.message, { members: { serves: error.serves }, cause });
  if (error instanceof NotAppointed)
    return new Problem('person.not-appointed', error.message, {
      members: { facts: { subject: error.subject, claims: error.claims, ...defined({ appointed: error.appointed }) } },
      cause,
    });
  if (error instanceof NotRegistered)
    return new Problem('person.not-registered', error.message, { members: { facts: { subject: error.subject } }, cause });
  if (error instanceof Suspended) return new Problem('person.suspended', error.message, { cause });
  if (error instanceof IdentityProviderUnavailable)
    return new Problem('identity-provider.unavailable', 'Your token could not be verified just now; ask again in a moment', {
      headers: { 'Retry-After': '5' },
      cause,
    });
  if (error instanceof PreconditionFailed)
    return error.actual === 'none'
      ? new Problem('command.precondition-failed', `Nothing is recorded here yet, so it cannot be at revision ${error.expected}`, { cause })
      : new Problem('command.precondition-failed', `This is at revision ${error.actual} by now, not at ${error.expected}`, {
          headers: { ETag: `"${error.actual}"` },
          members: { revision: error.actual },
          cause,
        });
  if (error instanceof CommandIdReused)
    return new Problem('command.id-reused', 'This Idempotency-Key was sent before with another command; a new command needs a new key', {
      cause,
    });
  if (error instanceof RevisionConflict)
    return new Problem('command.conflict', 'Others wrote to this at the same moment, several times; send it again', {
      headers: SOON,
      cause,
    });
  if (error instanceof EventTooLarge)
    return new Problem('event.too-large', `This would record ${error.bytes} bytes at once; at most ${error.limit} can be`, { cause });
  if (error instanceof StreamDeleted) return new Problem('resource.gone', 'Its history was closed for ever', { cause });
  if (error instanceof KeysUnavailable)
    return new Problem('keys.unavailable', 'Send it again in a moment, with the same Idempotency-Key', { headers: SOON, cause });
  if (error instanceof StoreUnavailable)
    return new Problem(
      'store.unavailable',
      error.outcome === 'unknown'
        ? 'It may or may not have been recorded: send it again with the same Idempotency-Key, and it is recorded once'
        : 'Nothing was recorded; try again in a moment',
      { headers: SOON, members: { outcome: error.outcome }, cause },
    );
  if (error instanceof UnreadableEvent)
    return new Problem('history.unreadable', 'A newer version has recorded something here that this one cannot read; nothing was done', {
      headers: { 'Retry-After': '30' },
      cause: error,
    });
  if (error instanceof RowsUnavailable) return new Problem('rows.unavailable', 'Try again in a moment', { headers: SOON, cause });
  if (error instanceof ProjectionBehind)
    return new Problem('projection.behind', `"${error.projection}" has not yet reached what you wrote; ask again in a moment`, {
      headers: SOON,
      members: { projection: error.projection, position: String(error.position), wanted: String(error.wanted) },
      cause,
    });
  if (error instanceof PastNotReady)
    return new Problem('past.not-ready', error.message, { headers: { 'Retry-After': String(error.retryAfter) }, cause });
  if (error instanceof InvalidQuery)
    return new Problem('query.invalid', error.message, {
      errors: [{ parameter: error.field, code: error.code, detail: error.message }],
      cause,
    });
  return ofHttp(error) ?? new Problem('server.error', 'This is our fault, not yours. It is logged under this request’s id', { cause });
}

/** What Fastify and Nest refuse themselves, by Fastify's code or by status. */
const BY_CODE: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['body.too-large', 'The body is larger than this service takes'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['media-type.unsupported', 'Send the body as application/json'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['body.malformed', 'The body is empty; send a JSON object'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['body.malformed', 'The body is not well-formed JSON'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['request.malformed', 'The body is not as long as Content-Length says'],
  FST_ERR_BAD_URL: ['path.invalid', 'The path is not well encoded'],
};
const BY_STATUS: Readonly<Record<number, readonly [ProblemCode, string]>> = {
  400: ['request.malformed', 'The request cannot be read'],
  // What serves the pages of the description says so of paths that lead out of it.
  403: ['route.unknown', 'There is nothing at this address; all addresses are listed at /openapi.json'],
  404: ['route.unknown', 'There is nothing at this address; all addresses are listed at /openapi.json'],
  408: ['request.timeout', 'The request took too long to arrive'],
  413: ['body.too-large', 'The body is larger than this service takes'],
  414: ['request.uri-too-long', 'The address is too long'],
  415: ['media-type.unsupported', 'Send the body as application/json'],
  429: ['request.too-many', 'You ask more often than this service answers; wait a little'],
  431: ['request.headers-too-large', 'The headers are too large'],
};

function ofHttp(error: unknown): Problem | undefined {
  if (!(error instanceof Error)) return undefined;
  const { cause } = error;
  const origin = error instanceof HttpException && cause instanceof Error ? cause : error;
  const { code, statusCode } = origin as { readonly code?: unknown; readonly statusCode?: unknown };
  const known = typeof code === 'string' && Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  const status = error instanceof HttpException ? error.getStatus() : statusCode;
  const [type, detail] = known ?? (typeof status === 'number' ? (BY_STATUS[status] ?? []) : []);
  return type === undefined || detail === undefined ? undefined : new Problem(type, detail, { cause: error });
}

/** Sends a problem as the answer to the request with this id. */
export function sendProblem(reply: FastifyReply, problem: Problem, requestId: string): void {
  void reply
    .code(problem.status)
    .headers({ ...problem.extras.headers })
    .type('application/problem+json')
    .send(JSON.stringify(problem.body(requestId)));
}

/** Part of the server: which methods a path has. Found on the Fastify instance that `createFastifyAdapter` makes. */
export interface KnowsItsRoutes {
  /** The methods of the routes that match a path. */
  methodsAt?(path: string): readonly string[];
}

const EARLY: ReadonlySet<ProblemCode> = new Set(['projection.behind', 'past.not-ready', 'server.stopping']);

/** Answers every error of every request as a problem, and logs those that are ours. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  /** Without views there is nothing that could be withheld: a server of no cases. */
  constructor(@Optional() private readonly views?: ViewsFor) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest & IdentifiedRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = this.orOtherMethod(problemOf(error), request);
    if (problem.status >= 500) this.log(problem, request);
    const told = problem.cause instanceof RuleBroken ? await this.asKnown(problem, request) : problem;
    if (!reply.sent && !reply.raw.headersSent) sendProblem(reply, told, request.id);
  }

  /**
   * What a rule says of why it refuses may name a case that who asked may not know: the first use of a seal, the case that is rewarded instead. Its id is
   * withheld. What the request itself named is no news.
   */
  private async asKnown(problem: Problem, request: FastifyRequest & IdentifiedRequest): Promise<Problem> {
    const { extras, type } = problem;
    const said = { detail: problem.detail, facts: extras.members?.facts };
    const asked = new Set(uuidsIn([request.url, request.body]));
    if (this.views === undefined || request.identity === undefined || uuidsIn(said).every((id) => asked.has(id))) return problem;
    try {
      const { detail, facts } = await this.views.of(request.identity).withheld(said);
      return new Problem(type, detail, { ...extras, members: { ...extras.members, facts } });
    } catch (error) {
      // Who may know what cannot be told just now: nothing is.
      this.log(problemOf(error), request);
      return new Problem(type, PROBLEMS[type].title, { ...extras, members: {} });
    }
  }

  /** A path that is known by other methods is no unknown path. */
  private orOtherMethod(problem: Problem, request: FastifyRequest): Problem {
    if (problem.type !== 'route.unknown' || !request.is404) return problem;
    const methods = (request.server as KnowsItsRoutes).methodsAt?.(request.url.split('?', 1)[0] ?? '') ?? [];
    if (methods.length === 0 || methods.includes(request.method)) return problem;
    const allow = [...methods, 'OPTIONS'].join(', ');
    return new Problem('method.not-allowed', `This address has ${methods.join(', ')}`, { headers: { Allow: allow } });
  }

  private log(problem: Problem, request: FastifyRequest): void {
    const { cause } = problem;
    const why = cause instanceof Error ? causes(cause).join('\ncaused by ') : typeof cause === 'string' ? cause : problem.detail;
    const line = `${request.id} ${request.method} ${request.routeOptions.url ?? request.url}: ${problem.type}`;
    // A reader who was too early is nobody's fault.
    if (EARLY.has(problem.type)) this.logger.log(`${line}: ${problem.detail}`);
    else this.logger.error(`${line}: ${why}`);
  }
}

function causes(error: Error): readonly string[] {
  const stack = error.stack ?? error.message;
  return error.cause instanceof Error && error.cause !== error ? [stack, ...causes(error.cause)] : [stack];
}
