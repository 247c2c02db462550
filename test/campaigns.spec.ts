import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Response } from 'supertest';
import { type Role, ROLE_NAMES } from '#libs/access';
import type { Event } from '#libs/event-sourcing';
import { fold, recorded } from '#libs/event-sourcing/testing';
import { assess, type AssessmentInputs, packNames, packs, rewardLaw } from '#libs/reward-law';
import { assessableFacts, operationFacts, type OperationRow, rewards } from '#libs/rewards';
import { type Claims, oneOfEach, servedApi } from './api.ts';

type Person = 'sokha' | 'vanna' | 'vichea' | 'the-auditor' | Role;
const people: Readonly<Record<Person, Claims>> = {
  ...oneOfEach(),
  sokha: 'investigator',
  vanna: 'committee-member',
  vichea: 'unit-head',
  'the-auditor': 'auditor',
};

/** Who acted where, and by what authority. */
const field = {
  place: { province: 'KH-12' },
  units: ['unit-phnom-penh-1'],
  officers: ['officer-sokha'],
  authorisation: { kind: 'none', explanation: 'In pursuit' },
};
/** What was found in the warehouse. */
const found = { ...field, substance: 'methamphetamine', grossMg: 1_200_000, seizedAt: '2026-01-05T09:30:00+07:00' };

describe('campaigns over HTTP', () => {
  const api = servedApi(people);

  const post = (as: Person, path: string, body: object) => api.request('post', `/v1${path}`, as).send(body);
  const get = (path: string, as: Person = 'the-auditor') => api.request('get', `/v1${path}`, as);
  const idOf = (answer: Response): string => (answer.body as { id: string }).id;
  const positionOf = (answer: Response): string => (answer.body as { position: string }).position;

  const campaign = {
    name: { en: 'Six months against drugs', km: 'យុទ្ធនាការប្រឆាំងគ្រឿងញៀន ៦ ខែ' },
    from: '2026-01-01',
    until: '2026-03-31',
    target: { en: 'Those who organise and finance, not those who carry' },
  };
  const launch = async (more: object = {}): Promise<string> => {
    const launched = await post('vanna', '/campaigns', { ...campaign, ...more }).expect(201);
    expect(launched.headers.location).toBe(`/v1/campaigns/${idOf(launched)}`);
    return idOf(launched);
  };

  it('counts what is recorded on cases, moves what is corrected, and shows published figures beside its own counts', async () => {
    const id = await launch({ agencies: ['police'] });
    const opened = await post('sokha', '/cases', {
      reference: 'PP-2026-0117',
      title: { en: 'Warehouse on Street 271' },
      agency: 'police',
      unit: 'unit-phnom-penh-1',
      province: 'KH-12',
      openedAt: '2026-01-05T08:00:00+07:00',
    }).expect(201);
    const caseId = idOf(opened);
    const seized = await post('sokha', `/cases/${caseId}/seizures`, found).expect(201);
    const suspect = await post('sokha', `/cases/${caseId}/suspects`, { name: { en: 'Somebody' }, role: 'lesser' }).expect(201);
    const arrested = await post('sokha', `/cases/${caseId}/arrests`, {
      ...field,
      suspectId: idOf(suspect),
      arrestedAt: '2026-01-05T09:35:00+07:00',
    }).expect(201);
    const before = positionOf(arrested);
    const board = await get(`/campaigns/${id}/board?after=${before}`).expect(200);
    const warehouse = { cases: 1, arrests: 1, seizures: 1, grossMg: 1_200_000 };
    expect(board.body).toMatchObject({
      neverInputToRewards: ['arrests'],
      totals: warehouse,
      byAgency: [{ agency: 'police', ...warehouse }],
      byProvince: [{ province: 'KH-12', ...warehouse }],
      byWeek: [{ week: '2026-W02', from: '2026-01-05', until: '2026-01-11', ...warehouse }],
    });

    await post('sokha', `/cases/${caseId}/seizures/${idOf(seized)}/correct`, {
      changes: { grossMg: 900_000, seizedAt: '2026-01-12T09:30:00+07:00', place: { province: 'KH-2' } },
      reason: 'It was another day and another place',
    }).expect(200);
    const figure = {
      what: 'arrests',
      value: 3,
      asOf: '2026-01-31',
      definition: 'Persons brought before a court, nearly',
      source: 'Ministry of the Interior',
    };
    await post('vichea', `/campaigns/${id}/publish-figure`, figure).expect(200);
    const last = await post('vanna', `/campaigns/${id}/publish-figure`, { ...figure, value: 0, source: 'The authority' }).expect(200);
    const now = await get(`/campaigns/${id}/board?after=${positionOf(last)}`).expect(200);
    expect(now.body).toMatchObject({
      totals: { arrests: 1, seizures: 1, grossMg: 900_000 },
      byProvince: [
        { province: 'KH-12', arrests: 1, seizures: 0, grossMg: 0 },
        { province: 'KH-2', arrests: 0, seizures: 1, grossMg: 900_000 },
      ],
      byWeek: [
        { week: '2026-W02', arrests: 1, grossMg: 0 },
        { week: '2026-W03', arrests: 0, grossMg: 900_000 },
      ],
      figures: [
        { value: 3, counted: 1, difference: 2 },
        { value: 0, counted: 1, difference: -1 },
      ],
    });

    const then = await get(`/campaigns/${id}/board?asOf=${before}`).expect(200);
    expect(then.body).toMatchObject({ totals: warehouse, figures: [], position: before });
  });

  it('is extended and closed, listed by the days it was announced for, and keeps its history', async () => {
    const id = await launch({ from: '2024-01-01', until: '2024-06-30', legalInstrument: 'Instruction 3 of 2023' });
    await post('vichea', `/campaigns/${id}/extend`, { until: '2024-08-31', reason: 'Two networks are still followed' }).expect(200);
    const shorter = await post('vichea', `/campaigns/${id}/extend`, { until: '2024-07-31', reason: 'No' }).expect(409);
    expect(shorter.body).toMatchObject({ code: 'campaign.not-longer', facts: { until: '2024-08-31' } });
    const closed = await post('vanna', `/campaigns/${id}/close`, { closedAt: '2024-08-01T17:00:00+07:00', reason: 'Done' }).expect(200);
    const page = await get(`/campaigns/${id}?after=${positionOf(closed)}`).expect(200);
    expect(page.body).toMatchObject({ status: 'closed', announcedUntil: '2024-06-30', until: '2024-08-31', closed: { by: 'vanna' } });
    expect((await get(`/campaigns/${id}/board`).expect(200)).body).toMatchObject({ period: { from: '2024-01-01', until: '2024-08-01' } });
    const lines = await get(`/campaigns/${id}/timeline?after=${positionOf(closed)}`).expect(200);
    expect((lines.body as { items: object[] }).items).toMatchObject([
      { type: 'CampaignLaunched' },
      { type: 'CampaignExtended', reason: 'Two networks are still followed', actor: { id: 'vichea' } },
      { type: 'CampaignClosed', occurredAt: '2024-08-01T17:00:00+07:00' },
    ]);
    const listed = async (query: string): Promise<readonly string[]> =>
      ((await get(`/campaigns?${query}`).expect(200)).body as { items: { campaignId: string }[] }).items.map(
        ({ campaignId }) => campaignId,
      );
    expect(await listed('on=2024-08-31&status=closed')).toEqual([id]);
    for (const query of ['on=2024-09-01', 'on=2023-12-31', 'on=2024-08-31&status=launched']) expect(await listed(query)).toEqual([]);
  });

  it('is launched by those who answer for it, and read by everybody but the laboratory and administrators', async () => {
    const id = await launch();
    const writers: readonly Role[] = ['unit-head', 'committee-member'];
    const strangers: readonly Role[] = ['laboratory-analyst', 'administrator'];
    for (const role of ROLE_NAMES) {
      await post(role, '/campaigns', campaign).expect(writers.includes(role) ? 201 : 403);
      for (const path of [`/campaigns/${id}`, `/campaigns/${id}/board`, '/campaigns'])
        await get(path, role).expect(strangers.includes(role) ? 403 : 200);
    }
    await get('/campaigns/00000000-0000-8000-8000-000000000000/board').expect(404);
  });

  it.each([
    ['agencies', ['army']],
    ['agencies', []],
    ['agencies', ['police', 'police']],
    ['provinces', ['KH-26']],
    ['until', '2026-02-30'],
    ['target', { en: '' }],
  ])('refuses %s %j', (name, value) => post('vanna', '/campaigns', { ...campaign, [name]: value }).expect(400));
});

describe('what a campaign counts', () => {
  const sourcesOf = (room: string) =>
    globSync(join('libs', room, 'src', '**', '*.ts')).map((file) => ({ file, text: readFileSync(file, 'utf8') }));

  it('reaches no reward: the rooms of rewards and of their law know neither campaigns nor arrests', () => {
    const sources = [...sourcesOf('reward-law'), ...sourcesOf('rewards')].filter(({ file }) => !file.endsWith('.spec.ts'));
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.filter(({ text }) => /libs\/campaigns|ArrestRecorded/.test(text)).map(({ file }) => file)).toEqual([]);
    const handled = [...rewardLaw.projections, ...rewards.projections, ...rewards.processes.map(({ process }) => process)].flatMap(
      ({ handles }) => handles,
    );
    expect(handled).toEqual(expect.arrayContaining(['SeizureRecorded', 'SuspectAdded', 'LabResultCertified']));
    expect(handled).not.toContain('ArrestRecorded');
    expect(handled.filter((type) => type.startsWith('Campaign'))).toEqual([]);
  });

  const caseId = 'case-of-the-warehouse';
  const seizureId = 'seizure-1';
  const lot = { caseId, seizureId, substance: 'methamphetamine', grossMg: 1_200_000, defects: [] } as const;
  const sealing = { sealNumber: 'KH-0001', unit: 'unit-phnom-penh-1', custodian: 'officer-sokha', sealedBy: 'officer-sokha' };
  const certificate = { certificate: 'LAB-44/26', laboratoryId: 'laboratory-national', analysts: ['analyst-chenda', 'analyst-nary'] };
  const ofTheCase = (event: Event) => ({ stream: `case-${caseId}`, event });
  const ofTheLot = (event: Event) => ({ stream: 'exhibit-1', event });
  const arrest = (arrestId: string) =>
    ofTheCase({
      type: 'ArrestRecorded',
      data: {
        arrestId,
        arrest: { ...field, suspectId: 'suspect-1', arrestedAt: '2026-03-02T09:35:00+07:00' },
        defects: [],
        agency: 'police',
      },
    });
  /** Two kilograms' worth of facts about one operation, from the seizure to the laboratory. */
  const operation = [
    ofTheCase({ type: 'SeizureRecorded', data: { seizureId, seizure: found, defects: [], agency: 'police' } }),
    ofTheCase({
      type: 'SuspectAdded',
      data: { suspectId: 'suspect-1', name: { person: 'suspect-1', sealed: 'AAAA', v: 1 }, role: 'leading' },
    }),
    ofTheLot({
      type: 'ExhibitSealed',
      data: { ...lot, ...sealing, sealedAt: '2026-03-02T10:00:00+07:00', seizingUnits: [], seizingOfficers: [] },
    }),
    ofTheLot({
      type: 'LabResultCertified',
      data: { ...lot, ...certificate, netMg: 1_100_000, purityBp: 8_500, uncertaintyMg: 5_000, certifiedAt: '2026-03-03T14:00:00+07:00' },
    }),
    ofTheLot({
      type: 'LabResultCountersigned',
      data: {
        caseId,
        seizureId,
        certificate: 'LAB-44/26',
        countersignedBy: 'analyst-nary',
        countersignedAt: '2026-03-03T15:00:00+07:00',
      },
    }),
  ];
  /** Arrests stand in the log between the others, and move none of them. */
  const factsOf = (history: readonly { readonly stream: string; readonly event: Event }[]) => {
    let place = -1;
    const log = history.map(({ stream, event }) =>
      recorded(event, event.type === 'ArrestRecorded' ? place + 0.5 : ++place, { stream }),
    ) as never[];
    return fold(operationFacts, log).get(caseId);
  };

  it('pays nobody: under every policy, an assessment of the same operation with more arrests is the same to the letter', () => {
    const alone = factsOf(operation);
    const inputsOf = (facts: OperationRow | undefined) => facts && assessableFacts(facts)?.inputs;
    const inputs = inputsOf(alone);
    if (inputs === undefined) throw new Error('Nothing is known to be seized');
    const assessed = (given: AssessmentInputs) =>
      packNames.map((name) => assess({ policyId: name, version: 1, terms: packs[name] }, given));
    expect(assessed(inputs)[0]).toMatchObject({ verdict: 'eligible', amount: { currency: 'KHR', amount: '40000000' } });
    fc.assert(
      fc.property(fc.array(fc.nat(operation.length), { maxLength: 60 }), (places) => {
        const history = [...operation.entries(), [operation.length, undefined] as const].flatMap(([place, fact]) => [
          ...places.flatMap((before, n) => (before === place ? [arrest(`arrest-${n}`)] : [])),
          ...(fact === undefined ? [] : [fact]),
        ]);
        expect(history).toHaveLength(operation.length + places.length);
        const facts = factsOf(history);
        expect(facts).toEqual(alone);
        expect(assessed(inputsOf(facts) ?? { ...inputs, seizures: [] })).toEqual(assessed(inputs));
      }),
    );
  });
});
