import { createApi } from '#libs/composition';
import { run } from '#libs/platform';

await run({ port: 3000 }, async (configuration, log) => {
  const app = await createApi(configuration, log);
  await app.listen(configuration.port, configuration.host);
  const url = (await app.getUrl()).replace('[::1]', 'localhost').replace('127.0.0.1', 'localhost');
  log.info(
    { url, events: configuration.eventStoreUrl ? 'EventStoreDB' : 'SQLite', rows: configuration.databaseUrl ? 'PostgreSQL' : 'SQLite' },
    'listening',
  );
  if (!configuration.production) {
    const identity = configuration.identity === undefined ? '\n  Token  npm run -s token -- --role investigator' : '';
    process.stdout.write(`\nCaseledger is listening.\n  API    ${url}/docs\n  Health ${url}/health/ready${identity}\n\n`);
  }
  return app;
});
