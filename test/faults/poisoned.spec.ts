import { join } from 'node:path';
import { type EventMetadata, type NewEvent } from '#libs/event-sourcing';
import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { caseBody, officerBody } from '../bodies.ts';
import { dataFolder, endPrograms, type Program, startProgram, until } from '../program.ts';
import type { Health } from './production.ts';

/** Generous: machines that test are busy. Nothing is asserted of time. */
const PATIENCE_MS = 240_000;

const WAREHOUSE = '3d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f10';
const AIRPORT = '4d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f10';

afterEach(endPrograms);

const metadata = (n: number): EventMetadata => ({
  occurredAt: '2026-03-02T09:30:00+07:00',
  commandId: idOf(100 + n),
  commandHash: '',
  correlationId: idOf(200 + n),
  actor: { id: 'officer-sokha', roles: ['investigator'] },
  prev: null,
});
const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const event = (n: number, type: string, data: unknown, more: Partial<EventMetadata> = {}): NewEvent => ({
  id: idOf(n),
  type,
  data,
  metadata: { ...metadata(n), ...more },
});

/** Three events at positions 1 to 3: a case is opened, the given event, and another case is opened after it. */
async function history(dataDir: string, second: NewEvent): Promise<void> {
  const store = await openSqliteEventStore({ file: join(dataDir, 'events.sqlite') });
  await store.append(`case-${WAREHOUSE}`, 'none', [event(1, 'CaseOpened', caseBody('PP-2026-0117'))]);
  await store.append(`case-${WAREHOUSE}`, 0, [second]);
  await store.append(`case-${AIRPORT}`, 'none', [event(3, 'CaseOpened', caseBody('PP-2026-0118'))]);
  await store.close();
}

/** The program's health once nothing is about to start any more. */
async function settledHealth(program: Program): Promise<Health> {
  const anybody = await program.client('administrator');
  return until(async () => {
    const { status, body } = await anybody.get<Health>('/health/ready');
    const settled = body.runners.every(({ state }) => state === 'live' || state === 'failed');
    return status === 200 && settled && body;
  });
}

describe('an event that a projection cannot take', () => {
  const poisons: [string, NewEvent][] = [
    ['makes the projection throw', event(2, 'VerdictBecameFinal', {})],
    ['makes the projection write what cannot be a row', event(2, 'SeizureRecorded', { seizureId: idOf(9), defects: [] })],
  ];

  it.each(poisons)(
    'because it %s, stops that projection alone, before the event and naming it, and everything else goes on',
    async (_why, poison) => {
      const dataDir = await dataFolder();
      await history(dataDir, poison);
      for (let start = 1; start <= 2; start++) {
        const program = await startProgram('api', { dataDir });
        const health = await settledHealth(program);
        expect(health.status).toBe('degraded');
        expect(health.runners.find(({ name }) => name === 'case-status')).toMatchObject({
          state: 'failed',
          position: '1',
          error: { event: { id: poison.id, type: poison.type, position: '2' } },
        });
        expect(health.runners.find(({ name }) => name === 'history')).toMatchObject({ state: 'live' });
        // Whoever cannot take it says so, and where; nobody else has anything to complain of.
        const failed = health.runners.filter(({ state }) => state === 'failed').length;
        const complaints = await until(() => {
          const lines = program.log.filter(({ level }) => Number(level) >= 50);
          return Promise.resolve(lines.length >= failed && lines);
        });
        expect(complaints).toMatchObject(complaints.map(() => ({ state: 'failed', error: { event: { position: 2 } } })));
        expect(complaints.map(({ runner }) => runner)).toContain('case-status');
        expect(complaints).toHaveLength(failed);

        // Commands are taken on every other case, and its timeline shows them.
        const sokha = await program.client('unit-head');
        const assigned = await sokha.post(`/v1/cases/${AIRPORT}/assign-officer`, officerBody(`officer-${start}`));
        expect(assigned).toMatchObject({ status: 200, body: { revision: start } });
        const timeline = await sokha.get<{ items: readonly unknown[] }>(`/v1/cases/${AIRPORT}/timeline?after=${assigned.body.position}`);
        expect(timeline).toMatchObject({ status: 200, body: { items: { length: start + 1 } } });

        // What the stopped one had before is still there; what it has not seen is said to be missing.
        expect(await sokha.get(`/v1/cases/${WAREHOUSE}`)).toMatchObject({ status: 200, body: { revision: 0, position: '1' } });
        const behind = await sokha.get(`/v1/cases/${AIRPORT}?after=${assigned.body.position}`);
        expect(behind).toMatchObject({ status: 503, body: { code: 'projection.behind', projection: 'case-status', position: '1' } });
        expect(Number(behind.headers.get('retry-after'))).toBeGreaterThan(0);
        expect((await sokha.get<string>('/metrics')).body).toMatch(/caseledger_runner_failed\{runner="case-status",kind="projection"\} 1/);
        expect(await program.stop()).toMatchObject({ code: 0 });
      }
    },
    PATIENCE_MS,
  );
});

describe('an event that a newer program wrote', () => {
  it.each([
    [
      'of a newer version',
      event(2, 'OfficerAssigned', { officer: { id: 'officer-sokha' } }, { schemaVersion: 2 }),
      'newer than this program',
    ],
  ])(
    '%s stops every projection that would read it, and no command is decided without it',
    async (_which, newer, why) => {
      const dataDir = await dataFolder();
      await history(dataDir, newer);
      const program = await startProgram('api', { dataDir });
      const health = await settledHealth(program);
      expect(health).toMatchObject({
        status: 'degraded',
        runners: expect.arrayContaining(
          ['case-status', 'case-access'].map((name): unknown =>
            expect.objectContaining({
              name,
              state: 'failed',
              position: '1',
              error: { at: expect.any(String) as string, event: { id: newer.id, type: newer.type, position: '2' } },
            }),
          ),
        ) as object[],
      });
      // Strangers are told that it stopped, operators why.
      const operator = await program.client('administrator');
      const said = (await operator.get<Health>('/v1/operations/health')).body.runners.find(({ name }) => name === 'case-status');
      expect(said?.error?.message).toContain(why);
      const sokha = await program.client('unit-head');
      const store = await openSqliteEventStore({ file: join(dataDir, 'events.sqlite'), readOnly: true });
      const head = await store.head();
      await store.close();
      const blind = await sokha.post<Readonly<Record<string, unknown>>>(
        `/v1/cases/${WAREHOUSE}/assign-officer`,
        officerBody('officer-dara'),
      );
      expect(blind.status).toBeGreaterThanOrEqual(500);
      expect(blind.headers.get('content-type')).toMatch('application/problem+json');
      expect(await sokha.post(`/v1/cases/${AIRPORT}/assign-officer`, officerBody('officer-dara'))).toMatchObject({
        status: 200,
        body: { revision: 1, position: String(head + 1) },
      });
      expect(await program.stop()).toMatchObject({ code: 0 });
    },
    PATIENCE_MS,
  );
});
