import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import type { Response } from 'supertest';
import type { Role } from '#libs/access';
import { eventually } from '#libs/event-sourcing/testing';
import { oneOfEach, servedApi, surroundings } from './api.ts';
import { caseBody, followBody, seizureBody } from './bodies.ts';
import { endPrograms, runProgram } from './program.ts';

interface Fact {
  readonly eventId: string;
  readonly position: string;
  readonly type: string;
  readonly stream: string;
  readonly recordedAt: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly depth?: number;
}
interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
  readonly position: string;
}

const opening = caseBody();
const seizure = { ...seizureBody(), authorisation: { kind: 'none', explanation: 'Pursuit into the building' } };
const order = { court: 'court-phnom-penh', reference: 'FRZ-7/25', decidedAt: '2025-03-05T09:00:00+07:00' };

describe.each(surroundings)('the history of a case, on $name', (place) => {
  const api = servedApi(oneOfEach('unit-phnom-penh-1', 'police'), { on: place });
  afterAll(endPrograms);

  const request = (method: 'get' | 'post', path: string, as: Role) => api.request(method, `/v1${path}`, as);
  const post = (path: string, body: object, as: Role = 'investigator') => request('post', path, as).send(body);
  const get = (path: string, as: Role = 'auditor') => request('get', path, as);
  const page = async <Item = Fact>(path: string, as: Role = 'auditor') => (await get(path, as).expect(200)).body as Page<Item>;
  const answered = ({ body }: Response) => body as { readonly id: string; readonly position: string };
  const cli = (...args: string[]) => runProgram('cli', { dataDir: api.directory, args, env: api.environment });
  /** What is recorded after this is recorded later. */
  const past = async (instant: string): Promise<void> => {
    while (Date.now() <= Date.parse(instant)) await turn();
  };

  it('is shown as it was before a correction, row and list, by position and by instant, and goes on as it is', async () => {
    const opened = answered(await post('/cases', opening).expect(201));
    const one = `/cases/${opened.id}`;
    const recorded = answered(await post(`${one}/seizures`, seizure).expect(201));
    const [entry] = (await page(`/history/events?type=SeizureRecorded&after=${recorded.position}`)).items;
    const instant = entry?.recordedAt ?? '';
    await past(instant);
    const corrected = answered(
      await post(`${one}/seizures/${recorded.id}/correct`, { changes: { grossMg: 1_184_500 }, reason: 'Without the crate' }).expect(200),
    );

    const original = { grossMg: 1_200_000, position: recorded.position, seizures: [{ version: 1, grossMg: 1_200_000 }], revision: 2 };
    for (const asOf of [recorded.position, instant, instant.replace('Z', '%2B00:00')]) {
      expect((await get(`${one}?asOf=${asOf}`, 'investigator').expect(200)).body).toMatchObject(original);
      const list = await page<object>(`/cases?reference=${opening.reference}&asOf=${asOf}`, 'investigator');
      expect(list).toMatchObject({ items: [{ caseId: opened.id, grossMg: 1_200_000 }], position: recorded.position });
      const timeline = await page(`${one}/timeline?asOf=${asOf}`, 'investigator');
      expect(timeline.items.map(({ type }) => type)).toEqual(['CaseOpened', 'OfficerAssigned', 'SeizureRecorded']);
    }
    expect((await get(`${one}?after=${corrected.position}`).expect(200)).body).toMatchObject({ grossMg: 1_184_500, revision: 3 });
    expect((await get(`${one}?asOf=${corrected.position}`).expect(200)).body).toMatchObject({ grossMg: 1_184_500, revision: 3 });
    expect((await get(`${one}?asOf=0`).expect(404)).body).toMatchObject({ code: 'resource.not-found' });
    expect((await page('/cases?asOf=0')).items).toEqual([]);

    const refused: readonly [string, string][] = [
      [`asOf=${Number(corrected.position) + 1_000_000}`, 'What was recorded ends at position'],
      ['asOf=2190-03-02T08:00:00Z', 'still to come'],
      [`asOf=${recorded.position}&after=${recorded.position}`, 'Either `after` or `asOf`'],
      ['asOf=yesterday', 'must be a position, or a moment'],
    ];
    for (const [query, detail] of refused)
      for (const path of [one, '/cases', `${one}/timeline`])
        expect((await get(`${path}?${query}`).expect(400)).body).toMatchObject({
          code: 'query.invalid',
          errors: [{ parameter: 'asOf', detail: expect.stringContaining(detail) as string }],
        });
    await get(`${one}?asOf=${recorded.position}`, 'finance-officer').expect(403);
  });

  it('tells what was recorded, by whom and when, what caused it, and keeps sealed what the reader may not see', async () => {
    const opened = answered(await post('/cases', { ...opening, reference: 'PP-2026-0118' }).expect(201));
    const suspect = { name: { en: 'Chea Vuthy' }, role: 'lesser' };
    await post(`/cases/${opened.id}/suspects`, suspect).expect(201);
    await post(`/cases/${opened.id}/assign-officer`, followBody('legal-officer', 'unit-phnom-penh-1'), 'legal-officer').expect(200);
    const asset = { caseId: opened.id, kind: 'real-estate', description: { en: 'Villa' }, province: 'KH-12' };
    const villa = answered(await post('/assets', asset, 'legal-officer').expect(201));
    await post(`/assets/${villa.id}/freeze`, { order, expiresAt: '2025-09-05T09:00:00+07:00' }, 'legal-officer').expect(200);
    const stream = `asset-${villa.id}`;
    const lapsed = await eventually(async () => {
      const { items } = await page(`/history/events?stream=${stream}&type=FreezeLapsed`);
      return items[0];
    }, 'the lapse of the freeze, by its process');

    const whole = (await get(`/history/events/${lapsed.eventId}`).expect(200)).body as object;
    expect(whole).toMatchObject({ intact: true, revision: 2, actor: { id: 'process:freeze-expiry' }, position: lapsed.position });
    const chain = await page<Fact & { readonly asked: boolean; readonly request?: string }>(`/history/events/${lapsed.eventId}/chain`);
    expect(chain.items.map(({ type, depth, asked }) => [type, depth, asked])).toEqual([
      ['AssetFrozen', 0, false],
      ['FreezeLapsed', 1, true],
    ]);
    expect(chain.items[0]?.request).toMatch(/^[0-9a-f-]{36}$/);
    const frozen = chain.items[0]?.eventId ?? '';
    // What the freeze led to: the process that watches its expiry, and the one that enters the number of its order, each in its own time.
    const effects = await eventually(async () => {
      const { items } = await page<Fact & { readonly asked: boolean }>(`/history/events/${frozen}/chain`);
      return items.length === 3 ? items : undefined;
    }, 'everything that the freeze led to');
    expect(effects.map(({ type, depth, asked }) => [type, depth, asked]).toSorted()).toEqual([
      ['AssetFrozen', 0, true],
      ['FreezeLapsed', 1, false],
      ['IdentifierClaimed', 1, false],
    ]);

    const ofCase = async (as: Role) => (await page(`/history/cases/${opened.id}?after=${lapsed.position}`, as)).items;
    const types = ['CaseOpened', 'OfficerAssigned', 'SuspectAdded', 'OfficerAssigned', 'AssetIdentified', 'AssetFrozen', 'FreezeLapsed'];
    for (const [as, name] of [
      ['auditor', suspect.name],
      ['investigator', suspect.name],
      ['integrity-officer', { withheld: true }],
    ] as const) {
      const items = await ofCase(as);
      expect(items.map(({ type }) => type)).toEqual(types);
      expect(items[2]?.data.name).toEqual(name);
    }
    await get(`/history/cases/${opened.id}`, 'finance-officer').expect(403);
    await get('/history/events', 'investigator').expect(403);
    await get(`/history/cases/${frozen}`).expect(404);
    await get(`/history/events/${opened.id}`).expect(404);
    await get('/history/streams/case-unknown').expect(404);

    const read: string[] = [];
    let cursor = '';
    do {
      const { items, next }: Page<Fact> = await page(`/history/cases/${opened.id}?limit=2${cursor}`);
      read.push(...items.map(({ type }) => type));
      cursor = next === undefined ? '' : `&cursor=${next}`;
    } while (cursor !== '');
    expect(read).toEqual(types);
    const newest = await page(`/history/events?kind=asset&order=newest-first&limit=2&from=2026-01-01T00:00:00%2B07:00`);
    expect(newest.items.map(({ type }) => type)).toEqual(['FreezeLapsed', 'AssetFrozen']);
    const earlier = await page(`/history/events?kind=asset&order=newest-first&limit=2&cursor=${newest.next ?? ''}`);
    expect(earlier.items.map(({ type }) => type)).toEqual(['AssetIdentified']);
    expect((await page(`/history/streams/${stream}?limit=2`)).items).toHaveLength(2);
    const then = await page(`/history/streams/${stream}?asOf=${villa.position}`);
    expect(then).toMatchObject({ items: [{ type: 'AssetIdentified', actor: { id: 'legal-officer' } }], position: villa.position });
    expect((await page(`/history/cases/${opened.id}?asOf=${villa.position}`)).items.map(({ type }) => type)).toEqual(types.slice(0, 5));
    expect((await page('/history/events?actor=process:freeze-expiry')).items.map(({ type }) => type)).toEqual(['FreezeLapsed']);
    expect((await page('/history/events?to=2026-01-01T00:00:00Z')).items).toEqual([]);
  });

  it('is told to an operator in lines, as of any moment, and compared as a whole', async () => {
    const opened = answered(await post('/cases', { ...opening, reference: 'PP-2026-0119' }).expect(201));
    const closed = answered(await post(`/cases/${opened.id}/close`, { reason: 'Nothing found' }).expect(200));
    await get(`/cases/${opened.id}?after=${closed.position}`).expect(200);
    await get(`/history/events?after=${closed.position}`).expect(200);

    const lines = await cli('history', '--case', opened.id);
    expect(lines).toMatchObject({ code: 0, stderr: expect.stringContaining('3 events') as string });
    expect(lines.stdout.trim().split('\n')).toEqual([
      expect.stringContaining(`CaseOpened`),
      expect.stringContaining(`OfficerAssigned`),
      expect.stringMatching(/CaseClosed .*\/2 {2}investigator/),
    ]);
    const json = await cli('history', '--stream', `case-${opened.id}`, '--type', 'CaseClosed', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ type: 'CaseClosed', data: { reason: 'Nothing found' }, position: closed.position });

    const then = await cli('as-of', '--projection', 'case-status', '--key', opened.id, '--at', opened.position);
    expect(JSON.parse(then.stdout)).toMatchObject({ key: opened.id, doc: { status: 'open' } });
    const listed = await cli('as-of', '--projection', 'case-status', '--limit', '10', '--at', opened.position);
    expect(
      listed.stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { key: string }).key),
    ).toContain(opened.id);
    expect(await cli('as-of', '--projection', 'case-status', '--key', opened.id, '--at', '0')).toMatchObject({ code: 2, stdout: '' });

    expect(await cli('compare', '--all')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^(?=[^]*case-status: \d+ rows at position \d+, 0 different)(?=[^]*history: \d+ rows)/) as string,
    });
    const wrong: readonly [readonly string[], string][] = [
      [['as-of', '--projection', 'case-status', '--key', opened.id, '--at', 'yesterday'], 'neither a position nor a moment'],
      [['as-of', '--projection', 'case-status', '--key', opened.id, '--at', '99999999999'], 'What was recorded ends at position'],
      [['as-of', '--projection', 'case-status', '--at', '1'], 'Either --key KEY for one row, or --limit N'],
      [['as-of', '--projection', 'nothing', '--key', 'x', '--at', '1'], '--projection must be one of'],
      [['history', '--from', 'monday'], '--from must be a moment with its offset'],
      [['compare', '--all', '--projection', 'case-status'], 'Either --projection NAME or --all'],
    ];
    const answers = await Promise.all(wrong.map(([args]) => cli(...args)));
    for (const [place, [, said]] of wrong.entries())
      expect(answers[place]).toMatchObject({ code: 1, stderr: expect.stringContaining(said) as string });
  });

  it('leaves no rows behind that were made to show the past', async () => {
    const folders = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('caseledger-as-of-'));
    const made = await folders();
    await api.app.close();
    const left = await folders();
    // Other programs of this machine may have some of their own.
    expect(made.filter((name) => !left.includes(name)).length).toBeGreaterThan(0);
  });
});
