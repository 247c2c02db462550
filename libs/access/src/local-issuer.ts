import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  type JWTVerifyGetKey,
  SignJWT,
} from 'jose';
import { keptSecret } from '#libs/secrets';
import { type ClaimedIdentity, identityOf } from './identity.ts';
import { isRole, type Role, ROLE_NAMES } from './roles.ts';

/** Issues tokens for development, in place of an identity provider. */
export interface LocalIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** The public key, as a provider would publish it. */
  readonly jwks: JSONWebKeySet;
  readonly keys: JWTVerifyGetKey;
  /** A token that stands for this identity for `ttlSeconds`. */
  sign(identity: ClaimedIdentity, ttlSeconds: number): Promise<string>;
}

const KEY_FILE = 'development-identity.json';

/**
 * The development issuer of a data directory. Its Ed25519 key is made on first start and kept there, readable by its owner alone.
 * @throws in production, where a key on disk must not decide who people are; and where the key file is damaged or open to others
 */
export async function localIssuer({ directory }: { readonly directory: string }): Promise<LocalIssuer> {
  if (process.env.NODE_ENV === 'production')
    throw new Error('The development issuer is not for production: name an identity provider with OIDC_ISSUER');
  const secret = await keyOf(join(directory, KEY_FILE));
  const jwks: JSONWebKeySet = { keys: [Object.fromEntries(Object.entries(secret).filter(([part]) => part !== 'd'))] };
  const signingKey = (await importJWK(secret, 'EdDSA')) as CryptoKey;
  const issuer = 'urn:caseledger:development';
  const audience = 'caseledger';
  return {
    issuer,
    audience,
    jwks,
    keys: createLocalJWKSet(jwks),
    async sign({ subject, ...claims }, ttlSeconds) {
      return new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: secret.kid ?? '' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1000) + ttlSeconds)
        .setJti(randomUUID())
        .sign(signingKey);
    },
  };
}

/** @throws Error others can read the file, or what is in it is no key of ours */
async function keyOf(file: string): Promise<JWK> {
  const text = await keptSecret(file, 'the development key', newKey);
  try {
    const key = JSON.parse(text) as JWK;
    if (key.kty !== 'OKP' || typeof key.d !== 'string' || key.kid !== (await calculateJwkThumbprint(key)))
      throw new Error('it is not an Ed25519 key of ours');
    return key;
  } catch (cause) {
    throw new Error(`The development key in ${file} cannot be used; remove the file, and a new one is made: ${(cause as Error).message}`, {
      cause,
    });
  }
}

async function newKey(): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const key = await exportJWK(privateKey);
  return `${JSON.stringify({ ...key, kid: await calculateJwkThumbprint(key), alg: 'EdDSA', use: 'sig' })}\n`;
}

/** What a token is asked for, as a person types it. */
export interface TokenRequest {
  readonly roles: readonly string[];
  readonly unit?: string;
  readonly agency?: string;
  /** Default: the subject. */
  readonly name?: string;
  /** Default: `dev-` and the first role. */
  readonly subject?: string;
  /** A number with s, m, h or d, 30d at most. Default 8h. */
  readonly ttl?: string;
}

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const LONGEST_TTL = 30 * SECONDS.d;

/** A development token. @throws with a sentence for the person who asked */
export async function issueToken(issuer: LocalIssuer, { roles, unit, agency, name, subject, ttl = '8h' }: TokenRequest): Promise<string> {
  const known = roles.filter((role): role is Role => {
    if (!isRole(role)) throw new Error(`"${role}" is no role. The roles are: ${ROLE_NAMES.join(', ')}`);
    return true;
  });
  if (known[0] === undefined) throw new Error(`A token needs a role. The roles are: ${ROLE_NAMES.join(', ')}`);
  const [, count, unitOfTime] = /^([1-9]\d{0,6})([smhd])$/.exec(ttl) ?? [];
  const seconds = Number(count) * SECONDS[unitOfTime as keyof typeof SECONDS];
  if (!(seconds <= LONGEST_TTL)) throw new Error(`"${ttl}" is no time to live: write for example 30m, 8h or 7d, 30d at most`);
  const sub = subject ?? `dev-${known[0]}`;
  return issuer.sign(identityOf({ sub, name: name ?? sub, roles: known, unit, agency }), seconds);
}
