/**
 * The program is killed while its processes carry rewards from the vote to the grant and back. A longer run: `KILLS=100 npm run test:unit -- test/faults/rewards-killed`
 */
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { khr } from '#libs/vocabulary';
import { suspect } from '../../libs/rewards/src/testing/cast.ts';
import { Scheme } from '../../libs/rewards/src/testing/scheme.ts';
import { dataFolder, endPrograms, startProgram, until } from '../program.ts';

const KILLS = Number(process.env.KILLS ?? 8);
/** Enough to be at work at every kill. */
const REWARDS = 9 * KILLS;
const PATIENCE_MS = 60_000 + KILLS * 30_000;
const nameOf = (index: number): string => `operation ${index}`;
/** Every third operation ends in an acquittal that is known before the grant. */
const isAcquitted = (index: number): boolean => index % 3 === 0;

afterEach(endPrograms);

describe(`${REWARDS} rewards whose vote is concluded, while the program is killed ${KILLS} times`, () => {
  it(
    'are each granted once from the pool, and the clawed-back ones are back in it whole: nothing is doubled and nothing lost',
    async () => {
      const dataDir = await dataFolder();
      const file = join(dataDir, 'events.sqlite');
      const options = { dataDir, env: { NODE_COMPILE_CACHE: join(dataDir, 'compiled') } };
      await (await startProgram('api', options)).stop();

      const scheme = await new Scheme(await openSqliteEventStore({ file })).open(khr(REWARDS * 40_000_000));
      for (let index = 0; index < REWARDS; index++) {
        const outcome = isAcquitted(index) ? 'acquitted' : 'pending';
        await scheme.conclude(await scheme.assess(nameOf(index), { suspects: [suspect('lesser', { outcome })] }));
      }
      await scheme.close();

      const written = await openSqliteEventStore({ file, readOnly: true });
      const killedAt: number[] = [];
      for (let kill = 0; kill < KILLS; kill++) {
        const before = await written.head();
        const program = await startProgram('api', options);
        // A dead worker's work is taken over once its lease is over; then it dies anew, some commands later.
        const some = randomInt(1, 50);
        await until(async () => (await written.head()) >= before + some);
        await program.kill();
        killedAt.push(await written.head());
      }
      const program = await startProgram('api', options);
      const third = REWARDS / 3;
      await until(async () => {
        const pages = await Array.fromAsync(written.readAll({ filter: { types: ['StageReleased', 'SpendingReversed', 'CapReleased'] } }));
        return pages.flatMap(({ events }) => events).length >= 2 * third + third + 2 * third;
      });
      await written.close();
      await program.stop();

      const after = new Scheme(await openSqliteEventStore({ file, readOnly: true }));
      try {
        for (let index = 0; index < REWARDS; index++) {
          const story = await after.storyOf(after.rewardIdOf(nameOf(index)));
          const ends = isAcquitted(index) ? ['ClawbackTriggered', 'RewardCompleted'] : ['StageReleased'];
          expect(story.slice(story.indexOf('VoteConcluded'))).toEqual(['VoteConcluded', 'RewardApproved', 'RewardGranted', ...ends]);
        }
        const kept = 2n * BigInt(third);
        const end = await after.store.head();
        expect(killedAt.every((position) => position < end)).toBe(true);
        expect(await after.totals()).toMatchObject({ reserved: 0n, spent: kept * 40_000_000n, recovered: 0n });
        expect(await after.events('FundsReserved', 'ReservationConsumed')).toHaveLength(2 * REWARDS);
        expect([await after.countsFor('officer-sokha'), await after.countsFor('officer-dara')]).toEqual([
          kept * 12_000_000n,
          kept * 12_000_000n,
        ]);
      } finally {
        await after.close();
      }
    },
    PATIENCE_MS,
  );
});
