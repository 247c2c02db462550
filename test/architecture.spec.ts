import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

// The import rules of the house. A room is a folder of libs/ or apps/; adapters are rooms of their own.

interface Import {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly name: string;
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s+['"]([^'"]+)['"]/g;
const sources = globSync(['apps/**/*.ts', 'libs/**/*.ts']).filter((file) => !file.endsWith('.d.ts'));
const isTest = (file: string): boolean => file.endsWith('.spec.ts') || file.split(sep).includes('testing');

function roomOf(path: string): string {
  const [kind = '', room = '', , adapter] = path.split(sep);
  return room === 'event-store' || room === 'read-store'
    ? `${kind}/${room}/${adapter?.endsWith('.ts') ? '' : (adapter ?? '')}`
    : `${kind}/${room}`;
}

function importsOf(file: string): readonly Import[] {
  return [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, from, dynamic, bare]) => {
    const name = from ?? dynamic ?? bare ?? '';
    const to = name.startsWith('.')
      ? roomOf(relative('.', join(dirname(file), name)))
      : name.startsWith('#libs/')
        ? roomOf(
            join(
              'libs',
              ...name
                .slice('#libs/'.length)
                .split('/')
                .flatMap((part, index) => (index === 0 ? [part, 'src'] : [part])),
            ),
          )
        : name.startsWith('#')
          ? name
          : 'package';
    return { file, from: roomOf(file), to, name };
  });
}

/** The file that an import of ours names: beside this one, or the door of a room. */
function fileNamed(name: string, file: string): string | undefined {
  if (name.startsWith('.')) return join(dirname(file), name);
  const [kind, room = '', ...adapter] = name.split('/');
  return kind === '#libs' ? join('libs', room, 'src', ...adapter, 'index.ts') : undefined;
}

/** Circles among files, each by the shortest way: a file that lies in any lies in one of these. */
function circlesIn(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const seen = new Set<string>();
  return [...graph.keys()].toSorted().flatMap((start) => {
    if (seen.has(start)) return [];
    const ways = new Map(graph.get(start)?.map((next) => [next, [start, next]]));
    for (const [at, way] of ways) for (const next of graph.get(at) ?? []) if (!ways.has(next)) ways.set(next, [...way, next]);
    const circle = ways.get(start);
    for (const file of circle ?? []) seen.add(file);
    return circle === undefined ? [] : [circle.join(' -> ')];
  });
}

const imports = sources.filter((file) => !isTest(file)).flatMap(importsOf);
const sentencesOn = (broken: readonly Import[]): readonly string[] => broken.map(({ file, name }) => `${file} imports ${name}`);
const packages = imports.filter(({ to, name }) => to === 'package' && !name.startsWith('node:'));
const outside = (path: string): boolean => !path.startsWith('libs/event-store/') && !path.startsWith('libs/read-store/');

const DRIVERS: Readonly<Record<string, string>> = {
  'node:sqlite': 'libs/event-store/sqlite libs/read-store/sqlite',
  pg: 'libs/read-store/postgres',
  '@eventstore/db-client': 'libs/event-store/eventstoredb',
  '@grpc/grpc-js': 'libs/event-store/eventstoredb',
};

/** The keys of persons lie in the same databases, one file a driver, apart from rows that can be made anew. */
const KEY_STORES: Readonly<Record<string, string>> = {
  [join('libs', 'privacy', 'src', 'sqlite-keys.ts')]: 'node:sqlite',
  [join('libs', 'privacy', 'src', 'postgres-keys.ts')]: 'pg',
};

/** Rooms of the domain: deciders, projections and processes stand in files that import no framework. */
const CAPABILITIES = [
  'libs/assets',
  'libs/campaigns',
  'libs/cases',
  'libs/dual-control',
  'libs/exhibits',
  'libs/identifiers',
  'libs/integrity',
  'libs/oversight',
  'libs/pools',
  'libs/registry',
  'libs/reward-law',
  'libs/rewards',
  'libs/statements',
];

/** What pure files may import: the mechanism, the words, the law of reward and what is stated, which are pure themselves. */
const PURE = ['#libs/event-sourcing', '#libs/vocabulary', '#libs/reward-law', '#libs/statements'];

/** The law of reward, without what carries it to the HTTP door. */
const isLaw = (file: string): boolean =>
  file.startsWith(join('libs', 'reward-law', 'src')) &&
  !isTest(file) &&
  !/\b(?:use-cases|reward-law\.module\.ts|index\.ts)\b/.test(relative(join('libs', 'reward-law', 'src'), file));

describe('the architecture', () => {
  it('was read: there are rooms and imports', () => {
    expect(new Set(imports.map(({ from }) => from)).size).toBeGreaterThan(8);
    expect(imports.length).toBeGreaterThan(200);
  });

  it('has a mechanism that imports no other room and no package', () => {
    expect(
      sentencesOn(imports.filter(({ from, to, name }) => from === 'libs/event-sourcing' && to !== from && !name.startsWith('node:'))),
    ).toEqual([]);
  });

  it('has adapters that import the mechanism and their own driver only', () => {
    const adapters = imports.filter(({ from }) => !outside(from));
    const allowed = ({ from, to, name }: Import): boolean =>
      to === from ||
      to === 'libs/event-sourcing' ||
      to === `${from.split('/').slice(0, 2).join('/')}/` ||
      (to === 'package' &&
        (name.startsWith('node:')
          ? !(name in DRIVERS) || DRIVERS[name]?.includes(from)
          : DRIVERS[
              name
                .split('/')
                .slice(0, name.startsWith('@') ? 2 : 1)
                .join('/')
            ]?.includes(from))) === true;
    expect(sentencesOn(adapters.filter((one) => !allowed(one)))).toEqual([]);
  });

  it('lets nobody else import a driver', () => {
    const driven = imports.filter(({ name }) => Object.keys(DRIVERS).some((driver) => name === driver || name.startsWith(`${driver}/`)));
    expect(sentencesOn(driven.filter(({ from, file, name }) => outside(from) && KEY_STORES[file] !== name))).toEqual([]);
    expect(driven.length).toBeGreaterThan(3);
  });

  it('has apps that import libs and never each other', () => {
    expect(sentencesOn(imports.filter(({ from, to }) => from.startsWith('apps/') && to.startsWith('apps/') && to !== from))).toEqual([]);
    expect(sentencesOn(imports.filter(({ from, to }) => from.startsWith('libs/') && to.startsWith('apps/')))).toEqual([]);
  });

  it('has rooms that are entered by their door: nobody reaches into the files of another one', () => {
    expect(sentencesOn(imports.filter(({ from, to, name }) => name.startsWith('.') && to !== from && !to.endsWith('/')))).toEqual([]);
  });

  it('has rooms without circles', () => {
    const graph = new Map<string, Set<string>>();
    for (const { from, to } of imports) if (to.startsWith('libs/') && to !== from) graph.set(from, (graph.get(from) ?? new Set()).add(to));
    const reaches = (from: string, target: string, seen = new Set<string>()): boolean =>
      [...(graph.get(from) ?? [])].some((next) => next === target || (!seen.has(next) && reaches(next, target, seen.add(next))));
    expect([...graph.keys()].filter((room) => reaches(room, room))).toEqual([]);
  });

  it('has files without circles, what is imported for its types included', () => {
    const graph = new Map(
      sources.filter((file) => !isTest(file)).map((file) => [file, importsOf(file).flatMap(({ name }) => fileNamed(name, file) ?? [])]),
    );
    expect(circlesIn(graph)).toEqual([]);
  });

  it('has aggregates, projections and processes that are pure: no framework, no I/O, no clock, no randomness', () => {
    const heads = sources.filter(
      (file) =>
        !isTest(file) &&
        CAPABILITIES.some((room) => roomOf(file) === room) &&
        /: Decider<|= (?:projection|timeline|process)</.test(readFileSync(file, 'utf8')),
    );
    expect(heads.length).toBeGreaterThan(2);
    // With what they are made of; `published.ts` is where events of other rooms come in.
    const pure = new Set(heads);
    for (const file of pure)
      for (const { name } of importsOf(file))
        if (name.startsWith('.') && !name.endsWith('/published.ts')) pure.add(join(dirname(file), name));
    const impure = [...pure].flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      const foreign = importsOf(file).filter(({ name }) => !name.startsWith('.') && !PURE.includes(name));
      const clock = /Date\.now\(|new Date\(\)|Math\.random\(|performance\.|crypto\.|process\.env|setTimeout|fetch\(/.exec(text);
      return [...sentencesOn(foreign), ...(clock ? [`${file} uses ${clock[0]}`] : [])];
    });
    expect(impure).toEqual([]);
  });

  it('has a law of reward that knows terms and facts only: no framework, no register, nobody who decides, gets or pays', () => {
    const law = imports.filter(({ file }) => isLaw(file));
    expect(new Set(law.map(({ file }) => file)).size).toBeGreaterThan(10);
    const known = ({ name, to }: Import): boolean =>
      name.startsWith('.') ? to === 'libs/reward-law' && !name.includes('use-cases') : PURE.includes(name) && to !== 'libs/reward-law';
    expect(sentencesOn(law.filter((one) => !known(one)))).toEqual([]);
    const room = imports.filter(({ from }) => from === 'libs/reward-law');
    expect(sentencesOn(room.filter(({ to }) => /^libs\/(?:rewards|cases|exhibits|assets)$/.test(to)))).toEqual([]);
  });

  it('hands the moment that a reader asks for on whole: a controller that took `after` out of its query would answer as of now', () => {
    const controllers = sources.filter((file) => file.endsWith('.controller.ts'));
    expect(controllers.length).toBeGreaterThan(5);
    expect(controllers.filter((file) => /views\.(?:get|query)\([^;]*\bquery\.after\b/.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('keeps what is for tests out of what runs', () => {
    expect(
      sentencesOn(imports.filter(({ name }) => /(^|\/)testing(\/|$)/.test(name) || name === 'fast-check' || name.startsWith('@jest'))),
    ).toEqual([]);
  });

  it('imports only packages that package.json names', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };
    const named = (name: string): string =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/');
    expect([...new Set(packages.map(({ name }) => named(name)).filter((name) => !(name in dependencies)))]).toEqual([]);
  });
});
