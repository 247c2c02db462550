import fc from 'fast-check';
import { canonical, canonicalOfOld, looksOf } from './canonical.ts';

describe('the canonical form', () => {
  it.each([
    ['capitals', 'Sokha', 'sokha'],
    ['spaces', ' sok ha ', 'sokha'],
    ['invisible characters', 'so\u200Bkha\u00AD\uFEFF', 'sokha'],
    ['Khmer digits', 'PP-២៧១/២៦', 'pp-271/26'],
    ['Arabic digits', '٠١٢٣٤٥٦٧٨٩', '0123456789'],
    ['full-width characters', 'ＳＥＡＬ４１', 'seal41'],
    ['dashes, dots, underscores and slashes', 'seal_41.2–a/b', 'SEAL 412AB'],
    ['Cyrillic letters that look like Latin ones', 'ВТ-1/26', 'BT-1/26'],
    ['Cyrillic capitals from small ones', 'сокна', 'СОКНА'],
    ['Greek letters that look like Latin ones', 'ΚΗ-ΟΟ41', 'KH-OO41'],
    ['a name in three scripts', 'Ѕοkhа', 'Sokha'],
    ['Thai digits', 'KH-๔๑', 'KH-41'],
    ['letters with marks apart', 'e\u0301tat', '\u00E9tat'],
  ])('does not tell %s apart', (_, one, other) => expect(canonical(one)).toBe(canonical(other)));

  it('tells other identifiers apart', () => {
    expect(canonical('seal-41')).not.toBe(canonical('seal-42'));
    expect(canonical('សុខា')).not.toBe(canonical('ដារ៉ា'));
  });

  it('is its own canonical form', () =>
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => canonical(canonical(text)) === canonical(text))));

  it('is its own canonical form, of every letter', () => {
    for (let code = 0; code <= 0x1ffff; code++) {
      const letter = String.fromCodePoint(code);
      if (canonical(canonical(letter)) !== canonical(letter)) throw new Error(`U+${code.toString(16)} has another form the second time`);
    }
  });

  it('is the form of earlier versions where no letter is taken for a Latin one: nothing is looked for elsewhere', () => {
    for (const text of ['KH-0041', 'PP-២៧១/២៦', 'ＳＥＡＬ４１', 'សុខា', 'seal_41.2–a/b', 'so\u200Bkha']) {
      expect(canonicalOfOld(text)).toBe(canonical(text));
    }
    expect(canonicalOfOld('ВТ-1/26')).toBe('вт126');
    fc.assert(
      fc.property(fc.string({ unit: fc.integer({ min: 0, max: 0x7f }).map((code) => String.fromCodePoint(code)) }), (text) => {
        expect(canonicalOfOld(text)).toBe(canonical(text));
      }),
    );
  });

  it('knows every digit of every script', () => {
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code);
      if (/\p{Nd}/u.test(character)) expect(canonical(character)).toMatch(/^\d$/);
    }
  });
});

describe('what a number looks like', () => {
  const alike = (a: string, b: string): boolean => !new Set(looksOf(a)).isDisjointFrom(new Set(looksOf(b)));

  it.each([
    ['KH-0041', 'KH-OO41'],
    ['KH-0041', 'KH-41'],
    ['KH-0041', 'ΚΗ-ОО41'],
    ['KH-1041', 'KH-IO4l'],
    ['2026-0041', '2026-41'],
    ['INV-l1', 'INV-1I'],
    ['៤១/០០១', '41/1'],
    ['seal_41', 'SEAL 41'],
    ['officer-sokha', 'officer-s0kha'],
    ['officer-sokha', 'officer-5okha'],
    ['OFFICER-SOKHA', 'officer-50kha'],
    ['member-vorn', 'member-vom'],
    ['member-linh', 'member-1inh'],
    ['CC-2026/014', 'CC 2026 014'],
    ['CC-2026/0S4', 'CC-2026/054'],
  ])('%s looks like %s', (a, b) => expect(alike(a, b)).toBe(true));

  it.each([
    ['KH-0041', 'KH-0042'],
    ['KH-410', 'KH-41'],
    ['KH-401', 'KH-41'],
    ['PO-1', 'P-1'],
    ['RC-100', 'RC-1'],
    ['A-0', 'A'],
    ['SERN-1', 'SEM-1'],
    ['officer-sokha', 'officer-sokhan'],
  ])('%s does not look like %s', (a, b) => expect(alike(a, b)).toBe(false));

  it('looks like every spelling of the same, and like itself', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(alike(text, text)).toBe(true);
        expect(alike(text, ` ${text}-`)).toBe(true);
      }),
    ));
});
