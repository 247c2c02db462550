import { randomUUID } from 'node:crypto';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { issueToken, localIssuer, ROLE_NAMES } from '#libs/access';
import { type Fact, Records } from '#libs/audit';
import { capabilities } from '#libs/composition';
import {
  AggregateStore,
  CatchUp,
  compare,
  defined,
  Freshness,
  HISTORY,
  howFar,
  type OperatorOptions,
  Past,
  type Position,
  type Progress,
  type Projection,
  rebuild,
  type Row,
  Upcaster,
  Views,
} from '#libs/event-sourcing';
import { compiledFor } from '#libs/http';
import { type Configuration, configurationFrom, openPersons, openScratch, openStores, OWNER, type Stores } from '#libs/platform';
import { RegisterOfficer, RegisterOfficerBody, RegisterOfficerHandler } from '#libs/registry';
import { dayOf } from '#libs/vocabulary';

interface Verb {
  readonly usage: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  run(values: Values, configuration: Configuration): Promise<number>;
}
type Values = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

const verbs: Readonly<Record<string, Verb>> = {
  token: {
    usage: `token --role ROLE [--role ROLE …] [--sub ID] [--name NAME] [--unit UNIT] [--agency AGENCY] [--ttl 8h]
    Prints a development token. Roles: ${ROLE_NAMES.join(', ')}`,
    options: {
      role: { type: 'string', multiple: true },
      sub: { type: 'string' },
      name: { type: 'string' },
      unit: { type: 'string' },
      agency: { type: 'string' },
      ttl: { type: 'string' },
    },
    async run(values, { dataDir }) {
      const { sub, ...claims } = textsOf(values);
      const roles = (values.role as readonly string[] | undefined) ?? [];
      const issuer = await localIssuer({ directory: dataDir });
      process.stdout.write(`${await issueToken(issuer, { ...claims, roles, ...defined({ subject: sub }) })}\n`);
      return 0;
    },
  },

  register: {
    usage: `register --sub ID --name NAME --unit UNIT [--rank RANK] [--since YYYY-MM-DD]
    Enters an officer under the subject of their token, in a registered unit: where nobody in the register is an administrator who could`,
    options: {
      sub: { type: 'string' },
      name: { type: 'string' },
      unit: { type: 'string' },
      rank: { type: 'string' },
      since: { type: 'string' },
    },
    async run(values, configuration) {
      const at = new Date().toISOString();
      const { sub, name, unit, rank = 'administrator', since = dayOf(at) } = textsOf(values);
      if (sub === undefined || name === undefined || unit === undefined) throw new Error('Say --sub ID, --name NAME and --unit UNIT');
      const entry = { officerId: sub, name: { en: name }, rank, unit, since };
      const wrong = compiledFor(RegisterOfficerBody).explain(entry);
      if (wrong.length > 0) throw new Error(wrong.map(({ detail }) => detail).join('\n'));
      const { events, rows } = await openStores(configuration);
      try {
        const aggregates = new AggregateStore(events, new Upcaster(...capabilities.map((capability) => capability.events)));
        const actor = { id: 'operator', roles: ['operator'] };
        const context = { commandId: randomUUID(), correlationId: randomUUID(), actor, at };
        await new RegisterOfficerHandler(aggregates).execute(new RegisterOfficer({}, entry, context));
        process.stdout.write(`${sub} is registered in ${unit}\n`);
        return 0;
      } finally {
        await events.close();
        await rows.close();
      }
    },
  },

  rebuild: {
    usage: `rebuild --projection NAME | --all
    Makes the rows of a projection, or of all by reading the history once, anew beside the live ones, and switches to them at the end. Projections: ${names()}`,
    options: { projection: { type: 'string' }, all: { type: 'boolean' } },
    run: (values, configuration) =>
      onProjections(values, configuration, async (projection, options) => {
        const started = performance.now();
        const { number, version, checkpoint } = await rebuild(projection, options);
        const seconds = ((performance.now() - started) / 1000).toFixed(1);
        process.stdout.write(
          `${projection.name}: build ${number} of version ${version} is live, true to position ${checkpoint}, made in ${seconds} s\n`,
        );
        return 0;
      }),
  },

  compare: {
    usage: `compare --projection NAME | --all
    Makes the rows of a projection anew and compares them with the live ones, row by row. Changes nothing. Exit code 2 if they differ`,
    options: { projection: { type: 'string' }, all: { type: 'boolean' } },
    run: (values, configuration) =>
      onProjections(values, configuration, async (projection, options) => {
        const { rows, different, differences, position } = await compare(projection, options);
        for (const { key, difference } of differences) process.stdout.write(`${difference}: ${key}\n`);
        process.stdout.write(`${projection.name}: ${rows} rows at position ${position}, ${different} different\n`);
        return different === 0 ? 0 : 2;
      }),
  },

  history: {
    usage: `history [--stream STREAM] [--case ID] [--kind KIND] [--type TYPE] [--actor ID] [--correlation ID] [--from INSTANT] [--to INSTANT] [--limit N] [--json]
    Prints what was recorded, oldest first: of a stream, of a case with everything linked to it, or whatever all filters hold for. What is sealed stays sealed`,
    options: {
      stream: { type: 'string' },
      case: { type: 'string' },
      kind: { type: 'string' },
      type: { type: 'string' },
      actor: { type: 'string' },
      correlation: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      limit: { type: 'string' },
      json: { type: 'boolean' },
    },
    run: (values, configuration) =>
      withViews(configuration, async (views, { events, rows }) => {
        const { stream, case: caseId, from, to, limit, ...filter } = textsOf(values);
        if (stream !== undefined && caseId !== undefined) throw new Error('Either --stream or --case');
        const wanted = wholeNumber('limit', limit) ?? Infinity;
        const recorded = { ...(from !== undefined && { from: instant('from', from) }), ...(to !== undefined && { to: instant('to', to) }) };
        const [head, reached] = [await events.head(), await rows.checkpoint(HISTORY)];
        if (reached < head)
          process.stderr.write(`The history is true to position ${reached} of ${head}: a program that runs is making the rest\n`);
        const records = new Records(events, views);
        const streams = caseId === undefined ? stream && [stream] : (await records.streamsOfCase(caseId)).map((link) => link.stream);
        let printed = 0;
        for (let cursor: string | undefined; printed < wanted;) {
          const asked = defined({ limit: Math.min(500, wanted - printed), cursor });
          const page = await records.list({ ...filter, ...recorded, ...(streams && { streams }) }, asked);
          for (const fact of page.facts) process.stdout.write(`${values.json === true ? JSON.stringify(fact) : lineOf(fact)}\n`);
          printed += page.facts.length;
          if (page.next === undefined) break;
          cursor = page.next;
        }
        process.stderr.write(`${printed} ${printed === 1 ? 'event' : 'events'}\n`);
        return 0;
      }),
  },

  'as-of': {
    usage: `as-of --projection NAME (--key KEY | --limit N) --at POSITION|INSTANT
    Prints rows of a projection as they were, a line of JSON each: the one with a key, or the first by key. Exit code 2 if there was none`,
    options: { projection: { type: 'string' }, key: { type: 'string' }, limit: { type: 'string' }, at: { type: 'string' } },
    run: (values, configuration) =>
      withViews(configuration, async (views) => {
        const { key, limit, at } = textsOf(values);
        const projection = projectionNamed(values.projection);
        if (at === undefined)
          throw new Error('--at must be a position, or a moment with its offset, for example 2026-03-02T14:30:00+07:00');
        if ((key === undefined) === (limit === undefined)) throw new Error('Either --key KEY for one row, or --limit N for the first ones');
        const asOf = (await views.positionOf({ asOf: at })) ?? 0;
        let found: readonly Row[];
        if (key === undefined) found = (await views.query(projection, { limit: wholeNumber('limit', limit, 1_000) ?? 1 }, { asOf })).rows;
        else found = [(await views.get(projection, key, { asOf })).row].filter((row) => row !== undefined);
        for (const row of found) process.stdout.write(`${JSON.stringify(row)}\n`);
        process.stderr.write(`\n${projection.name} as of position ${asOf}: ${found.length} ${found.length === 1 ? 'row' : 'rows'}\n`);
        return found.length === 0 ? 2 : 0;
      }),
  },

  rewrap: {
    usage: `rewrap
    Wraps the keys of all persons anew under the first master key of MASTER_KEY_FILE; the further lines of the file open what earlier ones wrapped`,
    options: {},
    async run(_values, configuration) {
      const persons = await openPersons(configuration);
      try {
        const wrapped = await persons.rewrap();
        process.stdout.write(`${wrapped} ${wrapped === 1 ? 'key was' : 'keys were'} wrapped anew\n`);
        return 0;
      } finally {
        await persons.close();
      }
    },
  },
};

/**
 * Works on the projection that was named, or on all by one reading of the history, beside the programs that run; a line every few seconds shows how far it is.
 * Where one of them fails the others go on. Answers the highest code.
 */
async function onProjections(
  values: Values,
  configuration: Configuration,
  work: (projection: Projection, options: OperatorOptions) => Promise<number>,
): Promise<number> {
  if (values.all === true && values.projection !== undefined) throw new Error('Either --projection NAME or --all');
  const wanted = values.all === true ? projections() : [projectionNamed(values.projection)];
  return withStores(configuration, async ({ events: store, rows }) => {
    const upcaster = new Upcaster(...capabilities.map((capability) => capability.events));
    const onProgress = (progress: Progress): void => void process.stderr.write(`${howFar(progress)}\n`);
    const options = { store, rows, upcaster, owner: OWNER, catchUp: new CatchUp({ store, rows, upcaster, onProgress }) };
    const codes = wanted.map(async (projection) => {
      try {
        return await work(projection, options);
      } catch (error) {
        process.stderr.write(`${projection.name}: ${(error as Error).message}\n`);
        return 1;
      }
    });
    return Math.max(...(await Promise.all(codes)));
  });
}

async function withStores<T>(configuration: Configuration, work: (stores: Stores) => Promise<T>): Promise<T> {
  const stores = await openStores({ ...configuration, readOnly: true });
  try {
    return await work(stores);
  } finally {
    await stores.events.close();
    await stores.rows.close();
  }
}

/** As programs see rows, now and as of a moment; but as patient as an operator. */
async function withViews<T>(configuration: Configuration, work: (views: Views, stores: Stores) => Promise<T>): Promise<T> {
  return withStores(configuration, async (stores) => {
    const { events, rows } = stores;
    const upcaster = new Upcaster(...capabilities.map((capability) => capability.events));
    const freshness = new Freshness(rows);
    const past = new Past({
      store: events,
      rows,
      freshness,
      upcaster,
      openScratch,
      patienceMs: configuration.patienceMs,
      makingMs: 2 ** 31 - 1,
      onProgress: ({ projection, position, asOf }) => progress(projection, position, asOf),
    });
    try {
      return await work(new Views(rows, freshness, configuration.patienceMs, past), stores);
    } finally {
      await past.close();
    }
  });
}

function projectionNamed(name: Values[string]): Projection {
  const projection = projections().find((known) => known.name === name);
  if (projection === undefined) throw new Error(`--projection must be one of ${names()}`);
  return projection;
}

/** An event in a line: where it stands, when it was recorded, what it is, of what, by whom. */
function lineOf({ position, recordedAt, type, stream, revision, actor, reason }: Fact): string {
  return [
    position.padStart(8),
    recordedAt,
    type.padEnd(28),
    `${stream}/${revision}`,
    actor.id,
    ...(reason === undefined ? [] : [JSON.stringify(reason)]),
  ].join('  ');
}

function wholeNumber(name: string, text: string | undefined, most = 1_000_000_000): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,9}$/.test(text) || Number(text) > most) throw new Error(`--${name} must be a whole number from 1 to ${most}`);
  return Number(text);
}

function instant(name: string, text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:\d{2})$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new Error(`--${name} must be a moment with its offset, for example 2026-03-02T14:30:00+07:00`);
  return text;
}

function projections(): readonly Projection[] {
  return capabilities.flatMap((capability) => capability.projections);
}

function names(): string {
  return projections()
    .map(({ name }) => name)
    .join(', ');
}

function textsOf(values: Values): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function progress(name: string, position: Position, head: Position): void {
  const share = head === 0 ? 1 : Math.min(1, position / head);
  process.stderr.write(`\r${name} [${'#'.repeat(Math.round(share * 30)).padEnd(30)}] ${(share * 100).toFixed(0)} %`);
}

function usage(): string {
  return `Usage: caseledger VERB [options]\n\n${Object.values(verbs)
    .map((verb) => `  ${verb.usage}`)
    .join('\n\n')}\n`;
}

async function main(): Promise<number> {
  const [name = '', ...args] = process.argv.slice(2);
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb === undefined) {
    if (name === '' || name === 'help') {
      process.stdout.write(usage());
      return 0;
    }
    process.stderr.write(`There is no verb "${name}".\n\n${usage()}`);
    return 1;
  }
  try {
    const { values } = parseArgs({ args, options: verb.options, strict: true });
    return await verb.run(values, configurationFrom(process.env));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  }
}

process.exitCode = await main();
