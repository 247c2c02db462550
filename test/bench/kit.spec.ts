import { requireAnswered, row } from './kit.ts';

describe('a figure of the benchmark', () => {
  it('is one of commands that were carried out, all of them', () => {
    expect(() => requireAnswered({ '2xx': 5_000, non2xx: 0, errors: 0 })).not.toThrow();
    expect(() => requireAnswered({ '2xx': 5_000, non2xx: 1, errors: 0 })).toThrow('1 answers were refusals');
    expect(() => requireAnswered({ '2xx': 5_000, non2xx: 0, errors: 2 })).toThrow('2 requests failed');
  });

  it('is none where whoever is measured never answered', () => {
    expect(() => requireAnswered({ '2xx': 0, non2xx: 0, errors: 0 })).toThrow('hangs');
    expect(() => row('commands', 'requests/s', 'perSecond', [{ perSecond: 0 }])).toThrow('no measurement');
    expect(() => row('commands', 'requests/s', 'perSecond', [{ p99: 3 }])).toThrow('no measurement');
  });

  it('may be nothing where less is better', () => {
    expect(row('writes of an idle program', 'a second', 'writes', [{ writes: 0 }])).toMatchObject({ value: 0 });
  });
});
