import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IdentifiedRequest } from '#libs/access';
import { defined } from '#libs/event-sourcing';
import { askedBy } from '#libs/need-to-know';
import { Problem, type ProblemCode, PROBLEMS } from './problems.ts';
import { type KnowsItsRoutes, problemOf, sendProblem } from './problem-filter.ts';
import { correlationOf, type KnowsTheTime } from './request-context.ts';
import { PROPOSALS, type RouteNature } from './routes.ts';

export interface ServerOptions {
  /** Largest body, bytes. Default 256 KiB. */
  readonly bodyLimit?: number;
  /** Whose `X-Forwarded-*` headers to believe: addresses or networks of the proxies before us. Default: nobody's. */
  readonly trustProxy?: string | readonly string[];
  /** Time for a whole request to arrive, milliseconds. Default 30 s. */
  readonly requestTimeout?: number;
  /** How long an idle connection is kept, milliseconds. Default 72 s: longer than proxies keep theirs, so that it is they who close it. */
  readonly keepAliveTimeout?: number;
  /** When commands are given: milliseconds since the Unix epoch. Default: the system's clock. */
  readonly now?: () => number;
}

/** Takes JSON and nothing else: Nest would add a parser for forms. */
class JsonAdapter extends FastifyAdapter {
  stopping = false;

  override registerParserMiddleware(): void {
    // The one parser there is was added when the adapter was made.
  }

  override beforeClose(): void {
    this.stopping = true;
    super.beforeClose();
  }
}

/** The server under the application: Fastify with limits on everything a stranger can make large or slow. */
export function createFastifyAdapter(options: ServerOptions = {}): FastifyAdapter {
  const { bodyLimit = 262_144, trustProxy, requestTimeout = 30_000, keepAliveTimeout = 72_000 } = options;
  const adapter = new JsonAdapter({
    bodyLimit,
    requestTimeout,
    keepAliveTimeout,
    connectionTimeout: requestTimeout + 5_000,
    forceCloseConnections: 'idle',
    // The hook below says it, as a problem.
    return503OnClosing: false,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    exposeHeadRoutes: true,
    skipMiddie: true,
    logger: false,
    genReqId: () => randomUUID(),
    // An address the router cannot read: no hook has run yet, and none will.
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      sendProblem(reply.header('X-Request-Id', request.id), problemOf(error), request.id);
    },
    routerOptions: { maxParamLength: 200, caseSensitive: true, ignoreTrailingSlash: false },
    clientErrorHandler(error, socket) {
      answerRaw(socket, error.code);
    },
    ...(trustProxy !== undefined && { trustProxy: typeof trustProxy === 'string' ? trustProxy : [...trustProxy] }),
  });
  const server = adapter.getInstance();
  // Not before the body was read: what runs in its events would not know of it.
  server.addHook('preHandler', (request, _reply, done) => {
    askedBy(request as IdentifiedRequest, done);
  });

  server.removeAllContentTypeParsers();
  const parse = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit }, (request, bytes: Buffer, done) => {
    if (!isUtf8(bytes)) {
      done(new Problem('body.malformed', 'The body is not UTF-8'));
      return;
    }
    // Clients that always name the type of what they send also do it where they send nothing.
    if (bytes.length === 0 && takesNoBody(natureOfRequest(request))) {
      done(null, undefined);
      return;
    }
    const text = bytes.toString('utf8');
    void parse(request, text, (error, body: unknown) => {
      // Escapes can say what UTF-8 cannot, and what databases do not keep.
      if (error === null && text.includes('\\u') && !isText(body))
        done(new Problem('body.malformed', 'The body holds a NUL character or half of a surrogate pair, which is no text'));
      else done(error, body);
    });
  });

  const routes: { readonly methods: readonly string[]; readonly pattern: RegExp }[] = [];
  server.addHook('onRoute', ({ method, url }) => {
    const methods = [method].flat();
    routes.push({ methods, pattern: patternOf(url) });
  });
  if (options.now !== undefined) (server as KnowsTheTime).now = options.now;
  (server as KnowsItsRoutes).methodsAt = (path) => [
    ...new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods)),
  ];

  server.addHook('onRequest', (request, reply, done) => {
    reply.header('X-Request-Id', request.id).header('X-Correlation-Id', correlationOf(request));
    if (adapter.stopping)
      done(new Problem('server.stopping', 'This server is stopping; ask again', { headers: { 'Retry-After': '5', Connection: 'close' } }));
    else done();
  });
  server.addHook('preValidation', (request, _reply, done) => {
    done(unasked(request));
  });
  server.addHook('preSerialization', (request, reply, payload, done) => {
    done(null, answered(request, reply, payload));
  });
  return adapter;
}

const BELOW_HTTP: Readonly<Partial<Record<string, ProblemCode>>> = {
  HPE_HEADER_OVERFLOW: 'request.headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request.timeout',
};

/** To what is no request at all, below everything that makes answers. */
function answerRaw(socket: Socket, code: string): void {
  const type = BELOW_HTTP[code] ?? 'request.malformed';
  const { status, title } = PROBLEMS[type];
  const body = JSON.stringify(new Problem(type, `${title}; nothing was done`).body(randomUUID()));
  if (code !== 'ECONNRESET' && socket.writable)
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  socket.destroySoon();
}

function isText(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value !== 'object' || value === null) return true;
  const open: unknown[] = [value];
  for (let place = open.pop(); place !== undefined; place = open.pop())
    for (const [key, inner] of Object.entries(place as object)) {
      if (!isText(key)) return false;
      if (typeof inner === 'object' && inner !== null) open.push(inner);
      else if (typeof inner === 'string' && !isText(inner)) return false;
    }
  return true;
}

function patternOf(url: string): RegExp {
  const escaped = url
    .split('/')
    .map((part) => (part === '*' ? '.*' : part.startsWith(':') ? '[^/]+' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${escaped.join('/')}$`);
}

function natureOfRequest(request: FastifyRequest): RouteNature | undefined {
  return (request.routeOptions.config as { readonly caseledger?: RouteNature }).caseledger;
}

/** What was sent to a route that takes none of it, and would otherwise be overlooked. */
function unasked(request: FastifyRequest): Problem | undefined {
  const nature = natureOfRequest(request);
  if (nature === undefined) return undefined;
  if (!nature.takesQuery) {
    const [parameter] = Object.keys(request.query as object);
    if (parameter !== undefined) {
      const detail = `There is no parameter "${parameter.slice(0, 100)}" here`;
      return new Problem('query.invalid', detail, { errors: [{ parameter, code: 'unknownField', detail }] });
    }
  }
  const { body } = request;
  if (takesNoBody(nature) && body !== undefined && body !== null) {
    const detail = 'This command takes no body';
    return new Problem('body.invalid', detail, { errors: [{ pointer: '', code: 'unknownField', detail }] });
  }
  return undefined;
}

/** Where statements are found, of whatever they are. */
const STATEMENTS = '/v1/statements';

const takesNoBody = (nature: RouteNature | undefined): boolean => nature?.kind === 'command' && !nature.takesBody;

/** The path of a request's target, which may be a whole URL (RFC 9112, 3.2.2) with a host of the sender's choice. */
function pathOf(target: string): string {
  return (target.startsWith('/') ? target : new URL(target).pathname).split('?', 1)[0] ?? '';
}

/** What every answer of its kind carries. */
function answered(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  const nature = natureOfRequest(request);
  if (nature === undefined || reply.statusCode >= 300 || typeof payload !== 'object' || payload === null) return payload;
  const { id, revision, position, outcome, statement } = payload as Readonly<Record<string, unknown>>;
  if (typeof revision === 'number' && revision >= 0) reply.header('ETag', `"${revision}"`);
  if (nature.kind === 'query') return payload;
  const answer = { id, revision, position: typeof position === 'number' ? String(position) : position, ...defined({ outcome }) };
  if (statement === true) {
    reply.code(202).header('Location', `${STATEMENTS}/${String(id)}`);
    return { ...answer, statement };
  }
  const below = nature.options.confirmedBy ? `/${PROPOSALS}` : nature.created ? pathOf(request.url) : undefined;
  if (below !== undefined && typeof id === 'string') reply.header('Location', `${below}/${id}`);
  return answer;
}

export type { NestFastifyApplication };
