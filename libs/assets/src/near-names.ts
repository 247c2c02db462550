import { canonical, type LocalizedText } from '#libs/vocabulary';

// "Vana" bought what Vanna sells: a name that is almost an official's is theirs, misspelt, or somebody's who counts on its being taken for nobody's.

/** So many letters may differ of a name with this many: of short names more than one would make half a country namesakes. */
const mayDiffer = (letters: number): number => (letters < 4 ? 0 : letters < 10 ? 1 : 2);

/** Whether a reader may take one name for the other: in either language, with its words in any order and a letter or two different, missing or added. */
export function isNearName(a: LocalizedText, b: LocalizedText): boolean {
  return isNear(inOneOrder(a.en), inOneOrder(b.en)) || isNear(lettersOf(a.km), lettersOf(b.km));
}

/** Khmer is not spaced by words: its names are compared as a whole. */
const lettersOf = (name = ''): readonly string[] => Array.from(canonical(name));

/** The letters of a name, its words in one order. */
function inOneOrder(name = ''): readonly string[] {
  const words = name.normalize('NFKC').split(/[^\p{L}\p{M}\p{N}\p{Default_Ignorable_Code_Point}]+/u);
  return Array.from(words.map(canonical).sort().join(''));
}

function isNear(a: readonly string[], b: readonly string[]): boolean {
  if (a.length === 0 || b.length === 0) return false;
  const most = mayDiffer(Math.max(a.length, b.length));
  return Math.abs(a.length - b.length) <= most && distanceOf(a, b) <= most;
}

/** Letters that are put in, left out or changed between them (Levenshtein). */
export function distanceOf(a: readonly string[], b: readonly string[]): number {
  let row = b.map((_, place) => place + 1);
  a.forEach((letter, above) => {
    let [diagonal, left] = [above, above + 1];
    row = b.map((other, place) => {
      const up = row[place] ?? 0;
      left = Math.min(up + 1, left + 1, diagonal + (letter === other ? 0 : 1));
      diagonal = up;
      return left;
    });
  });
  return row.at(-1) ?? a.length;
}
