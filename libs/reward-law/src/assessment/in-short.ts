import { formatNumber } from '#libs/vocabulary';
import type { Assessment, AssessmentLine } from './statement-of-reasons.ts';

/**
 * So many lines of one rule and outcome are told one by one; of an operation with thousands of seizures the others are counted. Of stored assessments: it
 * stays what it is, as what is told of a later one is told against them.
 */
export const TOLD_EACH = 50;

/**
 * An assessment whose statement of reasons can be read, and kept, however much was seized: the same where nothing is left out. The whole statement comes of
 * the same terms and inputs at any time.
 */
export function toldInShort(assessment: Assessment): Assessment {
  const lines = linesInShort(assessment.lines);
  return lines === assessment.lines ? assessment : { ...assessment, lines };
}

function linesInShort(lines: readonly AssessmentLine[]): readonly AssessmentLine[] {
  if (lines.length <= TOLD_EACH) return lines;
  const kinds = lines.map(({ rule, outcome }) => `${rule} ${outcome}`);
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const told = new Map<string, number>();
  const short = lines.flatMap((line, place): readonly AssessmentLine[] => {
    const kind = kinds[place] ?? '';
    const count = (told.get(kind) ?? 0) + 1;
    told.set(kind, count);
    if (count > TOLD_EACH) return count === TOLD_EACH + 1 ? [counted(line, (counts.get(kind) ?? 0) - TOLD_EACH)] : [];
    const { inputs } = line;
    if (!Array.isArray(inputs.seizures) || inputs.seizures.length <= TOLD_EACH) return [line];
    return [{ ...line, inputs: { ...inputs, seizures: inputs.seizures.length } }];
  });
  // What was told in short already has one line more of a kind, which says how many there are.
  const isSame = short.length === lines.length && short.every((line, place) => line === lines[place]);
  return isSame || lines.some(({ inputs }) => 'more' in inputs) ? lines : short;
}

const counted = ({ rule, outcome }: AssessmentLine, more: number): AssessmentLine => ({
  rule,
  inputs: { more },
  outcome,
  sentence: `The same rule says so of ${formatNumber(more)} more`,
});
