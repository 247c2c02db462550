import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import supertest, { type Response } from 'supertest';
import { issueToken, localIssuer, type Role } from '#libs/access';
import { capabilities, createApi, describeApi } from '#libs/composition';
import { bodiesOf, exampleOf } from '#libs/http';
import { equivalence } from '#libs/http/testing';
import { configurationFrom, openLog } from '#libs/platform';
import { oneOfEach, servedApi, surroundings } from './api.ts';
import { caseBody, seizureBody } from './bodies.ts';

/** Bodies whose two checks were compared: they are the same classes whatever stores the program stands on. */
const compared = new Set<Type>();

describe.each(surroundings)('cases over HTTP, on $name', (place) => {
  const api = servedApi(oneOfEach('unit-phnom-penh-1', 'police'), { on: place });

  const request = (method: 'get' | 'post' | 'patch', path: string, as: Role = 'investigator') =>
    api.request(method, `/v1/cases${path}`, as);
  const post = (path: string, body: object, headers: Record<string, string> = {}) => request('post', path).set(headers).send(body);
  const get = (path: string) => request('get', path);
  const opening = caseBody();
  const seizure = { ...seizureBody(), authorisation: { kind: 'none', explanation: 'Pursuit into the building' } };
  const idOf = (answer: Response): string => {
    expect(answer.body).toMatchObject({ id: expect.any(String) as string });
    return (answer.body as { id: string }).id;
  };
  const positionOf = (answer: Response): string => (answer.body as { position: string }).position;
  const open = async (more: object = {}): Promise<string> => idOf(await post('', { ...opening, ...more }).expect(201));

  it('takes a case from opening to correction, and shows status, list and timeline of it', async () => {
    const opened = await post('', opening).expect(201);
    const id = idOf(opened);
    expect(opened.headers).toMatchObject({ etag: '"1"', location: `/v1/cases/${id}` });
    await post(`/${id}/assign-officer`, { officerId: 'officer-sokha', unit: 'unit-phnom-penh-1', role: 'lead' }).expect(200);
    const recorded = await post(`/${id}/seizures`, seizure).expect(201);
    const corrected = await post(`/${id}/seizures/${idOf(recorded)}/correct`, {
      changes: { grossMg: 1_184_500 },
      reason: 'Without the crate',
    }).expect(200);

    const shown = await get(`/${id}?after=${positionOf(corrected)}`).expect(200);
    expect(shown.headers.etag).toBe('"4"');
    expect(shown.body).toMatchObject({
      status: 'open',
      grossMg: 1_184_500,
      officerIds: ['investigator', 'officer-sokha'],
      defects: ['entry.late', 'search.no-authorisation'],
      seizures: [{ seizureId: idOf(recorded), version: 2, grossMg: 1_184_500 }],
    });
    const again = await get(recorded.headers.location?.replace('/v1/cases', '') ?? '').expect(200);
    expect(again.body).toMatchObject({ seizureId: idOf(recorded), version: 2 });

    const timeline = await get(`/${id}/timeline?after=${positionOf(corrected)}`).expect(200);
    expect(timeline.body).toMatchObject({
      items: [
        { type: 'CaseOpened', actor: { id: 'investigator', unit: 'unit-phnom-penh-1' } },
        { type: 'OfficerAssigned', data: { officerId: 'investigator', role: 'lead' } },
        { type: 'OfficerAssigned', data: { officerId: 'officer-sokha' } },
        { type: 'SeizureRecorded', late: true, data: { seizure: { grossMg: 1_200_000 } } },
        { type: 'SeizureCorrected', reason: 'Without the crate', data: { corrects: 1, changed: ['grossMg'] } },
      ],
    });
  });

  it('lists by filter, in order, page by page, leaving out and repeating nothing', async () => {
    const province = 'KH-2';
    let last = '';
    for (let n = 0; n < 7; n++) {
      const opened = await post('', {
        ...opening,
        province,
        reference: `BB-2026-${n}`,
        openedAt: `2026-01-0${n + 1}T08:00:00+07:00`,
      }).expect(201);
      last = positionOf(opened);
      if (n < 4)
        last = positionOf(
          await post(`/${idOf(opened)}/seizures`, { ...seizure, substance: 'heroin', grossMg: 1000 * (n + 1) }).expect(201),
        );
      if (n === 6) last = positionOf(await post(`/${idOf(opened)}/close`, { reason: 'Nothing found' }).expect(200));
    }
    const listed = async (query: string): Promise<string[]> => {
      const references: string[] = [];
      for (let cursor = ''; ;) {
        const page = await get(`?province=${province}&after=${last}&limit=2&${query}${cursor}`).expect(200);
        const { items, next } = page.body as { items: { reference: string }[]; next?: string };
        references.push(...items.map(({ reference }) => reference));
        if (next === undefined) return references;
        cursor = `&cursor=${encodeURIComponent(next)}`;
      }
    };
    const named = (...numbers: number[]): string[] => numbers.map((n) => `BB-2026-${n}`);
    expect(await listed('')).toEqual(named(6, 5, 4, 3, 2, 1, 0));
    expect(await listed('sort=openedAt')).toEqual(named(0, 1, 2, 3, 4, 5, 6));
    expect(await listed('sort=-grossMg&substance=heroin')).toEqual(named(3, 2, 1, 0));
    expect(await listed('status=closed')).toEqual(named(6));
    expect(await listed('openedFrom=2026-01-03T00:00:00%2B07:00&openedTo=2026-01-05T00:00:00%2B07:00')).toEqual(named(3, 2));
    expect(await listed('defect=search.no-authorisation&grossMgFrom=3000&sort=reference')).toEqual(named(2, 3));
    expect(await listed('officer=officer-nobody')).toEqual([]);
  });

  it('answers a command that is sent again under its key as the first time, and another one under the same key not at all', async () => {
    const key = { 'Idempotency-Key': 'open-117' };
    const first = await post('', opening, key).expect(201);
    const again = await post('', opening, key).expect(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers.location).toBe(first.headers.location);
    const other = await post('', { ...opening, province: 'KH-2' }, key).expect(422);
    expect(other.body).toMatchObject({ code: 'command.id-reused' });
  });

  it('gives seizures of two cases two ids, also under one key', async () => {
    const cases = [await open(), await open()];
    const answers = await Promise.all(cases.map((id) => post(`/${id}/seizures`, seizure, { 'Idempotency-Key': 'one-key' }).expect(201)));
    expect(new Set(answers.map(idOf)).size).toBe(2);
  });

  it('records once what is sent ten times at once under one key', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => post('', opening, { 'Idempotency-Key': 'at-once' })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(idOf)).size).toBe(1);
    const id = idOf(answers[0] as Response);
    const timeline = await get(`/${id}/timeline?after=${positionOf(answers[0] as Response)}`).expect(200);
    expect((timeline.body as { items: unknown[] }).items).toHaveLength(2);
  });

  it('refuses a change of something that has changed since it was seen, and says where it stands', async () => {
    const id = await open();
    await request('patch', `/${id}/details`).set('If-Match', '"1"').send({ province: 'KH-2' }).expect(200);
    const refused = await request('patch', `/${id}/details`).set('If-Match', '"1"').send({ province: 'KH-3' }).expect(412);
    expect(refused.headers.etag).toBe('"2"');
    expect(refused.body).toMatchObject({ code: 'command.precondition-failed' });
  });

  it('explains what a rule refuses', async () => {
    const id = await open();
    await post(`/${id}/close`, { reason: 'Nothing found' }).expect(200);
    const refused = await post(`/${id}/assign-officer`, { officerId: 'officer-dara', unit: 'unit-1', role: 'member' }).expect(409);
    expect(refused.type).toBe('application/problem+json');
    expect(refused.body).toMatchObject({ code: 'case.closed', detail: expect.stringContaining('reopen it') as string });
  });

  it('takes no text that turns its reader around, also not as an explanation', async () => {
    const id = await open();
    const authorisation = { kind: 'none', explanation: 'gnidliub eht otni \u202etiusruP' };
    const refused = await post(`/${id}/seizures`, { ...seizure, authorisation }).expect(400);
    expect(refused.body).toMatchObject({ errors: [{ pointer: '/authorisation', code: 'isAuthorisation' }] });
  });

  it('knows no case that was never opened', async () => {
    const nowhere = '00000000-0000-4000-8000-000000000000';
    expect((await get(`/${nowhere}`).expect(404)).body).toMatchObject({ code: 'resource.not-found' });
    expect((await post(`/${nowhere}/seizures`, seizure).expect(404)).body).toMatchObject({ code: 'case.unknown' });
    const id = await open();
    expect((await post(`/${id}/seizures/${nowhere}/correct`, { changes: { grossMg: 1 }, reason: 'No' }).expect(404)).body).toMatchObject({
      code: 'seizure.unknown',
    });
  });

  it('serves the roles a route names, and nobody without a token', async () => {
    await api.request('get', '/v1/cases').expect(401);
    await request('get', '', 'auditor').expect(200);
    await request('get', '', 'administrator').expect(403);
    const refused = await request('post', '', 'auditor').send(opening).expect(403);
    expect(refused.body).toMatchObject({ code: 'role.insufficient' });
  });

  it('waits for what it is asked to show, and says which projection is behind if that takes too long', async () => {
    // Beside the program that has the embedded stores; on the same ones where they can be shared.
    const folder = api.environment.EVENTSTORE_URL ? api.directory : join(api.directory, 'alone');
    const patience = { QUERY_PATIENCE_MS: '20', RUN_PROJECTIONS: 'false' };
    const impatient = await createApi(
      configurationFrom({ DATA_DIR: folder, LOG_LEVEL: 'silent', ...patience, ...api.environment }),
      openLog('silent'),
    );
    try {
      await impatient.listen(0, '127.0.0.1');
      const token = await issueToken(await localIssuer({ directory: folder }), { roles: ['investigator'] });
      const answer = await supertest(impatient.getHttpServer())
        .get('/v1/cases?after=999999999')
        .set('Authorization', `Bearer ${token}`)
        .expect(503);
      expect(answer.headers['retry-after']).toBe('1');
      expect(answer.body).toMatchObject({ code: 'projection.behind', projection: 'case-status', wanted: '999999999' });
    } finally {
      await impatient.close();
    }
  });

  it('is described by a document whose every body and example is judged the same by both checks', () => {
    expect(describeApi(api.app)).toMatchObject({ openapi: '3.1.0' });
    const bodies = bodiesOf(api.app);
    expect(bodies.length).toBeGreaterThan(7);
    for (const body of bodies) {
      expect(exampleOf(body)).toBeDefined();
      if (!compared.has(body)) equivalence(body);
      compared.add(body);
    }
  });

  it('is ready, with every projection and process live at the head', async () => {
    await open();
    const answer = await api.request('get', '/health/ready').expect(200);
    expect(answer.body).toMatchObject({
      status: 'ready',
      runners: capabilities
        .flatMap(({ projections, processes, erasures = [] }) => [
          ...projections,
          ...[...processes, ...erasures].map(({ process }) => process),
        ])
        .map(({ name }) => ({ name, state: 'live' })),
    });
    const metrics = await api.request('get', '/metrics').expect(200);
    expect(metrics.text).toContain('caseledger_runner_failed{runner="case-status",kind="projection"} 0');
  });
});
