import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccessModule } from '#libs/access';
import { capabilities } from '#libs/capabilities';
import { createFastifyAdapter, HttpModule } from '#libs/http';
import { InvalidConfiguration, NestLog, observe, openPersons, openStores, PlatformModule, run, verifierOf } from '#libs/platform';

await run({ port: 3001 }, async (configuration, log) => {
  const missing = (['eventStoreUrl', 'databaseUrl'] as const).filter((name) => configuration[name] === undefined);
  if (missing.length > 0)
    throw new InvalidConfiguration([
      'A worker needs EVENTSTORE_URL and DATABASE_URL: the embedded stores belong to one program, which is the API with everything in it',
    ]);
  const verifier = await verifierOf(configuration);
  const stores = await openStores({ ...configuration, log: (level, message) => log[level](message) });
  const persons = await openPersons(configuration);

  @Module({
    imports: [
      AccessModule.with(verifier),
      PlatformModule.with({ configuration: { ...configuration, runsProjections: true }, stores, persons, log, capabilities }),
      HttpModule,
    ],
  })
  class WorkerModule {}
  const app = await NestFactory.create<NestFastifyApplication>(WorkerModule, createFastifyAdapter(), {
    logger: new NestLog(log),
    abortOnError: false,
  });
  observe(app, log);
  await app.listen(configuration.port, configuration.host);
  log.info({ url: await app.getUrl() }, 'projecting');
  return app;
});
