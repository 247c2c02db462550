import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { localIssuer } from '#libs/access';
import { createApi } from '#libs/composition';
import { sameJson } from '#libs/event-sourcing';
import { type Configuration, InvalidConfiguration, type Log, Runners } from '#libs/platform';
import { beginningOf, firstMomentOf, type Host, makeCountry, type Progress, type Wanted } from './country.ts';
import { Journal } from './journal.ts';
import { Clock } from './time.ts';
import { tourOf } from './tour.ts';

/** The country that is made where nobody asks for another one. */
const USUAL = { seed: 'kampuchea', size: 500 } as const;

/** The API as a host of a history: by the clock of that, and with no limit on how fast it may be asked. It listens to nobody. */
export async function hostOf(
  configuration: Configuration,
  log: Log,
  clock: Clock,
): Promise<Host & { readonly app: NestFastifyApplication }> {
  const app = await createApi({ ...configuration, requestsPerMinute: false }, log, clock.now);
  await app.init();
  const runners = app.get(Runners);
  const issuer = await localIssuer({ directory: configuration.dataDir });
  return { app, server: app, issuer, clock, settled: () => runners.settled() };
}

/** Makes the wanted country in the data folder of a configuration, or goes on with the one that was begun there. Nothing is done where it is finished. */
export async function makeIn(
  configuration: Configuration,
  log: Log,
  wanted: { readonly seed?: string; readonly size?: number; readonly until?: number },
  onProgress?: (progress: Progress & { readonly size: number }) => void,
): Promise<Wanted> {
  const journal = journalIn(configuration.dataDir);
  const { seed = USUAL.seed, size = USUAL.size, until = Date.now() } = { ...wanted, ...journal.beginning };
  const country = { seed: wanted.seed ?? seed, size: wanted.size ?? size, until };
  if (journal.beginning !== undefined && !sameJson(journal.beginning, beginningOf(country)))
    throw new InvalidConfiguration([
      `DATA_DIR ${configuration.dataDir} holds another country, edition ${journal.beginning.edition} of ${journal.beginning.size} cases with the seed ${journal.beginning.seed}; name another folder, or remove that one`,
    ]);
  if (journal.isFinished) return country;
  const clock = new Clock(journal.lastAt ?? firstMomentOf(country.until));
  const { app, ...host } = await hostOf(configuration, log, clock);
  try {
    await makeCountry(host, country, {
      journal,
      ...(onProgress && { onProgress: (progress) => onProgress({ ...progress, size: country.size }) }),
    });
  } finally {
    await app.close();
  }
  return country;
}

/** What there is to see in the finished country of a folder, in lines that can be pasted into a shell. */
export async function tourAt(url: string, app: NestFastifyApplication, dataDir: string): Promise<string> {
  const { tokens, sights } = await tourOf(app, await localIssuer({ directory: dataDir }), journalIn(dataDir));
  const exported = Object.entries(tokens).map(([name, token]) => `export ${name}=${token}`);
  const lines = sights.map(
    ({ says, as, path }, place) => `# ${place + 1}. ${says}\ncurl -s -H "Authorization: Bearer $${as}" '${url}${path}'`,
  );
  return `${[...exported, '', ...lines].join('\n')}\n`;
}

const journalIn = (dataDir: string): Journal => Journal.open(join(dataDir, 'country.jsonl'));
