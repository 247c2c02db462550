import { EventStoreError, type EventStore, type ExpectedRevision, type NewEvent, RevisionConflict } from '#libs/event-sourcing';
import { collect, someEvents } from '#libs/event-sourcing/testing';
import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { memoryEventStore } from '../memory/index.ts';
import { openSqliteEventStore } from './index.ts';

/** An append that somebody makes: to one of three streams, of new events or of those of an earlier append, so many turns of the event loop after the one before. */
interface Step {
  readonly stream: number;
  readonly expected: ExpectedRevision;
  readonly events: { readonly count: number } | { readonly of: number };
  readonly turns: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  stream: fc.nat(2),
  expected: fc.oneof(fc.constantFrom<ExpectedRevision>('none', 'any', 'exists'), fc.nat(6)),
  events: fc.oneof({ weight: 3, arbitrary: fc.record({ count: fc.integer({ min: 1, max: 3 }) }) }, fc.record({ of: fc.nat(20) })),
  turns: fc.constantFrom(0, 0, 0, 1, 5),
});

const KHMER = 'ករណី';

/** What a store answers to all of it, given without waiting for answers; and what it then holds. */
async function played(store: EventStore, program: readonly (Step & { readonly written: readonly NewEvent[] })[]): Promise<unknown> {
  const answers: Promise<unknown>[] = [];
  for (const { stream, expected, written, turns } of program) {
    for (let turn = 0; turn < turns; turn++) await nextTurn();
    answers.push(store.append(`case-${stream}`, expected, written).catch(saying));
  }
  const answered = await Promise.all(answers);
  const log = (await collect(store.readAll())).map((event) => ({ ...event, recordedAt: 0 }));
  return { answered, head: await store.head(), log };
}

function saying(error: unknown): unknown {
  if (!(error instanceof EventStoreError)) throw error;
  return { code: error.code, ...(error instanceof RevisionConflict && { expected: error.expected, actual: error.actual }) };
}

/** The events of each step, the same for whoever plays it. */
function writtenOut(program: readonly Step[]): readonly (Step & { readonly written: readonly NewEvent[] })[] {
  const appends: NewEvent[][] = [];
  return program.map((one) => {
    const written =
      'count' in one.events
        ? someEvents(one.events.count, { data: { text: KHMER } })
        : (appends[one.events.of % Math.max(1, appends.length)] ?? someEvents(1));
    appends.push(written);
    return { ...one, written };
  });
}

describe('appends that are under way at once, in groups as they happen to gather', () => {
  it('are answered and stored as the memory store answers and stores them one by one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'event-store-'));
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (program) => {
        const steps = writtenOut(program);
        const [store, reference] = [await openSqliteEventStore({ file: join(folder, `${run++}.db`) }), memoryEventStore()];
        try {
          expect(await played(store, steps)).toEqual(await played(reference, steps));
        } finally {
          await store.close();
        }
      }),
      { numRuns: 40, endOnFailure: true },
    );
    rmSync(folder, { recursive: true });
  });
});
