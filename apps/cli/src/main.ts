import { parseArgs, type ParseArgsConfig } from 'node:util';
import { issueToken, localIssuer, ROLE_NAMES } from '#libs/access';
import { capabilities } from '#libs/capabilities';
import { compare, type OperatorOptions, type Position, type Projection, rebuild, Upcaster } from '#libs/event-sourcing';
import { type Configuration, configurationFrom, openPersons, openStores, OWNER } from '#libs/platform';

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
      process.stdout.write(`${await issueToken(issuer, { ...claims, roles, ...(sub !== undefined && { subject: sub }) })}\n`);
      return 0;
    },
  },

  rebuild: {
    usage: `rebuild --projection NAME
    Makes the rows of a projection anew from the whole history beside the live ones, and switches to them at the end. Projections: ${names()}`,
    options: { projection: { type: 'string' } },
    run: (values, configuration) =>
      onProjection(values, configuration, async (projection, options) => {
        const started = performance.now();
        const { number, version, checkpoint } = await rebuild(projection, options);
        const seconds = ((performance.now() - started) / 1000).toFixed(1);
        process.stdout.write(
          `\n${projection.name}: build ${number} of version ${version} is live, true to position ${checkpoint}, made in ${seconds} s\n`,
        );
        return 0;
      }),
  },

  compare: {
    usage: `compare --projection NAME
    Makes the rows of a projection anew and compares them with the live ones, row by row. Changes nothing. Exit code 2 if they differ`,
    options: { projection: { type: 'string' } },
    run: (values, configuration) =>
      onProjection(values, configuration, async (projection, options) => {
        const { rows, different, differences, position } = await compare(projection, options);
        process.stdout.write('\n');
        for (const { key, difference } of differences) process.stdout.write(`${difference}: ${key}\n`);
        process.stdout.write(`${projection.name}: ${rows} rows at position ${position}, ${different} different\n`);
        return different === 0 ? 0 : 2;
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

/** Works on the projection that was named, beside the programs that run, with a bar that shows how far it is. */
async function onProjection(
  { projection: name }: Values,
  configuration: Configuration,
  work: (projection: Projection, options: OperatorOptions) => Promise<number>,
): Promise<number> {
  const projection = projections().find((known) => known.name === name);
  if (projection === undefined) throw new Error(`--projection must be one of ${names()}`);
  const { events, rows } = await openStores({ ...configuration, readOnly: true });
  try {
    const head = await events.head();
    const upcaster = new Upcaster(...capabilities.map((capability) => capability.events));
    const onProgress = (position: Position): void => progress(projection.name, position, head);
    return await work(projection, { store: events, rows, upcaster, owner: OWNER, onProgress });
  } finally {
    await events.close();
    await rows.close();
  }
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
