import { hash } from 'node:crypto';
import { errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { type ClaimedIdentity, identityOf } from './identity.ts';
import { type KeySetTimes, remoteKeySet, requireSafe } from './key-set.ts';
import type { LocalIssuer } from './local-issuer.ts';
import { IdentityProviderUnavailable, Unauthenticated } from './refusals.ts';

/** Tells who a bearer token stands for. */
export interface TokenVerifier {
  /** At once where the same token was verified a moment ago. @throws Unauthenticated @throws IdentityProviderUnavailable */
  verify(token: string): ClaimedIdentity | Promise<ClaimedIdentity>;
}

/** Whose tokens are taken: a provider's, with its keys found by discovery or at a URL; or the development issuer's. */
export type TrustedIssuer =
  | { readonly issuer: string; readonly jwksUrl?: string; readonly audience: string }
  | { readonly localIssuer: LocalIssuer; readonly audience?: string };

/** How a verifier remembers and fetches. */
export interface VerifierOptions extends KeySetTimes {
  /** Verified tokens remembered at most. Default 10,000. */
  readonly remembered?: number;
}

/** Public-key signatures only. With a shared secret whoever can verify could also sign, and "none" is no signature. */
const ALGORITHMS = ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512'];
/** Clocks of two machines differ. Seconds. */
const CLOCK_TOLERANCE = 5;
/** How long a token that was verified is taken without looking again, milliseconds: a removed key or a changed set of roles counts within that. */
const REMEMBERED_FOR = 60_000;
/** Longer than any token with the claims we read. Bounds what an unverified caller makes us hash. */
const LONGEST_TOKEN = 8_192;

/**
 * A verifier of JWT bearer tokens: signature, issuer, audience, `exp` (demanded) and `nbf`.
 * @throws the settings cannot be right: no URL, or an unprotected one in production
 */
export function tokenVerifier(trusted: TrustedIssuer, options: VerifierOptions = {}): TokenVerifier {
  const { remembered = 10_000, clock = Date.now } = options;
  const issuer = 'localIssuer' in trusted ? trusted.localIssuer.issuer : trusted.issuer;
  const audience = trusted.audience ?? ('localIssuer' in trusted ? trusted.localIssuer.audience : undefined);
  const keys = keysOf(trusted, options);
  // The least recently used leave first. Keyed by hash, so that a dump of this program's memory is no bag of live tokens.
  const known = new Map<string, { readonly identity: ClaimedIdentity; readonly until: number }>();

  async function verifyNow(token: string, key: string): Promise<ClaimedIdentity> {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ALGORITHMS,
      issuer,
      ...(audience !== undefined && { audience }),
      requiredClaims: ['exp', 'sub'],
      clockTolerance: CLOCK_TOLERANCE,
      currentDate: new Date(clock()),
    }).catch((error: unknown) => {
      throw refusal(error);
    });
    const identity = identityOf(payload);
    known.set(key, { identity, until: Math.min((payload.exp ?? 0) * 1000, clock() + REMEMBERED_FOR) });
    if (known.size > remembered) {
      const oldest = known.keys().next();
      if (!oldest.done) known.delete(oldest.value);
    }
    return identity;
  }

  return {
    verify(token) {
      if (token.length > LONGEST_TOKEN) throw new Unauthenticated('invalid_token', `The token has more than ${LONGEST_TOKEN} characters`);
      const key = hash('sha256', token, 'base64');
      const found = known.get(key);
      if (found === undefined) return verifyNow(token, key);
      known.delete(key);
      if (clock() >= found.until) return verifyNow(token, key);
      known.set(key, found);
      return found.identity;
    },
  };
}

function keysOf(trusted: TrustedIssuer, times: KeySetTimes): JWTVerifyGetKey {
  if ('localIssuer' in trusted) return trusted.localIssuer.keys;
  const source = trusted.jwksUrl === undefined ? { issuer: trusted.issuer } : { jwksUrl: trusted.jwksUrl };
  requireSafe(trusted.jwksUrl ?? trusted.issuer);
  return remoteKeySet(source, times);
}

function refusal(error: unknown): Error {
  if (error instanceof IdentityProviderUnavailable) return error;
  if (error instanceof errors.JWTExpired) return new Unauthenticated('invalid_token', 'The token has expired', { cause: error });
  if (error instanceof errors.JWTClaimValidationFailed)
    return new Unauthenticated('invalid_token', `The claim "${error.claim}" of the token is missing or not as it must be here`, {
      cause: error,
    });
  if (error instanceof errors.JOSEAlgNotAllowed)
    return new Unauthenticated('invalid_token', 'The token is not signed with a public-key algorithm', { cause: error });
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return new Unauthenticated('invalid_token', 'The token is not signed with a key of the identity provider', { cause: error });
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return new Unauthenticated('invalid_token', "The token's signature does not hold", { cause: error });
  return new Unauthenticated('invalid_token', 'The token does not hold: it is no signed JSON Web Token', { cause: error });
}
