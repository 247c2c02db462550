import { once } from 'node:events';
import { connect } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { issueToken, localIssuer, type LocalIssuer } from '#libs/access';
import { folderForAll } from '../../../test/folder.ts';
import { assembled, CASE, started } from './testing/sample.ts';
import { harden, type HardenOptions } from './harden.ts';
import type { ProblemBody } from './problems.ts';
import type { ServerOptions } from './server.ts';

const folder = folderForAll();
let issuer: LocalIssuer;
let app: NestFastifyApplication;

beforeAll(async () => {
  issuer = await localIssuer({ directory: folder.path });
});
afterEach(() => app.close());

async function hardened(options: HardenOptions = {}, server: ServerOptions = {}): Promise<NestFastifyApplication> {
  app = await assembled({ localIssuer: issuer }, undefined, server);
  await harden(app, options);
  return started(app);
}

/** Says it to the listening server as it stands, and hears it out. */
async function say(text: string): Promise<string> {
  const { port } = app.getHttpServer().address() as { port: number };
  const socket = connect(port, '127.0.0.1', () => socket.write(text));
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString()));
  await once(socket, 'close');
  return answer;
}

const tokenOf = (subject: string): Promise<string> => issueToken(issuer, { roles: ['investigator'], subject });
const list = async (token: string | undefined, remoteAddress = '192.0.2.1') =>
  app.inject({ method: 'GET', url: '/v1/cases', headers: token === undefined ? {} : { authorization: `Bearer ${token}` }, remoteAddress });

describe('every answer', () => {
  it('tells browsers to trust nothing in it', async () => {
    await hardened();
    for (const url of ['/health', '/v1/cases', '/nothing']) {
      const { headers } = await app.inject({ method: 'GET', url });
      expect(headers).toMatchObject({
        'content-security-policy': "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'strict-transport-security': expect.stringContaining('max-age=') as string,
        'referrer-policy': 'no-referrer',
      });
      expect(headers).not.toHaveProperty('x-powered-by');
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  it('to OPTIONS names the methods of an address that is there', async () => {
    await hardened();
    const answer = await app.inject({ method: 'OPTIONS', url: `/v1/cases/${CASE}/seizures` });
    expect({ status: answer.statusCode, allow: answer.headers.allow }).toEqual({ status: 204, allow: 'POST, OPTIONS' });
    expect((await app.inject({ method: 'OPTIONS', url: '/nothing' })).statusCode).toBe(404);
  });

  it('lets pages of the named origins read it, and no others', async () => {
    await hardened({ corsOrigins: ['https://desk.example'] });
    const asked = (origin: string) => app.inject({ method: 'GET', url: '/health', headers: { origin } });
    const known = await asked('https://desk.example');
    expect(known.headers['access-control-allow-origin']).toBe('https://desk.example');
    expect(known.headers['access-control-expose-headers']).toContain('ETag');
    expect((await asked('https://evil.example')).headers).not.toHaveProperty('access-control-allow-origin');
    const preflight = await app.inject({
      method: 'OPTIONS',
      url: `/v1/cases/${CASE}/seizures`,
      headers: {
        origin: 'https://desk.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'Idempotency-Key',
      },
    });
    expect(preflight.statusCode).toBe(204);
    expect(preflight.headers['access-control-allow-headers']).toContain('Idempotency-Key');
  });
});

describe('a rate limit', () => {
  it('counts a person wherever they ask from, and answers 429 with the time to wait', async () => {
    await hardened({ requestsPerMinute: 2 });
    const sokha = await tokenOf('sokha');
    expect((await list(sokha, '192.0.2.1')).statusCode).toBe(200);
    expect((await list(sokha, '192.0.2.2')).statusCode).toBe(200);
    const third = await list(await tokenOf('sokha'), '192.0.2.3');
    expect(third.statusCode).toBe(429);
    expect(third.json<ProblemBody>()).toMatchObject({ code: 'request.too-many', type: '/problems/request.too-many' });
    expect(Number(third.headers['retry-after'])).toBeGreaterThan(0);
    expect((await list(await tokenOf('dara'), '192.0.2.1')).statusCode).toBe(200);
  });

  it('counts an address where nobody says who asks, however many tokens are made up', async () => {
    await hardened({ requestsPerMinute: 2 });
    expect((await list(undefined)).statusCode).toBe(401);
    expect((await list('made-up-1')).statusCode).toBe(401);
    expect((await list('made-up-2')).statusCode).toBe(429);
    expect((await list(undefined, '192.0.2.9')).statusCode).toBe(401);
  });

  it('counts addresses that are nowhere, too', async () => {
    await hardened({ requestsPerMinute: 1 });
    expect((await app.inject('/nothing')).statusCode).toBe(404);
    expect((await app.inject('/nothing')).statusCode).toBe(429);
  });

  it('believes a proxy about addresses only where it is told to', async () => {
    const from = (address: string) =>
      app.inject({ method: 'GET', url: '/health', headers: { 'x-forwarded-for': address }, remoteAddress: '10.0.0.1' });
    await hardened({ requestsPerMinute: 1 });
    expect([(await from('192.0.2.1')).statusCode, (await from('192.0.2.2')).statusCode]).toEqual([200, 429]);
    await app.close();
    await hardened({ requestsPerMinute: 1 }, { trustProxy: '10.0.0.0/8' });
    expect([(await from('192.0.2.1')).statusCode, (await from('192.0.2.2')).statusCode]).toEqual([200, 200]);
  });

  it('can be left out', async () => {
    await hardened({ requestsPerMinute: false });
    expect((await list(await tokenOf('sokha'))).headers).not.toHaveProperty('ratelimit-limit');
  });
});

describe('a server', () => {
  it('takes bodies up to the limit it is given', async () => {
    await hardened({}, { bodyLimit: 100 });
    const headers = { authorization: `Bearer ${await tokenOf('sokha')}`, 'content-type': 'application/json' };
    const open = (title: string) => app.inject({ method: 'POST', url: '/v1/cases', headers, payload: JSON.stringify({ title }) });
    expect((await open('x'.repeat(80))).statusCode).toBe(201);
    expect((await open('x'.repeat(100))).json()).toMatchObject({ code: 'body.too-large' });
  });

  it('answers what is no HTTP with a problem, and closes', async () => {
    await hardened();
    await app.listen(0, '127.0.0.1');
    expect(await say('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [^]*application\/problem\+json[^]*"code":"request\.malformed"/);
    expect(await say(`GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 [^]*"code":"request\.headers-too-large"/,
    );
  });

  it('refuses a request with two Authorization headers, of which another may have looked at the other', async () => {
    await hardened();
    await app.listen(0, '127.0.0.1');
    const bearer = `Authorization: Bearer ${await tokenOf('sokha')}\r\n`;
    const asked = (headers: string) => say(`GET /v1/cases HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`);
    expect(await asked(bearer)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await asked(bearer + bearer.replace('Authorization', 'authorization'))).toMatch(
      /^HTTP\/1\.1 401 [^]*more than one Authorization header/,
    );
  });

  it('says where a new thing is on itself, whatever host the request names', async () => {
    await hardened();
    await app.listen(0, '127.0.0.1');
    const body = '{"title":"x"}';
    const answer = await say(
      `POST http://elsewhere.example/v1/cases HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\nAuthorization: Bearer ${await tokenOf('sokha')}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 201 /);
    expect(/^location: (.*)\r$/im.exec(answer)?.[1]).toMatch(/^\/v1\/cases\/[0-9a-f-]{36}$/);
  });

  it('that is about to stop says so, and to ask elsewhere', async () => {
    await hardened();
    app.getHttpAdapter().beforeClose?.();
    const answer = await app.inject('/health');
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.json()).toMatchObject({ code: 'server.stopping' });
  });
});
