import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { openSqliteReadStore } from '#libs/read-store/sqlite';
import { caseBody, officerBody } from '../bodies.ts';
import { dataFolder, endPrograms, startProgram } from '../program.ts';
import { allShown, Shift, shown } from './load.ts';
import { compareAll, sameRows, verify } from './verify.ts';

/** Generous: machines that test are busy. Nothing is asserted of time. */
const PATIENCE_MS = 240_000;

/** What the events may still grow by, bytes: the disk is full in the middle of the work. */
const SOME_MORE = 65_536;

afterEach(endPrograms);

// Setting another process's limits is a thing of Linux.
(process.platform === 'linux' ? describe : describe.skip)(
  'a program whose disk is full (provoked with prlimit, which only Linux has)',
  () => {
    it(
      'says so, still shows what it has, and goes on by itself when there is room again, with everything it acknowledged',
      async () => {
        const dataDir = await dataFolder();
        const program = await startProgram('api', { dataDir, env: { QUERY_PATIENCE_MS: '200' } });
        const auditor = await program.client('auditor');
        const unitHead = await program.client('unit-head');
        const opening = { key: 'before', path: '/v1/cases', body: caseBody('PP-2026-0116') };
        const opened = await unitHead.post(opening.path, opening.body, { key: opening.key });
        await shown(auditor, `/v1/cases/${opened.body.id}?after=${opened.body.position}`);
        const shift = await Shift.of(16, () => program);
        const shared = await shift.begin(program);
        const assign = () =>
          unitHead.post(`/v1/cases/${shared.id}/assign-officer`, officerBody('officer-of-the-full-disk'), { key: 'full' });

        // The rows take more room than the events, and are made of them: what counts is where the events stand.
        const { size } = await stat(join(dataDir, 'events.sqlite-wal'));
        await program.limitFiles(size + SOME_MORE);
        await shift.until(() => shift.refusals.has('store.unavailable'));
        await shift.pause();
        // A log of SQLite's that was copied into its database begins anew, and would have room again.
        await program.limitFiles(1);

        const refused = await assign();
        expect(refused).toMatchObject({
          status: 503,
          body: { type: '/problems/store.unavailable', code: 'store.unavailable', status: 503, outcome: 'unknown' },
        });
        expect(refused.headers.get('content-type')).toMatch('application/problem+json');
        expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(await auditor.get(`/v1/cases/${opened.body.id}`)).toMatchObject({ status: 200, body: { caseId: opened.body.id } });
        expect(await auditor.get('/v1/cases')).toMatchObject({ status: 200 });
        expect(await auditor.get('/health/live')).toMatchObject({ status: 200 });

        await program.limitFiles();
        await shift.settle();
        const { status, headers, body } = await assign();
        expect({ status, again: await assign() }).toMatchObject({ status: 200, again: { status: 200, body } });
        const requestId = headers.get('x-request-id') ?? '';
        const intent = { key: 'full', path: `/v1/cases/${shared.id}/assign-officer`, body: officerBody('officer-of-the-full-disk') };
        const first = { intent: opening, subject: 'dev-unit-head', ...opened.body, requestId: opened.headers.get('x-request-id') ?? '' };
        const done = [first, ...shift.acknowledged, { intent, subject: 'dev-unit-head', ...body, requestId }];
        await allShown(auditor, done);
        expect((await auditor.get('/health/ready')).body).toMatchObject({ status: 'ready' });
        expect(await program.stop()).toMatchObject({ code: 0 });

        const store = await openSqliteEventStore({ file: join(dataDir, 'events.sqlite'), readOnly: true });
        const rows = await openSqliteReadStore({ file: join(dataDir, 'rows.sqlite') });
        try {
          const { events, head, wrong } = await verify(store, done);
          expect(wrong).toEqual([]);
          expect(events).toHaveLength(done.length);
          expect(await compareAll(store, rows)).toEqual(sameRows({ events, head }));
        } finally {
          await store.close();
          await rows.close();
        }
      },
      PATIENCE_MS,
    );
  },
);
