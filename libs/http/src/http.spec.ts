import { Body, Controller, Get, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { assertEveryRouteDeclaresRoles, issueToken, localIssuer, type LocalIssuer, Roles, routesOf } from '#libs/access';
import {
  CommandIdReused,
  deriveUuid,
  EventTooLarge,
  InvalidQuery,
  PastNotReady,
  PreconditionFailed,
  ProjectionBehind,
  RevisionConflict,
  RowsUnavailable,
  RuleBroken,
  StoreUnavailable,
  StreamDeleted,
  UnknownSubject,
  UnreadableEvent,
} from '#libs/event-sourcing';
import { folderForAll } from '../../../test/folder.ts';
import { assembled, CASE, RecordSeizureBody, seen, started } from './testing/sample.ts';
import type { CommandOutcome } from './answers.ts';
import { Problem, type ProblemBody } from './problems.ts';
import { CommandRoute } from './routes.ts';

const folder = folderForAll();
let issuer: LocalIssuer;
let app: NestFastifyApplication;
let token: string;

beforeAll(async () => {
  issuer = await localIssuer({ directory: folder.path });
  token = await issueToken(issuer, { roles: ['investigator'], unit: 'unit-7', agency: 'police', name: 'Sokha', subject: 'sokha' });
  app = await started(await assembled({ localIssuer: issuer }));
});
afterAll(() => app.close());
beforeEach(() => {
  seen.failure = undefined;
});

type Headers = Record<string, string | string[]>;
const as = (bearer: string, headers: Headers = {}): Headers => ({ authorization: `Bearer ${bearer}`, ...headers });
const get = (url: string, headers: Headers = as(token)) => app.inject({ method: 'GET', url, headers });
const post = (url: string, body: unknown, headers: Headers = {}) =>
  app.inject({
    method: 'POST',
    url,
    headers: as(token, { 'content-type': 'application/json', ...headers }),
    payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
  });
const seizures = `/v1/cases/${CASE}/seizures`;
const seizure = RecordSeizureBody.example;

type Answer = Awaited<ReturnType<typeof get>>;
function problem(answer: Answer, status: number, code: string): ProblemBody {
  const body = answer.json<ProblemBody>();
  expect({ status: answer.statusCode, code: body.code, type: String(answer.headers['content-type']).split(';')[0] }).toEqual({
    status,
    code,
    type: 'application/problem+json',
  });
  expect(body).toMatchObject({ status, title: expect.any(String) as string, detail: expect.any(String) as string });
  expect(body.type).toMatch(/^\/problems\/[a-z-]+\.[a-z-]+$/);
  expect(body.instance).toBe(`urn:uuid:${String(answer.headers['x-request-id'])}`);
  return body;
}

describe('a command', () => {
  it('answers where its stream stands, and how to ask for it', async () => {
    const answer = await post(seizures, seizure);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ id: CASE, revision: 4, position: '41' });
    expect(answer.headers.etag).toBe('"4"');
    expect(seen.body).toEqual(seizure);
  });

  it('that creates answers 201 and where the new thing is', async () => {
    const answer = await post('/v1/cases', { title: 'ប៉ោយប៉ែត' });
    expect(answer.statusCode).toBe(201);
    expect(answer.headers).toMatchObject({ location: `/v1/cases/${CASE}`, etag: '"0"' });
  });

  it('knows who gave it, when, and in which conversation', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const answer = await post(seizures, seizure, { traceparent: `00-${trace}-00f067aa0ba902b7-01` });
    expect(seen.context).toMatchObject({
      actor: { id: 'sokha', name: 'Sokha', roles: ['investigator'], unit: 'unit-7', agency: 'police' },
      correlationId: trace,
      causationId: answer.headers['x-request-id'],
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
    });
    expect(answer.headers['x-correlation-id']).toBe(trace);
  });

  it.each([
    undefined,
    '',
    'nonsense',
    '00-00000000000000000000000000000000-00f067aa0ba902b7-01',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01',
    '00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01',
    'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more',
  ])('begins a conversation of its own where traceparent is %p', async (traceparent) => {
    const answer = await post(seizures, seizure, traceparent === undefined ? {} : { traceparent });
    expect(seen.context?.correlationId).toBe(String(answer.headers['x-request-id']).replaceAll('-', ''));
  });

  it('belongs to the conversation of a traceparent of a later version', async () => {
    await post(seizures, seizure, { traceparent: '01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more' });
    expect(seen.context?.correlationId).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
  });

  it('is the same command under the same Idempotency-Key of the same person, and only then', async () => {
    const idOf = async (headers: Headers) => {
      await post(seizures, seizure, headers);
      return seen.context?.commandId;
    };
    const other = await issueToken(issuer, { roles: ['unit-head'], subject: 'dara' });
    const first = await idOf({ 'idempotency-key': 'seizure-1' });
    expect(first).toBe(deriveUuid('idempotency-key', 'sokha', 'seizure-1'));
    expect(await idOf({ 'idempotency-key': 'seizure-1' })).toBe(first);
    expect(await idOf({ 'idempotency-key': 'seizure-2' })).not.toBe(first);
    expect(await idOf({ 'idempotency-key': 'seizure-1', authorization: `Bearer ${other}` })).not.toBe(first);
    expect(await idOf({})).not.toBe(await idOf({}));
  });

  it.each<[string, string | string[]]>([
    ['empty', ''],
    ['of two words', 'a b'],
    ['too long', 'k'.repeat(256)],
    ['not ASCII', 'clé'],
    ['sent twice', ['one', 'two']],
  ])('is refused when its Idempotency-Key is %s', async (_, key) => {
    const body = problem(await post(seizures, seizure, { 'idempotency-key': key }), 400, 'header.invalid');
    expect(body.errors).toMatchObject([{ header: 'Idempotency-Key' }]);
  });

  it('takes the revision that was seen from If-Match', async () => {
    await post(seizures, seizure, { 'if-match': '"7"' });
    expect(seen.context?.ifRevision).toBe(7);
    await post(seizures, seizure);
    expect(seen.context).not.toHaveProperty('ifRevision');
  });

  it.each(['7', '*', 'W/"7"', '"7", "8"', '"-1"', '"07"', '"99999999999999999999"', '""', '"7'])(
    'is refused when If-Match is %s',
    async (tag) => {
      problem(await post(seizures, seizure, { 'if-match': tag }), 400, 'header.invalid');
    },
  );

  it('without a body is refused when it needs one, and with one when it takes none', async () => {
    const bare = await app.inject({ method: 'POST', url: seizures, headers: as(token) });
    expect(problem(bare, 400, 'body.invalid').errors).toMatchObject([{ pointer: '', code: 'required' }]);
    const withdrawal = { method: 'DELETE', url: `/v1/cases/${CASE}/notes` } as const;
    expect((await app.inject({ ...withdrawal, headers: as(token) })).statusCode).toBe(200);
    // Nothing is no body, whatever type it is said to have.
    const typed = as(token, { 'content-type': 'application/json', 'content-length': '0' });
    expect((await app.inject({ ...withdrawal, headers: typed, payload: '' })).statusCode).toBe(200);
    problem(
      await app.inject({ ...withdrawal, headers: as(token, { 'content-type': 'application/json' }), payload: '{"all":true}' }),
      400,
      'body.invalid',
    );
  });

  it('takes no parameters that nobody reads', async () => {
    expect(problem(await post(`${seizures}?force=true`, seizure), 400, 'query.invalid').errors).toMatchObject([{ parameter: 'force' }]);
  });
});

describe('a body', () => {
  const changed = (change: Record<string, unknown>) => ({ ...seizure, ...change });

  it.each<[string, unknown, string, string]>([
    ['a missing field', { ...seizure, place: undefined }, '/place', 'required'],
    ['null in place of a left-out field', changed({ remarks: null }), '/remarks', 'isText'],
    ['an unknown field', changed({ bonus: 1 }), '/bonus', 'unknownField'],
    ['an unknown field inside', changed({ lots: [{ ...seizure.lots[0], bonus: 1 }] }), '/lots/0/bonus', 'unknownField'],
    ['an unknown field with a name to escape', changed({ 'a/b~c': 1 }), '/a~1b~0c', 'unknownField'],
    ['a field every object inherits', changed({ toString: 1 }), '/toString', 'unknownField'],
    ['a field called constructor', changed({ constructor: 1 }), '/constructor', 'unknownField'],
    ['text for a number', changed({ lots: [{ substance: 'heroin', grossMg: '1200000' }] }), '/lots/0/grossMg', 'isMilligrams'],
    ['a fraction of a milligram', changed({ lots: [{ substance: 'heroin', grossMg: 0.5 }] }), '/lots/0/grossMg', 'isMilligrams'],
    ['nothing weighed', changed({ lots: [{ substance: 'heroin', grossMg: 0 }] }), '/lots/0/grossMg', 'isMilligrams'],
    ['a weight no number keeps', changed({ lots: [{ substance: 'heroin', grossMg: 2 ** 53 }] }), '/lots/0/grossMg', 'isMilligrams'],
    ['an unknown substance', changed({ lots: [{ substance: 'sugar', grossMg: 1 }] }), '/lots/0/substance', 'isIn'],
    ['an empty list', changed({ lots: [] }), '/lots', 'arrayMinSize'],
    ['null in a list', changed({ lots: [null] }), '/lots', 'isObject'],
    ['a list in a list', changed({ lots: [seizure.lots] }), '/lots', 'isObject'],
    ['an object for a list', changed({ lots: seizure.lots[0] }), '/lots', 'isArray'],
    ['a list that is too long', changed({ lots: Array(51).fill(seizure.lots[0]) }), '/lots', 'arrayMaxSize'],
    ['spaces at an end', changed({ place: ' Poipet' }), '/place', 'isText'],
    ['a line break where none belongs', changed({ place: 'Poi\npet' }), '/place', 'isText'],
    ['text that turns its reader around', changed({ place: 'Poi\u202Epet' }), '/place', 'isText'],
    ['a day that is none', changed({ seizedAt: '2026-02-29T10:00:00+07:00' }), '/seizedAt', 'isInstant'],
    ['a time without its offset', changed({ seizedAt: '2026-02-28T10:00:00' }), '/seizedAt', 'isInstant'],
  ])('with %s is refused, and told where', async (_, body, pointer, code) => {
    const { errors } = problem(await post(seizures, body), 400, 'body.invalid');
    expect(errors).toEqual([{ pointer, code, detail: expect.any(String) as string }]);
  });

  it('may have what is optional, in Khmer and over several lines', async () => {
    const body = changed({ remarks: 'រឹបអូស\nat the border 🚔' });
    expect((await post(seizures, body)).statusCode).toBe(200);
    expect(seen.body).toEqual(body);
  });

  it('is told everything that is wrong with it at once', async () => {
    const { errors, detail } = problem(await post(seizures, { place: 7, lots: 'none', bonus: 1 }), 400, 'body.invalid');
    expect(errors?.map(({ pointer }) => pointer).sort()).toEqual(['/bonus', '/lots', '/place', '/seizedAt']);
    expect(detail).toBe('4 things are wrong with the body');
  });

  it.each(['null', '[]', '"text"', '7', 'true'])('is an object, not %s', async (body) => {
    problem(await post(seizures, body), 400, 'body.invalid');
  });

  it.each<[string, string | Buffer]>([
    ['', ''],
    ['cut off', '{"place":'],
    ['with a prototype', '{"__proto__":{"admin":true},"place":"Poipet"}'],
    ['with a prototype inside', '{"lots":[{"__proto__":{"admin":true}}]}'],
    ['with the prototype of its constructor', '{"constructor":{"prototype":{"admin":true}}}'],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['with a NUL', JSON.stringify({ ...seizure, place: 'a\0b' })],
    ['with a NUL in a name', '{"a\\u0000b":1}'],
    ['with half a character', `{"place":"\\ud83d"}`],
  ])('that is %s is no body', async (_, body) => {
    problem(await post(seizures, body), 400, 'body.malformed');
    expect(({} as { admin?: unknown }).admin).toBeUndefined();
  });

  it('of endless depth is answered like any other', async () => {
    const deep = `{"place":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(problem(await post(seizures, deep), 400, 'body.invalid').errors).toMatchObject([{ code: 'tooDeep' }]);
  });

  it('of very many wrong values is answered by the compiled check alone', async () => {
    const body = { ...seizure, lots: Array(20_000).fill({}) };
    expect(problem(await post(seizures, body), 400, 'body.invalid').errors).toMatchObject([{ pointer: '/lots', code: 'schema' }]);
  });

  it('of infinite numbers is refused', async () => {
    problem(await post(seizures, JSON.stringify(seizure).replace('1200000', '1e999')), 400, 'body.invalid');
  });

  it('over the limit is refused', async () => {
    problem(await post(seizures, { ...seizure, remarks: 'x'.repeat(262_144) }), 413, 'body.too-large');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml', 'application/jsonx'])(
    'of type %s is refused',
    async (type) => {
      problem(await post(seizures, seizure, { 'content-type': type }), 415, 'media-type.unsupported');
    },
  );

  it('may name its character set', async () => {
    expect((await post(seizures, seizure, { 'content-type': 'application/json; charset=utf-8' })).statusCode).toBe(200);
  });
});

describe('a query', () => {
  it('is made of text as its class wants it', async () => {
    const answer = await get('/v1/cases?limit=50&status=open&status=closed&after=9007199254740991');
    expect(answer.statusCode).toBe(200);
    expect(seen.query).toEqual({ limit: 50, status: ['open', 'closed'], after: 9007199254740991 });
    expect(answer.json()).toEqual({ items: [{ title: 'Poipet' }], next: 'n', position: '44' });
    await get('/v1/cases?status=open');
    expect(seen.query).toEqual({ status: ['open'] });
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=1e2', 'limit'],
    ['limit=', 'limit'],
    ['limit=5.5', 'limit'],
    ['limit=5&limit=6', 'limit'],
    ['status=lost', 'status'],
    ['status=open&status=open', 'status'],
    ['after=-1', 'after'],
    ['after=9007199254740993', 'after'],
    ['Limit=5', 'Limit'],
    ['colour=red', 'colour'],
    ['__proto__=1', '__proto__'],
    ['toString=1', 'toString'],
  ])('with %s is refused', async (query, parameter) => {
    const { errors } = problem(await get(`/v1/cases?${query}`), 400, 'query.invalid');
    expect(errors).toMatchObject([{ parameter }]);
  });

  it('answers one thing with its revision, and 404 for none', async () => {
    const answer = await get(`/v1/cases/${CASE}`);
    expect(answer.json()).toEqual({ title: 'Poipet', revision: 4, position: '44' });
    expect(answer.headers.etag).toBe('"4"');
    problem(await get(`/v1/cases/${CASE.replace('7c', '00')}`), 404, 'resource.not-found');
    problem(await get(`/v1/cases/${CASE}?limit=1`), 400, 'query.invalid');
  });

  it.each(['1', CASE.toUpperCase(), `${CASE}x`, '%00', '%E1%9E%80'])('for the id %s is refused', async (id) => {
    expect(problem(await get(`/v1/cases/${id}`), 400, 'path.invalid').errors).toMatchObject([{ parameter: 'id' }]);
  });
});

describe('who asks', () => {
  it('is known to the handler', async () => {
    await get(`/v1/cases/${CASE}`);
    expect(seen.identity).toMatchObject({ subject: 'sokha', roles: ['investigator'] });
  });

  it('need not say so for what is public', async () => {
    expect((await get('/health', {})).json()).toEqual({ up: true });
    expect((await get('/health', { authorization: 'Bearer nonsense' })).statusCode).toBe(200);
  });

  it('is asked for a token', async () => {
    const answer = await get('/v1/cases', {});
    problem(answer, 401, 'token.missing');
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="caseledger"');
  });

  it.each<[string, string | string[]]>([
    ['another scheme', 'Basic c29raGE6c2VjcmV0'],
    ['no token', 'Bearer '],
    ['two tokens', 'Bearer one two'],
    ['a token of strange characters', 'Bearer a"b'],
  ])('is told so with %s', async (_, authorization) => {
    const answer = await get('/v1/cases', { authorization });
    problem(answer, 401, 'token.invalid');
    expect(answer.headers['www-authenticate']).toContain('error="invalid_request"');
  });

  it('is told so with a token that does not hold', async () => {
    for (const bad of ['nonsense', `${token}x`, token.slice(0, -4), 'a'.repeat(9_000)]) {
      const answer = await get('/v1/cases', as(bad));
      problem(answer, 401, 'token.invalid');
      expect(answer.headers['www-authenticate']).toMatch(/error="invalid_token", error_description="[^"]+"$/);
    }
  });

  it('is told which roles are served', async () => {
    const finance = await issueToken(issuer, { roles: ['finance-officer'] });
    const body = problem(await get('/v1/cases', as(finance)), 403, 'role.insufficient');
    expect(body.serves).toEqual(['investigator', 'auditor']);
    expect(body.detail).toBe('This is for investigator or auditor; your token says finance-officer');
    const nobody = await issuer.sign({ subject: 'x', name: 'x', roles: [] }, 60);
    expect(problem(await get('/v1/cases', as(nobody)), 403, 'role.insufficient').detail).toContain('no role');
  });

  it('is decided before what was sent is looked at', async () => {
    problem(
      await app.inject({ method: 'POST', url: seizures, headers: { 'content-type': 'application/json' }, payload: '{"bonus":1}' }),
      401,
      'token.missing',
    );
  });
});

describe('an error', () => {
  it.each<[Error, number, string, Record<string, unknown>, Record<string, string>]>([
    [
      new RuleBroken('case.closed', 'The case is closed', { since: '2026-03-02' }),
      409,
      'case.closed',
      { type: '/problems/rule.broken', detail: 'The case is closed', facts: { since: '2026-03-02' } },
      {},
    ],
    [
      new UnreadableEvent('CaseOpened of version 9 is newer'),
      503,
      'history.unreadable',
      { type: '/problems/history.unreadable' },
      { 'retry-after': '30' },
    ],
    [new UnknownSubject('case.unknown', 'There is no such case'), 404, 'case.unknown', { type: '/problems/resource.not-found' }, {}],
    [new PreconditionFailed('case-1', 3, 7), 412, 'command.precondition-failed', { revision: 7 }, { etag: '"7"' }],
    [new PreconditionFailed('case-1', 3, 'none'), 412, 'command.precondition-failed', {}, {}],
    [new CommandIdReused(CASE), 422, 'command.id-reused', {}, {}],
    [new RevisionConflict('case-1', 3, 7), 409, 'command.conflict', {}, { 'retry-after': '1' }],
    [new EventTooLarge('case-1', 2_000_000), 413, 'event.too-large', {}, {}],
    [new StreamDeleted('case-1'), 410, 'resource.gone', {}, {}],
    [
      new StoreUnavailable('disk /var/lib/secret is full', 'not-applied'),
      503,
      'store.unavailable',
      { outcome: 'not-applied' },
      { 'retry-after': '1' },
    ],
    [new StoreUnavailable('connection lost', 'unknown'), 503, 'store.unavailable', { outcome: 'unknown' }, { 'retry-after': '1' }],
    [new RowsUnavailable('password of postgres://secret'), 503, 'rows.unavailable', {}, { 'retry-after': '1' }],
    [
      new ProjectionBehind('case-status', 40, 41),
      503,
      'projection.behind',
      { projection: 'case-status', position: '40', wanted: '41' },
      { 'retry-after': '1' },
    ],
    [new PastNotReady('37 % are done', 2), 503, 'past.not-ready', { detail: '37 % are done' }, { 'retry-after': '2' }],
    [
      new InvalidQuery('cursor', 'This cursor belongs to another query'),
      400,
      'query.invalid',
      { errors: [{ parameter: 'cursor', code: 'rows.invalid-query', detail: 'This cursor belongs to another query' }] },
      {},
    ],
    [new Problem('resource.not-found', 'No such seizure', { members: { seizure: 3 } }), 404, 'resource.not-found', { seizure: 3 }, {}],
    [new TypeError("Cannot read 'secret' of undefined"), 500, 'server.error', {}, {}],
  ])('%s becomes %i %s', async (error, status, code, members, headers) => {
    seen.failure = error;
    const answer = await post(seizures, seizure);
    expect(problem(answer, status, code)).toMatchObject(members);
    expect(answer.headers).toMatchObject(headers);
    expect(answer.body).not.toMatch(/secret|stack|node_modules/);
    expect(answer.headers.etag).toBe(headers.etag);
  });

  it('of address or method says which methods there are', async () => {
    problem(await get('/v1/nothing'), 404, 'route.unknown');
    const answer = await get(seizures);
    problem(answer, 405, 'method.not-allowed');
    expect(answer.headers.allow).toBe('POST, OPTIONS');
    expect((await app.inject({ method: 'PUT', url: '/v1/cases' })).headers.allow).toBe('POST, GET, HEAD, OPTIONS');
  });

  it('in the address itself is a problem too', async () => {
    problem(await get('/v1/cases/%zz'), 400, 'path.invalid');
    problem(await get(`/v1/cases/${'x'.repeat(300)}`), 414, 'request.uri-too-long');
  });

  it('answers HEAD as it would GET, without a body', async () => {
    const answer = await app.inject({ method: 'HEAD', url: `/v1/cases/${CASE}`, headers: as(token) });
    expect({ status: answer.statusCode, etag: answer.headers.etag, body: answer.body }).toEqual({ status: 200, etag: '"4"', body: '' });
    expect((await app.inject({ method: 'HEAD', url: '/v1/cases' })).statusCode).toBe(401);
  });
});

describe('an application', () => {
  it('knows whom each of its routes serves', () => {
    expect(() => {
      assertEveryRouteDeclaresRoles(app);
    }).not.toThrow();
    const served = Object.fromEntries(routesOf(app).map(({ method, path, access }) => [`${method} ${path}`, access]));
    expect(served).toMatchObject({
      'POST /v1/cases': { roles: ['investigator'] },
      'GET /v1/cases': { roles: ['investigator', 'auditor'] },
      'POST /v1/cases/:id/seizures': { roles: ['investigator', 'unit-head'] },
      'GET /health': 'public',
    });
  });

  it('that cannot reach its identity provider answers 503, not 401', async () => {
    const lost = await started(await assembled({ issuer: 'http://127.0.0.1:1', audience: 'caseledger' }));
    const answer = await lost.inject({ method: 'GET', url: '/v1/cases', headers: as(token) });
    await lost.close();
    problem(answer, 503, 'identity-provider.unavailable');
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.body).not.toContain('127.0.0.1');
  });

  const startedWith = async (controller: Type) => started(await assembled({ localIssuer: issuer }, [controller]));

  it('does not start while a route declares no roles', async () => {
    @Controller('open')
    class OpenController {
      @Get()
      all(): string {
        return 'everything';
      }
      @Roles('auditor')
      @Get('some')
      some(): string {
        return 'something';
      }
    }
    await expect(startedWith(OpenController)).rejects.toThrow(/OpenController\.all \(GET \/open\)$/);
  });

  it('does not start while a body is of no class', async () => {
    @Controller('loose')
    class LooseController {
      @CommandRoute({ roles: ['auditor'], summary: 'Take anything' })
      async take(@Body() body: { anything: string }): Promise<CommandOutcome> {
        return { id: body.anything, revision: 0, position: 0 };
      }
    }
    await expect(startedWith(LooseController)).rejects.toThrow(/LooseController\.take takes a body or query of no class/);
  });
});
