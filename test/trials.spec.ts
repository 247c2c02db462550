import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Response, Test } from 'supertest';
import { servedApi } from './api.ts';
import { followBody } from './bodies.ts';
import { twoHands } from './two-hands.ts';

const NOTICE = 'A suspect is not a convict';
const court = 'court-phnom-penh';
const ofTheUnit = ['unit-phnom-penh-1', 'police'] as const;
const people = {
  investigator: ['investigator', ...ofTheUnit],
  'unit-head': ['unit-head', ...ofTheUnit],
  'legal-officer': ['legal-officer', ...ofTheUnit],
  'another-lawyer': ['legal-officer', ...ofTheUnit],
  'committee-member': ['committee-member', ...ofTheUnit],
  'another-head': ['unit-head', 'unit-kandal-2', 'police'],
  'head-of-the-port': ['unit-head', 'unit-port', 'customs'],
} as const;
type Person = keyof typeof people;

interface Answered {
  readonly id: string;
  readonly position: number;
}

describe('a case from the roster to final verdicts, over HTTP', () => {
  const api = servedApi(people);
  let last = 0;

  const send = (method: 'get' | 'post', path: string, as: Person): Test => api.request(method, `/v1/cases${path}`, as);
  const post = (as: Person, path: string, body: object): Test => send('post', path, as).send(body);
  /** Gives a command that must be carried out, and answers the id of what it made or was about. */
  async function done(as: Person, path: string, body: object): Promise<string> {
    const answer: Response = await post(as, path, body);
    expect({ status: answer.status, body: answer.body as unknown }).toMatchObject({ body: { id: expect.any(String) as string } });
    const { id, position } = answer.body as Answered;
    last = position;
    return id;
  }
  const shown = async (path: string, as: Person = 'legal-officer'): Promise<unknown> => {
    const answer = await send('get', `${path}${path.includes('?') ? '&' : '?'}after=${last}`, as).expect(200);
    return answer.body as unknown;
  };
  /** Opened by an investigator, and taken on by a legal officer. */
  const open = async (reference: string): Promise<string> => {
    const body = { reference, title: { en: 'Warehouse' }, agency: 'police', unit: 'unit-phnom-penh-1', province: 'KH-12' };
    const id = await done('investigator', '', body);
    await done('legal-officer', `/${id}/assign-officer`, followBody('legal-officer', 'unit-phnom-penh-1'));
    return id;
  };

  it('has a roster, charges, a trial, verdicts and an appeal; what came of each suspect is what became final', async () => {
    const id = await open('PP-2026-0117');
    const page = `/${id}`;
    const law = (path: string, body: object): Promise<string> => done('legal-officer', `${page}${path}`, body);
    await done('investigator', `${page}/assign-officer`, { officerId: 'officer-sokha', unit: 'unit-phnom-penh-1', role: 'lead' });
    const vuthy = await done('investigator', `${page}/suspects`, { name: { en: 'Chea Vuthy' } });
    const dara = await done('investigator', `${page}/suspects`, { name: { en: 'Sok Dara' } });
    const authorisation = { kind: 'none', explanation: 'Pursuit' };
    const search = {
      place: { province: 'KH-12' },
      searchedAt: '2026-03-02T09:00:00+07:00',
      units: ['unit-dogs'],
      officers: ['officer-sokha'],
    };
    await done('investigator', `${page}/searches`, { ...search, authorisation });

    const roster = { officers: [{ officerId: 'officer-sokha', office: 'investigator' }], units: ['unit-dogs'] };
    await post('investigator', `${page}/freeze-roster`, roster).expect(403);
    expect((await post('another-head', `${page}/freeze-roster`, roster).expect(409)).body).toMatchObject({ code: 'case.no-part' });
    await done('unit-head', `${page}/freeze-roster`, roster);
    const more = { officers: [{ officerId: 'officer-sokha', office: 'commander' }] };
    expect((await post('unit-head', `${page}/freeze-roster`, more).expect(409)).body).toMatchObject({ code: 'roster.frozen' });

    await done('investigator', `${page}/send-to-prosecutor`, {
      office: 'prosecution',
      reference: 'PP-1',
      sentAt: '2026-03-27T09:00:00+07:00',
    });
    expect(await shown(page)).toMatchObject({
      status: 'with_prosecutor',
      roster: { leadUnit: 'unit-phnom-penh-1', units: ['unit-dogs', 'unit-phnom-penh-1'] },
    });
    const suspectIds = [vuthy, dara];
    const filed = { suspectIds, offences: [{ article: '40' }], court, reference: 'CH-1', filedAt: '2026-04-10T09:00:00+07:00' };
    await post('investigator', `${page}/charges`, filed).expect(403);
    const charges = await law('/charges', filed);
    const reclassified = {
      offences: [{ article: '41' }],
      reference: 'CH-1-R',
      decidedAt: '2026-05-04T09:00:00+07:00',
      reason: 'Organised',
    };
    await law(`/charges/${charges}/reclassify`, reclassified);
    await law('/trials', { court, reference: 'T-1', suspectIds, openedAt: '2026-06-01T09:00:00+07:00' });
    expect(await shown(page)).toMatchObject({ status: 'on_trial', proceedings: { charges: [{ offences: [{ article: '41' }] }] } });

    const guilty = { court, reference: 'V-1', outcome: 'convicted' };
    const notGuilty = { court, reference: 'V-2', outcome: 'acquitted' };
    const decided = { instance: 'first', decidedAt: '2026-06-20T15:00:00+07:00' };
    const verdictId = await law(`/suspects/${vuthy}/verdicts`, { ...guilty, ...decided });
    expect(await law(`/suspects/${vuthy}/verdicts`, { ...guilty, ...decided })).toBe(verdictId);
    await law(`/suspects/${dara}/verdicts`, { ...notGuilty, ...decided });
    const ended = { ground: 'appeal-period-ended', finalAt: '2026-07-20T15:00:00+07:00' };
    await law(`/suspects/${dara}/finality`, { verdict: notGuilty, ...ended });
    expect(await shown(page)).toMatchObject({
      status: 'judged',
      suspects: [
        { outcome: 'pending', verdict: { outcome: 'convicted', final: false }, notice: NOTICE },
        { outcome: 'acquitted', stage: 'final', verdict: { final: true }, notice: NOTICE },
      ],
    });
    await law(`/suspects/${vuthy}/appeals`, { verdict: guilty, by: 'defence', reference: 'A-1', lodgedAt: '2026-07-01T10:00:00+07:00' });
    expect(await law(`/suspects/${vuthy}/finality`, { verdict: guilty, ...ended })).toBe(verdictId);
    expect(await shown('?status=on_appeal')).toMatchObject({
      items: [{ caseId: id, notice: NOTICE, defects: expect.arrayContaining(['finality.appeal-open']) as unknown }],
    });
    const higher = { court: 'court-of-appeal', reference: 'VA-1', outcome: 'acquitted' };
    await law(`/suspects/${vuthy}/verdicts`, { ...higher, instance: 'appeal', decidedAt: '2026-09-20T15:00:00+07:00' });
    await law(`/suspects/${vuthy}/finality`, { verdict: higher, ground: 'last-instance', finalAt: '2026-09-20T15:00:00+07:00' });
    expect(await shown('?status=final')).toMatchObject({ items: [{ caseId: id }] });
    expect(await shown(page, 'committee-member')).toMatchObject({
      status: 'final',
      notice: NOTICE,
      suspects: [{ name: { withheld: true }, outcome: 'acquitted', verdict: { instance: 'appeal' } }, { outcome: 'acquitted' }],
      proceedings: { verdicts: expect.arrayContaining([expect.objectContaining({ outcome: 'convicted', notice: NOTICE })]) as unknown },
    });
    const timeline = (await shown(`${page}/timeline`)) as { items: readonly { type: string; notice: string }[] };
    expect(timeline.items.filter(({ type }) => type === 'VerdictBecameFinal')).toHaveLength(3);
    expect(new Set(timeline.items.map(({ notice }) => notice))).toEqual(new Set([NOTICE]));
  });

  it('takes reports in any order and marks them; refuses what is about nobody of the case', async () => {
    const page = `/${await open('PP-2026-0118')}`;
    const vuthy = await done('investigator', `${page}/suspects`, { name: { en: 'Chea Vuthy' } });
    const guilty = { court, reference: 'V-1', outcome: 'convicted' };
    const decided = { instance: 'first', decidedAt: '2026-06-20T15:00:00+07:00' };
    const ended = { verdict: guilty, ground: 'appeal-period-ended', finalAt: '2026-07-20T15:00:00+07:00' };
    await done('legal-officer', `${page}/suspects/${vuthy}/finality`, ended);
    await done('legal-officer', `${page}/suspects/${vuthy}/verdicts`, { ...guilty, ...decided });
    expect(await shown(`?defect=verdict.no-trial`)).toMatchObject({
      items: [
        {
          status: 'final',
          defects: ['finality.no-verdict', 'verdict.court-unknown', 'verdict.no-trial', 'verdict.not-charged', 'verdict.one-hand'],
          suspects: [{ outcome: 'convicted' }],
        },
      ],
    });
    const nobody = '00000000-0000-4000-8000-000000000000';
    const refused = await post('legal-officer', `${page}/suspects/${nobody}/finality`, ended).expect(404);
    expect(refused.body).toMatchObject({ code: 'suspect.unknown' });
    const early = { ...guilty, ...decided, decidedAt: '2999-06-20T15:00:00+07:00' };
    expect((await post('legal-officer', `${page}/suspects/${vuthy}/verdicts`, early).expect(409)).body).toMatchObject({
      code: 'verdict.in-future',
    });
  });

  it('is linked as the duplicate of one that there is and that is no duplicate of it, and transferred', async () => {
    const [one, two, three] = [await open('PP-2026-0201'), await open('PP-2026-0202'), await open('PP-2026-0203')];
    const link = (from: string, linkedCaseId: string): Test =>
      post('unit-head', `/${from}/link`, { linkedCaseId, relation: 'same-operation', reason: 'The same raid' });
    await link(one, two).expect(200);
    await link(one, two).expect(200);
    await link(two, three).expect(200);
    expect((await link(three, one).expect(409)).body).toMatchObject({ code: 'link.circle' });
    expect((await link(one, one).expect(409)).body).toMatchObject({ code: 'case.linked-to-itself' });
    expect((await link(one, '00000000-0000-4000-8000-000000000000').expect(404)).body).toMatchObject({ code: 'case.unknown' });
    await done('unit-head', `/${one}/transfer`, { agency: 'customs', unit: 'unit-port', reason: 'A container' });
    expect(await shown(`/${one}`)).toMatchObject({
      agency: 'customs',
      unit: 'unit-port',
      links: [{ linkedCaseId: two, relation: 'same-operation' }],
    });
  });

  it('has notes and documents whose words lie in the clear nowhere, and are erased by themselves or with the suspect', async () => {
    const page = `/${await open('PP-2026-0301')}`;
    const words = ['Zarathustra', 'Nebuchadnezzar'];
    const vuthy = await done('investigator', `${page}/suspects`, { name: { en: 'Chea Vuthy' } });
    const noteId = await done('investigator', `${page}/notes`, { text: 'Zarathustra saw the lorry' });
    const file = { sha256: '0'.repeat(64), size: 184_320, mediaType: 'application/pdf' };
    await done('investigator', `${page}/documents`, { ...file, title: 'Statement of Nebuchadnezzar', suspectId: vuthy });
    const nobody = '00000000-0000-4000-8000-000000000000';
    expect((await post('investigator', `${page}/notes`, { text: 'Of whom?', suspectId: nobody }).expect(404)).body).toMatchObject({
      code: 'suspect.unknown',
    });

    const said = async (as: Person): Promise<readonly string[]> => {
      const text = JSON.stringify([await shown(page, as), await shown(`${page}/timeline`, as)]);
      return words.filter((word) => text.includes(word));
    };
    expect(await said('legal-officer')).toEqual(words);
    expect(await said('committee-member')).toEqual([]);
    const files = await Promise.all((await readdir(api.directory)).map((name) => readFile(join(api.directory, name))));
    expect(files.some((bytes) => bytes.includes('application/pdf'))).toBe(true);
    expect(words.filter((word) => files.some((bytes) => bytes.includes(word)))).toEqual([]);

    const order = { instrument: 'court-order-14', reason: 'A bystander' };
    const lawyers = ['legal-officer', 'another-lawyer'] as const;
    const entry = { instrumentId: order.instrument, kind: 'decision', title: { en: 'Order 14/26' }, number: '14/26', date: '2026-03-01' };
    const erase = async (what: string): Promise<void> => {
      last = Number((await twoHands(api, lawyers, `/v1/cases${page}/${what}/erase`, order)).position);
    };
    const lawless = await post('legal-officer', `${page}/entries/${noteId}/erase`, order).expect(409);
    expect(lawless.body).toMatchObject({ code: 'erasure.instrument-not-enacted' });
    await twoHands(api, lawyers, '/v1/instruments', { ...entry, status: 'enacted', mayEnact: [{ act: 'erasure', count: 2 }] });
    await post('investigator', `${page}/entries/${noteId}/erase`, order).expect(403);
    await erase(`entries/${noteId}`);
    expect(await said('legal-officer')).toEqual(['Nebuchadnezzar']);
    await erase(`suspects/${vuthy}`);
    expect(await said('legal-officer')).toEqual([]);
    expect(await shown(page)).toMatchObject({ notes: 1, documents: [{ ...file, title: { erased: true } }] });
  });
});
