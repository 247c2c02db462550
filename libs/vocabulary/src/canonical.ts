/**
 * The one form of what a person types to identify something: a seal, a certificate, a name in a token. Two spellings that a reader takes for the same have the
 * same form: compatible characters made one, capitals small, spaces, invisible characters and separators left out, digits of every script as 0 to 9.
 * Compare by it; keep and show what was written.
 */
export function canonical(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll(/[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\s\p{Pd}_./\\]/gu, '')
    .replaceAll(/\p{Nd}/gu, digitOf);
}

/** The digits of a script stand together, from zero to nine. */
function digitOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String(code - zero);
}
