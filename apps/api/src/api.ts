import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccessModule } from '#libs/access';
import { AssetsModule } from '#libs/assets';
import { AuditModule } from '#libs/audit';
import { capabilities } from '#libs/capabilities';
import { CampaignsModule } from '#libs/campaigns';
import { CasesModule } from '#libs/cases';
import { ExhibitsModule } from '#libs/exhibits';
import { createFastifyAdapter, describedRoles, harden, HttpModule, openApiDocument, serveDescription } from '#libs/http';
import { type Configuration, type Log, NestLog, observe, openPersons, openStores, PlatformModule, verifierOf } from '#libs/platform';
import type { Persons } from '#libs/privacy';
import { PoolsModule } from '#libs/pools';
import { RegistryModule } from '#libs/registry';
import { RewardLawModule } from '#libs/reward-law';
import { RewardsModule } from '#libs/rewards';

/**
 * The API of a configuration, ready to listen; by default with projections and processes in it. Closing it closes its stores.
 * `now` is the time at which commands are given and recorded and deadlines come, milliseconds since the Unix epoch; by default the system's.
 */
export async function createApi(configuration: Configuration, log: Log, now?: () => number): Promise<NestFastifyApplication> {
  const verifier = await verifierOf(configuration);
  const stores = await openStores({ ...configuration, log: (level, message) => log[level](message), ...(now && { now }) });
  let persons: Persons | undefined;
  try {
    persons = await openPersons(configuration);
    const app = await NestFactory.create<NestFastifyApplication>(
      moduleOf(
        AccessModule.with(verifier),
        PlatformModule.with({ configuration, stores, persons, log, capabilities, ...(now && { now }) }),
      ),
      createFastifyAdapter({
        bodyLimit: configuration.bodyLimit,
        ...(now && { now }),
        ...(configuration.trustProxy.length > 0 && { trustProxy: configuration.trustProxy }),
      }),
      { logger: new NestLog(log), abortOnError: false },
    );
    observe(app, log);
    await harden(app, configuration);
    serveDescription(app, () => describe(app));
    return app;
  } catch (error) {
    await stores.events.close();
    await stores.rows.close();
    await persons?.close();
    throw error;
  }
}

type Imports = NonNullable<Parameters<typeof Module>[0]['imports']>;

function moduleOf(...imports: Imports): Type {
  @Module({
    imports: [
      ...imports,
      HttpModule,
      AssetsModule,
      AuditModule,
      CampaignsModule,
      CasesModule,
      ExhibitsModule,
      PoolsModule,
      RegistryModule,
      RewardLawModule,
      RewardsModule,
    ],
  })
  class ApiModule {}
  return ApiModule;
}

/** The description of the API, OpenAPI 3.1. */
export function describe(app: NestFastifyApplication): ReturnType<typeof openApiDocument> {
  return openApiDocument(app, {
    title: 'Caseledger',
    version: '0.1.0',
    description: `The case, asset and reward ledger of an anti-drug authority. Every fact is an event; what is read here follows from the facts.\n\nA suspect is not a convict. Every route names the roles it serves:\n\n${describedRoles()}`,
    tags: {
      Assets: 'Assets: frozen, seized, confiscated, sold, given back; how each stands, and where its money is',
      Bonuses: 'What officers and units were granted, paid, and have to give back, by reward and altogether',
      Campaigns:
        'Campaigns: announced, extended, closed; what was done in them, beside the figures that were published. Arrests are never an input to a reward',
      Cases: 'Case files: officers, seizures and their corrections, status and timeline',
      ConfiscatedAssets:
        'The confiscated assets and their pools in columns: how much is frozen, ordered, final, settled, reserved, paid, available',
      Court: 'What becomes of a case before prosecutor and court: charges, trials, a verdict per suspect, appeals and finality',
      Exhibits: 'Exhibits: sealed lots of a seizure, their custody from hand to hand, what the laboratory certified, how they end',
      OperationFacts: 'What is known of an operation: the facts that its rewards are assessed on',
      History: 'What was recorded, when and by whom, what caused it and what it caused, for those who watch over the others',
      Operations: 'Health and metrics, for operators',
      Pools: 'Confiscated assets’ money by currency: what came in, is set aside, paid and owed, and the books of it',
      Processes: 'What the processes are about to do, wait for, and were refused',
      Problems: 'What can go wrong, explained',
      Registers: 'Agencies, units and their chain of command, officers and their service, laboratories, legal instruments',
      Rewards: 'Rewards: from the assessment of an operation over the committee to the last riel paid, or paid back',
      RewardPolicies: 'Reward policies: terms, announcement, enactment, funding, and what one would pay',
    },
  });
}
