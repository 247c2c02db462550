import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { type ExpectedRevision, type NewEvent, RevisionConflict } from '../../event-store.ts';
import { anEvent, collect, someEvents } from '../events.ts';
import { type Given, ids, revisions, test, upTo } from './given.ts';

/** What a program of appends may do next; `earlier` picks one of the appends before it to repeat. */
type Step =
  | {
      readonly do: 'append';
      readonly stream: number;
      readonly expected: 'none' | 'any' | 'exists' | 'right' | 'low' | 'high';
      readonly count: number;
    }
  | { readonly do: 'repeat'; readonly earlier: number; readonly cut: 'whole' | 'first' | 'and more' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      stream: fc.nat(2),
      expected: fc.constantFrom('none', 'any', 'exists', 'right', 'right', 'low', 'high'),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('repeat' as const), earlier: fc.nat(), cut: fc.constantFrom('whole', 'first', 'and more') }),
  },
);

/** What holds for any program of appends. */
export function laws(given: Given): void {
  test('any program of appends answers as a list per stream would', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.boolean(), async (program, atOnce) => {
        const model = new Model(randomUUID());
        const answers: Promise<void>[] = [];
        for (const next of program) {
          const { stream, expected, events } = model.callOf(next);
          const due = model.append(stream, expected, events);
          const answer = given.store.append(stream, expected, events).then(
            ({ revision }) => expect({ revision }).toEqual(due),
            (error: unknown) => {
              if (!(error instanceof RevisionConflict)) throw error;
              expect({ actual: error.actual, expected: error.expected }).toEqual({ ...due, expected });
            },
          );
          if (!atOnce) await answer;
          answers.push(answer);
        }
        await Promise.all(answers);
        for (const [stream, stored] of model.streams) {
          const read = await collect(given.store.read(stream));
          expect(ids(read)).toEqual(stored);
          expect(revisions(read)).toEqual(upTo(stored.length));
        }
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
}

/** The store's rules at their shortest: a list of event ids a stream. */
class Model {
  readonly streams = new Map<string, string[]>();
  private readonly calls: { stream: string; expected: 'none' | number; events: NewEvent[] }[] = [];
  private readonly mark: string;

  constructor(mark: string) {
    this.mark = mark;
  }

  callOf(next: Step): { stream: string; expected: ExpectedRevision; events: NewEvent[] } {
    if (next.do === 'append' || this.calls.length === 0) {
      const stream = `case-${this.mark}-${next.do === 'append' ? next.stream : 0}`;
      const current = (this.streams.get(stream)?.length ?? 0) - 1;
      const wanted = next.do === 'append' ? next.expected : 'right';
      const expected =
        wanted === 'right'
          ? current === -1
            ? 'none'
            : current
          : wanted === 'low'
            ? Math.max(0, current - 1)
            : wanted === 'high'
              ? current + 1
              : wanted;
      const events = someEvents(next.do === 'append' ? next.count : 1);
      if (expected === 'none' || typeof expected === 'number') this.calls.push({ stream, expected, events });
      return { stream, expected, events };
    }
    const { stream, expected, events } = this.calls[next.earlier % this.calls.length] ?? { stream: '', expected: 'none', events: [] };
    if (next.cut === 'first') return { stream, expected, events: events.slice(0, 1) };
    return { stream, expected, events: next.cut === 'whole' ? events : [...events, anEvent()] };
  }

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): { revision: number } | { actual: number | 'none' } {
    const stored = this.streams.get(stream) ?? [];
    const current = stored.length - 1;
    const at = expected === 'none' ? -1 : expected;
    if (typeof at === 'number' ? at === current : at === 'any' || current >= 0) {
      this.streams.set(stream, [...stored, ...ids(events)]);
      return { revision: current + events.length };
    }
    if (typeof at === 'number' && events.every(({ id }, i) => stored[at + 1 + i] === id)) return { revision: at + events.length };
    return { actual: current === -1 ? 'none' : current };
  }
}
