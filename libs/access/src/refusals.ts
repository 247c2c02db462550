import type { Role } from './roles.ts';

/** Nobody is known to be asking: no token, or one that does not hold. Answered with 401. */
export class Unauthenticated extends Error {
  override readonly name = 'Unauthenticated';
  constructor(
    /** RFC 6750: 'invalid_token' for a token that does not hold, 'invalid_request' for a malformed header; 'none' where there was no token at all. */
    readonly reason: 'none' | 'invalid_request' | 'invalid_token',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** The `WWW-Authenticate` header of the answer. */
  get challenge(): string {
    const realm = 'Bearer realm="caseledger"';
    return this.reason === 'none'
      ? realm
      : `${realm}, error="${this.reason}", error_description="${this.message.replaceAll(/["\\]/g, "'")}"`;
  }
}

/** Somebody is asking whom this route does not serve. Answered with 403. */
export class Forbidden extends Error {
  override readonly name = 'Forbidden';
  constructor(
    /** The roles that the route serves. */
    readonly serves: readonly Role[],
    readonly has: readonly Role[],
  ) {
    super(`This is for ${list(serves, 'or')}; your token says ${has.length === 0 ? 'no role' : list(has, 'and')}`);
  }
}

/** The token of somebody says a role that the register contradicts, and no other one that the route serves. Answered with 403. */
export class NotAppointed extends Error {
  override readonly name = 'NotAppointed';
  constructor(
    readonly subject: string,
    /** The roles of the token that the register contradicts. */
    readonly claims: readonly Role[],
    /** What the register says that they are appointed to, where it says so. */
    readonly appointed: readonly Role[] | undefined,
  ) {
    super(
      appointed === undefined
        ? `Your token says ${list(claims, 'and')}, and the register names another head of your unit: ask them, or let an administrator and integrity appoint you`
        : `Your token says ${list(claims, 'and')}; by the register you are ${appointed.length === 0 ? 'appointed to nothing' : list(appointed, 'and')}. An administrator appoints you, confirmed by another or by integrity`,
    );
  }
}

/** Somebody gives a command whose name nobody registered, or who does not serve yet. Answered with 403. */
export class NotRegistered extends Error {
  override readonly name = 'NotRegistered';
  constructor(readonly subject: string) {
    super(
      `Nobody registered "${subject}", spelt just so, as somebody who serves today: an administrator enters you in the register of officers, under the subject of your token. Until then you read what your role reads, and decide nothing`,
    );
  }
}

/** Somebody gives a command who is suspended today. Answered with 403. */
export class Suspended extends Error {
  override readonly name = 'Suspended';
  constructor(readonly subject: string) {
    super(
      'The register says that you are suspended today: until you are reinstated you decide nothing. What you know of a case, tell somebody who serves in it',
    );
  }
}

function list(roles: readonly Role[], word: 'and' | 'or'): string {
  return roles.length < 2 ? roles.join('') : `${roles.slice(0, -1).join(', ')} ${word} ${roles.at(-1) ?? ''}`;
}

/** The keys that tokens are verified with cannot be had just now. Worth trying again: answered with 503, never with 401. */
export class IdentityProviderUnavailable extends Error {
  override readonly name = 'IdentityProviderUnavailable';
  readonly retryable = true;
}
