import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { issueToken, localIssuer } from '#libs/access';
import { assetStatuses } from '#libs/assets';
import { capabilities, createApi, describeApi } from '#libs/composition';
import { exhibitStatuses } from '#libs/exhibits';
import { type Configuration, configurationFrom, openLog, openStores } from '#libs/platform';
import { isSealed } from '#libs/privacy';
import { FEWEST_CASES } from '../apps/demo/src/country.ts';
import { makeIn } from '../apps/demo/src/make-country.ts';
import { roundOf } from './answers.ts';
import { dataFolder, endPrograms, spawnProgram, startProgram, until } from './program.ts';

const SEED = 'of-a-test';
const SIZE = FEWEST_CASES + 2;

const configurationOf = (folder: string): Configuration =>
  configurationFrom({ DATA_DIR: folder, LOG_LEVEL: 'silent', PORT: '0', REQUESTS_PER_MINUTE: 'off' });
const make = (folder: string, wanted: Parameters<typeof makeIn>[2], onProgress?: () => void) =>
  makeIn(configurationOf(folder), openLog('silent'), wanted, onProgress);

interface Fact {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly occurredAt: string;
  readonly by: string;
}

/** Where the log has something: what processes record comes in between some moments earlier or later, and moves it. */
const PLACES: readonly string[] = ['position', 'upTo', 'caseOpened', 'seizureRecorded', 'rosterFrozen', 'laboratoryReceived'];

/**
 * Everything recorded, stream by stream. What is sealed is sealed with keys of chance. The id of an event tells the request that caused it, which has one of
 * chance: where a fact names an event, it is told by its place in its stream.
 */
async function factsIn(folder: string): Promise<ReadonlyMap<string, readonly Fact[]>> {
  const { events, rows } = await openStores({ dataDir: folder, readOnly: true });
  const facts = new Map<string, Fact[]>();
  const named = new Map<unknown, string>();
  for await (const page of events.readAll())
    for (const { id, stream, revision, type, data, metadata } of page.events) {
      named.set(id, `${stream}/${revision}`);
      const told = (name: string, value: unknown): unknown =>
        isSealed(value) ? 'sealed' : PLACES.includes(name) ? 'in the log' : (named.get(value) ?? value);
      const open = JSON.parse(JSON.stringify(data, told)) as Fact['data'];
      // A process acts when it comes to it, some moments earlier or later on the same day.
      const occurredAt = metadata.actor.roles.includes('process') ? '' : metadata.occurredAt;
      facts.set(stream, [...(facts.get(stream) ?? []), { type, data: open, occurredAt, by: metadata.actor.id }]);
    }
  await events.close();
  await rows.close();
  return facts;
}

async function linesOf(folder: string): Promise<readonly string[]> {
  const text = await readFile(join(folder, 'country.jsonl'), 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
}

describe('the sample country', () => {
  let folder: string;
  let facts: ReadonlyMap<string, readonly Fact[]>;
  let last: number;
  let app: NestFastifyApplication;
  let token: string;

  beforeAll(async () => {
    folder = await dataFolder();
    // Killed as by a power cut, while it founds the country and while it tells of it; then gone on with by another program.
    for (const enough of [150, 900]) {
      const program = await spawnProgram('demo', {
        dataDir: folder,
        env: { SEED, SIZE: String(SIZE), LOG_LEVEL: 'warn' },
      });
      await until(async () => {
        if (!program.isRunning) throw new Error(`It ended by itself: ${(await program.ended).stderr}`);
        return (await linesOf(folder)).length >= enough;
      });
      await program.kill();
    }
    ({ until: last } = await make(folder, { seed: SEED, size: SIZE }));
    facts = await factsIn(folder);
    app = await createApi(configurationOf(folder), openLog('silent'));
    await app.init();
    token = await issueToken(await localIssuer({ directory: folder }), { roles: ['auditor'], subject: 'auditor' });
  }, 300_000);
  afterAll(async () => {
    await app.close();
    await endPrograms();
  }, 60_000);

  const get = async <Body>(path: string): Promise<Body> => {
    const answer = await app.inject({ method: 'GET', url: `/v1${path}`, headers: { authorization: `Bearer ${token}` } });
    expect({ path, status: answer.statusCode }).toEqual({ path, status: 200 });
    return answer.json();
  };
  const isListed = async (path: string): Promise<boolean> => (await get<{ items: readonly unknown[] }>(path)).items.length > 0;
  const factsOf = (type: string): readonly Fact[] => [...facts.values()].flat().filter((fact) => fact.type === type);

  it('is the same, fact by fact, as one of the same seed that nobody killed', async () => {
    const another = await dataFolder();
    await make(another, { seed: SEED, size: SIZE, until: last });
    const same = await factsIn(another);
    expect([...same.keys()].sort()).toEqual([...facts.keys()].sort());
    for (const [stream, known] of facts) expect({ stream, facts: same.get(stream) }).toEqual({ stream, facts: known });
    expect(facts.size).toBeGreaterThan(150);
  }, 300_000);

  it('is not made again where it is finished, and not gone on with as another one', async () => {
    const asked = jest.fn();
    await expect(make(folder, {}, asked)).resolves.toEqual({ seed: SEED, size: SIZE, until: last });
    expect(asked).not.toHaveBeenCalled();
    await expect(make(folder, { seed: 'another' })).rejects.toThrow(`of ${SIZE} cases with the seed ${SEED}; name another folder`);
  });

  it('answers every query in exactly the shape that the API describes, to everybody whom it serves', async () => {
    const { answers, undescribed } = await roundOf(app, await localIssuer({ directory: folder }));
    expect(undescribed).toEqual([]);
    const queries = Object.entries(describeApi(app).paths).filter(([path, { get }]) => get !== undefined && path !== '/metrics');
    expect(queries.map(([path]) => path).filter((path) => !answers.has(path))).toEqual([]);
  }, 300_000);

  it('tells every kind of fact there is', () => {
    // Between a confirmation and the carrying out something else has to come: never in a country whose stories are told one at a time.
    const known = capabilities.flatMap(({ events }) => Object.keys(events)).filter((type) => type !== 'ProposalFailed');
    expect(known.filter((type) => factsOf(type).length === 0).sort()).toEqual([]);
  });

  it.each([
    ['cases', 'status', ['open', 'with_prosecutor', 'charged', 'on_trial', 'judged', 'on_appeal', 'final', 'closed']],
    ['cases', 'defect', ['search.no-authorisation', 'arrest.no-authorisation', 'entry.late']],
    ['exhibits', 'status', exhibitStatuses],
    ['exhibits', 'defect', ['seal.broken', 'weight.drift']],
    ['assets', 'status', assetStatuses],
    ['assets', 'claimed', ['yes', 'no']],
    [
      'rewards',
      'status',
      ['eligible', 'irregular', 'ineligible', 'verified', 'returned', 'rejected', 'granted', 'suspended', 'clawed-back', 'completed'],
    ],
    ['rewards', 'onHold', ['yes']],
    ['rewards', 'stage', ['laboratory', 'final-verdict']],
    ['reward-policies', 'status', ['drafted', 'announced', 'funded', 'superseded']],
    ['reward-policies', 'pack', ['flat', 'per_unit', 'scaled_to_cap', 'network_first']],
    ['pools', 'currency', ['KHR', 'USD']],
    ['campaigns', 'status', ['closed']],
  ] as const)('lists %s by %s: %j', async (list, field, values) => {
    for (const value of values) expect({ value, listed: await isListed(`/${list}?${field}=${value}`) }).toEqual({ value, listed: true });
    expect(await isListed('/assets?status=on_appeal&hold=freeze_lapsed')).toBe(true);
  });

  it('draws the line at a kilogram, to the milligram', () => {
    const assessed = factsOf('EligibilityAssessed').map(({ data }) => data.assessment as { measuredMg: number; verdict: string });
    expect(assessed).toContainEqual(expect.objectContaining({ measuredMg: 999_999, verdict: 'ineligible' }));
    expect(assessed).toContainEqual(expect.objectContaining({ measuredMg: 1_000_000, verdict: 'eligible' }));
  });

  it('claims exactly the first half back after the acquittal, and a part of it has come', async () => {
    const { items } = await get<{ items: readonly { standing: Readonly<Record<string, { amount: string }>> }[] }>(
      '/rewards?status=clawed-back&sort=triggeredAt',
    );
    const standing = Object.fromEntries(Object.entries(items[0]?.standing ?? {}).map(([name, { amount }]) => [name, Number(amount)]));
    expect(standing).toMatchObject({ granted: 40_000_000, paid: 20_000_000, forfeited: 20_000_000, toRecover: 20_000_000 });
    expect(standing.recovered).toBeGreaterThan(0);
    expect(standing.writtenOff).toBeGreaterThan(0);
    expect(standing.outstanding).toBeGreaterThan(0);
    expect((standing.outstanding ?? 0) + (standing.recovered ?? 0) + (standing.writtenOff ?? 0)).toBe(20_000_000);
    expect(factsOf('RewardReturned')).toContainEqual(
      expect.objectContaining({ data: expect.objectContaining({ code: 'pool.insufficient-funds' }) as unknown }),
    );
  });

  it('keeps two figures of the campaign that do not agree', () => {
    const [one, other, ...more] = factsOf('CampaignFigurePublished').map(({ data }) => data);
    expect(more).toEqual([]);
    expect({ what: one?.what, asOf: one?.asOf }).toEqual({ what: other?.what, asOf: other?.asOf });
    expect(one?.value).not.toBe(other?.value);
  });

  it('prints a tour of ten requests, each of which shows something', async () => {
    await app.close();
    const program = await startProgram('demo', { dataDir: folder, env: { LOG_LEVEL: 'warn' } });
    const printed = await program.says((output) => (output.includes('/docs') ? output : undefined));
    const tokens = new Map([...printed.matchAll(/^export (\w+)=(\S+)$/gm)].map(([, name = '', value = '']) => [name, value]));
    const lines = [...printed.matchAll(/^curl -s -H "Authorization: Bearer \$(\w+)" '(\S+)'$/gm)];
    expect(lines).toHaveLength(10);
    for (const [line, as = '', url = ''] of lines) {
      const answer = await fetch(url, { headers: { Authorization: `Bearer ${tokens.get(as) ?? ''}` } });
      const body = (await answer.json()) as { readonly items?: readonly unknown[] };
      expect({ line, status: answer.status, shows: body.items?.length !== 0 }).toEqual({ line, status: 200, shows: true });
    }
    await program.stop();
  });
});
