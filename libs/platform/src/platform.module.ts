import { type DynamicModule, Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type Capability, defined, Freshness, AggregateStore, Past, Upcaster, Views } from '#libs/event-sourcing';
import { HttpModule, UseCases } from '#libs/http';
import { type AccessFold, AccessOfStreams, CASE_ACCESS, CursorSeal, NeedToKnow, ViewsFor } from '#libs/need-to-know';
import { Persons } from '#libs/privacy';
import type { Configuration } from './configuration.ts';
import { KeySweep } from './key-sweep.ts';
import type { Log } from './log.ts';
import { Metrics } from './metrics.ts';
import { OperationsController } from './operations.controller.ts';
import { ProcessesController } from './processes.controller.ts';
import { Runners } from './runners.ts';
import { openScratch, type Stores } from './stores.ts';

export interface PlatformSettings {
  readonly configuration: Configuration;
  readonly stores: Stores;
  readonly persons: Persons;
  readonly log: Log;
  readonly capabilities: readonly Capability[];
  /** What deadlines are compared with: milliseconds since the Unix epoch. Default: the system's clock. */
  readonly now?: () => number;
}

/** What says of each stream who has to do with it. @throws Error no room brings it: nothing could be kept from anybody */
function accessFoldOf(capabilities: readonly Capability[]): AccessFold {
  const fold = capabilities.flatMap(({ projections }) => projections).find(({ name }) => name === CASE_ACCESS);
  if (fold === undefined) throw new Error(`No room brings ${CASE_ACCESS}`);
  return fold as AccessFold;
}

/** The mechanism, put together for a program: the aggregate store that handles commands, the views that answer queries, the runners, health and metrics. */
@Module({ controllers: [OperationsController, ProcessesController] })
export class PlatformModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly keySweep: KeySweep;

  constructor(
    @Inject('Platform') private readonly settings: PlatformSettings,
    private readonly runners: Runners,
    private readonly past: Past,
  ) {
    const { persons, stores, configuration, log } = settings;
    this.keySweep = new KeySweep({ persons, events: stores.events, alone: configuration.eventStoreUrl === undefined, log });
  }

  static with(settings: PlatformSettings): DynamicModule {
    const { configuration, stores, persons, log, capabilities, now } = settings;
    const upcaster = new Upcaster(...capabilities.map(({ events }) => events));
    const freshness = new Freshness(stores.rows);
    const { patienceMs } = configuration;
    const past = new Past({
      store: stores.events,
      rows: stores.rows,
      freshness,
      upcaster,
      openScratch,
      patienceMs,
      ...defined({ now }),
      onProgress: (progress) => log.info(progress, `${progress.projection} as of position ${progress.asOf} is being made`),
    });
    const views = new Views(stores.rows, freshness, patienceMs, past, { store: stores.events, upcaster });
    const need = new NeedToKnow(
      stores.rows,
      freshness,
      patienceMs,
      new AccessOfStreams(stores.events, upcaster, accessFoldOf(capabilities)),
    );
    const aggregates = new AggregateStore(stores.events, upcaster, { hides: (stream) => need.hides(stream) });
    const runnersWith = (commands: UseCases) =>
      new Runners(
        stores,
        aggregates,
        persons,
        configuration.runsProjections ? capabilities : [],
        upcaster,
        freshness,
        views,
        commands,
        log,
        now,
      );
    const provided = [
      { provide: 'Platform', useValue: settings },
      { provide: 'Stores', useValue: stores },
      { provide: 'Capabilities', useValue: capabilities },
      { provide: Persons, useValue: persons },
      { provide: AggregateStore, useValue: aggregates },
      { provide: Past, useValue: past },
      // Processes read all rows; who answers a person has no other way to a row than this.
      { provide: ViewsFor, useValue: new ViewsFor(views, need, new CursorSeal()) },
      { provide: Runners, useFactory: runnersWith, inject: [UseCases] },
      { provide: Metrics, useFactory: (runners: Runners) => new Metrics(stores, persons, runners), inject: [Runners] },
    ];
    return {
      module: PlatformModule,
      global: true,
      imports: [HttpModule],
      providers: provided,
      exports: provided.map(({ provide }) => provide),
    };
  }

  /** Keys first: nobody seals anything before the program listens. */
  async onApplicationBootstrap(): Promise<void> {
    await this.keySweep.start();
    this.runners.start();
  }

  /** After the last request was answered. */
  async onApplicationShutdown(): Promise<void> {
    await this.runners.stop();
    await this.keySweep.stop();
    await this.past.close();
    await this.settings.stores.events.close();
    await this.settings.stores.rows.close();
    await this.settings.persons.close();
    this.settings.log.info('stopped');
  }
}
