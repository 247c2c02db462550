import fc from 'fast-check';
import { distanceOf, isNearName } from './near-names.ts';

describe('a name that is almost another', () => {
  it.each([
    ['Vana', 'Vanna'],
    ['Chea Sophal', 'Sophal Chea'],
    ['Chea Sophal', 'CHEA  Sophaal'],
    ['Duong Nary', 'Duongg Nary'],
    ['Heng Bunthan', 'Heng Bunthon'],
    ['Heng Bunthan', 'Hengh Bunthon'],
  ])('is taken for it: %s, %s', (a, b) => {
    expect([isNearName({ en: a }, { en: b }), isNearName({ en: b }, { en: a })]).toEqual([true, true]);
  });

  it('is one in Khmer, too', () => {
    expect(isNearName({ km: 'ហេង ប៊ុនថាន' }, { km: 'ហេងប៊ុនថន' })).toBe(true);
    expect(isNearName({ km: 'ហេង ប៊ុនថាន' }, { km: 'សុខ សុផល' })).toBe(false);
  });

  it.each([
    ['Sok Sokha', 'Sok Sophea'],
    ['Heng Bunthan', 'Kheng Bunrong'],
    ['An', 'Am'],
    ['', ''],
  ])('is not one that is another: %s, %s', (a, b) => {
    expect(isNearName({ en: a }, { en: b })).toBe(false);
  });

  it('is as far from it as that is from it, and never farther than all of its letters', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c')), fc.array(fc.constantFrom('a', 'b', 'c')), (a, b) => {
        const distance = distanceOf(a, b);
        expect(distanceOf(b, a)).toBe(distance);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
        expect(distanceOf(a, a)).toBe(0);
      }),
    ));
});
