import fc from 'fast-check';
import { memoryEventStore } from '#libs/event-store/memory';
import { type Event, Freshness, InvalidQuery, ProjectionBehind, timeline, type TimelineEntry, Upcaster, Views } from '#libs/event-sourcing';
import { anEvent } from '#libs/event-sourcing/testing';
import { memoryReadStore } from '#libs/read-store/memory';

type Noted = Event<'NoteAdded', { words: string }>;
const notes = timeline<Noted, 'note'>({ kind: 'note', lateAfterMs: 1_000, discloses: 'open' });
const catalogue = { NoteAdded: { version: 2, upcast: { 1: ({ text }: { text: string }) => ({ words: text }) } } };

/** A log of notes of three subjects, added in this order, and views of it. */
async function logOf(subjects: readonly string[]) {
  const store = memoryEventStore();
  for (const [place, subject] of subjects.entries())
    await store.append(`note-${subject}`, 'any', [anEvent({ data: { text: `note ${place}` } })]);
  const rows = memoryReadStore();
  const views = new Views(rows, new Freshness(rows), 30, undefined, { store, upcaster: new Upcaster(catalogue) });
  const whole = async (subject: string, limit: number, after = 0): Promise<readonly TimelineEntry<Noted, 'noteId'>[]> => {
    const lines = [];
    for (let cursor: string | undefined; ;) {
      const page = await views.lines(notes, subject, { limit, ...(cursor !== undefined && { cursor }) }, after);
      expect(page.rows.length).toBeLessThanOrEqual(limit);
      lines.push(...page.rows.map(({ doc }) => doc));
      if (page.next === undefined) return lines;
      expect(page.rows).toHaveLength(limit);
      cursor = page.next;
    }
  };
  return { store, views, whole };
}

describe('a timeline', () => {
  it('is its stream, whole and in order, in pages of any size', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 30 }),
        fc.integer({ min: 1, max: 8 }),
        async (subjects, limit) => {
          const { whole } = await logOf(subjects);
          for (const subject of ['a', 'b', 'c']) {
            const own = subjects.flatMap((of, place) => (of === subject ? [`note ${place}`] : []));
            expect((await whole(subject, limit)).map(({ data }) => data.words)).toEqual(own);
          }
        },
      ),
      { numRuns: 30 },
    ));

  it('tells an old event in the words of today, and when it happened beside when it was entered', async () => {
    const { whole } = await logOf(['a']);
    expect(await whole('a', 5)).toMatchObject([
      { noteId: 'a', revision: 0, type: 'NoteAdded', data: { words: 'note 0' }, happenedAt: '2026-03-02T02:30:00.000Z', late: true },
    ]);
  });

  it('shows what was just recorded without waiting for any row, and says so where the log has not come as far', async () => {
    const { views, whole } = await logOf(['a', 'b', 'a']);
    expect(await whole('a', 5, 3)).toHaveLength(2);
    await expect(views.lines(notes, 'a', { limit: 5 }, 4)).rejects.toThrow(ProjectionBehind);
  });

  it('refuses what is no cursor of its own', async () => {
    const { views } = await logOf(['a']);
    for (const cursor of ['-1', '1.5', 'next', ''])
      await expect(views.lines(notes, 'a', { limit: 5, cursor })).rejects.toThrow(InvalidQuery);
  });
});
