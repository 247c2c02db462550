import { shared } from './shared-lookup.ts';

describe('a lookup that is shared', () => {
  let fact: number;
  let lookups: { readonly found: number; end(): void; fail(): void }[];
  let ask: (key: string) => Promise<number>;
  beforeEach(() => {
    [fact, lookups] = [1, []];
    ask = shared(() => {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const found = fact;
      lookups.push({ found, end: () => resolve(found), fail: () => reject(new Error('The store is away')) });
      return promise;
    });
  });
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('is one for all who ask until it begins, and never older than a question', async () => {
    const first = ask('sokha');
    fact = 2;
    const later = [ask('sokha'), ask('sokha')];
    expect(lookups).toHaveLength(1);
    lookups[0]?.end();
    expect(await first).toBe(1);
    await settle();
    expect(lookups).toHaveLength(2);
    fact = 3;
    const last = ask('sokha');
    lookups[1]?.end();
    expect(await Promise.all(later)).toEqual([2, 2]);
    await settle();
    lookups[2]?.end();
    expect(await last).toBe(3);
    expect(lookups).toHaveLength(3);
  });

  it('of one thing waits for no other, and begins anew after one that failed', async () => {
    const [first, other] = [ask('sokha'), ask('dara')];
    const later = ask('sokha');
    expect(lookups).toHaveLength(2);
    lookups[0]?.fail();
    await expect(first).rejects.toThrow('The store is away');
    await settle();
    lookups[2]?.end();
    lookups[1]?.end();
    expect(await Promise.all([later, other])).toEqual([1, 1]);
    await settle();
    const afterwards = ask('sokha');
    expect(lookups).toHaveLength(4);
    lookups[3]?.end();
    await afterwards;
  });
});
