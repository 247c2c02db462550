import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { followBody } from './bodies.ts';
import { Client, dataFolder, endPrograms, type Program, runProgram, startProgram, tokenOf, until } from './program.ts';

/** Generous: machines that test are busy. Nothing is asserted of time. */
const PATIENCE_MS = 180_000;

const opening = { reference: 'PP-2026-0117', title: { en: 'Warehouse' }, agency: 'police', unit: 'unit-phnom-penh-1', province: 'KH-12' };
const personal = {
  name: { en: 'Chea Vuthy Zarathustra', km: 'ជា វុទ្ធី' },
  identifiers: [{ kind: 'national-id', number: '010 234 567 891' }],
  dateOfBirth: '1988-04-13',
  nationality: 'KH',
};
/** Words by which the person would be known, wherever they stood. */
const words = ['Zarathustra', 'វុទ្ធី', '010 234 567 891', '1988-04-13'];
const court = { instrument: 'court-order-12', reason: 'Mistaken identity' };
const order = { instrumentId: court.instrument, kind: 'decision', title: { en: 'Order 12/26' }, number: '12/26', date: '2026-03-01' };

/** Two legal officers of a program: what they do takes both. */
async function lawyersOf(program: Program) {
  const first = await program.client('legal-officer');
  const second = new Client(() => program.url, await tokenOf(program.dataDir, { subject: 'officer-1', roles: ['legal-officer'] }));
  const both = async (path: string, body: object) => {
    const proposed = await first.post(path, body);
    return second.post<{ position: string }>(`/v1/proposals/${proposed.body.id}/confirm`, undefined);
  };
  expect((await both('/v1/instruments', { ...order, status: 'enacted' })).status).toBe(200);
  return both;
}

interface Suspect {
  readonly suspectId: string;
  readonly name: unknown;
  readonly notice: string;
}
interface Case {
  readonly suspects: readonly Suspect[];
  readonly arrests: readonly { readonly notice: string }[];
}

/** Which of the words lie anywhere in the files of a folder, or in what a program said, as UTF-8, UTF-16 or escaped as JSON. */
async function found(program: Program): Promise<readonly string[]> {
  const files = await readdir(program.dataDir);
  expect(files).toEqual(expect.arrayContaining(['events.sqlite', 'rows.sqlite', 'keys.sqlite']));
  const bytes = [...(await Promise.all(files.map((file) => readFile(join(program.dataDir, file))))), Buffer.from(program.output)];
  const escaped = (word: string): string =>
    word.replaceAll(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return words.filter((word) =>
    [Buffer.from(word), Buffer.from(word, 'utf16le'), Buffer.from(escaped(word))].some((form) =>
      bytes.some((place) => place.includes(form)),
    ),
  );
}

afterEach(endPrograms);

describe('a suspect of a case', () => {
  it(
    'is known to those who may know, lies in the clear nowhere, and is forgotten for ever while all else stays',
    async () => {
      const program = await startProgram('api', { env: { LOG_LEVEL: 'trace' } });
      const sokha = await program.client('investigator');
      const lawyer = await program.client('legal-officer');
      const { id } = (await sokha.post('/v1/cases', opening)).body;
      await lawyer.post(`/v1/cases/${id}/assign-officer`, followBody('dev-legal-officer', 'unit-of-dev-legal-officer'));
      const add = () => sokha.post(`/v1/cases/${id}/suspects`, { ...personal, role: 'lesser' }, { key: 'vuthy' });
      const added = await add();
      expect(added.status).toBe(201);
      expect((await add()).body).toEqual(added.body);
      expect((await sokha.post(`/v1/cases/${id}/suspects`, { ...personal, nationality: 'LA' }, { key: 'vuthy' })).status).toBe(422);
      const other = await sokha.post(`/v1/cases/${id}/suspects`, { name: { en: 'Sok Dara' } });
      const suspect = `/v1/cases/${id}/suspects/${added.body.id}`;
      const decision = { role: 'leading', assessment: 'final', reference: 'C-12/26', decidedAt: '2026-03-20T15:00:00+07:00' };
      expect((await lawyer.post(`${suspect}/assess-role`, decision)).status).toBe(200);
      expect((await sokha.post(`${suspect}/assess-role`, decision)).status).toBe(403);
      const arrest = await sokha.post(`/v1/cases/${id}/arrests`, {
        suspectId: added.body.id,
        place: { province: 'KH-12' },
        arrestedAt: '2026-03-02T09:35:00+07:00',
        units: ['unit-phnom-penh-1'],
        officers: ['officer-sokha'],
        authorisation: { kind: 'none', explanation: 'Caught in the act' },
      });
      expect(arrest.status).toBe(201);

      const page = `/v1/cases/${id}?after=${arrest.body.position}`;
      const timeline = `/v1/cases/${id}/timeline?after=${arrest.body.position}`;
      for (const role of ['investigator', 'unit-head', 'legal-officer', 'auditor']) {
        const { body } = await (await program.client(role)).get<Case>(page);
        expect(body.suspects[0]).toMatchObject({
          ...personal,
          role: 'leading',
          roleStanding: 'final',
          notice: 'A suspect is not a convict',
        });
        expect(body.arrests[0]).toMatchObject({
          defects: expect.arrayContaining(['arrest.no-authorisation']) as unknown,
          notice: 'A suspect is not a convict',
        });
      }
      for (const role of ['committee-member', 'integrity-officer']) {
        const client = await program.client(role);
        const { body } = await client.get<Case>(page);
        expect(body.suspects[0]).toMatchObject({ name: { withheld: true }, identifiers: { withheld: true }, role: 'leading' });
        for (const path of [page, timeline, `/v1/cases?after=${arrest.body.position}`]) {
          const said = JSON.stringify((await client.get(path)).body);
          expect(words.filter((word) => said.includes(word))).toEqual([]);
          expect(said).toContain('A suspect is not a convict');
        }
      }
      expect(JSON.stringify((await lawyer.get(timeline)).body)).toContain('Zarathustra');
      await sokha.get('/metrics');
      expect(await found(program)).toEqual([]);

      expect((await (await program.client('administrator')).post(`${suspect}/erase`, court)).status).toBe(403);
      expect((await sokha.post(`${suspect}/erase`, court)).status).toBe(403);
      const both = await lawyersOf(program);
      const erased = await both(`${suspect}/erase`, court);
      expect(erased.status).toBe(200);
      expect((await both(`${suspect}/erase`, court)).status).toBe(200);
      const after = await lawyer.get<Case>(`/v1/cases/${id}?after=${erased.body.position}`);
      expect(after.body.suspects).toMatchObject([
        { suspectId: added.body.id, name: { erased: true }, dateOfBirth: { erased: true }, role: 'leading', erased: true },
        { suspectId: other.body.id, name: { en: 'Sok Dara' }, erased: false },
      ]);
      const history = await lawyer.get<{ items: { type: string; data: { name?: unknown } }[] }>(
        `/v1/cases/${id}/timeline?after=${erased.body.position}`,
      );
      expect(history.body.items.map(({ type }) => type)).toEqual([
        'CaseOpened',
        'OfficerAssigned',
        'OfficerAssigned',
        'SuspectAdded',
        'SuspectAdded',
        'SuspectRoleAssessed',
        'ArrestRecorded',
        'SuspectErased',
      ]);
      expect(history.body.items[3]?.data.name).toEqual({ erased: true });
      expect((await add()).status).toBe(409);
      expect(await found(program)).toEqual([]);
      for (const projection of ['case-status', 'history']) {
        const { dataDir } = program;
        expect(await runProgram('cli', { dataDir, args: ['compare', '--projection', projection] })).toMatchObject({ code: 0 });
        expect(await runProgram('cli', { dataDir, args: ['rebuild', '--projection', projection] })).toMatchObject({ code: 0 });
      }
      expect((await lawyer.get<Case>(`/v1/cases/${id}`)).body.suspects).toEqual(after.body.suspects);
    },
    PATIENCE_MS,
  );

  it(
    'cannot be added, shown or erased while the keys are away, which says so; the fact of an erasure leads to it as soon as they are back',
    async () => {
      const dataDir = await dataFolder();
      const program = await startProgram('api', { dataDir });
      const sokha = await program.client('investigator');
      const lawyer = await program.client('legal-officer');
      const { id } = (await sokha.post('/v1/cases', opening)).body;
      await lawyer.post(`/v1/cases/${id}/assign-officer`, followBody('dev-legal-officer', 'unit-of-dev-legal-officer'));
      const added = await sokha.post(`/v1/cases/${id}/suspects`, personal);
      const both = await lawyersOf(program);
      const keys = new DatabaseSync(join(dataDir, 'keys.sqlite'));
      keys.exec('ALTER TABLE keys RENAME TO hidden');
      const away = { status: 503, body: { code: 'keys.unavailable' } };
      expect(await sokha.post(`/v1/cases/${id}/suspects`, personal, { key: 'another' })).toMatchObject(away);
      expect(await both(`/v1/cases/${id}/suspects/${added.body.id}/erase`, court)).toMatchObject(away);
      expect((await sokha.post('/v1/cases', opening)).status).toBe(201);
      // The program dies with the fact recorded and the key alive.
      await program.kill();
      keys.exec('ALTER TABLE hidden RENAME TO keys');
      const alive = (): boolean =>
        keys.prepare('SELECT wrapped FROM keys WHERE person = ?').get(added.body.id)?.wrapped instanceof Uint8Array;
      expect(alive()).toBe(true);
      const again = await startProgram('api', { dataDir });
      await until(() => !alive());
      keys.close();
      const shown = await (await again.client('legal-officer')).get<Case>(`/v1/cases/${id}`);
      expect(shown.body.suspects).toMatchObject([{ name: { erased: true } }]);
    },
    PATIENCE_MS,
  );

  it(
    'has a key once it is recorded: a hundred that are refused leave none behind, nor one whose program was killed before it was recorded',
    async () => {
      const dataDir = await dataFolder();
      const program = await startProgram('api', { dataDir });
      const sokha = await program.client('investigator');
      const { id } = (await sokha.post('/v1/cases', opening)).body;
      const suspects = `/v1/cases/${id}/suspects`;
      const file = new DatabaseSync(join(dataDir, 'keys.sqlite'));
      const keys = (): number => Number(file.prepare('SELECT count(*) AS n FROM keys').get()?.n);
      await sokha.post(`/v1/cases/${id}/notes`, { text: 'The driver was seen at the gate' }, { key: 'used-before' });
      expect(keys()).toBe(1);
      for (let n = 0; n < 50; n++) {
        expect((await sokha.post(suspects, personal, { ifRevision: 100 + n })).status).toBe(412);
        expect((await sokha.post(suspects, { ...personal, nationality: n % 2 ? 'KH' : 'LA' }, { key: 'used-before' })).status).toBe(422);
      }
      expect(keys()).toBe(1);

      // The events take nothing in, so the program dies between the key and the fact.
      const events = new DatabaseSync(join(dataDir, 'events.sqlite'));
      events.exec('BEGIN IMMEDIATE');
      const unanswered = sokha.post(suspects, personal, { key: 'vuthy' }).catch(() => undefined);
      await until(() => keys() === 2);
      await program.kill();
      await unanswered;
      events.exec('ROLLBACK');
      events.close();
      const again = await startProgram('api', { dataDir });
      expect(keys()).toBe(1);
      const added = await (await again.client('investigator')).post(suspects, personal, { key: 'vuthy' });
      expect(added.status).toBe(201);
      expect(keys()).toBe(2);
      const page = await (await again.client('investigator')).get<Case>(`/v1/cases/${id}?after=${added.body.position}`);
      expect(page.body.suspects).toMatchObject([{ suspectId: added.body.id, name: personal.name }]);
      file.close();
    },
    PATIENCE_MS,
  );
});
