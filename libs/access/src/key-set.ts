import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { IdentityProviderUnavailable } from './refusals.ts';

/** Where a provider's keys are: at a URL, or behind the discovery document of an issuer (OpenID Connect Discovery 1.0). */
export type KeySource = { readonly jwksUrl: string } | { readonly issuer: string };

/** Milliseconds. */
export interface KeySetTimes {
  /** After this the keys are fetched again before the next use, so that a removed key stops counting. Default one minute. */
  readonly freshFor?: number;
  /** While the provider cannot be reached, the last known keys count for this long. Default fifteen minutes. */
  readonly staleFor?: number;
  /** After a fetch that failed or that did not bring the key asked for, the provider is left alone for this long. Default ten seconds. */
  readonly pause?: number;
  /** A fetch that takes longer has failed. Default five seconds. */
  readonly timeout?: number;
  readonly clock?: () => number;
}

const LARGEST_DOCUMENT = 1_048_576;

/**
 * A provider's public keys, fetched when first needed and kept fresh while they are used. A new key is found at its first use;
 * a removed one is honoured for `freshFor` at most. The provider may be away for `staleFor` without anyone noticing.
 */
export function remoteKeySet(source: KeySource, times: KeySetTimes = {}): JWTVerifyGetKey {
  const { freshFor = 60_000, staleFor = 900_000, pause = 10_000, timeout = 5_000, clock = Date.now } = times;
  let known: { readonly find: JWTVerifyGetKey; readonly at: number } | undefined;
  let fetching: Promise<void> | undefined;
  let leftAloneUntil = 0;
  let failure: unknown;

  async function fetchKeys(): Promise<void> {
    try {
      const url = 'jwksUrl' in source ? source.jwksUrl : await discover(source.issuer, timeout);
      const keys = await fetchJson(url, timeout);
      if (!Array.isArray(keys.keys)) throw new Error(`${url} is no JSON Web Key Set`);
      known = { find: createLocalJWKSet(keys as unknown as JSONWebKeySet), at: clock() };
      failure = undefined;
    } catch (error) {
      failure = error;
      leftAloneUntil = clock() + pause;
    }
  }

  async function refresh(): Promise<void> {
    if (clock() < leftAloneUntil) return;
    fetching ??= fetchKeys().finally(() => (fetching = undefined));
    await fetching;
  }

  return async (header, token) => {
    if (known === undefined || clock() - known.at > freshFor) await refresh();
    if (known === undefined || clock() - known.at > staleFor)
      throw new IdentityProviderUnavailable('The keys of the identity provider cannot be fetched just now', { cause: failure });
    try {
      return await known.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      // A key made since. Tokens of keys that do not exist must not make this program hammer the provider.
      const before = known;
      if (clock() >= leftAloneUntil) {
        await refresh();
        leftAloneUntil = clock() + pause;
      }
      if (known === before) throw error;
      return known.find(header, token);
    }
  };
}

async function discover(issuer: string, timeout: number): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const document = await fetchJson(url, timeout);
  if (document.issuer !== issuer) throw new Error(`${url} speaks for ${JSON.stringify(document.issuer)}, not for ${issuer}`);
  if (typeof document.jwks_uri !== 'string') throw new Error(`${url} names no jwks_uri`);
  return document.jwks_uri;
}

async function fetchJson(url: string, timeout: number): Promise<Record<string, unknown>> {
  requireSafe(url);
  const response = await fetch(url, {
    headers: { accept: 'application/json, application/jwk-set+json' },
    redirect: 'error',
    signal: AbortSignal.timeout(timeout),
  });
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
  let body = '';
  const decoder = new TextDecoder();
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    body += decoder.decode(chunk, { stream: true });
    if (body.length > LARGEST_DOCUMENT) throw new Error(`${url} answered with more than ${LARGEST_DOCUMENT} characters`);
  }
  const document: unknown = JSON.parse(body);
  if (typeof document !== 'object' || document === null || Array.isArray(document)) throw new Error(`${url} answered with no JSON object`);
  return document as Record<string, unknown>;
}

/** @throws whoever can change the keys on their way can be anybody: in production they come over TLS, or from this machine */
export function requireSafe(url: string): void {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:') return;
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol !== 'http:' || (process.env.NODE_ENV === 'production' && !local))
    throw new Error(`${url}: the keys of an identity provider are fetched over https`);
}
