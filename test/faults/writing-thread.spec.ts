import { join } from 'node:path';
import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { openSqliteReadStore } from '#libs/read-store/sqlite';
import { dataFolder, endPrograms, type Program, startProgram } from '../program.ts';
import { allShown, Shift } from './load.ts';
import { compareAll, sameRows, verify } from './verify.ts';

/** Generous: machines that test are busy. Nothing is asserted of time. */
const PATIENCE_MS = 240_000;

const FAULTS = new URL('../../libs/event-store/src/sqlite/fault-thread.ts', import.meta.url).href;

afterEach(endPrograms);

describe('a program whose writing thread dies while 24 officers work', () => {
  it(
    'ends at once and says why, by whatever the thread died, and has everything that it acknowledged when it is started again',
    async () => {
      const dataDir = await dataFolder();
      let program: Program = await startProgram('api', { dataDir });
      const shift = await Shift.of(24, () => program);
      for (const FAULT of ['throws', 'ends'])
        for (const FAULT_WHEN of ['before', 'after']) {
          await program.stop();
          const env = { NODE_OPTIONS: `--import=${FAULTS}`, FAULT, FAULT_WHEN, FAULT_AT: '60' };
          program = await startProgram('api', { dataDir, env });
          await shift.begin(program);
          const { code, stderr } = await program.ended;
          expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/WriterDied.*events\.sqlite has died/) as string });
          await shift.pause();
          program = await startProgram('api', { dataDir });
        }
      await shift.settle();

      const done = shift.acknowledged;
      await allShown(await program.client('auditor'), done);
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
});
