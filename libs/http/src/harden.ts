import helmet from '@fastify/helmet';
import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { fastify, type FastifyRequest } from 'fastify';
import { Authenticator, type IdentifiedRequest, IdentityProviderUnavailable, Unauthenticated } from '#libs/access';
import type { KnowsItsRoutes } from './problem-filter.ts';
import type { OpenApiDocument } from './openapi.ts';
import { Problem } from './problems.ts';

export interface HardenOptions {
  /** Requests a minute of one person, or of one address where nobody says who asks; false for no limit. Default 6,000. */
  readonly requestsPerMinute?: number | false;
  /** Origins of web pages that may call the API. Default: none. */
  readonly corsOrigins?: readonly string[];
}

/** Where the browsable description is. Its pages need styles of their own, which nothing else here may have. */
const DOCS = '/docs';

/** Adds what every answer of a server on an open network needs: security headers, a rate limit, CORS where it was asked for. Before the application is initialised. */
export async function harden(app: NestFastifyApplication, options: HardenOptions = {}): Promise<void> {
  const { requestsPerMinute = 6_000, corsOrigins = [] } = options;
  const server = app.getHttpAdapter().getInstance();

  const plain = await securityHeaders({ defaultSrc: ["'none'"] });
  const docs = await securityHeaders({
    defaultSrc: ["'none'"],
    connectSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
  });
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(request.url.startsWith(DOCS) ? docs : plain);
    if (request.method !== 'OPTIONS' || !request.is404) {
      done();
      return;
    }
    const methods = (server as KnowsItsRoutes).methodsAt?.(request.url.split('?', 1)[0] ?? '') ?? [];
    if (methods.length === 0) done();
    else
      void reply
        .code(204)
        .header('Allow', [...methods, 'OPTIONS'].join(', '))
        .send();
  });

  if (requestsPerMinute !== false) {
    const authenticator = app.get(Authenticator);
    await server.register(rateLimit, {
      global: false,
      max: requestsPerMinute,
      timeWindow: 60_000,
      enableDraftSpec: true,
      keyGenerator: (request) => whoAsks(authenticator, request),
      errorResponseBuilder: (_request, { max, ttl }) =>
        new Problem('request.too-many', `At most ${max} requests a minute are answered; wait ${Math.ceil(ttl / 1000)} seconds`),
    });
    server.addHook('onRequest', server.rateLimit());
  }

  if (corsOrigins.length > 0)
    app.enableCors({
      origin: [...corsOrigins],
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      allowedHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'traceparent'],
      exposedHeaders: ['ETag', 'Location', 'Retry-After', 'X-Request-Id', 'X-Correlation-Id'],
      maxAge: 600,
    });
}

/** The one who is counted: the person behind a token that holds, else the address (of IPv6 the network). */
async function whoAsks(authenticator: Authenticator, request: FastifyRequest & IdentifiedRequest): Promise<string> {
  if (request.headers.authorization !== undefined)
    try {
      return `subject ${(await authenticator.authenticate(request)).subject}`;
    } catch (error) {
      // The guard answers that; here it only means that nobody vouches for who asks.
      if (!(error instanceof Unauthenticated || error instanceof IdentityProviderUnavailable)) throw error;
    }
  return `address ${normalizeIP(request.ip)}`;
}

/** Helmet's headers are the same for every request, so helmet is asked once: asked each time, it would cost more than validating the body. */
async function securityHeaders(directives: Record<string, string[]>): Promise<Record<string, string>> {
  const probe = fastify();
  await probe.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { ...directives, baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] },
    },
  });
  probe.get('/', () => '');
  const { headers } = await probe.inject('/');
  await probe.close();
  const own = new Set(['content-type', 'content-length', 'date', 'connection']);
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (own.has(name) || value === undefined ? [] : [[name, String(value)]])),
  );
}

/** Serves the API's description at `/openapi.json`, and browsable, with all it needs from here, at `/docs`. Before the application is initialised. */
export function serveDescription(app: NestFastifyApplication, describe: () => OpenApiDocument): void {
  SwaggerModule.setup(DOCS.slice(1), app, () => describe() as unknown as OpenAPIObject, {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    // Closed groups, as there are many routes; and else the page would send our description to a validator on the internet.
    swaggerOptions: { validatorUrl: null, docExpansion: 'none', filter: true, tagsSorter: 'alpha' },
  });
}
