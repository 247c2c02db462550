import { createWorker } from '#libs/composition';
import { InvalidConfiguration, run } from '#libs/platform';

await run({ port: 3001 }, async (configuration, log) => {
  const missing = (['eventStoreUrl', 'databaseUrl'] as const).filter((name) => configuration[name] === undefined);
  if (missing.length > 0)
    throw new InvalidConfiguration([
      'A worker needs EVENTSTORE_URL and DATABASE_URL: the embedded stores belong to one program, which is the API with everything in it',
    ]);
  const app = await createWorker(configuration, log);
  await app.listen(configuration.port, configuration.host);
  log.info({ url: await app.getUrl() }, 'projecting');
  return app;
});
