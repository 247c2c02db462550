import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
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
  /** A fetch that takes longer, discovery included, has failed. Default five seconds. */
  readonly timeout?: number;
  readonly clock?: () => number;
}

/** Bytes. A provider publishes a handful of keys. */
const LARGEST_DOCUMENT = 1_048_576;

/**
 * A provider's public keys, fetched when first needed and kept fresh while they are used. A new key is found at its first use;
 * a removed one is honoured for `freshFor` at most. The provider may be away for `staleFor` without anyone noticing.
 * jose fetches them, several askers at a time by one request, and finds the key; when to fetch again is decided here, as jose neither goes on with the
 * last known keys while the provider is away nor leaves one alone that has just failed.
 */
export function remoteKeySet(source: KeySource, times: KeySetTimes = {}): JWTVerifyGetKey {
  const { freshFor = 60_000, staleFor = 900_000, pause = 10_000, timeout = 5_000, clock = Date.now } = times;
  const keys = createRemoteJWKSet(new URL('jwksUrl' in source ? source.jwksUrl : discoveryUrl(source.issuer)), {
    timeoutDuration: timeout,
    cacheMaxAge: Infinity,
    cooldownDuration: Infinity,
    [customFetch]: async (url, options) => fetchBounded('jwksUrl' in source ? url : await discover(source.issuer, options), options),
  });
  let fetchedAt = -Infinity;
  let leftAloneUntil = 0;
  let failure: unknown;

  async function refresh(): Promise<void> {
    if (clock() < leftAloneUntil) return;
    try {
      await keys.reload();
      fetchedAt = clock();
      failure = undefined;
    } catch (error) {
      failure = error;
      leftAloneUntil = clock() + pause;
    }
  }

  return async (header, token) => {
    if (clock() - fetchedAt > freshFor) await refresh();
    if (clock() - fetchedAt > staleFor)
      throw new IdentityProviderUnavailable('The keys of the identity provider cannot be fetched just now', { cause: failure });
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || clock() < leftAloneUntil) throw error;
      // A key made since. Tokens of keys that do not exist must not make this program hammer the provider.
      await refresh();
      leftAloneUntil = clock() + pause;
      return keys(header, token);
    }
  };
}

const discoveryUrl = (issuer: string): string => `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

/** Where the keys of an issuer are. @throws its document cannot be had, or speaks for somebody else */
async function discover(issuer: string, options: RequestInit): Promise<string> {
  const url = discoveryUrl(issuer);
  const response = await fetchBounded(url, options);
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
  const document = (await response.json()) as { readonly issuer?: unknown; readonly jwks_uri?: unknown } | null;
  if (document?.issuer !== issuer) throw new Error(`${url} speaks for ${JSON.stringify(document?.issuer)}, not for ${issuer}`);
  if (typeof document.jwks_uri !== 'string') throw new Error(`${url} names no jwks_uri`);
  return document.jwks_uri;
}

/** Fetches over a safe way what no answer can make this program choke on. */
async function fetchBounded(url: string, options: RequestInit): Promise<Response> {
  requireSafe(url);
  const { body, status } = await fetch(url, options);
  let bytes = 0;
  const bounded = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.length;
      if (bytes > LARGEST_DOCUMENT) controller.error(new Error(`${url} answered with more than ${LARGEST_DOCUMENT} bytes`));
      else controller.enqueue(chunk);
    },
  });
  return new Response(body?.pipeThrough(bounded), { status });
}

/** @throws whoever can change the keys on their way can be anybody: in production they come over TLS, or from this machine */
export function requireSafe(url: string): void {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:') return;
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol !== 'http:' || (process.env.NODE_ENV === 'production' && !local))
    throw new Error(`${url}: the keys of an identity provider are fetched over https`);
}
