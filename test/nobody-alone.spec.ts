import { cp } from 'node:fs/promises';
import fc from 'fast-check';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { issueToken, localIssuer, ROLE_NAMES } from '#libs/access';
import { capabilities } from '#libs/composition';
import { deriveUuid, type RecordedEvent } from '#libs/event-sourcing';
import { Runners, type Stores } from '#libs/platform';
import { administrator, investigatingUnits, officers } from '../apps/demo/src/cast.ts';
import { Random } from '../apps/demo/src/random.ts';
import { Clock } from '../apps/demo/src/time.ts';
import { type Aim, aimsOf, Attacker, Known } from './attack.ts';
import { type Moved, movedIn, RIEL } from './hands-on-riel.ts';
import { dataFolder, endPrograms } from './program.ts';
import { leaveUnderWay, openIn } from './under-way.ts';

/** Histories, and commands in each: for a hunt, more are asked for by `ATTACKS=200 npm run jest -- nobody-alone`, and `SEED=7` begins it elsewhere. */
const { ATTACKS = '3', COMMANDS = '500', SEED = '1' } = process.env;
/** After so many commands everything comes to rest, and what is known is looked up again. */
const AT_ONCE = 100;
/** Generous: machines that test are busy. Nothing is asserted of time. */
const PATIENCE_MS = 180_000 + Number(ATTACKS) * 60_000;

const accounts = [...officers, administrator];
const idsOf = accounts.map(({ id }) => id);
/** Pairs of one unit that investigates: whose rewards others decide on and pay. */
const pairs = investigatingUnits.flatMap(({ unitId }) => {
  const [head, ...others] = officers.filter(({ unit }) => unit === unitId).map(({ id }) => id);
  return head === undefined ? [] : others.map((other) => ({ unit: unitId, insiders: [head, other] }));
});
/** What becomes of a reward before it comes to its recipients. */
const OF_REWARDS: ReadonlySet<string> = new Set([
  'RewardApproved',
  'RewardGranted',
  'PaymentExecuted',
  'CapConsumed',
  'IrregularityCleared',
]);

/** How a history went. */
interface Attack {
  readonly log: readonly RecordedEvent[];
  readonly moved: readonly Moved[];
  /** What was given, by the id of the command. */
  readonly given: ReadonlyMap<string, string>;
  readonly tried: ReadonlySet<string>;
  readonly accepted: ReadonlySet<string>;
  readonly broken: readonly string[];
}

async function logOf(app: NestFastifyApplication): Promise<readonly RecordedEvent[]> {
  const log: RecordedEvent[] = [];
  for await (const { events } of app.get<Stores>('Stores').events.readAll()) log.push(...events);
  return log;
}

/** Rooms in which most of what moves riel is done. */
const MOVING: ReadonlySet<string> = new Set(['proposals', 'pools', 'rewards', 'assets', 'cases']);

/** Rooms of the API at once, so that what belongs together is tried together; now and then everything. */
function aimed(all: readonly Aim[], random: Random): readonly Aim[] {
  const roomOf = ({ path }: Aim): string => path.split('/')[2] ?? '';
  if (random.chance(0.25)) return all;
  const rooms = random.some([...new Set(all.map(roomOf))], random.whole(2, 6));
  return all.filter((aim) => rooms.includes(roomOf(aim)) || (MOVING.has(roomOf(aim)) && random.chance(0.2)));
}

describe('nobody alone', () => {
  let country: string;
  let last: number;

  beforeAll(async () => {
    country = await dataFolder();
    last = await leaveUnderWay(country);
  }, PATIENCE_MS);
  afterAll(endPrograms);

  /** What these accounts come to, each with every role there is, who give commands of chance with true credentials. */
  async function attack(insiders: readonly string[], random: Random): Promise<Attack> {
    const folder = await dataFolder();
    await cp(country, folder, { recursive: true });
    const clock = new Clock(last);
    const app = await openIn(folder, clock);
    try {
      const { events, rows } = app.get<Stores>('Stores');
      const settled = () => app.get(Runners).settled();
      await settled();
      const start = await events.head();
      const issuer = await localIssuer({ directory: folder });
      const tokens = await Promise.all(insiders.map((subject) => issueToken(issuer, { roles: [...ROLE_NAMES], subject, ttl: '1d' })));
      const aims = aimed(aimsOf(app), random);
      const given = new Map<string, string>();
      const tried = new Set<string>();
      const accepted = new Set<string>();
      const broken: string[] = [];
      let attacker = new Attacker(await Known.from(rows), random, clock.now);
      for (let n = 1; n <= Number(COMMANDS); n++) {
        if (n % AT_ONCE === 0) {
          await settled();
          attacker = new Attacker(await Known.from(rows), random, clock.now);
        }
        const { route, method, url, body } = attacker.attempt(random.pick(aims));
        const who = random.whole(0, insiders.length - 1);
        const key = `attempt-${n}`;
        const answer = await app.inject({
          method: method as 'POST',
          url,
          headers: {
            authorization: `Bearer ${tokens[who] ?? ''}`,
            'idempotency-key': key,
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
          ...(body !== undefined && { payload: JSON.stringify(body) }),
        });
        given.set(deriveUuid('idempotency-key', insiders[who] ?? '', key), `${route} ${url} ${JSON.stringify(body)}`);
        tried.add(route);
        if (answer.statusCode < 300) accepted.add(route);
        if (answer.statusCode >= 500) broken.push(`${route} ${url} ${JSON.stringify(body)} ${answer.body}`);
      }
      await settled();
      const log = await logOf(app);
      return { log, moved: movedIn(log, start), given, tried, accepted, broken };
    } finally {
      await app.close();
    }
  }

  /** What moved by these hands alone, as a story: what was given, and what came of it. */
  function alone(
    { moved, given }: Attack,
    insiders: readonly string[],
    counts: (event: RecordedEvent) => boolean = () => true,
  ): readonly string[] {
    return moved
      .filter(({ event, hands }) => counts(event) && [...hands].every((hand) => insiders.includes(hand)))
      .map(({ because }) =>
        because.map(({ type, metadata }) => `${type} by ${metadata.actor.id}: ${given.get(metadata.commandId) ?? 'follows'}`).join(' <- '),
      );
  }

  it('is said of every kind of event that there is: it moves riel, or it does not', () => {
    const kinds = capabilities.flatMap(({ events }) => Object.keys(events));
    expect(Object.keys(RIEL).toSorted()).toEqual([...new Set(kinds)].toSorted());
  });

  it(
    'moves a riel: not by any commands of one account with all roles, in a country where everything is under way',
    async () => {
      const tried = new Set<string>();
      const accepted = new Set<string>();
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...idsOf), fc.nat(), async (insider, chance) => {
          const history = await attack([insider], new Random(`alone ${chance}`));
          for (const route of history.tried) tried.add(route);
          for (const route of history.accepted) accepted.add(route);
          expect(history.broken).toEqual([]);
          expect(alone(history, [insider])).toEqual([]);
        }),
        { numRuns: Number(ATTACKS), seed: Number(SEED), endOnFailure: true },
      );
      // Nothing would move either where everything is refused: some of what is tried is done in every room, but where it takes another hand.
      const rooms = new Set([...accepted].map((route) => route.split('/')[2] ?? ''));
      expect([...MOVING].filter((room) => room !== 'proposals' && !rooms.has(room))).toEqual([]);
      expect(accepted.size).toBeGreaterThan(tried.size / 4);
    },
    PATIENCE_MS,
  );

  it(
    'and moves none of a reward of their own unit: not two of one unit, with all roles each',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...pairs), fc.nat(), async ({ unit, insiders }, chance) => {
          const history = await attack(insiders, new Random(`by two ${chance}`));
          const theirs = (stream: string): boolean =>
            history.log.some((one) => one.stream === stream && JSON.stringify(one.data).includes(`"${unit}"`));
          expect(history.broken).toEqual([]);
          expect(alone(history, insiders, ({ type, stream }) => OF_REWARDS.has(type) && theirs(stream))).toEqual([]);
        }),
        { numRuns: Number(ATTACKS), seed: Number(SEED), endOnFailure: true },
      );
    },
    PATIENCE_MS,
  );
});
