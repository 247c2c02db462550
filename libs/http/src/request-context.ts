import { randomUUID } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Identity, IdentifiedRequest } from '#libs/access';
import { type CommandContext, defined, deriveUuid } from '#libs/event-sourcing';
import { Problem } from './problems.ts';

/**
 * The context of the command that a request carries, as a parameter of its handler (type `CommandContext`).
 * The command's id follows from who asks and the `Idempotency-Key`, so that nobody meets another's commands; without the header it is new.
 */
export const Context = createParamDecorator((_: unknown, context: ExecutionContext): CommandContext =>
  commandContext(context.switchToHttp().getRequest<FastifyRequest & IdentifiedRequest>()),
);

/** Part of the server: when commands are given, milliseconds since the Unix epoch. Without it, by the system's clock. */
export interface KnowsTheTime {
  now?(): number;
}

/** @throws Problem 'header.invalid' */
export function commandContext(
  request: Pick<FastifyRequest, 'headers' | 'id' | 'server'> & Pick<IdentifiedRequest, 'identity'>,
): CommandContext {
  const { identity, headers, id, server } = request;
  if (identity === undefined) throw new Error('A public route takes no commands');
  const key = idempotencyKey(headers['idempotency-key']);
  const ifRevision = revisionOf(headers['if-match']);
  return {
    commandId: key === undefined ? randomUUID() : deriveUuid('idempotency-key', identity.subject, key),
    correlationId: correlationOf(request),
    causationId: id,
    actor: actorOf(identity),
    at: new Date((server as KnowsTheTime).now?.() ?? Date.now()).toISOString(),
    ...defined({ ifRevision }),
    standing: standingOf(identity),
  };
}

const standingOf = ({ commands, founds }: Identity): NonNullable<CommandContext['standing']> => defined({ commands, founds });

function actorOf({ subject, name, roles, unit, agency }: Identity): CommandContext['actor'] {
  return { id: subject, name, roles, ...defined({ unit, agency }) };
}

/** 1 to 255 visible ASCII characters; two headers of the name arrive as one with a comma and a space, and are refused. */
export const IDEMPOTENCY_KEY = '^[!-~]{1,255}$';
const IDEMPOTENCY_KEY_PATTERN = new RegExp(IDEMPOTENCY_KEY);

function idempotencyKey(header: string | readonly string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && IDEMPOTENCY_KEY_PATTERN.test(header)) return header;
  throw headerProblem(
    'Idempotency-Key',
    'An Idempotency-Key is 1 to 255 visible ASCII characters, for example a UUID, and there is one at most',
  );
}

/**
 * The revision that an `If-Match` names. Exactly one strong tag as our ETags are: a weak one never matches (RFC 9110, 13.1.1),
 * a list or `*` would say that the caller does not know what was seen.
 */
function revisionOf(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const revision = /^"(0|[1-9]\d{0,15})"$/.exec(header)?.[1];
  if (revision !== undefined && Number.isSafeInteger(Number(revision))) return Number(revision);
  throw headerProblem(
    'If-Match',
    header.startsWith('W/')
      ? 'If-Match compares strongly, so it takes no weak tag: send the ETag as it was answered, for example "7"'
      : 'If-Match names the one revision you have seen, in quotes, for example "7"; not a list, and not *',
  );
}

function headerProblem(header: string, detail: string): Problem {
  return new Problem('header.invalid', detail, { errors: [{ header, code: 'malformed', detail }] });
}

const TRACEPARENT =
  /^(?:00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}|(?!00|ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?)$/;

/** The conversation a request belongs to: the trace id of a valid W3C `traceparent`, else an id of that form made of the request's own. */
export function correlationOf({ headers, id }: Pick<FastifyRequest, 'headers' | 'id'>): string {
  const { traceparent } = headers;
  const [, trace0, parent0, traceN, parentN] = typeof traceparent === 'string' ? (TRACEPARENT.exec(traceparent) ?? []) : [];
  const trace = trace0 ?? traceN;
  const parent = parent0 ?? parentN;
  return trace === undefined || parent === undefined || /^0+$/.test(trace) || /^0+$/.test(parent) ? id.replaceAll('-', '') : trace;
}
