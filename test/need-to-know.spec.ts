import { randomUUID } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import type { Type } from '@nestjs/common';
import type { Response } from 'supertest';
import { type DeclaredRoute, type Role, routesOf } from '#libs/access';
import { capabilities } from '#libs/composition';
import { type Disclosing, idOfStream, kindOf, type RecordedEvent, Upcaster, WITHHELD, withholding } from '#libs/event-sourcing';
import { fold } from '#libs/event-sourcing/testing';
import { exampleOf, natureOf, parametersOf } from '#libs/http';
import { KINDS_OF_CASES } from '#libs/need-to-know';
import { Runners } from '#libs/platform';
import { type Claims, oneOfEach, servedApi } from './api.ts';
import { caseBody, resultBody, seizureBody } from './bodies.ts';

const people = {
  // One in each role who has nothing to do with any of the cases, of the agency that leads them.
  ...oneOfEach('unit-kandal-2', 'police'),
  'officer-sokha': ['investigator', 'unit-phnom-penh-1', 'police'],
  'officer-dara': ['investigator', 'unit-phnom-penh-1', 'police'],
  'officer-sovann': ['unit-head', 'unit-phnom-penh-1', 'police'],
  'officer-bopha': ['legal-officer', 'unit-legal', 'authority'],
  'custodian-reasmey': ['custodian', 'unit-laboratory', 'laboratories'],
  'analyst-chenda': ['laboratory-analyst', 'unit-laboratory', 'laboratories'],
  'analyst-lina': ['laboratory-analyst', 'unit-laboratory', 'laboratories'],
  'customs-rithy': ['investigator', 'unit-customs-1', 'customs'],
  'customs-head': ['unit-head', 'unit-customs-1', 'customs'],
} as const satisfies Readonly<Record<string, Claims>>;
type Person = keyof typeof people;

const rolesOf = (person: Person): Role => {
  const claims: Claims = people[person];
  return typeof claims === 'string' ? claims : claims[0];
};
const serves = ({ access }: DeclaredRoute, person: Person): boolean => typeof access === 'object' && access.roles.includes(rolesOf(person));

/** A case with everything on it, and every id and word that belongs to it and to nothing else. */
interface Full {
  readonly reference: string;
  readonly caseId: string;
  readonly seizureId: string;
  readonly exhibitId: string;
  readonly assetId: string;
  readonly rewardId: string;
  readonly canaries: readonly string[];
  /** Those of them that the exhibit itself speaks of, whose label they are. */
  readonly ofExhibit: readonly string[];
}

describe('need to know, over HTTP', () => {
  const api = servedApi(people);
  let policyId: string;
  let restricted: Full;
  let open: Full;
  /** Of the same agency; linked with the restricted one. */
  let neighbour: string;
  /** Of customs, linked with a case of the police: nobody else of customs has to do with that one. */
  let linkedToCustoms: string;
  let customs: string;
  let elsewhere: string;
  /** Before nothing, after everything: rows as they were then are shown by who may know them now. */
  let asOf: number;

  const ask = (path: string, as: Person) => api.request('get', path, as);
  const give = (as: Person, path: string, body?: object) => api.request('post', `/v1/${path}`, as).send(body);
  const done = async (as: Person, path: string, body?: object): Promise<string> => {
    const answer = await give(as, path, body);
    expect({ path, body: answer.body as unknown }).toMatchObject({ path, body: { id: expect.any(String) as string } });
    return (answer.body as { id: string }).id;
  };
  const settled = (): Promise<void> => api.app.get(Runners).settled();

  async function full(word: string): Promise<Full> {
    const words = ['REF', 'TITLE', 'PLACE', 'PERSON', 'NOTE', 'SEAL', 'CERT', 'ASSET', 'LINK', 'STATED'].map((what) => `${what}-${word}`);
    const [reference = '', title = '', place, name, text, sealNumber, certificate = '', asset, reason, stated] = words;
    const caseId = await done('officer-sokha', 'cases', { ...caseBody(reference), title: { en: title } });
    for (const officerId of ['officer-sokha', 'officer-dara'])
      await done('officer-sokha', `cases/${caseId}/assign-officer`, { officerId, unit: 'unit-phnom-penh-1', role: 'member' });
    const suspectId = await done('officer-sokha', `cases/${caseId}/suspects`, { name: { en: name } });
    const now = (): string => new Date().toISOString();
    const seizureId = await done('officer-sokha', `cases/${caseId}/seizures`, {
      ...seizureBody(),
      place: { province: 'KH-12', description: place },
      seizedAt: now(),
    });
    const noteId = await done('officer-sokha', `cases/${caseId}/notes`, { text });
    await done('officer-sovann', `cases/${caseId}/freeze-roster`, { officers: [{ officerId: 'officer-sokha', office: 'investigator' }] });
    const statementId = await done('investigator', `cases/${caseId}/statements`, { text: stated });
    const exhibitId = await done('officer-sokha', 'exhibits', {
      caseId,
      seizureId,
      sealNumber,
      grossMg: 1_200_000,
      sealedAt: now(),
      unit: 'unit-phnom-penh-1',
    });
    const handed = { to: 'custodian-reasmey', laboratoryId: 'laboratory-national', offeredAt: now() };
    const transferId = await done('officer-sokha', `exhibits/${exhibitId}/offer`, handed);
    const taken = { transferId, receivedAt: now(), sealNumber, sealCondition: 'intact' };
    await done('custodian-reasmey', `exhibits/${exhibitId}/accept`, taken);
    await done('analyst-chenda', `exhibits/${exhibitId}/certify`, resultBody(certificate, 'analyst-lina', now()));
    const assetId = await done('officer-bopha', 'assets', { caseId, kind: 'vehicle', description: { en: asset }, province: 'KH-12' });
    const rewardId = await done('officer-sovann', 'rewards', { caseId, policyId });
    await done('officer-sovann', `cases/${caseId}/link`, { linkedCaseId: neighbour, relation: 'related', reason });
    const ids = [caseId, suspectId, seizureId, noteId, statementId, exhibitId, transferId, assetId, rewardId];
    const ofExhibit = [caseId, seizureId, exhibitId, transferId, `SEAL-${word}`, certificate];
    return { reference, caseId, seizureId, exhibitId, assetId, rewardId, canaries: [...ids, ...words], ofExhibit };
  }

  beforeAll(async () => {
    policyId = await done('officer-bopha', 'reward-policies', { pack: 'flat' });
    neighbour = await done('investigator', 'cases', { ...caseBody('NEIGHBOUR'), unit: 'unit-kandal-2' });
    await done('investigator', `cases/${neighbour}/assign-officer`, { officerId: 'investigator', unit: 'unit-kandal-2', role: 'lead' });
    const found = { ...seizureBody(), seizedAt: new Date().toISOString(), units: ['unit-kandal-2'], officers: ['investigator'] };
    await done('investigator', `cases/${neighbour}/seizures`, found);
    await done('unit-head', `cases/${neighbour}/freeze-roster`, { officers: [{ officerId: 'investigator', office: 'investigator' }] });
    restricted = await full('hidden');
    open = await full('police');
    await done('unit-head', `cases/${neighbour}/link`, {
      linkedCaseId: restricted.caseId,
      relation: 'same-operation',
      reason: 'LINK-hidden',
    });
    linkedToCustoms = await done('officer-sokha', 'cases', caseBody('WITH-CUSTOMS'));
    const ofCustoms = { ...caseBody('CUSTOMS-1'), agency: 'customs', unit: 'unit-customs-1' };
    customs = await done('customs-rithy', 'cases', ofCustoms);
    await done('customs-head', `cases/${customs}/link`, { linkedCaseId: linkedToCustoms, relation: 'related', reason: 'One lorry' });
    elsewhere = await done('officer-sokha', 'cases', caseBody('POLICE-ALONE'));
    const persons = ['officer-sokha', 'officer-bopha'];
    await done('officer-sovann', `cases/${restricted.caseId}/restrict`, { persons, reason: 'An officer of the unit is suspected' });
    await settled();
    asOf = Number(((await ask('/v1/campaigns', 'auditor').expect(200)).body as { position: string }).position);
  }, 240_000);

  const queries = (): readonly DeclaredRoute[] =>
    routesOf(api.app).filter(({ method, controller, handler, access }) => {
      const nature = natureOf((controller.prototype as Record<string, object>)[handler] ?? {});
      return method === 'GET' && nature?.kind === 'query' && access !== 'public';
    });

  /** Every address that this route has for what the story is about, with questions that lists take. */
  function addresses({ path }: DeclaredRoute, of: Full): readonly string[] {
    const [part] = /:\w+/.exec(path) ?? [];
    if (part === undefined)
      return ['', '?limit=1', `?caseId=${of.caseId}`, `?reference=${of.reference}`, '?officer=officer-sokha'].map((query) => path + query);
    const about = path.includes(':stream')
      ? [`case-${of.caseId}`, `exhibit-${of.exhibitId}`, `reward-${of.rewardId}`]
      : [of.caseId, of.exhibitId, of.assetId, of.rewardId, neighbour, policyId, 'officer-sokha', 'unit-phnom-penh-1', 'reward-eligibility'];
    // Where there are two, the second one is a seizure.
    const filled = about.map((id) => path.replace(part, id).replaceAll(/:\w+/g, of.seizureId));
    return filled.flatMap((address) => [address, `${address}?asOf=${asOf}`]);
  }

  /** Every answer to one of the queries, page after page: as it was sent, and with what its cursors hold. */
  async function told(person: Person, of: Full): Promise<{ readonly text: string; readonly answered: ReadonlySet<number> }> {
    const texts: string[] = [];
    const answered = new Set<number>();
    for (const route of queries().filter((one) => serves(one, person)))
      for (const address of addresses(route, of))
        for (let cursor = '', pages = 0; pages < 20; pages++) {
          const more = cursor === '' ? '' : `${address.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;
          const { text, status } = await ask(address + more, person);
          answered.add(status);
          texts.push(text);
          const { next } = JSON.parse(text) as { readonly next?: string };
          if (next === undefined) break;
          texts.push(Buffer.from(next, 'base64url').toString());
          cursor = next;
        }
    return { text: texts.join('\n'), answered };
  }
  const leaked = (text: string, { canaries }: Full): readonly string[] => canaries.filter((canary) => text.includes(canary));

  it('shows a restricted case to integrity and audit, on every path: what is searched for below is there to be found', async () => {
    for (const overseer of ['auditor', 'integrity-officer'] as const) {
      const { text } = await told(overseer, restricted);
      // Who a suspect is, and what a note says, is sealed for integrity.
      expect(restricted.canaries.filter((canary) => !text.includes(canary) && !/^(?:PERSON|NOTE|STATED)/.test(canary))).toEqual([]);
    }
  });

  it.each(['officer-sokha', 'officer-sovann', 'officer-bopha'] as const)('shows it to %s, whom it is restricted to', async (person) => {
    const page = await ask(`/v1/cases/${restricted.caseId}`, person).expect(200);
    expect(page.body).toMatchObject({ restriction: { persons: ['officer-bopha', 'officer-sokha', 'officer-sovann'] } });
    expect((await ask(`/v1/cases?reference=REF-hidden`, person)).body).toMatchObject({ items: [{ caseId: restricted.caseId }] });
  });

  const laboratory = ['custodian-reasmey', 'analyst-chenda', 'analyst-lina'] as const;
  const strangers = (Object.keys(people) as Person[]).filter(
    (person) =>
      ![...laboratory, 'officer-sokha', 'officer-sovann', 'officer-bopha'].includes(person) &&
      !['auditor', 'integrity-officer'].includes(rolesOf(person)),
  );
  it.each(strangers)('tells %s nothing of it: no id, word or cursor, in no answer of any route, page or moment', async (person) => {
    const { text, answered } = await told(person, restricted);
    expect(leaked(text, restricted)).toEqual([]);
    expect([...answered].filter((status) => status >= 500)).toEqual([]);
  });

  it.each(laboratory)('tells %s, of the laboratory that has its exhibit, of that exhibit and of nothing else', async (person) => {
    const { text, answered } = await told(person, restricted);
    expect(leaked(text, restricted).filter((canary) => !restricted.ofExhibit.includes(canary))).toEqual([]);
    expect(leaked(text, restricted)).toEqual(expect.arrayContaining([restricted.exhibitId, 'SEAL-hidden']));
    expect([...answered].filter((status) => status >= 500)).toEqual([]);
  });

  it('finds an unrestricted case on the same paths, so that the paths are the right ones', async () => {
    for (const person of ['investigator', 'legal-officer'] as const) {
      const { text } = await told(person, open);
      expect(leaked(text, open)).toEqual(expect.arrayContaining([open.caseId, open.exhibitId, 'REF-police', 'TITLE-police']));
    }
  });

  it.each(['customs-rithy', 'customs-head'] as const)(
    'tells %s, of another agency, nothing of a case that is linked to none of theirs',
    async (person) => {
      expect(leaked((await told(person, open)).text, open)).toEqual([]);
      await ask(`/v1/cases/${elsewhere}`, person).expect(404);
    },
  );

  it('says of a case of another agency that is linked to one of theirs who leads it, and nothing else', async () => {
    const refused = await ask(`/v1/cases/${linkedToCustoms}`, 'customs-rithy').expect(403);
    expect(refused.body).toEqual({
      type: expect.stringContaining('knowledge.insufficient') as string,
      title: 'This is not yours to see',
      instance: expect.any(String) as string,
      status: 403,
      code: 'case.of-another-agency',
      detail: 'Another agency leads this case: ask unit-phnom-penh-1. You see it whole once you are assigned to it',
      facts: { unit: 'unit-phnom-penh-1' },
    });
    expect((await ask('/v1/cases', 'customs-rithy')).body).toMatchObject({
      items: [{ caseId: customs, links: [{ linkedCaseId: linkedToCustoms }] }],
    });
    // The other way as well: whichever of the two said that they belong together.
    await ask(`/v1/cases/${customs}`, 'officer-dara').expect(403);
  });

  it('shows a case whole to who is assigned to it, of whatever agency, and to custodian and analyst what they hold', async () => {
    const joint = await done('officer-sokha', 'cases', caseBody('JOINT'));
    await done('officer-sokha', `cases/${joint}/assign-officer`, { officerId: 'customs-rithy', unit: 'unit-customs-1', role: 'member' });
    await settled();
    expect((await ask(`/v1/cases/${joint}`, 'customs-rithy').expect(200)).body).toMatchObject({ reference: 'JOINT' });
    await ask(`/v1/cases/${joint}`, 'customs-head').expect(404);
    for (const holder of ['custodian-reasmey', 'analyst-lina'] as const) {
      expect((await ask('/v1/exhibits', holder)).body).toMatchObject({
        items: [{ exhibitId: open.exhibitId }, { exhibitId: restricted.exhibitId }],
      });
      await ask(`/v1/exhibits/${open.exhibitId}/timeline`, holder).expect(200);
    }
    expect((await ask('/v1/exhibits', 'custodian')).body).toMatchObject({ items: [] });
  });

  it('answers a stranger’s command on it to the letter as one on a case that never was', async () => {
    const unknown = randomUUID();
    const about = new Map([
      ['cases', restricted.caseId],
      ['exhibits', restricted.exhibitId],
      ['assets', restricted.assetId],
      ['rewards', restricted.rewardId],
    ]);
    const commands = routesOf(api.app).filter(({ controller, handler }) => {
      const nature = natureOf((controller.prototype as Record<string, object>)[handler] ?? {});
      return nature?.kind === 'command';
    });
    const given: string[] = [];
    for (const route of commands) {
      const { method, path, controller, handler } = route;
      const hidden = about.get(path.split('/')[2] ?? '');
      const person = strangers.find((one) => serves(route, one));
      if (hidden === undefined || person === undefined || !path.includes(':id')) continue;
      const body = exampleOf((parametersOf(controller, handler).body ?? Object) as Type) as object | undefined;
      const answer = async (id: string): Promise<unknown> => {
        const address = path.replace(':id', id).replaceAll(/:\w+/g, restricted.seizureId);
        const { status, headers, text } = await api.request(method.toLowerCase() as 'post', address, person).send(body);
        return { status, etag: headers.etag as unknown, text: text.replaceAll(id, 'ID').replaceAll(/"(?:instance|now|at)":"[^"]*"/g, '') };
      };
      expect({ path, ...((await answer(hidden)) as object) }).toEqual({ path, ...((await answer(unknown)) as object) });
      given.push(path);
    }
    expect(given.length).toBeGreaterThan(60);
    // Nothing was recorded by all of that.
    const history = await ask(`/v1/history/streams/case-${restricted.caseId}?limit=500`, 'auditor').expect(200);
    expect((history.body as { items: { type: string }[] }).items.at(-1)).toMatchObject({ type: 'CaseRestricted' });
  }, 240_000);

  it('answers a stranger who names it in what they say as if it never were', async () => {
    const linking = (linkedCaseId: string) =>
      give('unit-head', `cases/${neighbour}/link`, { linkedCaseId, relation: 'related', reason: 'One van' });
    const asking = (caseId: string) => give('unit-head', 'rewards', { caseId, policyId });
    for (const say of [linking, asking]) {
      const unknown = randomUUID();
      const answers = [await say(restricted.caseId), await say(unknown)].map(({ status, text }: Response, place) => ({
        status,
        text: text.replaceAll(place === 0 ? restricted.caseId : unknown, 'ID').replaceAll(/"(?:instance|now|at)":"[^"]*"/g, ''),
      }));
      expect(answers[0]).toEqual(answers[1]);
      expect(answers[0]?.status).toBeGreaterThanOrEqual(400);
    }
  });

  it('withholds its id where another case names it, and decides on it all the same', async () => {
    // The neighbour was said to be a duplicate of the case that is restricted now.
    const rewardId = await done('unit-head', 'rewards', { caseId: neighbour, policyId });
    await settled();
    for (const [person, duplicateOf] of [
      ['unit-head', WITHHELD],
      ['auditor', restricted.caseId],
    ] as const)
      expect((await ask(`/v1/rewards/${rewardId}`, person)).body).toMatchObject({ assessment: { duplicateOf } });
  });

  it('is no weapon: duty goes on, whoever is left out is told to integrity, and what integrity lifts no head restricts again', async () => {
    const caseId = await done('officer-sokha', 'cases', caseBody('NO-WEAPON'));
    for (const officerId of ['officer-sokha', 'officer-dara'])
      await done('officer-sokha', `cases/${caseId}/assign-officer`, { officerId, unit: 'unit-phnom-penh-1', role: 'member' });
    await done('officer-sovann', `cases/${caseId}/assign-officer`, {
      officerId: 'legal-officer',
      unit: 'unit-legal',
      role: 'legal-officer',
    });
    const restrict = (as: Person) => give(as, `cases/${caseId}/restrict`, { persons: ['officer-sokha'], reason: 'A sensitive source' });
    const leave = { officerId: 'legal-officer', reason: 'Somebody else will take it' };
    // The head takes the legal officer off the case first, and it is the legal officer's all the same.
    await done('officer-sovann', `cases/${caseId}/unassign-officer`, leave);
    await restrict('officer-sovann').then(({ status }) => expect(status).toBe(200));
    await ask(`/v1/cases/${caseId}`, 'officer-dara').expect(404);
    expect((await ask(`/v1/cases/${caseId}`, 'legal-officer').expect(200)).body).toMatchObject({ reference: 'NO-WEAPON' });
    const statement = { text: 'The court asked for the file' };
    await done('legal-officer', `cases/${caseId}/notes`, statement);

    await settled();
    const told = await ask(`/v1/leads?kind=restricted-away&case=${caseId}`, 'integrity-officer').expect(200);
    expect(told.body).toMatchObject({ items: [{ concerns: [`case/${caseId}`, 'person/officer-dara', 'person/officer-sovann'] }] });

    await done('integrity-officer', `cases/${caseId}/lift-restriction`, { reason: 'There is no ground for it' });
    expect((await restrict('officer-sovann')).body).toMatchObject({ status: 409, code: 'case.restriction-lifted-by-integrity' });
    await ask(`/v1/cases/${caseId}`, 'officer-dara').expect(200);
    expect((await restrict('integrity-officer')).status).toBe(200);
  });

  it('is lifted by whom the case is known to, and known again to whom it was', async () => {
    const lift = (as: Person) => give(as, `cases/${restricted.caseId}/lift-restriction`, { reason: 'The officer was cleared' });
    expect((await lift('unit-head')).body).toMatchObject({ status: 404, code: 'case.unknown' });
    expect((await lift('officer-sovann')).status).toBe(200);
    await settled();
    await ask(`/v1/cases/${restricted.caseId}`, 'investigator').expect(200);
    const timeline = (await ask(`/v1/cases/${restricted.caseId}/timeline?limit=100`, 'investigator')).body as { items: { type: string }[] };
    expect(timeline.items.slice(-2).map(({ type }) => type)).toEqual(['CaseRestricted', 'CaseUnrestricted']);
  });
});

describe('what projections disclose', () => {
  const projections = capabilities.flatMap((capability) => capability.projections);
  // Every kind of event that ever landed, in the order of some history.
  const events = globSync('libs/*/golden/*.json')
    .map((file) => JSON.parse(readFileSync(file, 'utf8')) as RecordedEvent)
    .toSorted((a, b) => a.position - b.position);
  const upcaster = new Upcaster(...capabilities.map((capability) => capability.events));
  const history = events.map((event) => upcaster.upcast(event));
  /** Every case of that history, and what belongs to one, by the streams and by whatever names one. */
  const streams = new Set([
    ...events.map(({ stream }) => stream).filter((stream) => KINDS_OF_CASES.has(kindOf(stream))),
    ...events.flatMap(({ data }) =>
      Object.entries(data as Readonly<Record<string, unknown>>).flatMap(([field, id]) => {
        const [, kind] = /^(?:linked)?(case|exhibit|asset|reward)Id$/i.exec(field) ?? [];
        return kind === undefined || typeof id !== 'string' ? [] : [`${kind.toLowerCase()}-${id}`];
      }),
    ),
  ]);
  const ids = [...streams].map(idOfStream);
  const namedIn = (row: unknown): readonly string[] => ids.filter((id) => JSON.stringify(row).includes(id));

  it('is open of some, by a list: rows that name no case', () => {
    expect(ids.length).toBeGreaterThan(3);
    const open = projections.filter(({ discloses }) => discloses === 'open');
    expect(open.map(({ name }) => name).toSorted()).toEqual([
      'activity',
      'campaign-page',
      'operational-uses',
      'pool-balance',
      'register-entries',
      'reward-policies',
      'units',
    ]);
    for (const projection of open)
      for (const [key, row] of fold(projection, history))
        expect({ of: projection.name, key, named: namedIn(row) }).toMatchObject({ named: [] });
  });

  it('is nothing to persons where it serves programs alone', () => {
    const nobody = projections.filter(({ discloses }) => discloses === 'nobody').map(({ name }) => name);
    expect(nobody.filter((name) => !name.endsWith('-streams'))).toEqual(['case-access']);
  });

  /** What is shown of that history, by rows and by lines. */
  const told = [
    ...projections.map((projection) => ({ ...projection, rows: () => [...fold(projection, history)] })),
    ...capabilities
      .flatMap(({ timelines = [] }) => timelines)
      .map((timeline) => ({
        ...timeline,
        rows: () =>
          history
            .filter(({ stream }) => kindOf(stream) === timeline.kind)
            .map((event) => [`${idOfStream(event.stream)}/${event.revision}`, timeline.lineOf(event)] as const),
      })),
  ];
  it.each(told.filter(({ discloses }) => typeof discloses === 'object'))(
    'is of a row of $name, to who may know of no case, nothing that names one',
    (projection) => {
      const discloses = projection.discloses as Disclosing<object>;
      const rows = projection.rows();
      expect(rows.length).toBeGreaterThan(0);
      for (const [key, row] of rows) {
        if (discloses.about(row, key).some((stream) => streams.has(stream))) continue;
        const hidden = new Set((discloses.names?.(row, key) ?? []).filter((stream) => streams.has(stream)));
        const less = discloses.without === undefined ? withholding(row, hidden) : discloses.without(row, hidden);
        const left = hidden.size === 0 ? row : less;
        expect({ key, named: namedIn(left ?? {}) }).toEqual({ key, named: [] });
      }
    },
  );
});
