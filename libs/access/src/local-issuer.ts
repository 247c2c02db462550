import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
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
import { type Identity, identityOf } from './identity.ts';
import { isRole, type Role, ROLE_NAMES } from './roles.ts';

/** Issues tokens for development, in place of an identity provider. */
export interface LocalIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** The public key, as a provider would publish it. */
  readonly jwks: JSONWebKeySet;
  readonly keys: JWTVerifyGetKey;
  /** A token that stands for this identity for `ttlSeconds`. */
  sign(identity: Identity, ttlSeconds: number): Promise<string>;
}

const KEY_FILE = 'development-identity.json';

/**
 * The development issuer of a data directory. Its Ed25519 key is made on first start and kept there, readable by its owner alone.
 * @throws in production, where a key on disk must not decide who people are; and where the key file is damaged or open to others
 */
export async function localIssuer({ directory }: { readonly directory: string }): Promise<LocalIssuer> {
  if (process.env.NODE_ENV === 'production')
    throw new Error('The development issuer is not for production: name an identity provider with OIDC_ISSUER');
  await mkdir(directory, { recursive: true, mode: 0o700 });
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

/** The key of the file. Of several programs that start at once, one makes it and all read that one. */
async function keyOf(file: string): Promise<JWK> {
  let text = await readIfThere(file);
  if (text === undefined) {
    await makeKey(file);
    text = await readFile(file, 'utf8');
  }
  if (process.platform !== 'win32') {
    const { mode } = await stat(file);
    if ((mode & 0o077) !== 0) throw new Error(`Others can read the development key: chmod 600 ${file}, or remove it and start again`);
  }
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

async function makeKey(file: string): Promise<void> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const key = await exportJWK(privateKey);
  const text = `${JSON.stringify({ ...key, kid: await calculateJwkThumbprint(key), alg: 'EdDSA', use: 'sig' })}\n`;
  const draft = `${file}.${randomUUID()}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    // A link never replaces: it fails where another program was first, and the file is whole the moment it is there.
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
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
