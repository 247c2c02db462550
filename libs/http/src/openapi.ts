import type { INestApplication, Type } from '@nestjs/common';
import { type DeclaredRoute, ROLES, routesOf } from '#libs/access';
import { fieldsOf, schemaOf } from './body-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { type ProblemCode, PROBLEMS, Problem } from './problems.ts';
import { IDEMPOTENCY_KEY } from './request-context.ts';
import { natureOf, parametersOf, type RouteNature } from './routes.ts';
import { compiledFor } from './validation.ts';

/** What only the application knows of its description. */
export interface DescriptionOptions {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  /** What each group of routes is about, by the name of its controller without "Controller". */
  readonly tags: Readonly<Record<string, string>>;
  /** What queries answer, made of their types by `npm run schemas`. */
  readonly answered: AnsweredSchemas;
}

/** What the methods of queries answer, by `TheController.itsMethod`; and what these schemas refer to, by name. */
export interface AnsweredSchemas {
  readonly routes: Readonly<Record<string, JsonSchema>>;
  readonly definitions: Readonly<Record<string, JsonSchema>>;
}

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: Readonly<Record<string, unknown>>;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, JsonSchema>; readonly [kind: string]: unknown };
  readonly [part: string]: unknown;
}

type Operation = Record<string, unknown> & { operationId?: string; tags?: string[] };

/** The classes that an application's routes take as bodies, for the tests that every one of them has to pass. */
export function bodiesOf(app: INestApplication): readonly Type[] {
  const bodies = routesOf(app).map(({ controller, handler }) => parametersOf(controller, handler).body as Type | undefined);
  return [...new Set(bodies)].filter((body) => body !== undefined);
}

/** The example a class gives of itself. */
export function exampleOf(of: Type): unknown {
  return (of as { readonly example?: unknown }).example;
}

/**
 * The description of an application's routes. Bodies and parameters are described by the schemas that check them, errors by the catalogue of problems.
 * @throws an example breaks its own rules, two classes share a name, a route's controller has no tag, or nothing says what a query answers
 */
export function openApiDocument(app: INestApplication, options: DescriptionOptions): OpenApiDocument {
  const { tags, answered, ...info } = options;
  const declared = routesOf(app);
  const schemas = new Schemas(answered);
  const used = new Set<string>();
  const paths: OpenApiDocument['paths'] = {};
  for (const route of declared) {
    const nature = natureOf((route.controller.prototype as Record<string, object>)[route.handler] ?? {});
    if (nature === undefined)
      throw new Error(`${route.controller.name}.${route.handler} is made by none of our decorators, so nothing describes it`);
    const tag = route.controller.name.replace(/Controller$/, '');
    const unique = declared.filter(({ handler }) => handler === route.handler).length === 1;
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = {
      ...operationOf(path, route, nature, schemas),
      operationId: unique ? route.handler : `${tag}-${route.handler}`,
      tags: [tag],
    };
    used.add(tag);
  }
  const untold = [...used].filter((tag) => !Object.hasOwn(tags, tag));
  if (untold.length > 0) throw new Error(`What these groups of routes are about is in no tag: ${untold.join(', ')}`);
  return {
    openapi: '3.1.0',
    info: { ...info, contact: {}, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/', description: 'This server' }],
    tags: [...used].sort().map((name) => ({ name, description: tags[name] })),
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'A token of the identity provider, with the claims sub, name, roles, unit and agency',
        },
      },
      schemas: { ...schemas.all(), Problem: PROBLEM },
      parameters: PARAMETERS,
      headers: HEADERS,
      responses: responses(),
    },
  };
}

/** The schemas that the document names, each once. */
class Schemas {
  private readonly named = new Map<string, { readonly of: unknown; readonly schema: JsonSchema }>();

  constructor(private readonly answered: AnsweredSchemas) {}

  all(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.named].map(([name, { schema }]) => [name, schema]));
  }

  /** A reference to a class whose fields are all there are. */
  body(of: Type): JsonSchema {
    return this.refer(of.name, of, () => {
      return { ...schemaOf(of, (nested) => this.body(nested)), ...examplesOf(of) };
    });
  }

  /** What a query's method answers. Answers may gain fields, so what reads them must not mind. */
  answer({ controller, handler }: DeclaredRoute): JsonSchema {
    const name = `${controller.name}.${handler}`;
    const schema = this.answered.routes[name];
    if (schema === undefined) throw new Error(`What ${name} answers is in no schema: run npm run schemas`);
    this.take(schema);
    return schema;
  }

  /** The definitions that a schema refers to, and those that they refer to. */
  private take(schema: unknown): void {
    for (const [, name = ''] of JSON.stringify(schema).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (this.named.get(name)?.of === this.answered) continue;
      const definition = this.answered.definitions[name] ?? {};
      this.refer(name, this.answered, () => definition);
      this.take(definition);
    }
  }

  commandAnswer(): JsonSchema {
    return this.refer('CommandAnswer', 'CommandAnswer', () => ({
      type: 'object',
      properties: {
        id: { type: 'string', description: 'What the command was about' },
        revision: { type: 'integer', minimum: 0, description: 'Its revision now, as in `ETag`' },
        position: POSITION,
      },
      required: ['id', 'revision', 'position'],
      examples: [{ id: '7c9e6679-7425-80de-944b-e07fc1f90ae7', revision: 4, position: '41' }],
    }));
  }

  private refer(name: string, of: unknown, make: () => JsonSchema): JsonSchema {
    const known = this.named.get(name);
    if (known === undefined) {
      // Named before it is made, so that the document lists what refers before what is referred to.
      this.named.set(name, { of, schema: {} });
      this.named.set(name, { of, schema: make() });
    } else if (known.of !== of) {
      throw new Error(`Two classes of the API are called ${name}`);
    }
    return { $ref: `#/components/schemas/${name}` };
  }
}

/** @throws the example breaks the rules of its class */
function examplesOf(of: Type): JsonSchema {
  const example = exampleOf(of);
  if (example === undefined) return {};
  const wrong = compiledFor(of).explain(example);
  if (wrong.length > 0) throw new Error(`The example of ${of.name} breaks its own rules: ${JSON.stringify(wrong)}`);
  return { examples: [example] };
}

function operationOf(path: string, route: DeclaredRoute, nature: RouteNature, schemas: Schemas): Operation {
  const { options } = nature;
  const { body, query, pathParts } = parametersOf(route.controller, route.handler);
  const whom = options.roles === 'public' ? 'For anybody.' : `For ${options.roles.map((role) => `\`${role}\``).join(', ')}.`;
  const parts = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? '');
  const command = nature.kind === 'command';
  const mediaType = nature.kind === 'query' ? (nature.options.mediaType ?? 'application/json') : 'application/json';
  const creates = command && nature.created;
  // A part of an existing thing is made at a revision of the whole.
  const changes = command && (!nature.created || parts.length > 0);
  const errors: readonly [boolean, number][] = [
    [command || body !== undefined || query !== undefined || parts.length > 0, 400],
    [options.roles !== 'public', 401],
    [options.roles !== 'public', 403],
    [parts.length > 0, 404],
    [command || body !== undefined, 409],
    [changes, 412],
    [command || body !== undefined, 413],
    [command || body !== undefined, 415],
    [command, 422],
    [true, 429],
    [true, 500],
    [true, 503],
  ];
  return {
    summary: options.summary,
    description: [options.description, whom].filter((text) => text !== undefined).join('\n\n'),
    ...(options.roles === 'public' && { security: [] }),
    parameters: [
      ...parts.map((name) => ({
        name,
        in: 'path',
        required: true,
        schema: pathParts[name] ?? { type: 'string' },
      })),
      ...(query === undefined ? [] : queryParameters(query as Type)),
      ...(command ? [refer('parameters', 'IdempotencyKey')] : []),
      ...(changes ? [refer('parameters', 'IfMatch')] : []),
      refer('parameters', 'Traceparent'),
    ],
    ...(body !== undefined && { requestBody: { required: true, content: { 'application/json': { schema: schemas.body(body as Type) } } } }),
    responses: {
      [creates ? 201 : 200]: {
        description: creates ? 'Created' : command ? 'Recorded, or recorded before by the same command' : 'Found',
        headers: {
          ...(command && { ETag: refer('headers', 'ETag') }),
          ...(creates && { Location: refer('headers', 'Location') }),
          'X-Request-Id': refer('headers', 'RequestId'),
          'X-Correlation-Id': refer('headers', 'CorrelationId'),
        },
        content: {
          [mediaType]: { schema: nature.kind === 'command' ? schemas.commandAnswer() : schemas.answer(route) },
        },
      },
      ...Object.fromEntries(errors.filter(([can]) => can).map(([, status]) => [status, refer('responses', `Problem${status}`)])),
    },
  };
}

function refer(kind: string, name: string): JsonSchema {
  return { $ref: `#/components/${kind}/${name}` };
}

function without(keyword: string, schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== keyword));
}

function queryParameters(of: Type): readonly JsonSchema[] {
  const whole = schemaOf(of).properties as Readonly<Record<string, JsonSchema>>;
  return fieldsOf(of).map(({ name, optional, description }) => {
    const schema = without('description', whole[name] ?? {});
    return { name, in: 'query', required: !optional, schema, ...(description !== undefined && { description }) };
  });
}

const POSITION: JsonSchema = {
  type: 'string',
  pattern: '^[0-9]+$',
  description: 'Place in the order of all facts. Give it to a query as `after`, and the query shows at least that much',
};

const PARAMETERS: JsonSchema = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    schema: { type: 'string', pattern: IDEMPOTENCY_KEY },
    description:
      'Makes a retry safe: the same key with the same command is carried out once, and answered as the first time. Without it a retry is a new command.',
    example: '0b7e5b1c-5f9a-4c38-8d3f-0d2a4c1e9f10',
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: false,
    schema: { type: 'string', pattern: '^"(0|[1-9][0-9]{0,15})"$' },
    description: 'The `ETag` that was seen. If it has changed since, nothing is recorded and the answer is 412.',
    example: '"4"',
  },
  Traceparent: {
    name: 'traceparent',
    in: 'header',
    required: false,
    schema: { type: 'string' },
    description: 'W3C trace context. Its trace id becomes the correlation id of everything that follows from the request.',
    example: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  },
};

const HEADERS: JsonSchema = {
  ETag: { description: 'The revision, in quotes', schema: { type: 'string' }, example: '"4"' },
  Location: { description: 'Where the new thing is', schema: { type: 'string', format: 'uri-reference' } },
  RequestId: { description: 'Names this request in our logs', schema: { type: 'string', format: 'uuid' } },
  CorrelationId: { description: 'Names the conversation this request belongs to', schema: { type: 'string' } },
  RetryAfter: { description: 'Seconds to wait before asking again', schema: { type: 'integer' }, example: 1 },
  Challenge: {
    description: 'What kind of token is needed, and what was wrong with the one that was sent (RFC 6750)',
    schema: { type: 'string' },
  },
};

const PROBLEM: JsonSchema = {
  type: 'object',
  description: 'RFC 9457. Further members are named by the explanation of its type',
  properties: {
    type: { type: 'string', format: 'uri-reference', description: 'The kind of problem; a page that explains it' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable. The code of the kind, or of the rule that was broken' },
    detail: { type: 'string', description: 'For a person' },
    instance: { type: 'string', format: 'uri', description: 'The request, by its id' },
    errors: {
      type: 'array',
      description: 'What is wrong with the request, each in its place',
      items: {
        type: 'object',
        properties: {
          pointer: { type: 'string', description: 'Place in the body, as a JSON Pointer' },
          parameter: { type: 'string', description: 'Parameter of the query or path' },
          header: { type: 'string', description: 'Header' },
          code: { type: 'string', description: 'The rule' },
          detail: { type: 'string', description: 'For a person' },
        },
        required: ['code', 'detail'],
      },
    },
  },
  required: ['type', 'title', 'status', 'code', 'detail', 'instance'],
};

/** Statuses that routes answer; the others come before any route is found. */
const ANSWERED = [400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 500, 503];

function responses(): JsonSchema {
  const withHeaders: Readonly<Record<number, JsonSchema>> = {
    401: { 'WWW-Authenticate': refer('headers', 'Challenge') },
    412: { ETag: refer('headers', 'ETag') },
    429: { 'Retry-After': refer('headers', 'RetryAfter') },
    503: { 'Retry-After': refer('headers', 'RetryAfter') },
  };
  return Object.fromEntries(
    ANSWERED.map((status) => {
      const codes = (Object.keys(PROBLEMS) as ProblemCode[]).filter((code) => PROBLEMS[code].status === status);
      return [
        `Problem${status}`,
        {
          description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}. ${PROBLEMS[code].explanation}`).join('\n\n'),
          headers: { ...withHeaders[status], 'X-Request-Id': refer('headers', 'RequestId') },
          content: {
            'application/problem+json': {
              schema: refer('schemas', 'Problem'),
              examples: Object.fromEntries(
                codes.map((code) => [
                  code,
                  { value: new Problem(code, PROBLEMS[code].explanation).body('7c9e6679-7425-40de-944b-e07fc1f90ae7') },
                ]),
              ),
            },
          },
        },
      ];
    }),
  );
}

/** What the roles of the API are, for its description. */
export function describedRoles(): string {
  return Object.entries(ROLES)
    .map(([role, what]) => `- \`${role}\`: ${what}`)
    .join('\n');
}
