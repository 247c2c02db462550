/** So many letters, and so many different ones, are an answer to the question what somebody did. */
export const SAYING_LETTERS = 20;
const DIFFERENT = 8;

/** Whether a text says anything: a dot is no answer, nor is one letter many times. Letters of any script. */
export function isSaying(text: string): boolean {
  const letters =
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}]/gu) ?? [];
  return letters.length >= SAYING_LETTERS && new Set(letters).size >= DIFFERENT;
}

/** Whether this is the number of a paper, as far as anybody can tell who does not have it. */
export const isPaper = (reference: string | undefined): boolean => reference !== undefined && /[\p{L}\p{N}]{2}/u.test(reference);
