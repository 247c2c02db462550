import { createApi } from '#libs/composition';
import { InvalidConfiguration, openLog, run } from '#libs/platform';
import { FEWEST_CASES } from './country.ts';
import { makeIn, tourAt } from './make-country.ts';

const WIDTH = 40;

/** One line on standard error, drawn over itself; nothing where nobody looks at it. */
function bar(done: number, day: string, what: string): void {
  const full = Math.min(WIDTH, Math.floor(done * WIDTH));
  if (process.stderr.isTTY) process.stderr.write(`\r${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${day} ${what}\u001b[K`);
}

/** @throws InvalidConfiguration */
function wantedFrom({ SEED, SIZE }: NodeJS.ProcessEnv): { readonly seed?: string; readonly size?: number } {
  const size = SIZE === undefined || SIZE === '' ? undefined : Number(SIZE);
  if (size !== undefined && (!Number.isSafeInteger(size) || size < FEWEST_CASES || size > 1_000_000))
    throw new InvalidConfiguration([`SIZE must be a whole number of cases from ${FEWEST_CASES} to 1000000`]);
  if (SEED !== undefined && !/^[\w.-]{0,50}$/.test(SEED))
    throw new InvalidConfiguration(['SEED must be up to 50 letters, digits, dots and dashes']);
  return { ...(SEED !== undefined && SEED !== '' && { seed: SEED }), ...(size !== undefined && { size }) };
}

await run({ port: 3000 }, async (asked, log) => {
  if (asked.production || asked.identity !== undefined || asked.eventStoreUrl !== undefined || asked.databaseUrl !== undefined)
    throw new InvalidConfiguration([
      'The demo keeps its country in DATA_DIR and signs its own tokens: leave out NODE_ENV=production, OIDC_ISSUER, EVENTSTORE_URL and DATABASE_URL',
    ]);
  const { DATA_DIR = '', LOG_LEVEL = '' } = process.env;
  const configuration = { ...asked, ...(DATA_DIR.trim() === '' && { dataDir: './data/demo' }) };
  // The lines of the tour are what is to be seen: what the program notes of its work is told where it is asked for.
  const quiet = LOG_LEVEL.trim() === '' ? openLog('warn') : log;
  const began = Date.now();
  await makeIn(configuration, quiet, wantedFrom(process.env), ({ done, at, requests, size }) =>
    bar(done, new Date(at).toISOString().slice(0, 10), `${requests} requests, ${size} cases`),
  );
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[KThe country is there, after ${Math.round((Date.now() - began) / 1000)} s\n`);
  const app = await createApi(configuration, quiet);
  await app.listen(configuration.port, configuration.host);
  const url = (await app.getUrl()).replace('[::1]', 'localhost').replace('127.0.0.1', 'localhost');
  process.stdout.write(`\n${await tourAt(url, app, configuration.dataDir)}\nThe API is described at ${url}/docs\n`);
  return app;
});
