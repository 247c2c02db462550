import type { Response } from 'supertest';
import { type Claims, servedApi } from './api.ts';
import { caseBody, followBody, seizureBody } from './bodies.ts';
import { confirm, propose } from './two-hands.ts';

type Person =
  | 'the-administrator'
  | 'sokha'
  | 'mony'
  | 'reasmey'
  | 'chenda'
  | 'nary'
  | 'dara'
  | 'vanna'
  | 'the-auditor'
  | 'the-finance-officer'
  | 'vichet'
  | 'thida';
const people: Readonly<Record<Person, Claims>> = {
  sokha: ['investigator', 'unit-phnom-penh-1'],
  mony: ['custodian', 'unit-custody'],
  reasmey: ['custodian', 'unit-laboratory'],
  chenda: ['laboratory-analyst', 'unit-laboratory'],
  nary: ['laboratory-analyst', 'unit-laboratory'],
  // An analyst of the unit that seized it.
  dara: ['laboratory-analyst', 'unit-phnom-penh-1'],
  vanna: ['legal-officer', 'unit-legal'],
  // Who see an exhibit destroyed.
  vichet: ['legal-officer', 'unit-prosecution', 'courts'],
  thida: ['investigator', 'unit-kandal'],
  'the-administrator': ['administrator', 'unit-registers'],
  'the-auditor': ['auditor', 'unit-audit'],
  'the-finance-officer': ['finance-officer', 'unit-finance'],
};
/** In the register, as the analysts are. */
const laboratoryId = 'laboratory-national';
const on = (day: number, hour = 10): string => `2025-03-${String(day).padStart(2, '0')}T${hour}:00:00+07:00`;
const uuid = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;

describe('exhibits over HTTP', () => {
  const api = servedApi(people);

  const request = (method: 'get' | 'post', path: string, as: Person) => api.request(method, path, as);
  const post = (path: string, body: object, as: Person) => request('post', `/v1/exhibits${path}`, as).send(body);
  const get = (path: string, as: Person = 'the-auditor') => request('get', `/v1/exhibits${path}`, as);
  const idOf = (answer: Response): string => (answer.body as { id: string }).id;
  const shown = async (id: string, after: Response): Promise<unknown> =>
    (await get(`/${id}?after=${(after.body as { position: string }).position}`).expect(200)).body;

  /** A seizure of 1.2 kg, and the body that seals it as one lot. */
  const seized = async () => {
    const caseId = idOf(await request('post', '/v1/cases', 'sokha').send(caseBody('PP-2025-0117')).expect(201));
    await request('post', `/v1/cases/${caseId}/assign-officer`, 'vanna').send(followBody('vanna', 'unit-legal')).expect(200);
    const seizure = {
      ...seizureBody(),
      seizedAt: on(2),
      officers: ['sokha'],
      authorisation: { kind: 'prosecutor', reference: 'PP-271/25', issuedAt: on(1) },
    };
    const seizureId = idOf(await request('post', `/v1/cases/${caseId}/seizures`, 'sokha').send(seizure).expect(201));
    return { caseId, seizureId, sealNumber: 'KH-0001', grossMg: 1_200_000, sealedAt: on(2, 11), unit: 'unit-phnom-penh-1' };
  };
  const handOver = async (id: string, from: Person, to: Person, day: number, seal: object = {}, laboratory?: string) => {
    const offer = { to, offeredAt: on(day), ...(laboratory !== undefined && { laboratoryId: laboratory }) };
    const transferId = idOf(await post(`/${id}/offer`, offer, from).expect(200));
    const receipt = { transferId, receivedAt: on(day, 11), sealNumber: 'KH-0001', sealCondition: 'intact', ...seal };
    return { transferId, receipt, accepted: await post(`/${id}/accept`, receipt, to).expect(200) };
  };

  it('takes a lot from its seizure to a certified result, its revision and its destruction', async () => {
    const sealing = await seized();
    const sealed = await post('', sealing, 'sokha').expect(201);
    const id = idOf(sealed);
    expect(sealed.headers.location).toBe(`/v1/exhibits/${id}`);
    expect(await shown(id, sealed)).toMatchObject({
      status: 'in_custody',
      holder: 'sokha',
      substance: 'methamphetamine',
      sealed: { seizingOfficers: ['sokha'], sealedBy: 'sokha' },
      defects: ['entry.late'],
    });

    const transferId = idOf(await post(`/${id}/offer`, { to: 'mony', offeredAt: on(3) }, 'sokha').expect(200));
    const receipt = { transferId, receivedAt: on(3, 11), sealNumber: 'KH-0001', sealCondition: 'intact' };
    await post(`/${id}/accept`, receipt, 'sokha').expect(403);
    const third = await post(`/${id}/accept`, receipt, 'reasmey').expect(409);
    expect(third.body).toMatchObject({ code: 'custody.not-receiver' });
    await post(`/${id}/accept`, receipt, 'mony').expect(200);
    const early = { certificate: 'LAB-1/25', secondAnalyst: 'nary', substance: 'ketamine', netMg: 1_100_000, purityBp: 8500 };
    const result = { ...early, uncertaintyMg: 5000, certifiedAt: on(5) };
    expect((await post(`/${id}/certify`, result, 'chenda').expect(409)).body).toMatchObject({ code: 'certificate.not-at-laboratory' });

    const self = await post(`/${id}/offer`, { to: 'mony', offeredAt: on(4) }, 'mony').expect(409);
    expect(self.body).toMatchObject({ code: 'custody.to-giver' });
    await handOver(id, 'mony', 'reasmey', 4, {}, laboratoryId);
    const light = await post(`/${id}/weigh`, { grossMg: 1_193_999, weighedAt: on(4, 12) }, 'reasmey').expect(200);
    expect(await shown(id, light)).toMatchObject({ status: 'at_laboratory', laboratoryId, defects: ['entry.late', 'weight.drift'] });
    const sample = { massMg: 4000, takenAt: on(4, 13), purpose: 'Purity', retained: true, sealNumber: 'KH-0002' };
    await post(`/${id}/samples`, sample, 'chenda').expect(200);

    expect((await post(`/${id}/certify`, result, 'dara').expect(409)).body).toMatchObject({ code: 'certificate.own-unit' });
    const handled = await post(`/${id}/certify`, { ...result, secondAnalyst: 'mony' }, 'chenda').expect(409);
    expect(handled.body).toMatchObject({ code: 'certificate.analyst-handled', facts: { analysts: ['mony'] } });
    // The second analyst has no token in this request: the register says of which unit they are.
    const register = (what: string, body: object) =>
      request('post', `/v1/${what}`, 'the-administrator')
        .send({ name: { en: 'Of the register' }, ...body })
        .expect(201);
    await register('officers', { officerId: 'lina', rank: 'chemist', unit: 'unit-phnom-penh-1', since: '2020-01-01' });
    const related = await post(`/${id}/certify`, { ...result, secondAnalyst: 'lina' }, 'chenda').expect(409);
    expect(related.body).toMatchObject({ code: 'certificate.own-unit', facts: { unit: 'unit-phnom-penh-1' } });
    await post(`/${id}/certify`, result, 'reasmey').expect(403);
    const impure = await post(`/${id}/certify`, { ...result, purityBp: 10_001 }, 'chenda').expect(400);
    expect(JSON.stringify(impure.body)).toContain('purityBp');
    const certified = await post(`/${id}/certify`, result, 'chenda').expect(200);
    const revision = {
      ...result,
      certificate: 'LAB-1/25-R1',
      revises: 'LAB-1/25',
      netMg: 990_000,
      reason: 'Calibration',
      certifiedAt: on(6),
    };
    const alone = await shown(id, certified);
    expect(alone).toMatchObject({ substance: 'methamphetamine', awaitingCountersignature: { certificate: 'LAB-1/25', by: 'nary' } });
    expect(alone).not.toHaveProperty('certified');
    expect((await get(`?countersigner=nary&caseId=${sealing.caseId}`).expect(200)).body).toMatchObject({ items: [{ exhibitId: id }] });
    const signature = { certificate: 'LAB-1/25', countersignedAt: on(5, 11) };
    const own = await post(`/${id}/countersign`, signature, 'chenda').expect(409);
    expect(own.body).toMatchObject({ code: 'certificate.own-countersignature' });
    const other = await post(`/${id}/countersign`, signature, 'dara').expect(409);
    expect(other.body).toMatchObject({ code: 'certificate.not-second-analyst' });
    await post(`/${id}/countersign`, signature, 'reasmey').expect(403);
    const countersigned = await post(`/${id}/countersign`, signature, 'nary').expect(200);
    const again = await post(`/${id}/countersign`, signature, 'nary').expect(200);
    expect(again.body).toMatchObject({ revision: (countersigned.body as { revision: number }).revision });
    const both = await shown(id, countersigned);
    expect(both).toMatchObject({ substance: 'ketamine', certified: { netMg: 1_100_000 } });
    expect(both).not.toHaveProperty('awaitingCountersignature');

    const revised = await post(`/${id}/revise-result`, revision, 'chenda').expect(200);
    expect(await shown(id, revised)).toMatchObject({
      certified: { certificate: 'LAB-1/25', netMg: 1_100_000 },
      awaitingCountersignature: { certificate: 'LAB-1/25-R1', netMg: 990_000, by: 'nary' },
    });
    // The register says that she is of the unit that seized it; then, that this was a mistake.
    const transferred = (unit: string) =>
      request('post', '/v1/officers/nary/transfer', 'the-administrator').send({ unit, from: '2025-01-01' }).expect(200);
    await transferred('unit-phnom-penh-1');
    const newSignature = { certificate: 'LAB-1/25-R1', countersignedAt: on(6, 11) };
    const ownUnit = await post(`/${id}/countersign`, newSignature, 'nary').expect(409);
    expect(ownUnit.body).toMatchObject({ code: 'certificate.own-unit', facts: { unit: 'unit-phnom-penh-1' } });
    await transferred('unit-laboratory');
    const standing = await post(`/${id}/countersign`, newSignature, 'nary').expect(200);
    expect(await shown(id, standing)).toMatchObject({
      certified: { certificate: 'LAB-1/25-R1', netMg: 990_000 },
      certificates: [{ analysts: ['chenda', 'nary'] }, { revises: 'LAB-1/25', reason: 'Calibration' }],
    });

    await handOver(id, 'reasmey', 'mony', 7, { sealNumber: 'KH-0002' });
    await post(`/${id}/weigh`, { grossMg: 1_190_000, weighedAt: on(8) }, 'mony').expect(200);
    const before = (...people: readonly string[]) => ({
      method: 'Incineration',
      witnesses: people.map((personId) => ({ personId, agency: 'police' })),
      destroyedAt: on(20),
    });
    const destruction = before('sokha', 'vichet', 'thida');
    expect((await post(`/${id}/destroy`, destruction, 'mony').expect(409)).body).toMatchObject({ code: 'destruction.not-approved' });
    const approval = { kind: 'court-order', authority: 'court-phnom-penh', reference: 'DST-3/25', decidedAt: on(15) };
    await post(`/${id}/approve-destruction`, approval, 'vanna').expect(200);
    await post(`/${id}/reconcile`, { reconciledAt: on(19) }, 'mony').expect(200);
    // The word of a court that nobody knows burns nothing; once it is registered, the same order is recorded again, and counts.
    const unknown = await post(`/${id}/destroy`, destruction, 'mony').expect(409);
    expect(unknown.body).toMatchObject({ code: 'destruction.authority-unknown', facts: { authority: 'court-phnom-penh' } });
    await register('units', { unitId: 'court-phnom-penh', agencyId: 'courts' });
    await post(`/${id}/approve-destruction`, approval, 'vanna').expect(200);
    const invented = await post(`/${id}/destroy`, before('officer-pich', 'officer-pov', 'officer-phal'), 'mony').expect(409);
    expect(invented.body).toMatchObject({ code: 'destruction.witness-unknown', facts: { personId: 'officer-pich' } });
    const ofOneAgency = await post(`/${id}/destroy`, before('sokha', 'dara', 'thida'), 'mony').expect(409);
    expect(ofOneAgency.body).toMatchObject({ code: 'destruction.one-agency' });
    const destroyed = await post(`/${id}/destroy`, destruction, 'mony').expect(200);
    const end = await shown(id, destroyed);
    expect(end).toMatchObject({ status: 'destroyed', balance: { differenceMg: 6000, closes: true } });
    expect(end).not.toHaveProperty('holder');
    // The agency of each is the register's, whatever was said.
    expect(end).toMatchObject({
      destroyed: { witnesses: [{ personId: 'sokha', agency: 'police' }, { personId: 'vichet', agency: 'courts' }, {}] },
    });

    // Three names on a paper are no witnesses: each says so with their own token.
    expect(end).toMatchObject({
      awaitedWitnesses: ['sokha', 'vichet', 'thida'],
      approvals: [{ authority: 'court-phnom-penh', authorityUnknown: true }, { authority: 'court-phnom-penh' }],
    });
    const saw = { saw: true, statement: 'Two bags were burned' };
    expect((await post(`/${id}/attest-destruction`, saw, 'mony').expect(409)).body).toMatchObject({ code: 'destruction.not-witness' });
    await post(`/${id}/attest-destruction`, saw, 'sokha').expect(200);
    const seen = await post(`/${id}/attest-destruction`, saw, 'vichet').expect(200);
    expect(await shown(id, seen)).toMatchObject({ awaitedWitnesses: ['thida'], attestations: [{ attestedBy: 'sokha', ...saw }, {}] });

    const timeline = await get(`/${id}/timeline?after=${(destroyed.body as { position: string }).position}`).expect(200);
    const { items } = timeline.body as { items: { type: string; actor: { id: string } }[] };
    expect(items.filter(({ type }) => type === 'CustodyAccepted').map(({ actor }) => actor.id)).toEqual(['mony', 'reasmey', 'mony']);
    expect(items.find(({ type }) => type === 'ExhibitDestroyed')).toMatchObject({ exhibitId: id, occurredAt: on(20) });
    const listed = await get(`?caseId=${sealing.caseId}&status=destroyed&substance=ketamine&defect=weight.drift`).expect(200);
    expect(listed.body).toMatchObject({ items: [{ exhibitId: id }] });
    expect((await get(`?caseId=${sealing.caseId}&holder=mony`).expect(200)).body).toMatchObject({ items: [] });
  });

  it('is at a laboratory when somebody who serves there takes it over for it, and with a person otherwise', async () => {
    const sealing = await seized();
    const { id } = (await post('', sealing, 'sokha').expect(201)).body as { id: string };
    // A keeper of the evidence store says that they are the laboratory.
    const { accepted } = await handOver(id, 'sokha', 'mony', 3, {}, laboratoryId);
    const kept = await shown(id, accepted);
    expect(kept).toMatchObject({ status: 'in_custody', holder: 'mony' });
    expect((kept as { defects: readonly string[] }).defects).toContain('laboratory.unknown');
    expect(kept).not.toHaveProperty('laboratoryId');
    const onwards = await handOver(id, 'mony', 'reasmey', 4, {}, laboratoryId);
    expect(await shown(id, onwards.accepted)).toMatchObject({ status: 'at_laboratory', holder: 'reasmey', laboratoryId });
  });

  it('is destroyed by the order of a court: what another office calls one is marked', async () => {
    const sealing = await seized();
    const { id } = (await post('', sealing, 'sokha').expect(201)).body as { id: string };
    const marked = async (kind: string, authority: string): Promise<boolean> => {
      const approval = { kind, authority, reference: `DST-${kind}-${authority}`, decidedAt: new Date().toISOString() };
      const recorded = await post(`/${id}/approve-destruction`, approval, 'vanna').expect(200);
      const { defects } = (await shown(id, recorded)) as { defects: readonly string[] };
      return defects.includes('authority.unknown');
    };
    expect(await marked('committee-decision', 'police')).toBe(false);
    expect(await marked('court-order', 'unit-prosecution')).toBe(false);
    expect(await marked('court-order', 'police')).toBe(true);
  });

  it('seals a lot once however often it is asked, and no lot of what was not seized', async () => {
    const sealing = await seized();
    const seal = () => post('', sealing, 'sokha').set('Idempotency-Key', 'lot-1');
    const first = await seal().expect(201);
    expect(idOf(await seal().expect(201))).toBe(idOf(first));
    const correct = request('post', `/v1/cases/${sealing.caseId}/seizures/${sealing.seizureId}/correct`, 'sokha');
    await correct.send({ changes: { grossMg: 1_300_000 }, reason: 'Weighed again' }).expect(200);
    expect(idOf(await seal().expect(201))).toBe(idOf(first));
    await post('', { ...sealing, sealNumber: 'KH-0002' }, 'sokha')
      .set('Idempotency-Key', 'lot-1')
      .expect(409);
    const unknown = await post('', { ...sealing, seizureId: uuid(404) }, 'sokha').expect(404);
    expect(unknown.body).toMatchObject({ code: 'exhibit.no-such-seizure' });
    await post('', sealing, 'the-auditor').expect(403);
    await get(`/${idOf(first)}`, 'the-finance-officer').expect(403);
    expect((await post(`/${uuid(404)}/weigh`, { grossMg: 1, weighedAt: on(3) }, 'mony').expect(404)).body).toMatchObject({
      code: 'exhibit.unknown',
    });
  });

  it('puts a mistyped seal right by two: both numbers are this lot’s, and what was entered is seen', async () => {
    const id = idOf(await post('', { ...(await seized()), sealNumber: 'KH-0741' }, 'sokha').expect(201));
    const correction = { was: 'KH-0741', sealNumber: 'KH-0714', reason: 'Two digits were turned round' };
    const by = await propose(api, 'sokha', `/v1/exhibits/${id}/correct-seal`, correction);
    expect(by.status).toBe(202);
    expect((await confirm(api, 'sokha', idOf(by))).body).toMatchObject({ code: 'proposal.same-hand' });
    const confirmed = await confirm(api, 'mony', idOf(by));
    expect(await shown(id, confirmed)).toMatchObject({ sealNumber: 'KH-0714', sealCorrections: [correction] });
    const other = await propose(api, 'mony', `/v1/exhibits/${id}/correct-seal`, { ...correction, was: 'KH-0714', sealNumber: 'KH-1' });
    expect(other.body).toMatchObject({ code: 'seal.not-sealer' });
  });

  it('keeps a broken seal and a refused hand-over for everybody to see', async () => {
    const id = idOf(await post('', await seized(), 'sokha').expect(201));
    const transferId = idOf(await post(`/${id}/offer`, { to: 'mony', offeredAt: on(3) }, 'sokha').expect(200));
    await post(`/${id}/refuse`, { transferId, reason: 'The bag is torn' }, 'mony').expect(200);
    const { accepted } = await handOver(id, 'sokha', 'mony', 4, { sealNumber: 'KH-7', sealCondition: 'broken' });
    expect(await shown(id, accepted)).toMatchObject({
      holder: 'mony',
      sealNumber: 'KH-7',
      transfers: [
        { outcome: 'refused', reason: 'The bag is torn' },
        { outcome: 'accepted', sealCondition: 'broken' },
      ],
      defects: ['entry.late', 'seal.broken', 'seal.other-number'],
    });
  });
});
