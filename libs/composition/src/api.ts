import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccessModule, type RegisterSource } from '#libs/access';
import { AssetsModule } from '#libs/assets';
import { AuditModule } from '#libs/audit';
import { CampaignsModule } from '#libs/campaigns';
import { CasesModule } from '#libs/cases';
import { DualControlModule } from '#libs/dual-control';
import { AggregateStore, defined } from '#libs/event-sourcing';
import { ExhibitsModule } from '#libs/exhibits';
import { createFastifyAdapter, harden, HttpModule, serveDescription } from '#libs/http';
import { IdentifiersModule } from '#libs/identifiers';
import { IntegrityModule } from '#libs/integrity';
import { ViewsFor } from '#libs/need-to-know';
import {
  type Configuration,
  type Log,
  NestLog,
  observe,
  openPersons,
  openStores,
  PlatformModule,
  type Stores,
  verifierOf,
} from '#libs/platform';
import type { Persons } from '#libs/privacy';
import { PoolsModule } from '#libs/pools';
import { registerOf, RegistryModule } from '#libs/registry';
import { RewardLawModule } from '#libs/reward-law';
import { RewardsModule } from '#libs/rewards';
import { capabilities } from './capabilities.ts';
import { describeApi } from './description.ts';

type Imports = NonNullable<Parameters<typeof Module>[0]['imports']>;

/** The rooms at the HTTP door: their routes, and the handlers of their commands. */
const ROOMS: Type[] = [
  AssetsModule,
  AuditModule,
  CampaignsModule,
  CasesModule,
  DualControlModule,
  ExhibitsModule,
  IdentifiersModule,
  IntegrityModule,
  PoolsModule,
  RegistryModule,
  RewardLawModule,
  RewardsModule,
];

/** Who is asking, as the registers know them. */
const REGISTER: RegisterSource = {
  inject: [AggregateStore, ViewsFor, 'Stores'],
  useFactory: (aggregates: AggregateStore, { ofAllCases }: ViewsFor, { events }: Stores) => registerOf(aggregates, ofAllCases, events),
};

/**
 * The API of a configuration, ready to listen; by default with projections and processes in it. Closing it closes its stores.
 * `now` is the time at which commands are given and recorded and deadlines come, milliseconds since the Unix epoch; by default the system's.
 */
export async function createApi(configuration: Configuration, log: Log, now?: () => number): Promise<NestFastifyApplication> {
  const adapter = createFastifyAdapter({
    bodyLimit: configuration.bodyLimit,
    ...defined({ now }),
    ...(configuration.trustProxy.length > 0 && { trustProxy: configuration.trustProxy }),
  });
  const app = await assembled(configuration, log, { adapter, rooms: ROOMS, now });
  await harden(app, configuration);
  serveDescription(app, () => describeApi(app));
  return app;
}

/** Projections and processes on their own, with health and metrics, ready to listen. Closing it closes its stores. */
export function createWorker(configuration: Configuration, log: Log): Promise<NestFastifyApplication> {
  return assembled({ ...configuration, runsProjections: true }, log, { adapter: createFastifyAdapter(), rooms: ROOMS.map(withoutRoutes) });
}

interface Parts {
  readonly adapter: ReturnType<typeof createFastifyAdapter>;
  readonly rooms: Imports;
  readonly now?: (() => number) | undefined;
}

/** Opens what a program stands on, and puts it together; what was opened is closed again where that fails. */
async function assembled(configuration: Configuration, log: Log, { adapter, rooms, now }: Parts): Promise<NestFastifyApplication> {
  const verifier = await verifierOf(configuration);
  const stores = await openStores(
    defined({ ...configuration, log: (level: 'info' | 'warn', message: string) => log[level](message), now }),
  );
  let persons: Persons | undefined;
  try {
    persons = await openPersons(configuration);
    const platform = PlatformModule.with(defined({ configuration, stores, persons, log, capabilities, now }));
    const app = await NestFactory.create<NestFastifyApplication>(
      moduleOf([AccessModule.with(verifier, REGISTER), platform, HttpModule, ...rooms]),
      adapter,
      {
        logger: new NestLog(log),
        abortOnError: false,
      },
    );
    observe(app, log);
    return app;
  } catch (error) {
    await stores.events.close();
    await stores.rows.close();
    await persons?.close();
    throw error;
  }
}

function moduleOf(imports: Imports): Type {
  @Module({ imports })
  class ProgramModule {}
  return ProgramModule;
}

/** A room's handlers by themselves: what people confirmed is carried out by its process, and that runs in a program that answers nobody, too. */
function withoutRoutes(room: Type): Type {
  const of = (kind: 'imports' | 'providers'): [] => (Reflect.getMetadata(kind, room) as [] | undefined) ?? [];
  @Module({ imports: of('imports'), providers: of('providers') })
  class Handlers {}
  return Handlers;
}
