import { Unauthenticated } from './refusals.ts';
import { isRole, type Role } from './roles.ts';

/** Who a verified token says is asking. Of unit and agency it is a claim and no more: what counts is what the register says. */
export interface ClaimedIdentity {
  /** The issuer's stable id of the person or program. */
  readonly subject: string;
  readonly name: string;
  /** Roles of `ROLES` only; what else the issuer calls a role is left out. */
  readonly roles: readonly Role[];
  readonly unit?: string;
  readonly agency?: string;
}

/** Who is asking: who and in which roles as the token says, of which unit and agency as the register says at that moment. */
export interface Identity extends ClaimedIdentity {
  /** Whether the register knows somebody by exactly this subject, and they serve today. Nobody else decides anything. */
  readonly registered: boolean;
  /** Suspended today. */
  readonly suspended?: true;
  /** Of a unit's head: the units they command today, their own and every one below it. */
  readonly commands?: readonly string[];
  /** Nobody at all is registered yet, and this is an administrator who begins the registers. */
  readonly founds?: true;
}

/** Everything an identity becomes part of (events, logs, headers) takes printable text of this length. */
const LONGEST = 200;
const PRINTABLE = /^[^\p{Cc}\p{Cs}]+$/u;

/**
 * Who verified claims say is asking: `sub`, `name` (default: the subject), `roles`, `unit`, `agency`.
 * @throws Unauthenticated a claim is not what it should be
 */
export function identityOf(claims: Readonly<Record<string, unknown>>): ClaimedIdentity {
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
