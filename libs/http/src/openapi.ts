import { defined } from '#libs/event-sourcing';
import type { INestApplication, Type } from '@nestjs/common';
import { type DeclaredRoute, ROLES, routesOf } from '#libs/access';
import { fieldsOf, schemaOf } from './body-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { HEADERS, PARAMETERS, POSITION, PROBLEM, refer, responses } from './openapi-components.ts';
import { LAPSES_AFTER_DAYS, natureOf, parametersOf, PROPOSALS, type RouteNature, type SecondHand } from './routes.ts';
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

  statementAnswer(): JsonSchema {
    return this.refer('StatementAnswer', 'StatementAnswer', () => ({
      type: 'object',
      properties: {
        id: { type: 'string', description: 'Of the statement' },
        revision: { type: 'integer', minimum: 0, description: 'Of what it is about, as in `ETag`' },
        position: POSITION,
        statement: { type: 'boolean', const: true, description: 'Nothing follows from it until a person with a part adopts it' },
      },
      required: ['id', 'revision', 'position', 'statement'],
      examples: [{ id: '7c9e6679-7425-80de-944b-e07fc1f90ae7', revision: 4, position: '41', statement: true }],
    }));
  }

  commandAnswer(): JsonSchema {
    return this.refer('CommandAnswer', 'CommandAnswer', () => ({
      type: 'object',
      properties: {
        id: { type: 'string', description: 'What the command was about' },
        revision: { type: 'integer', minimum: 0, description: 'Its revision now, as in `ETag`' },
        position: POSITION,
        outcome: {
          type: 'object',
          description: 'Of a proposal that was confirmed: what it was about, and its revision then',
          properties: {
            id: { type: 'string' },
            revision: { type: 'integer', minimum: 0 },
            statement: {
              type: 'boolean',
              const: true,
              description: 'Kept as a statement of who has no part in it: nothing follows from it yet',
            },
          },
          required: ['id', 'revision'],
        },
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
  const secondHand = nature.kind === 'command' ? nature.options.confirmedBy : undefined;
  const creates = command && nature.created && secondHand === undefined;
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
    description: [
      options.description,
      whom,
      secondHand && ofTwoHands(secondHand),
      secondHand &&
        command &&
        nature.options.stated &&
        'Confirmed, it is a statement where who proposed it has no part in it: the outcome says so.',
    ]
      .filter((text) => typeof text === 'string')
      .join('\n\n'),
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
      [secondHand ? 202 : creates ? 201 : 200]: {
        description: secondHand
          ? 'Proposed, and not carried out before another person confirms it; the id is the proposal’s'
          : creates
            ? 'Created'
            : command
              ? 'Recorded, or recorded before by the same command'
              : 'Found',
        headers: {
          ...(command && { ETag: refer('headers', 'ETag') }),
          ...((creates || secondHand) && { Location: refer('headers', 'Location') }),
          'X-Request-Id': refer('headers', 'RequestId'),
          'X-Correlation-Id': refer('headers', 'CorrelationId'),
        },
        content: {
          [mediaType]: { schema: nature.kind === 'command' ? schemas.commandAnswer() : schemas.answer(route) },
        },
      },
      ...(command &&
        secondHand === undefined &&
        nature.options.stated && {
          202: {
            description: 'From who has no part in it: kept as a statement, from which nothing follows until a person with a part adopts it',
            headers: {
              ETag: refer('headers', 'ETag'),
              Location: refer('headers', 'Location'),
              'X-Request-Id': refer('headers', 'RequestId'),
              'X-Correlation-Id': refer('headers', 'CorrelationId'),
            },
            content: { [mediaType]: { schema: schemas.statementAnswer() } },
          },
        }),
      ...Object.fromEntries(errors.filter(([can]) => can).map(([, status]) => [status, refer('responses', `Problem${status}`)])),
    },
  };
}

/** Who the second hand is, and by when. */
function ofTwoHands({ roles, lapsesAfterDays = LAPSES_AFTER_DAYS, apart }: SecondHand): string {
  const whom = roles.map((role) => `\`${role}\``).join(' or ');
  const where = apart === 'unit' ? ' of another unit' : '';
  return `Takes two hands: it is proposed, and carried out when another person, ${whom}${where}, confirms it at \`/${PROPOSALS}/{id}/confirm\` within ${lapsesAfterDays} days.`;
}

function without(keyword: string, schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== keyword));
}

function queryParameters(of: Type): readonly JsonSchema[] {
  const whole = schemaOf(of).properties as Readonly<Record<string, JsonSchema>>;
  return fieldsOf(of).map(({ name, optional, description }) => {
    const schema = without('description', whole[name] ?? {});
    return { name, in: 'query', required: !optional, schema, ...defined({ description }) };
  });
}

/** What the roles of the API are, for its description. */
export function describedRoles(): string {
  return Object.entries(ROLES)
    .map(([role, what]) => `- \`${role}\`: ${what}`)
    .join('\n');
}
