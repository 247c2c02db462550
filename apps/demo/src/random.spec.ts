import { Random } from './random.ts';

describe('chance that can be told again', () => {
  const drawn = (random: Random): readonly number[] => Array.from({ length: 50 }, () => random.whole(1, 1_000_000));

  it('gives the same for the same seed, and something else for another one', () => {
    expect(drawn(new Random('one'))).toEqual(drawn(new Random('one')));
    expect(drawn(new Random('one'))).not.toEqual(drawn(new Random('two')));
  });

  it('gives each part its own, whatever the others asked for', () => {
    const asked = new Random('one');
    drawn(asked);
    expect(drawn(asked.for('a part'))).toEqual(drawn(new Random('one').for('a part')));
    expect(drawn(asked.for('a part'))).not.toEqual(drawn(asked.for('another part')));
  });

  it('stays within what was asked for, and reaches both ends', () => {
    const random = new Random('one');
    const thrown = Array.from({ length: 1000 }, () => random.whole(1, 6));
    expect(new Set(thrown)).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    expect(Array.from({ length: 1000 }, () => random.fraction()).every((one) => one >= 0 && one < 1)).toBe(true);
  });

  it('picks each name as often as its weight says', () => {
    const random = new Random('one');
    const counts = { often: 0, seldom: 0, never: 0 };
    for (let times = 0; times < 10_000; times++) counts[random.weighted({ often: 9, seldom: 1, never: 0 })]++;
    expect(counts.often / 10_000).toBeCloseTo(0.9, 1);
    expect(counts.never).toBe(0);
  });

  it('picks some of a list, each once and in order', () => {
    const some = new Random('one').some([1, 2, 3, 4, 5], 3);
    expect(some).toHaveLength(3);
    expect([...new Set(some)].sort()).toEqual(some);
    expect(new Random('one').some([1, 2], 5)).toEqual([1, 2]);
    expect(() => new Random('one').pick([])).toThrow('nothing to pick from');
  });
});
