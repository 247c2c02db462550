import type { Response } from 'supertest';
import { routesOf } from '#libs/access';
import { asset, assetPartTable } from '#libs/assets';
import { caseFile, casePartTable } from '#libs/cases';
import { capabilities } from '#libs/composition';
import { exhibit, exhibitPartTable } from '#libs/exhibits';
import { natureOf } from '#libs/http';
import { type PartRule, statementEventTypes } from '#libs/statements';
import { type Claims, servedApi } from './api.ts';
import { caseBody, followBody, seizureBody } from './bodies.ts';
import { twoHands } from './two-hands.ts';

type Person = 'sokha' | 'sovann' | 'veasna' | 'maly' | 'vanna' | 'bopha' | 'rith' | 'mony' | 'chenda' | 'dara' | 'the-auditor';
const people: Readonly<Record<Person, Claims>> = {
  sokha: ['investigator', 'unit-phnom-penh-1', 'police'],
  sovann: ['unit-head', 'unit-phnom-penh-1', 'police'],
  maly: ['unit-head', 'unit-kandal-2', 'police'],
  dara: ['investigator', 'unit-phnom-penh-1', 'police'],
  veasna: ['investigator', 'unit-customs-4', 'customs'],
  vanna: ['legal-officer', 'unit-legal', 'authority'],
  bopha: ['legal-officer', 'unit-legal', 'authority'],
  rith: ['finance-officer', 'unit-finance', 'authority'],
  mony: ['custodian', 'unit-custody', 'authority'],
  chenda: ['integrity-officer', 'unit-integrity', 'authority'],
  'the-auditor': ['auditor', 'unit-audit', 'authority'],
};
interface Answered {
  readonly id: string;
  readonly position: string;
  readonly statement?: true;
}

describe('what somebody says of a case that they have no part in, over HTTP', () => {
  const api = servedApi(people);

  let last = '';
  const post = (as: Person, path: string, body?: object) => api.request('post', `/v1${path}`, as).send(body);
  const answered = (answer: Response): Answered => {
    const said = answer.body as Answered;
    last = said.position;
    return said;
  };
  const get = async (path: string, as: Person = 'the-auditor'): Promise<unknown> =>
    (await api.request('get', `/v1${path}${path.includes('?') ? '&' : '?'}after=${last}`, as).expect(200)).body as unknown;
  const seized = async (reference: string) => {
    const { id } = answered(await post('sokha', '/cases', caseBody(reference)).expect(201));
    const seizure = { ...seizureBody(), officers: ['sokha'], seizedAt: new Date().toISOString() };
    const { id: seizureId } = answered(await post('sokha', `/cases/${id}/seizures`, seizure).expect(201));
    return { id, seizureId, page: `/cases/${id}` };
  };
  const nobodyAuthorised = {
    changes: { authorisation: { kind: 'none', explanation: 'There was no authorisation' } },
    reason: 'There was no authorisation',
  };

  it('is a statement: a customs officer who calls a police seizure unauthorised changes no row, until a head adopts it', async () => {
    const { id, seizureId, page } = await seized('PP-2026-0401');
    const before = await get(page);
    const facts = await get(`/operations/${id}`);
    const told = await post('veasna', `${page}/seizures/${seizureId}/correct`, nobodyAuthorised).set('Idempotency-Key', 'told').expect(202);
    const { id: statementId, statement } = answered(told);
    expect(statement).toBe(true);
    expect(told.headers.location).toBe(`/v1/statements/${statementId}`);
    const again = await post('veasna', `${page}/seizures/${seizureId}/correct`, nobodyAuthorised)
      .set('Idempotency-Key', 'told')
      .expect(202);
    expect(again.body).toEqual(told.body);

    const waiting = await get(page);
    expect(waiting).toMatchObject({ openStatements: 1, statements: [{ statementId, stated: 'CorrectSeizure', filedBy: 'veasna' }] });
    for (const field of ['seizures', 'defects', 'grossMg', 'status', 'officerIds', 'suspects'] as const)
      expect((waiting as Record<string, unknown>)[field]).toEqual((before as Record<string, unknown>)[field]);
    expect(facts).toMatchObject({ caseId: id });
    expect(JSON.stringify((facts as { seizures: unknown }).seizures)).toBe(
      JSON.stringify(((await get(`/operations/${id}`)) as { seizures: unknown }).seizures),
    );
    expect(await get(`/statements?case=${id}&status=open`)).toMatchObject({
      items: [{ statementId, kind: 'case', caseId: id, filedBy: 'veasna', filer: { agency: 'customs' }, says: { data: { seizureId } } }],
    });

    for (const stranger of ['veasna', 'maly'] as const) {
      const refused = await post(stranger, `${page}/statements/${statementId}/adopt`).expect(409);
      expect(refused.body).toMatchObject({ code: 'case.no-part', facts: { leadUnit: 'unit-phnom-penh-1' } });
    }
    answered(await post('sovann', `${page}/statements/${statementId}/adopt`).expect(200));
    expect(await get(page)).toMatchObject({ openStatements: 0, statements: [], defects: ['search.no-authorisation'] });
    expect(await get(`/statements/${statementId}`)).toMatchObject({ status: 'adopted', endedBy: 'sovann' });
    const { items } = (await get(`${page}/timeline`, 'sokha')) as { items: readonly object[] };
    expect(items.slice(-3)).toMatchObject([
      { type: 'StatementFiled', actor: { id: 'veasna' }, data: { says: { type: 'CorrectSeizure' } } },
      { type: 'StatementAdopted', actor: { id: 'sovann' }, data: { filedBy: 'veasna', adoptedBy: 'sovann' } },
      { type: 'SeizureCorrected', actor: { id: 'sovann' }, reason: 'There was no authorisation', data: { corrects: 1 } },
    ]);
  });

  it('is withdrawn by who filed it, with a reason, and stays on the timeline', async () => {
    const { page, seizureId } = await seized('PP-2026-0410');
    const { id } = answered(await post('veasna', `${page}/seizures/${seizureId}/correct`, nobodyAuthorised).expect(202));
    const reason = { reason: 'It was another lorry' };
    const refused = await post('sokha', `${page}/statements/${id}/withdraw`, reason).expect(409);
    expect(refused.body).toMatchObject({ code: 'statement.not-own' });
    answered(await post('veasna', `${page}/statements/${id}/withdraw`, reason).expect(200));
    expect(await get(page)).toMatchObject({ openStatements: 0, defects: [] });
    expect(await get(`/statements/${id}`)).toMatchObject({ status: 'withdrawn', endedBy: 'veasna', ...reason });
    expect(await get(`/statements?status=withdrawn&filedBy=veasna`)).toMatchObject({ items: [{ statementId: id }] });
    const { items } = (await get(`${page}/timeline`, 'sokha')) as { items: readonly object[] };
    expect(items.at(-1)).toMatchObject({ type: 'StatementWithdrawn', actor: { id: 'veasna' }, ...reason });
  });

  it('is set aside with a reason by who could adopt it, and stays on the timeline', async () => {
    const { page, seizureId } = await seized('PP-2026-0402');
    const { id } = answered(await post('veasna', `${page}/seizures/${seizureId}/correct`, nobodyAuthorised).expect(202));
    const aside = { reason: 'The paper is in the file' };
    await post('vanna', `${page}/statements/${id}/set-aside`, aside).expect(409);
    answered(await post('sokha', `${page}/statements/${id}/set-aside`, aside).expect(200));
    expect(await get(page)).toMatchObject({ openStatements: 0, defects: [] });
    expect(await get(`/statements/${id}`)).toMatchObject({ status: 'set-aside', reason: aside.reason, endedBy: 'sokha' });
    const late = await post('sovann', `${page}/statements/${id}/adopt`).expect(409);
    expect(late.body).toMatchObject({ code: 'statement.ended' });
  });

  it('is refused where it would be an act, and says who it is for', async () => {
    const { page } = await seized('PP-2026-0403');
    const acts: readonly (readonly [Person, string, object])[] = [
      ['dara', 'close', { reason: 'Nothing found' }],
      ['dara', 'assign-officer', { officerId: 'dara', unit: 'unit-phnom-penh-1', role: 'member' }],
      ['maly', 'transfer', { agency: 'police', unit: 'unit-kandal-2', reason: 'Ours' }],
      ['maly', 'freeze-roster', { officers: [{ officerId: 'sokha', office: 'investigator' }] }],
      ['maly', 'unassign-officer', { officerId: 'sokha', reason: 'Elsewhere' }],
    ];
    for (const [as, what, body] of acts) {
      const refused = await post(as, `${page}/${what}`, body).expect(409);
      expect(refused.body).toMatchObject({ code: 'case.no-part', detail: expect.stringContaining('statement') as string });
    }
    const other = await post('veasna', '/cases', caseBody('PP-2026-0404')).expect(409);
    expect(other.body).toMatchObject({ code: 'case.other-unit', facts: { unit: 'unit-phnom-penh-1', own: 'unit-customs-4' } });
  });

  it('is given away to a unit of the register, which gives it back; to none that nobody registered, where it would be nobody’s', async () => {
    const { page } = await seized('PP-2026-0412');
    const give = (as: Person, unit: string) =>
      post(as, `${page}/transfer`, { agency: 'police', unit, reason: 'It belongs to the other bank of the river' });
    const mistyped = await give('sovann', 'unit-kandal-22').expect(409);
    expect(mistyped.body).toMatchObject({ code: 'case.unit-not-registered', facts: { unit: 'unit-kandal-22' } });
    const detail = await api.request('patch', `/v1${page}/details`, 'sovann').send({ unit: 'unit-kandal-22' }).expect(409);
    expect(detail.body).toMatchObject({ code: 'case.unit-not-registered' });
    // Who may know it follows from the agency: no unit of the police is said to be of the customs, nor one of the customs of the police.
    const known = { code: 'case.agency-of-unit', facts: { unit: 'unit-kandal-2', agency: 'police' } };
    const opened = { agency: 'customs', unit: 'unit-kandal-2', reason: 'They may know it' };
    expect((await post('sovann', `${page}/transfer`, opened).expect(409)).body).toMatchObject(known);
    const led = await api.request('patch', `/v1${page}/details`, 'sovann').send({ unit: 'unit-customs-4' }).expect(409);
    expect(led.body).toMatchObject({ code: 'case.agency-of-unit', facts: { unit: 'unit-customs-4' } });
    answered(await give('sovann', 'unit-kandal-2').expect(200));
    expect((await give('sovann', 'unit-phnom-penh-1').expect(409)).body).toMatchObject({ code: 'case.no-part' });
    answered(await give('maly', 'unit-phnom-penh-1').expect(200));
    expect(await get(page)).toMatchObject({ unit: 'unit-phnom-penh-1' });
  });

  it('is of a case that the agency of its unit leads, by the register, whatever who opens it says', async () => {
    const { id } = answered(await post('veasna', '/cases', { ...caseBody('CU-2026-0413'), unit: 'unit-customs-4' }).expect(201));
    expect(await get(`/cases/${id}`)).toMatchObject({ agency: 'customs', unit: 'unit-customs-4' });
    await api.request('get', `/v1/cases/${id}?after=${last}`, 'sokha').expect(404);
  });

  it('of a court is the legal officer’s of the case: another one states it, and a legal officer takes a case on', async () => {
    const { page } = await seized('PP-2026-0405');
    const { id: vuthy } = answered(await post('sokha', `${page}/suspects`, { name: { en: 'Chea Vuthy' } }).expect(201));
    const verdict = {
      court: 'court-phnom-penh',
      reference: 'V-405',
      outcome: 'acquitted',
      instance: 'first',
      decidedAt: new Date().toISOString(),
    };
    const { id } = answered(await post('bopha', `${page}/suspects/${vuthy}/verdicts`, verdict).expect(202));
    expect(await get(page, 'sokha')).toMatchObject({ suspects: [{ outcome: 'pending', stage: 'not_charged' }] });
    await post('sovann', `${page}/statements/${id}/adopt`).expect(409);
    answered(await post('vanna', `${page}/assign-officer`, followBody('vanna', 'unit-legal')).expect(200));
    answered(await post('vanna', `${page}/statements/${id}/adopt`).expect(200));
    expect(await get(page, 'sokha')).toMatchObject({ suspects: [{ stage: 'judged', verdict: { outcome: 'acquitted' } }] });
  });

  it('in free words may come from anybody who writes at all, is sealed, and is a note once it is adopted', async () => {
    const { page } = await seized('PP-2026-0406');
    const { id, statement } = answered(await post('rith', `${page}/statements`, { text: 'Zarathustra paid in cash' }).expect(202));
    expect(statement).toBe(true);
    const words = async (as: Person): Promise<boolean> => JSON.stringify(await get(`/statements/${id}`, as)).includes('Zarathustra');
    expect(await words('sokha')).toBe(true);
    expect(await words('chenda')).toBe(false);
    // A custodian who holds nothing of the case has nothing to do with it.
    await api.request('get', `/v1/statements/${id}?after=${last}`, 'mony').expect(404);
    answered(await post('sokha', `${page}/statements/${id}/adopt`).expect(200));
    expect(await get(page)).toMatchObject({ notes: 1, openStatements: 0 });
    await post('the-auditor', `${page}/statements`, { text: 'A finding' }).expect(403);
    await post('rith', '/cases/00000000-0000-4000-8000-000000000000/statements', { text: 'Of what?' }).expect(404);
  });

  it('that names somebody is forgotten with them, adopted or not', async () => {
    const { page } = await seized('PP-2026-0407');
    const { id } = answered(await post('veasna', `${page}/suspects`, { name: { en: 'Nebuchadnezzar' } }).expect(202));
    const stated = (await get(`/statements/${id}`, 'sokha')) as { says: { data: { suspectId: string; name: unknown } } };
    expect(stated.says.data.name).toEqual({ en: 'Nebuchadnezzar' });
    answered(await post('vanna', `${page}/assign-officer`, followBody('vanna', 'unit-legal')).expect(200));
    const law = { instrumentId: 'order-14-26', kind: 'decision', title: { en: 'On a bystander' }, number: '14', date: '2026-01-01' };
    await twoHands(api, ['vanna', 'bopha'], '/v1/instruments', { ...law, status: 'enacted', mayEnact: [{ act: 'erasure' }] });
    const order = { instrument: law.instrumentId, reason: 'A bystander' };
    const erased = await twoHands(api, ['vanna', 'bopha'], `/v1${page}/entries/${stated.says.data.suspectId}/erase`, order);
    last = erased.position;
    expect(await get(`/statements/${id}`, 'sokha')).toMatchObject({ says: { data: { name: { erased: true } } } });
    answered(await post('sokha', `${page}/statements/${id}/adopt`).expect(200));
    expect(await get(page, 'sokha')).toMatchObject({ suspects: [] });
  });

  it('of an exhibit is the word of who never had it in hand; who seals a lot has a part in its case', async () => {
    const { id: caseId, seizureId } = await seized('PP-2026-0408');
    const sealedAt = new Date().toISOString();
    const seal = { caseId, seizureId, sealNumber: 'KH-0408', grossMg: 1_200_000, sealedAt, unit: 'unit-phnom-penh-1' };
    const stranger = answered(await post('veasna', '/exhibits', { ...seal, sealNumber: 'KH-0409' }).expect(202));
    expect(await get(`/statements?case=${caseId}&kind=exhibit`)).toMatchObject({
      items: [{ statementId: stranger.id, stated: 'SealExhibit' }],
    });
    const { id } = answered(await post('sokha', '/exhibits', seal).expect(201));
    const weighed = { grossMg: 5, weighedAt: new Date().toISOString() };
    const light = answered(await post('veasna', `/exhibits/${id}/weigh`, weighed).expect(202));
    const broken = { kind: 'tampered', foundAt: new Date().toISOString() };
    answered(await post('mony', `/exhibits/${id}/seal-discrepancies`, broken).expect(202));
    expect(await get(`/exhibits/${id}`)).toMatchObject({
      openStatements: 2,
      weighings: [],
      discrepancies: [],
      defects: [],
      expectedMg: 1_200_000,
    });
    const refused = await post('sovann', `/exhibits/${id}/statements/${light.id}/adopt`).expect(409);
    expect(refused.body).toMatchObject({ code: 'exhibit.no-part' });
    answered(await post('sokha', `/exhibits/${id}/statements/${light.id}/adopt`).expect(200));
    expect(await get(`/exhibits/${id}`)).toMatchObject({ weighings: [{ weighedBy: 'veasna', grossMg: 5 }], defects: ['weight.drift'] });
  });

  it('of an asset is a legal officer’s of another case; nothing is sold by one', async () => {
    const { id: caseId } = await seized('PP-2026-0410');
    const villa = { caseId, kind: 'real-estate', description: { en: 'Villa in Toul Kork' }, province: 'KH-12' };
    answered(await post('vanna', '/assets', villa).expect(202));
    answered(await post('vanna', `/cases/${caseId}/assign-officer`, followBody('vanna', 'unit-legal')).expect(200));
    const { id } = answered(await post('vanna', '/assets', villa).expect(201));
    const order = { court: 'court-phnom-penh', reference: 'CNF-410', decidedAt: '2026-06-01T10:00:00+07:00' };
    const { id: statementId } = answered(await post('bopha', `/assets/${id}/order-confiscation`, { order }).expect(202));
    expect(await get(`/assets/${id}`)).toMatchObject({ status: 'identified', openStatements: 1, orders: [] });
    const listed = await post('bopha', `/assets/${id}/list`, { listedAt: '2026-06-02T10:00:00+07:00' }).expect(409);
    expect(listed.body).toMatchObject({ code: 'asset.no-part' });
    answered(await post('vanna', `/assets/${id}/statements/${statementId}/adopt`).expect(200));
    expect(await get(`/assets/${id}`)).toMatchObject({ status: 'ordered', openStatements: 0 });
  });

  it('is foretold by every route that may be answered so, and by no other', () => {
    const tables: Readonly<Record<string, PartRule<string>>> = { ...casePartTable, ...exhibitPartTable, ...assetPartTable };
    const stated = routesOf(api.app).flatMap(({ controller, handler }) => {
      const nature = natureOf((controller.prototype as Record<string, object>)[handler] ?? {});
      return nature?.kind === 'command' && nature.options.stated ? [`${handler.charAt(0).toUpperCase()}${handler.slice(1)}`] : [];
    });
    const facts = Object.keys(tables).filter((type) => tables[type]?.otherwise === 'states');
    // Said as a statement in the first place.
    expect(new Set(stated)).toEqual(new Set([...facts, 'FileStatement']));
  });
});

describe('what is stated', () => {
  it('is read by pages and the history alone, and told by timelines: nothing that counts, assesses, pays or acts takes it', () => {
    const takes = (handles: readonly string[]): boolean => statementEventTypes.some((type) => handles.includes(type));
    const projections = capabilities.flatMap((capability) => capability.projections.filter(({ handles }) => takes(handles)));
    const own = projections.map(({ name }) => name).filter((name) => !name.endsWith('-streams'));
    expect(own.toSorted()).toEqual([
      'asset-register',
      'case-access',
      'case-links',
      'case-status',
      'exhibit-register',
      'history',
      'statements',
    ]);
    const processes = capabilities.flatMap(({ processes: running, erasures = [] }) =>
      [...running, ...erasures].map(({ process }) => process),
    );
    expect(processes.filter(({ handles }) => takes(handles)).map(({ name }) => name)).toEqual([]);
  });

  it('is kept by every aggregate of which others may speak', () => {
    for (const decider of [caseFile, exhibit, asset]) expect(decider).toHaveProperty('keptAsStatement');
  });
});
