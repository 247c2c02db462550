import { defined } from '#libs/event-sourcing';
import type { AlwaysSuspending, LaterWord, SeizureFacts } from '#libs/reward-law';
import { by, earliest, factsOfCase, type FactsOfCase } from './assessable-facts.ts';
import type { KnownSeizure, OperationFacts } from './known-facts.ts';
import { joined } from './later-words.ts';

// Rules of reward, 4: one entitlement an operation and policy. Cases that are linked as one operation are added before the formula, so that a bust that is
// split over two cases earns what it earns in one, once.

/** Two seizures of one operation are in one province, and no more than this apart. Milliseconds. */
const ONE_OPERATION_MS = 24 * 60 * 60 * 1000;

const APART: AlwaysSuspending = 'seizure.apart';

/**
 * What an assessment is given of several cases that are one operation: seizures, exhibits, suspects and hands of all of them. Beneficiaries are those of the
 * first case's roster, and its dates choose the law: nobody moves either by linking another case to it.
 */
export function oneOperation(first: OperationFacts, duplicates: readonly OperationFacts[]): FactsOfCase {
  const own = factsOfCase(first);
  if (duplicates.length === 0) return own;
  const others = duplicates.map((duplicate) => ({ known: duplicate, facts: factsOfCase(duplicate) }));
  const all = [own, ...others.map(({ facts }) => facts)];
  const received = own.laboratoryReceivedAt === undefined ? firstReceived(all) : {};
  const dated = own.seizedAt === undefined ? firstSeized(all) : {};
  const later = mergedWords(all.flatMap(({ inputs }) => inputs.later ?? []));
  return defined({
    ...own,
    ...received,
    ...dated,
    inputs: defined({
      operationId: first.caseId,
      seizures: [
        ...own.inputs.seizures,
        ...others.flatMap(({ known, facts }) => facts.inputs.seizures.map(marked(known, seizuresBeside(known, [first, ...duplicates])))),
      ].toSorted(by(({ seizureId }) => seizureId)),
      suspects: all.flatMap(({ inputs }) => inputs.suspects).toSorted(by(({ suspectId }) => suspectId)),
      later: later.length === 0 ? undefined : later,
    }),
    hands: joined(
      all.flatMap(({ hands = [] }) => hands),
      others.flatMap(({ facts }) => facts.roster?.officers.map(({ officerId }) => officerId) ?? []),
    ),
    named: namedIn(first, others),
    analysts: joined(
      [],
      all.flatMap(({ analysts = [] }) => analysts),
    ),
    verdicts: ofAll(all.map(({ verdicts }) => verdicts)),
    roles: ofAll(all.map(({ roles }) => roles)),
    ends: ofAll(all.map(({ ends }) => ends)),
  });
}

/** Who entered a verdict or a suspect's part in any of them is who the clearer may not be. */
function ofAll<Word extends { readonly suspectId: string }>(words: readonly (readonly Word[] | undefined)[]): readonly Word[] | undefined {
  const all = words.flatMap((some) => some ?? []);
  return all.length === 0 ? undefined : all.toSorted(by(({ suspectId }) => suspectId));
}

/** Of somebody who is named in a case as a whole, the operation is what they are named in. */
function namedIn(
  first: OperationFacts,
  others: readonly { readonly known: OperationFacts; readonly facts: FactsOfCase }[],
): FactsOfCase['named'] {
  const named = others.flatMap(({ known, facts }) =>
    (facts.named ?? []).map((one) => (one.subjectId === known.caseId ? { ...one, subjectId: first.caseId } : one)),
  );
  return named.length === 0 ? first.named : [...(first.named ?? []), ...named];
}

/** Of words of one kind the last one: what was settled before it is open again. */
function mergedWords(words: readonly LaterWord[]): readonly LaterWord[] {
  const last = new Map<string, LaterWord>();
  for (const word of words) if (word.position > (last.get(word.defect)?.position ?? -1)) last.set(word.defect, word);
  return [...last.values()].toSorted(by(({ defect }) => defect));
}

function firstReceived(all: readonly FactsOfCase[]): Pick<FactsOfCase, 'order' | 'laboratoryReceivedAt'> {
  const [own] = all;
  const positions = all.flatMap(({ order }) => order?.laboratoryReceived ?? []);
  return defined({
    order: positions.length === 0 ? own?.order : { ...own?.order, laboratoryReceived: Math.min(...positions) },
    laboratoryReceivedAt: earliest(all.flatMap(({ laboratoryReceivedAt }) => laboratoryReceivedAt ?? [])),
  });
}

function firstSeized(all: readonly FactsOfCase[]): Pick<FactsOfCase, 'seizedAt' | 'seizedAtNow'> {
  const seizedAt = earliest(all.flatMap((facts) => facts.seizedAt ?? []));
  const now = earliest(all.flatMap((facts) => facts.seizedAtNow ?? facts.seizedAt ?? []));
  return defined({ seizedAt, seizedAtNow: now === seizedAt ? undefined : now });
}

const seizuresBeside = ({ caseId }: OperationFacts, all: readonly OperationFacts[]): readonly KnownSeizure[] =>
  all.filter((other) => other.caseId !== caseId).flatMap(({ seizures }) => seizures);

/**
 * A seizure that was made elsewhere, or on another day, than all that the other cases know of was added by a word that says so: whether it is one operation
 * with them, two hands decide.
 */
function marked({ seizures }: OperationFacts, beside: readonly KnownSeizure[]): (facts: SeizureFacts) => SeizureFacts {
  return (facts) => {
    const known = seizures.find(({ seizureId }) => seizureId === facts.seizureId);
    const isApart = known !== undefined && beside.length > 0 && !beside.some((other) => isTogether(known, other));
    return isApart ? { ...facts, defects: [...new Set([...facts.defects, APART])].toSorted() } : facts;
  };
}

const isTogether = (a: KnownSeizure, b: KnownSeizure): boolean =>
  a.province !== undefined && a.province === b.province && Math.abs(Date.parse(a.seizedAt) - Date.parse(b.seizedAt)) <= ONE_OPERATION_MS;
