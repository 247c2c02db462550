import { Unauthenticated } from './refusals.ts';
import { isRole, type Role } from './roles.ts';

/** Who is asking, as a verified token says. */
export interface Identity {
  /** The issuer's stable id of the person or program. */
  readonly subject: string;
  readonly name: string;
  /** Roles of `ROLES` only; what else the issuer calls a role is left out. */
  readonly roles: readonly Role[];
  readonly unit?: string;
  readonly agency?: string;
}

/** Everything an identity becomes part of (events, logs, headers) takes printable text of this length. */
const LONGEST = 200;
const PRINTABLE = /^[^\p{Cc}\p{Cs}]+$/u;

/**
 * The identity that verified claims state: `sub`, `name` (default: the subject), `roles`, `unit`, `agency`.
 * @throws Unauthenticated a claim is not what it should be
 */
export function identityOf(claims: Readonly<Record<string, unknown>>): Identity {
  const subject = text(claims, 'sub');
  if (subject === undefined) throw new Unauthenticated('invalid_token', 'The token names no subject (claim "sub")');
  const name = text(claims, 'name') ?? subject;
  const unit = text(claims, 'unit');
  const agency = text(claims, 'agency');
  const roles = claims.roles ?? [];
  if (!Array.isArray(roles)) throw new Unauthenticated('invalid_token', 'The claim "roles" of the token is not a list');
  return Object.freeze({
    subject,
    name,
    roles: Object.freeze([...new Set(roles.filter(isRole))]),
    ...(unit !== undefined && { unit }),
    ...(agency !== undefined && { agency }),
  });
}

function text(claims: Readonly<Record<string, unknown>>, claim: string): string | undefined {
  const value = claims[claim];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value.length > LONGEST || !PRINTABLE.test(value))
    throw new Unauthenticated('invalid_token', `The claim "${claim}" of the token is not a text of 1 to ${LONGEST} printable characters`);
  return value;
}
