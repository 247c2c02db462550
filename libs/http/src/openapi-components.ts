import type { JsonSchema } from './json-schema.ts';
import { Problem, type ProblemCode, PROBLEMS } from './problems.ts';
import { IDEMPOTENCY_KEY } from './request-context.ts';

// What every route's description refers to.

/** A reference to a component of the document. */
export function refer(kind: string, name: string): JsonSchema {
  return { $ref: `#/components/${kind}/${name}` };
}

export const POSITION: JsonSchema = {
  type: 'string',
  pattern: '^[0-9]+$',
  description: 'Place in the order of all facts. Give it to a query as `after`, and the query shows at least that much',
};

export const PARAMETERS: JsonSchema = {
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

export const HEADERS: JsonSchema = {
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

export const PROBLEM: JsonSchema = {
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

/** The answers other than success, each with its problems. */
export function responses(): JsonSchema {
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
