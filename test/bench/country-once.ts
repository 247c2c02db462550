import { localIssuer } from '#libs/access';
import { createApi } from '#libs/composition';
import { configurationFrom, openLog, Runners } from '#libs/platform';
import { firstMomentOf, makeCountry } from '../../apps/demo/src/country.ts';
import { Clock } from '../../apps/demo/src/time.ts';

// Makes a sample country in an empty data folder, in a process of its own, and ends. Arguments: folder, number of cases.
const [, , folder = '', cases = ''] = process.argv;
const until = Date.parse('2026-06-30T18:00:00+07:00');
const clock = new Clock(firstMomentOf(until));
const app = await createApi(
  configurationFrom({ DATA_DIR: folder, LOG_LEVEL: 'warn', REQUESTS_PER_MINUTE: 'off' }),
  openLog('warn'),
  clock.now,
);
await app.init();
let reported = 0;
await makeCountry(
  {
    server: app.getHttpAdapter().getInstance(),
    issuer: await localIssuer({ directory: folder }),
    settled: () => app.get(Runners).settled(),
    clock,
  },
  { seed: 'kampuchea', size: Number(cases), until },
  {
    onProgress({ done, requests }) {
      if (done - reported < 0.1) return;
      reported = done;
      process.stderr.write(`  sample country: ${Math.round(done * 100)} % of its two years, ${requests} requests\n`);
    },
  },
);
await app.close();
