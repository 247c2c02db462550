import { join } from 'node:path';
import { issueToken, localIssuer } from '#libs/access';
import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { type Figures, inFolder, interleaved, percentile, print, repeatedly, type Row, row } from './kit.ts';
import { modelsInto } from './models.ts';
import { type Multiplied, multiply } from './multiplied.ts';
import { nothing } from './scheme.ts';
import { Caller, Server } from './servers.ts';

const CASES = Number(process.env.BENCH_CASES ?? 100_000);
const ROUNDS = 3;
const EACH_MS = 300;

/** What is asked for, by the name it is reported under. */
type Routes = Readonly<Record<string, () => string>>;

/** Every list and page over HTTP with very many cases, by one who asks one after the other, against a request to a server that does nothing. */
export async function measure(): Promise<Row[]> {
  return inFolder(async (folder) => {
    const events = join(folder, 'events.sqlite');
    const store = await openSqliteEventStore({ file: events });
    const made = await multiply(store, { cases: CASES });
    await store.close();
    await modelsInto(events, join(folder, 'rows.sqlite'));
    const token = await issueToken(await localIssuer({ directory: folder }), { subject: 'mony', roles: ['auditor'] });
    // The copies of processes have nothing to do: what they would ask for was carried out in the sample.
    await using server = await Server.program(folder, { RUN_PROJECTIONS: 'false' });
    await using idle = await Server.noOp();
    using caller = new Caller(server.url);
    using nobody = new Caller(idle.url);
    const routes = routesOf(made);
    const asked: Readonly<Record<string, readonly Figures[]>> = await interleaved(ROUNDS, {
      noOp: () => timed(() => nobody.post('/v1/cases/00000000-0000-4000-8000-000000000000/seizures', undefined, nothing)),
      ...Object.fromEntries(
        Object.entries(routes).map(([name, path]) => [name, () => timed(() => caller.get(`/v1/${path()}`, token))] as const),
      ),
    });
    const limit = { name: 'a request at which nothing is done', results: asked.noOp ?? [] };
    const title = (name: string) => `${name}, ${made.cases.toLocaleString('en')} cases`;
    return [
      row(`${limit.name}, p50`, 'ms', 'p50', limit.results),
      row(`${limit.name}, p99`, 'ms', 'p99', limit.results),
      ...Object.keys(routes).flatMap((name) => [
        row(`${title(name)}, p50`, 'ms', 'p50', asked[name] ?? [], limit),
        row(`${title(name)}, p99`, 'ms', 'p99', asked[name] ?? [], limit),
      ]),
    ];
  });
}

function routesOf({ ids }: Multiplied): Routes {
  const any = (kind: string): string => {
    const known = ids[kind] ?? [];
    return known[Math.floor(Math.random() * known.length)] ?? '';
  };
  const province = (): string => `KH-${1 + Math.floor(Math.random() * 25)}`;
  const unit = (): string => any('unit');
  const officer = (): string => any('officer');
  return {
    'cases, newest': () => 'cases',
    'cases, open, of a unit': () => `cases?status=open&unit=${unit()}`,
    'cases, of a province and substance': () => `cases?province=${province()}&substance=heroin`,
    'cases, of an officer': () => `cases?officer=${officer()}`,
    'cases, with a defect': () => 'cases?defect=search.no-authorisation',
    'cases, from a kilogram': () => 'cases?grossMgFrom=1000000',
    'a case': () => `cases/${any('case')}`,
    'timeline of a case': () => `cases/${any('case')}/timeline`,
    'history of a case and what is linked to it': () => `history/cases/${any('case')}`,
    'history, newest of a type': () => 'history/events?type=SeizureRecorded&order=newest-first',
    'history, of a stream': () => `history/streams/case-${any('case')}`,
    'assets, newest': () => 'assets',
    'assets, frozen': () => 'assets?status=frozen',
    'an asset': () => `assets/${any('asset')}`,
    'timeline of an asset': () => `assets/${any('asset')}/timeline`,
    'confiscated assets, in columns': () => 'confiscated-assets',
    'exhibits, newest': () => 'exhibits',
    'exhibits, of a case': () => `exhibits?caseId=${any('case')}`,
    'an exhibit': () => `exhibits/${any('exhibit')}`,
    'rewards, newest': () => 'rewards',
    'rewards, granted': () => 'rewards?status=granted',
    'rewards, of an officer': () => `rewards?recipient=${officer()}`,
    'a reward': () => `rewards/${any('reward')}`,
    'timeline of a reward': () => `rewards/${any('reward')}/timeline`,
    'bonuses of officers': () => 'bonuses/officers',
    'bonuses of units': () => 'bonuses/units',
    'facts of an operation': () => `operations/${any('case')}`,
    pools: () => 'pools',
    'a pool': () => `pools/${any('pool')}`,
    'ledger of a pool': () => `pools/${any('pool')}/ledger`,
    'reward policies': () => 'reward-policies',
    campaigns: () => 'campaigns',
    'a campaign': () => `campaigns/${any('campaign')}`,
    'board of a campaign': () => `campaigns/${any('campaign')}/board`,
    officers: () => 'officers',
    'an officer': () => `officers/${officer()}`,
    units: () => 'units',
  };
}

async function timed(once: () => Promise<unknown>): Promise<Figures> {
  await once();
  const { times } = await repeatedly(EACH_MS, async () => {
    await once();
  });
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

if (import.meta.main) print(await measure());
