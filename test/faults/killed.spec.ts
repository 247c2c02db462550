/**
 * The program is killed in the middle of its work, twenty times. A longer run: `KILLS=200 npm run jest -- test/faults/killed`
 */
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { openSqliteReadStore } from '#libs/read-store/sqlite';
import { dataFolder, endPrograms, type Program, startProgram } from '../program.ts';
import { allShown, Shift } from './load.ts';
import { compareAll, sameRows, verify } from './verify.ts';

const KILLS = Number(process.env.KILLS ?? 20);
const DESKS = 24;

/** A start, some work and a kill; generous, as machines that test are busy. Nothing is asserted of time. */
const PATIENCE_MS = 60_000 + KILLS * 30_000;

afterEach(endPrograms);

describe(`the program, killed ${KILLS} times while ${DESKS} officers work`, () => {
  it(
    'has recorded every command that it acknowledged, each once, and its pages are as if nothing had happened',
    async () => {
      const dataDir = await dataFolder();
      let program: Program = await startProgram('api', { dataDir });
      const shift = await Shift.of(DESKS, () => program);
      for (let kill = 0; kill < KILLS; kill++) {
        await shift.begin(program);
        await shift.more(randomInt(300));
        await program.kill();
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
        const { events, head, answeredByRecord, wrong } = await verify(store, done);
        expect(wrong).toEqual([]);
        expect(events).toHaveLength(done.length);
        expect(await compareAll(store, rows)).toEqual(sameRows({ events, head }));
        process.stdout.write(
          `${KILLS} kills: ${done.length} commands acknowledged, ${shift.unanswered} tries without an answer, ${answeredByRecord} of them recorded all the same\n`,
        );
      } finally {
        await store.close();
        await rows.close();
      }
    },
    PATIENCE_MS,
  );
});
