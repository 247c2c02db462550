import { administrator } from './cast.ts';
import { type Door, UnexpectedAnswer } from './door.ts';
import { Journal } from './journal.ts';
import { Random } from './random.ts';
import { Clock, DAY_MS, dayOf, midnightOf } from './time.ts';
import { type Tale, World } from './world.ts';

const from = midnightOf(Date.parse('2026-01-01T12:00:00+07:00'));

describe('a world in which stories are told', () => {
  let said: string[];

  const worldOf = (days: number, journal = Journal.inMemory()): World => {
    const clock = new Clock(journal.lastAt ?? from);
    const ask: Door['ask'] = <Answer>(_: unknown, { path, key }: Parameters<Door['ask']>[1]) => {
      said.push(`${dayOf(clock.now())} ${path}`);
      if (path === '/refused') throw new UnexpectedAnswer('here', path, 409, 'no');
      return Promise.resolve({ id: key ?? path } as Answer);
    };
    return new World({
      door: { ask } as Door,
      settled: () => {
        said.push('settled');
        return Promise.resolve();
      },
      clock,
      journal,
      random: new Random('a seed'),
      from,
      until: from + days * DAY_MS,
      name: 'country',
    });
  };
  const acts =
    (...days: readonly number[]): Tale =>
    async (story) => {
      for (const day of days) {
        await story.untilDay(day);
        await story.post(administrator, `/${story.name}`, {});
      }
    };
  beforeEach(() => {
    said = [];
  });

  it('tells them in the order of their moments, and lets everything come to rest between two days, before and after the clock moves', async () => {
    const world = worldOf(4);
    world.begin('one', 0, acts(0, 2, 9));
    world.begin('two', 1, acts(1, 2));
    await world.run();
    expect(said.filter((line) => line !== 'settled')).toEqual(['2026-01-01 /one', '2026-01-02 /two', '2026-01-03 /one', '2026-01-03 /two']);
    expect(said.slice(1, 3)).toEqual(['settled', 'settled']);
    expect(said.at(-1)).toBe('settled');
  });

  it('goes on where it was: what was answered is not asked again, and what was asked and not answered is', async () => {
    const lines = { known: new Map([['country/one/1', 'a']]), lastAt: from + DAY_MS };
    const journal = Object.assign(Object.create(Journal.inMemory()) as Journal, {
      lastAt: lines.lastAt,
      recall: (key: string) => (lines.known.has(key) ? { answer: lines.known.get(key) } : undefined),
    });
    const world = worldOf(4, journal);
    world.begin('one', 0, acts(0, 1, 2));
    await world.run();
    // At the moment of the last question everything under way comes to rest; only then the clock moves.
    expect(said.slice(0, 3)).toEqual(['settled', 'settled', '2026-01-02 /one']);
    expect(said.filter((line) => line !== 'settled')).toEqual(['2026-01-02 /one', '2026-01-03 /one']);
  });

  it('stops at an answer that a story does not go on with', async () => {
    const world = worldOf(4);
    world.begin('refused', 1, acts(1));
    await expect(world.run()).rejects.toThrow('The sample country stops at here: /refused answered 409 no');
  });

  it('tells something else at the same time', async () => {
    const world = worldOf(4);
    world.begin('one', 0, async (story) => {
      story.meanwhile('beside', acts(1));
      await acts(2)(story);
    });
    await world.run();
    expect(said.filter((line) => line !== 'settled')).toEqual(['2026-01-02 /one.beside', '2026-01-03 /one']);
  });

  it('numbers papers by kind and year', async () => {
    const papers: string[] = [];
    const world = worldOf(4);
    world.begin('one', 0, (story) => {
      papers.push(story.paper('V'), story.paper('V'), story.paper('A'));
      return Promise.resolve();
    });
    await world.run();
    expect(papers).toEqual(['V-2026-0001', 'V-2026-0002', 'A-2026-0001']);
  });
});
