import { inLatin } from './homoglyphs.ts';

/**
 * The one form of what a person types to identify something: a seal, a certificate, a name in a token. Two spellings that a reader takes for the same have the
 * same form: compatible characters made one, capitals small, letters of other scripts that look like Latin ones as those, spaces, invisible characters and
 * separators left out, digits of every script as 0 to 9. Compare by it; keep and show what was written.
 */
export const canonical = (text: string): string =>
  PRINTED_ASCII.test(text) ? withoutSeparators(text.toLowerCase()) : withoutSeparators(folded(text));

/**
 * The form of earlier versions, which told letters of other scripts apart: what was recorded under it is looked for under it. Nothing new is keyed by it.
 */
export const canonicalOfOld = (text: string): string =>
  withDigits(withoutSeparators(text.normalize('NFKC').toLowerCase().normalize('NFKC')));

/**
 * What a number or a name looks like to whoever reads it off a label: letters that are taken for digits (O for 0, I and l for 1, S for 5) as those, r and n that
 * stand close together as m, once with the zeros that numbers are padded with and once without. Two look alike where they have one of these forms in common;
 * they may be two all the same, so that somebody has to look, and nothing is refused for it (UTS 39, 4: confusable detection).
 */
export function looksOf(text: string): readonly string[] {
  const closer = text.replaceAll('rn', 'm');
  // The forms that knew of no S and no rn come along: earlier versions noted those.
  const forms = [...paddings(text).map(asDigits), ...paddings(closer).map((form) => asDigits(form).replaceAll('s', '5'))];
  return [...new Set(forms)];
}

function paddings(text: string): readonly string[] {
  const read = folded(text);
  return [read, read.replaceAll(/(?<!\d)0+(?=\d)/gu, '')].map(withoutSeparators);
}

const PRINTED_ASCII = /^[ -~]*$/u;

const folded = (text: string): string => withDigits(inLatin(inLatin(text.normalize('NFKC')).toLowerCase().normalize('NFKC')));

const withoutSeparators = (text: string): string => text.replaceAll(/[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\s\p{Pd}_./\\]/gu, '');

const withDigits = (text: string): string => text.replaceAll(/\p{Nd}/gu, digitOf);

const asDigits = (text: string): string => text.replaceAll('o', '0').replaceAll(/[il|]/gu, '1');

/** The digits of a script stand together, from zero to nine. */
function digitOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String(code - zero);
}
