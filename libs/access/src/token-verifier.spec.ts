import { createHmac, createPublicKey } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, type GenerateKeyPairResult, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { IdentityProviderUnavailable, Unauthenticated } from './refusals.ts';
import { tokenVerifier, type TokenVerifier } from './token-verifier.ts';

/** An identity provider: publishes the keys it is told to, counts who asks, and can be down. */
class Provider {
  readonly published = new Map<string, JWK>();
  requests = 0;
  down = false;
  private readonly server: Server = createServer((request, response) => {
    this.requests++;
    if (this.down) return void response.writeHead(500).end();
    response.setHeader('content-type', 'application/json');
    if (request.url === '/.well-known/openid-configuration')
      return void response.end(JSON.stringify({ issuer: this.claimedIssuer ?? this.issuer, jwks_uri: `${this.issuer}/keys` }));
    response.end(JSON.stringify({ keys: [...this.published.values()] }));
  });
  claimedIssuer: string | undefined;

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }
  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
  async newKey(kid: string, alg = 'ES256'): Promise<GenerateKeyPairResult> {
    const pair = await generateKeyPair(alg, { extractable: true });
    this.published.set(kid, { ...(await exportJWK(pair.publicKey)), kid, alg, use: 'sig' });
    return pair;
  }
}

describe('a token of an identity provider', () => {
  const audience = 'caseledger';
  let provider: Provider;
  let key: GenerateKeyPairResult;
  let now: number;
  let verifier: TokenVerifier;

  beforeEach(async () => {
    provider = new Provider();
    await provider.start();
    key = await provider.newKey('first');
    now = Date.now();
    verifier = tokenVerifier({ issuer: provider.issuer, audience }, { clock: () => now });
  });
  afterEach(() => provider.stop());

  const sokha = { sub: 'sokha', name: 'Sokha Chan', roles: ['investigator'], unit: 'unit-7', agency: 'police' };
  const token = (
    claims: Record<string, unknown> = {},
    header: { alg?: string; kid?: string } = {},
    signedWith = key.privateKey,
  ): Promise<string> => {
    const seconds = Math.floor(now / 1000);
    return new SignJWT({ iss: provider.issuer, aud: audience, exp: seconds + 600, iat: seconds, ...sokha, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'first', ...header })
      .sign(signedWith);
  };
  const verify = async (text: string | Promise<string>) => verifier.verify(await text);
  const refused = async (text: string | Promise<string>, saying: RegExp) => {
    const refusal: unknown = await verify(text).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Unauthenticated);
    expect((refusal as Unauthenticated).reason).toBe('invalid_token');
    expect((refusal as Unauthenticated).message).toMatch(saying);
  };

  it('says who is asking', async () => {
    expect(await verify(token())).toEqual({
      subject: 'sokha',
      name: 'Sokha Chan',
      roles: ['investigator'],
      unit: 'unit-7',
      agency: 'police',
    });
  });

  it('is verified once and then known, so that the next request costs no signature', async () => {
    const text = await token();
    const first = await verify(text);
    expect(verifier.verify(text)).toBe(first);
  });

  it('is refused when it has expired, a known one too', async () => {
    const text = await token({ exp: Math.floor(now / 1000) + 30 });
    await verify(text);
    now += 36_000;
    await refused(text, /expired/);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['another audience', { aud: 'payroll' }, /"aud"/],
    ['no audience', { aud: undefined }, /"aud"/],
    ['another issuer', { iss: 'https://elsewhere.example' }, /"iss"/],
    ['no expiry', { exp: undefined }, /"exp"/],
    ['a time to come', { nbf: Math.floor(Date.now() / 1000) + 3600 }, /"nbf"/],
    ['no subject', { sub: undefined }, /"sub"/],
    ['an empty subject', { sub: '' }, /"sub"/],
    ['a subject of control characters', { sub: 'sokha\nadmin' }, /"sub"/],
    ['a number for a unit', { unit: 7 }, /"unit"/],
    ['a text for roles', { roles: 'investigator' }, /"roles"/],
  ])('is refused with %s', async (_, claims, saying) => {
    await refused(token(claims), saying);
  });

  it('is taken while the clocks differ by less than five seconds', async () => {
    await expect(verify(token({ exp: Math.floor(now / 1000) - 3 }))).resolves.toMatchObject({ subject: 'sokha' });
    await expect(verify(token({ nbf: Math.floor(now / 1000) + 3 }))).resolves.toMatchObject({ subject: 'sokha' });
  });

  it('has the roles we know, spelt as we spell them', async () => {
    const identity = await verify(
      token({ roles: ['Investigator', 'auditor', 'AUDITOR', 'constructor', '__proto__', 'offline_access', 7, 'auditor'] }),
    );
    expect(identity.roles).toEqual(['auditor']);
  });

  it('may have no roles', async () => {
    expect((await verify(token({ roles: undefined }))).roles).toEqual([]);
  });

  it('is refused without a signature (alg none)', async () => {
    const claims = { ...sokha, iss: provider.issuer, aud: audience, exp: Math.floor(now / 1000) + 600 };
    await refused(new UnsecuredJWT(claims).encode(), /does not hold|public-key/);
  });

  it('is refused when it is signed with the public key as if it were a shared secret (HS256)', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { ...sokha, iss: provider.issuer, aud: audience, exp: Math.floor(now / 1000) + 600 };
    const signed = `${part({ alg: 'HS256', kid: 'first' })}.${part(claims)}`;
    for (const secret of [
      await exportSPKI(key.publicKey),
      createPublicKey(await exportSPKI(key.publicKey)).export({ type: 'spki', format: 'der' }),
    ])
      await refused(`${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`, /public-key/);
  });

  it('is refused when a stranger signed it under the name of a known key', async () => {
    const stranger = await generateKeyPair('ES256');
    await refused(token({}, {}, stranger.privateKey), /does not hold/);
  });

  it('is refused when its claims were changed after it was signed', async () => {
    const [header, , signature] = (await token()).split('.');
    const claims = Buffer.from(JSON.stringify({ ...sokha, roles: ['auditor'], iss: provider.issuer, aud: audience, exp: 9e9 }));
    await refused(`${header ?? ''}.${claims.toString('base64url')}.${signature ?? ''}`, /does not hold/);
  });

  it.each(['', 'x', 'a.b.c', '..', 'a'.repeat(8_193)])('is refused when it is no token at all (%#)', async (text) => {
    await refused(text, /does not hold|more than/);
  });

  it('is taken when its key was made after ours were fetched', async () => {
    await verify(token());
    const second = await provider.newKey('second');
    await expect(verify(token({}, { kid: 'second' }, second.privateKey))).resolves.toMatchObject({ subject: 'sokha' });
  });

  it('of a key that does not exist makes us ask the provider once, not every time', async () => {
    await verify(token());
    const before = provider.requests;
    const stranger = await generateKeyPair('ES256');
    for (let attempt = 0; attempt < 5; attempt++)
      await refused(token({ jti: String(attempt) }, { kid: 'unheard-of' }, stranger.privateKey), /key of the identity/);
    expect(provider.requests - before).toBe(2);
  });

  it('of a key that the provider removed is refused within two minutes, though it was known', async () => {
    const text = await token({ exp: Math.floor(now / 1000) + 3600 });
    await verify(text);
    provider.published.delete('first');
    await provider.newKey('second');
    now += 61_000;
    await refused(text, /key of the identity/);
  });

  it('cannot be judged while the provider was never reached: that is nobody else’s fault than the provider’s', async () => {
    provider.down = true;
    await expect(verify(token())).rejects.toBeInstanceOf(IdentityProviderUnavailable);
  });

  it('is taken with the last known keys for fifteen minutes while the provider is away, and not longer', async () => {
    await verify(token());
    provider.down = true;
    now += 14 * 60_000;
    await expect(verify(token())).resolves.toMatchObject({ subject: 'sokha' });
    now += 2 * 60_000;
    await expect(verify(token())).rejects.toBeInstanceOf(IdentityProviderUnavailable);
    provider.down = false;
    now += 11_000;
    await expect(verify(token())).resolves.toMatchObject({ subject: 'sokha' });
  });

  it('is not judged by keys whose discovery document speaks for somebody else', async () => {
    provider.claimedIssuer = 'https://elsewhere.example';
    await expect(verify(token())).rejects.toBeInstanceOf(IdentityProviderUnavailable);
  });

  it('is taken with keys named by their URL', async () => {
    verifier = tokenVerifier({ issuer: provider.issuer, jwksUrl: `${provider.issuer}/keys`, audience }, { clock: () => now });
    await expect(verify(token())).resolves.toMatchObject({ subject: 'sokha' });
  });

  it('leaves the memory of verified tokens when many others come', async () => {
    verifier = tokenVerifier({ issuer: provider.issuer, audience }, { clock: () => now, remembered: 2 });
    const [first, second, third] = await Promise.all([token({ jti: '1' }), token({ jti: '2' }), token({ jti: '3' })]);
    await verify(first);
    await verify(second);
    await verify(first);
    await verify(third);
    expect(verifier.verify(first)).not.toBeInstanceOf(Promise);
    const again = verifier.verify(second);
    expect(again).toBeInstanceOf(Promise);
    await again;
  });
});

describe('the settings of a verifier', () => {
  it('name a URL', () => {
    expect(() => tokenVerifier({ issuer: 'not a url', audience: 'caseledger' })).toThrow();
  });

  it('do not fetch keys unprotected in production', () => {
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    try {
      expect(() => tokenVerifier({ issuer: 'http://identity.example', audience: 'caseledger' })).toThrow(/https/);
      expect(() =>
        tokenVerifier({ issuer: 'https://identity.example', jwksUrl: 'http://identity.example', audience: 'caseledger' }),
      ).toThrow(/https/);
    } finally {
      process.env.NODE_ENV = before;
    }
  });
});
