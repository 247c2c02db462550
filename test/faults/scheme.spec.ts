/**
 * Whole lives of rewards, while the program that carries them is killed: at moments that a seed decides, and at every step of every process. A longer run:
 * `KILLS=200 SEED=7 npm run jest -- test/faults/scheme`
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { EventStore, ReadStore } from '#libs/event-sourcing';
import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { openSqliteReadStore } from '#libs/read-store/sqlite';
import { startPostgres } from '../postgres.ts';
import { Client, dataFolder, endPrograms, type Program, type ProgramOptions, startProgram, until } from '../program.ts';
import { Production } from './production.ts';
import { GRANTS, liveThrough, People } from './scheme.ts';
import { atRest, differing, endOf } from './scheme-end.ts';
import { verify } from './verify.ts';

const KILLS = Number(process.env.KILLS ?? 6);
const SEED = Number(process.env.SEED ?? 1);
/**
 * Where the program dies at the steps of processes. What it leaves behind before an append is what the step before left, so that after each one is enough for a
 * short run.
 */
const LIVES: readonly { readonly dies: 'after' | 'before'; readonly steps: string }[] =
  process.env.KILLS === undefined
    ? [{ dies: 'after', steps: 'appends' }]
    : [
        { dies: 'after', steps: 'appends and commits of rows' },
        { dies: 'before', steps: 'appends and commits of rows' },
      ];

/** About as many as are given in all, so that the kills come all along the lives. */
const COMMANDS = 210;

/** Generous: machines that test are busy. Nothing is asserted of time. */
const PATIENCE_MS = 600_000 + KILLS * 30_000;

const MORTAL = pathToFileURL(join(import.meta.dirname, 'scheme-mortal.ts')).href;

afterEach(endPrograms);

/** The program on embedded stores, always with a successor that takes over the moment it is dead. */
class Succession {
  private current: Program;
  private successor: Promise<Program>;
  private over = false;
  deaths = 0;

  private constructor(
    private readonly options: ProgramOptions,
    private readonly file: string,
    first: Program,
  ) {
    this.current = first;
    this.successor = this.next();
  }

  /** @param dying which steps of processes the programs die at, if they are to, and when */
  static async of(dataDir: string, dying?: { readonly DIES: string; readonly STEPS: string }): Promise<Succession> {
    const file = join(dataDir, 'deaths');
    const env = {
      NODE_OPTIONS: `--no-warnings --import=${MORTAL}`,
      ...(dying !== undefined && { DEATHS: file, ...dying }),
    };
    const options = { dataDir, patienceMs: PATIENCE_MS, env };
    return new Succession(options, file, await startProgram('api', options));
  }

  /** The steps that a program died at, in that order. */
  get steps(): readonly string[] {
    return existsSync(this.file) ? readFileSync(this.file, 'utf8').split('\n').slice(0, -1) : [];
  }

  /** Whoever is the program just now. */
  readonly program = (): Program => this.current;

  /** Sees to it that there is always a program, until `end`. @throws Error it ended in another way than by being killed */
  async reign(): Promise<void> {
    for (;;) {
      const { signal, stdout, stderr } = await this.current.ended;
      if (this.over) return;
      if (signal !== 'SIGKILL') throw new Error(`The program ended by itself:\n${stdout}${stderr}`);
      this.deaths += 1;
      this.current = await this.successor;
      this.successor = this.next();
    }
  }

  /** Stops the program in order, and its successor with it. */
  async end(): Promise<void> {
    this.over = true;
    const ended = this.successor.catch(() => undefined);
    await endPrograms();
    await ended;
  }

  private next(): Promise<Program> {
    const successor = this.started();
    // It is known only when it is needed that there is none; at the end none is.
    successor.catch(() => undefined);
    return successor;
  }

  /** A program may die of a step before it listens: the next one then does. */
  private async started(): Promise<Program> {
    for (;;) {
      const { length } = this.steps;
      try {
        return await startProgram('api', this.options);
      } catch (error) {
        if (this.over || this.steps.length === length) throw error;
        this.deaths += 1;
      }
    }
  }
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Everything is recorded once, at rest, in order, and shown as a rebuild would show it. */
async function expectInOrder(people: People, store: EventStore, rows: ReadStore): Promise<string> {
  const head = await atRest(store, rows);
  const { events, answeredByRecord, wrong } = await verify(store, people.acknowledged);
  expect(wrong).toEqual([]);
  expect(endOf(events)).toEqual({ granted: GRANTS, returned: 3, rejected: 1, payments: 9, distributions: 2, wrong: [] });
  expect(await differing(store, rows, head)).toEqual({});
  return `${people.acknowledged.length} commands acknowledged, ${people.unanswered} tries without an answer, ${answeredByRecord} of them recorded all the same, ${events.length} events`;
}

async function expectInOrderIn(dataDir: string, people: People): Promise<string> {
  const store = await openSqliteEventStore({ file: join(dataDir, 'events.sqlite'), readOnly: true });
  const rows = await openSqliteReadStore({ file: join(dataDir, 'rows.sqlite') });
  try {
    return await expectInOrder(people, store, rows);
  } finally {
    await store.close();
    await rows.close();
  }
}

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

describe('rewards from the registers to the last riel paid or paid back', () => {
  it(
    `are each granted, paid and recovered once, and the books come to zero, though the program is killed ${KILLS} times`,
    async () => {
      const dataDir = await dataFolder();
      const succession = await Succession.of(dataDir);
      const people = await People.before(dataDir, succession.program);
      const random = chance(SEED);
      const life = liveThrough(people);
      const reign = succession.reign();
      let alive = true;
      const lived = life.finally(() => (alive = false));
      const killing = async (): Promise<void> => {
        for (let kill = 0; kill < KILLS; kill++) {
          // Some moment while the last of these is carried on.
          const enough = people.acknowledged.length + 2 * random() * (COMMANDS / KILLS);
          await until(() => !alive || people.acknowledged.length >= enough);
          await pause(random() * 100);
          const victim = succession.program();
          await victim.kill();
          await until(() => succession.program() !== victim);
        }
      };
      await Promise.race([Promise.all([lived, killing()]), reign]);
      const summary = await expectInOrderIn(dataDir, people);
      await succession.end();
      await reign;
      say(`${succession.deaths} kills of seed ${SEED}: ${summary}`);
    },
    PATIENCE_MS,
  );

  it.each(LIVES)(
    'are so too where the program dies once at each step of each process ($steps), right $dies it takes effect',
    async ({ dies, steps }) => {
      const dataDir = await dataFolder();
      const succession = await Succession.of(dataDir, { DIES: dies, STEPS: steps });
      const people = await People.before(dataDir, succession.program);
      const reign = succession.reign();
      await Promise.race([liveThrough(people), reign]);
      const summary = await expectInOrderIn(dataDir, people);
      const died = succession.steps;
      await succession.end();
      await reign;
      // Whether it has a proposal left to complete depends on who dies when.
      expect(died.filter((step) => step.includes(' records ') && !step.startsWith('proposal-completion ')).sort()).toEqual(RECORDED);
      if (steps !== 'appends')
        for (const name of new Set(RECORDED.map((step) => step.split(' ')[0])))
          for (const how of ['hears', 'goes on']) expect(died.filter((step) => step.startsWith(`${name} ${how} `))).not.toEqual([]);
      say(`${succession.deaths} deaths at ${died.length} steps: ${summary}`);
    },
    PATIENCE_MS,
  );

  it(
    'are so too where two programs get every command under the same key at the same moment, and both answer alike',
    async () => {
      await using postgres = await startPostgres();
      await using production = await Production.on(postgres);
      const [one, two] = await Promise.all([production.api(), production.api(), production.worker()]);
      const people = await People.before(
        production.dataDir,
        () => one,
        () => two,
      );
      await liveThrough(people);
      await using stores = await production.stores();
      say(`two programs: ${await expectInOrder(people, stores.events, stores.rows)}`);
      expect((await new Client(() => one.url).get('/health/live')).status).toBe(200);
    },
    PATIENCE_MS,
  );
});

/** Everything that the processes of the scheme record in the lives of these rewards. */
const RECORDED = [
  'doubtful-payments records LeadRaised of lead',
  'freeze-expiry records FreezeLapsed of asset',
  'held-up-rewards records LeadRaised of lead',
  'identifier-claims records IdentifierClaimed of identifier',
  'look-alike-names records LeadRaised of lead',
  'possible-same-operation records LeadRaised of lead',
  'reservation-expiry records ReservationReleased of pool',
  'reward-eligibility records EligibilityAssessed and RewardSuspended of reward',
  'reward-eligibility records EligibilityAssessed of reward',
  'reward-eligibility records RewardTriggered and EligibilityAssessed of reward',
  'reward-grant records CapConsumed of officer-officer-dara',
  'reward-grant records CapConsumed of officer-officer-sokha',
  'reward-grant records CapReleased of officer-officer-sokha',
  'reward-grant records CapReserved of officer-officer-dara',
  'reward-grant records CapReserved of officer-officer-sokha',
  'reward-grant records FundsReserved of pool',
  'reward-grant records ReservationConsumed of pool',
  'reward-grant records ReservationReleased of pool',
  'reward-grant records RewardApproved of reward',
  'reward-grant records RewardGranted of reward',
  'reward-grant records RewardReturned of reward',
  'reward-outcomes records ClawbackTriggered of reward',
  'reward-outcomes records RewardRejected of reward',
  'reward-outcomes records StageReleased of reward',
  'reward-recovery records CapReleased of officer-officer-dara',
  'reward-recovery records CapReleased of officer-officer-sokha',
  'reward-recovery records RecoveryCredited of pool',
  'reward-recovery records SpendingReversed of pool',
  'settlement-distribution records LiabilityRecognised of pool',
  'settlement-distribution records ProceedsCredited of pool',
  'suspended-recipients records LeadRaised of lead',
];
