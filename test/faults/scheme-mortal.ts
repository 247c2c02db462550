/**
 * What a program is preloaded with so that it dies where the tests of the scheme want it to: `node --import … main.js`. It stands in for the embedded stores,
 * which are the real ones but for this: whoever opens them waits until the program before is dead; its leases are as if they had lapsed; and at each step of
 * a process that is not in the file `DEATHS` yet, the step is written there and the program kills itself, `DIES` 'before' or 'after' the step took effect.
 * A step is an append that a process's command makes and, unless `STEPS` is 'appends', a commit of a process's rows. The program under it is the built one,
 * as it is.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore, NewEvent, Row } from '#libs/event-sourcing';
import { openSqliteEventStore as openEvents, type SqliteOptions, StoreInUse } from '#libs/event-store/sqlite';
import { openSqliteReadStore as openRows, type SqliteReadStoreOptions } from '#libs/read-store/sqlite';

const STANDS_IN_FOR = new Set(['#libs/event-store/sqlite', '#libs/read-store/sqlite']);
registerHooks({
  resolve: (specifier, context, next) =>
    STANDS_IN_FOR.has(specifier) && context.parentURL !== import.meta.url
      ? { url: import.meta.url, shortCircuit: true }
      : next(specifier, context),
});

const { DEATHS, DIES, STEPS } = process.env;
const died = new Set<string>();
/** How the name of an actor that is a process begins. */
const PROCESS = 'process:';

/** Opens the events once nobody else has them. */
export async function openSqliteEventStore(options: SqliteOptions): Promise<EventStore> {
  for (;;) {
    try {
      const real = await openEvents(options);
      if (DEATHS !== undefined && existsSync(DEATHS)) for (const step of readFileSync(DEATHS, 'utf8').split('\n')) died.add(step);
      const append: EventStore['append'] = (stream, expected, events) => {
        const step = stepOfAppend(stream, events);
        return step === undefined ? real.append(stream, expected, events) : mortal([step], () => real.append(stream, expected, events));
      };
      return replacing(real, { append });
    } catch (error) {
      if (!(error instanceof StoreInUse)) throw error;
      await pause(5);
    }
  }
}

/** Opens the rows of a program that has the events, and so is the only one. */
export async function openSqliteReadStore(options: SqliteReadStoreOptions): ReturnType<typeof openRows> {
  const real = await openRows(options);
  for (const build of await real.builds()) if (build.owner !== undefined) await real.release(build, build.owner);
  const apply: typeof real.apply = (...batches) => {
    const steps = batches.flatMap(({ build, from, to, upserts }) =>
      upserts.flatMap((row) => stepsOfRow(build.projection, from === to, row)),
    );
    return steps.length === 0 ? real.apply(...batches) : mortal(steps, () => real.apply(...batches));
  };
  return replacing(real, { apply });
}

/** What a command of a process records, and of whom; ids are left out, as they differ from one life to the next. */
function stepOfAppend(stream: string, events: readonly NewEvent[]): string | undefined {
  const actor = events[0]?.metadata.actor.id ?? '';
  if (!actor.startsWith(PROCESS)) return undefined;
  const whose = stream.replace(/-[0-9a-f]{8}-[0-9a-f-]{27}$/, '');
  return `${actor.slice(PROCESS.length)} records ${events.map(({ type }) => type).join(' and ')} of ${whose}`;
}

/** An instance of a process that has something left to do, or has just done something. */
function stepsOfRow(name: string, carriedOut: boolean, { doc }: Row): readonly string[] {
  if (STEPS === 'appends') return [];
  const { outbox } = doc as { readonly outbox?: readonly { readonly command: { readonly type: string } }[] };
  if (outbox === undefined) return [];
  const left = outbox.map(({ command }) => command.type).join(', ');
  return [`${name} ${carriedOut ? 'goes on' : 'hears'} and wants ${left === '' ? 'nothing' : left}`];
}

/** A step has begun that the program dies of: no other one is to take effect unseen meanwhile. */
let dying = false;

async function mortal<T>(steps: readonly string[], operate: () => Promise<T>): Promise<T> {
  const fresh = DEATHS === undefined ? [] : steps.filter((step) => !died.has(step));
  if (fresh.length === 0) return operate();
  if (dying) return new Promise(() => undefined);
  dying = true;
  if (DIES !== 'before') await operate();
  appendFileSync(DEATHS ?? '', fresh.map((step) => `${step}\n`).join(''));
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
}

/** The real thing with one of its methods replaced. */
function replacing<T extends object>(real: T, methods: Partial<T>): T {
  return new Proxy(real, {
    get(target, property) {
      const own: unknown = Reflect.get(property in methods ? methods : target, property);
      return typeof own === 'function' ? (own.bind(target) as unknown) : own;
    },
  });
}
