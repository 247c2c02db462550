/**
 * The program is killed in the middle of its work, twenty times. A longer run: `KILLS=200 npm run test:unit -- test/faults/killed`
 */
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { openSqliteReadStore } from '#libs/read-store/sqlite';
import { Client, dataFolder, endPrograms, type Program, startProgram, tokenOf, until } from '../program.ts';
import { type Acknowledged, allShown, openDesks, openShared } from './load.ts';
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
      // Whoever is killed keeps nothing of what was compiled; a first one that stops in order leaves it to all others.
      const options = { dataDir, env: { NODE_COMPILE_CACHE: join(dataDir, 'compiled') } };
      await (await startProgram('api', options)).stop();

      let program: Program = await startProgram('api', options);
      const desks = await openDesks(
        DESKS,
        (subject) => tokenOf(dataDir, { roles: ['investigator'], subject }),
        (token) => new Client(() => program.url, token),
      );
      const openedShared: Acknowledged[] = [];
      const acknowledged = () => [...openedShared, ...desks.flatMap((desk) => desk.acknowledged)];

      for (let kill = 0; kill < KILLS; kill++) {
        const shared = await openShared(program);
        openedShared.push(shared);
        // Those who lost their notes ask again, of a program that has read nothing yet.
        await Promise.all(desks.map((desk) => desk.repeatLast()));
        let dead = false;
        const working = Promise.all(desks.map((desk) => desk.workUntil(() => dead, shared)));
        const enough = acknowledged().length + randomInt(300);
        await until(() => acknowledged().length >= enough);
        await program.kill();
        dead = true;
        await working;
        program = await startProgram('api', options);
      }
      await Promise.all(desks.map((desk) => desk.settle()));

      const done = acknowledged();
      await allShown(await program.client('auditor'), done);
      expect(await program.stop()).toMatchObject({ code: 0 });

      expect(desks.flatMap(({ complaints }) => complaints)).toEqual([]);
      const store = await openSqliteEventStore({ file: join(dataDir, 'events.sqlite'), readOnly: true });
      const rows = await openSqliteReadStore({ file: join(dataDir, 'rows.sqlite') });
      try {
        const { events, answeredByRecord, wrong } = await verify(store, done);
        expect(wrong).toEqual([]);
        expect(events).toHaveLength(done.length);
        expect(await compareAll(store, rows)).toEqual(sameRows(events));
        process.stdout.write(
          `${KILLS} kills: ${done.length} commands acknowledged, ${desks.reduce((sum, { unanswered }) => sum + unanswered, 0)} tries without an answer, ${answeredByRecord} of them recorded all the same\n`,
        );
      } finally {
        await store.close();
        await rows.close();
      }
    },
    PATIENCE_MS,
  );
});
