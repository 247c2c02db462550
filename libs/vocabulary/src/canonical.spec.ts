import fc from 'fast-check';
import { canonical } from './canonical.ts';

describe('the canonical form', () => {
  it.each([
    ['capitals', 'Sokha', 'sokha'],
    ['spaces', ' sok ha ', 'sokha'],
    ['invisible characters', 'so\u200Bkha\u00AD\uFEFF', 'sokha'],
    ['Khmer digits', 'PP-២៧១/២៦', 'pp-271/26'],
    ['Arabic digits', '٠١٢٣٤٥٦٧٨٩', '0123456789'],
    ['full-width characters', 'ＳＥＡＬ４１', 'seal41'],
    ['dashes, dots, underscores and slashes', 'seal_41.2–a/b', 'SEAL 412AB'],
    ['letters with marks apart', 'e\u0301tat', '\u00E9tat'],
  ])('does not tell %s apart', (_, one, other) => expect(canonical(one)).toBe(canonical(other)));

  it('tells other identifiers apart', () => {
    expect(canonical('seal-41')).not.toBe(canonical('seal-42'));
    expect(canonical('សុខា')).not.toBe(canonical('ដារ៉ា'));
  });

  it('is its own canonical form', () =>
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => canonical(canonical(text)) === canonical(text))));

  it('knows every digit of every script', () => {
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code);
      if (/\p{Nd}/u.test(character)) expect(canonical(character)).toMatch(/^\d$/);
    }
  });
});
