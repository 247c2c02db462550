import type { RecordedEvent } from '#libs/event-sourcing';
import { fold, recorded } from '#libs/event-sourcing/testing';
import { type Holder, type Identifier, identifierIdFor, identifierStream } from '#libs/identifiers';
import { assess } from '#libs/reward-law';
import { applied, certified } from '#libs/reward-law/testing';
import { linkedTo, type Said, seizedIn } from '../testing/operation.ts';
import type { IdentifierFact, OperationEvent } from './operation-events.ts';
import { type AssessableFacts, assessableFacts } from './assessable-facts.ts';
import type { OperationFacts } from './known-facts.ts';
import { operationFacts } from './operation-facts.ts';

const seal: Identifier = { kind: 'seal', value: 'KH-0041' };
const verdict: Identifier = { kind: 'verdict', scope: 'court-pp', value: 'V-1' };
const lot = (caseId: string, seizureId: string): Holder => ({
  stream: `exhibit-of-${seizureId}`,
  id: seizureId,
  cases: [caseId],
  seizureId,
});
const ofCase = (caseId: string, ...linked: readonly string[]): Holder => ({
  stream: `case-${caseId}`,
  id: 'v',
  cases: [caseId, ...linked],
});
const said = (number: Identifier, event: IdentifierFact): Said => ({ stream: identifierStream(identifierIdFor(number)), event });
const twice = (number: Identifier, first: Holder, second: Holder): Said =>
  said(number, { type: 'IdentifierClaimedAgain', data: { ...number, first, second } });
const cleared = (number: Identifier, ...uses: readonly Holder[]): Said =>
  said(number, { type: 'IdentifierUsesCleared', data: { ...number, uses, reason: 'Both are right' } });
const released = (number: Identifier, holder: Holder, ...left: readonly Holder[]): Said =>
  said(number, { type: 'IdentifierReleased', data: { ...number, holder, left, reason: 'Read wrongly' } });

const rows = (...all: readonly Said[]) =>
  fold(
    operationFacts,
    all.map(({ stream, event }, place) => recorded<OperationEvent>(event, place, { stream }) as RecordedEvent<OperationEvent>),
  );
const assessed = (known: ReadonlyMap<string, OperationFacts>, caseId: string): AssessableFacts | undefined => {
  const facts = known.get(caseId);
  return facts && assessableFacts(facts);
};
const seizures = [seizedIn('a', 's-1', 1_100_000), seizedIn('a', 's-2', 1_100_000), seizedIn('b', 's-3', 1_100_000)];
const wordsIn = (caseId: string, ...more: readonly Said[]) => {
  const inputs = assessed(rows(...seizures, ...more), caseId)?.inputs;
  const words = [...(inputs?.later ?? []).map((word) => [caseId, word] as const)];
  for (const { seizureId, later = [] } of inputs?.seizures ?? []) words.push(...later.map((word) => [seizureId, word] as const));
  return words.map(([subject, { defect }]) => `${defect} of ${subject}`);
};
const oneSeal = twice(seal, lot('a', 's-1'), lot('b', 's-3'));

describe('a number that stands for two things', () => {
  it('is a defect of both seizures, in both cases, and of no other', () => {
    expect(wordsIn('a', oneSeal)).toEqual(['identifier.used-twice of s-1']);
    expect(wordsIn('b', oneSeal)).toEqual(['identifier.used-twice of s-3']);
  });

  it('of no seizure is a defect of the operation as a whole, and of no case that is only linked to its own', () => {
    const oneVerdict = twice(verdict, ofCase('a'), ofCase('b'));
    expect(wordsIn('a', oneVerdict)).toEqual(['identifier.used-twice of a']);
    expect(wordsIn('b', linkedTo('b', 'c'), oneVerdict)).toEqual(['identifier.used-twice of b']);
  });

  it('holds the reward up whatever its policy says, until two hands have settled it', () => {
    const known = assessed(rows(...seizures, oneSeal), 'a')?.inputs.seizures ?? [];
    const weighed = { operationId: 'a', suspects: [], seizures: known.map((one) => ({ ...one, exhibits: [certified()] })) };
    const lenient = applied('flat', { defects: { excluding: [], suspending: [] } });
    expect(assess(lenient, weighed).verdict).toBe('suspended');
    const position = known[0]?.later?.[0]?.position ?? 0;
    const settled = { seizureId: 's-1', defect: 'identifier.used-twice', by: 'officer-chenda', reason: 'It is', upTo: position };
    expect(assess(lenient, { ...weighed, cleared: [settled] }).verdict).toBe('eligible');
    expect(assess(lenient, { ...weighed, cleared: [{ ...settled, upTo: position - 1 }] }).verdict).toBe('suspended');
  });

  it('is none any more once both uses are found to be right, or one of them was wrong, in both cases', () => {
    for (const over of [cleared(seal, lot('a', 's-1'), lot('b', 's-3')), released(seal, lot('b', 's-3'), lot('a', 's-1'))])
      for (const caseId of ['a', 'b']) expect(wordsIn(caseId, oneSeal, over)).toEqual([]);
    const third = lot('a', 's-2');
    expect(wordsIn('a', oneSeal, twice(seal, lot('a', 's-1'), third), cleared(seal, lot('a', 's-1'), lot('b', 's-3')))).toEqual([
      'identifier.used-twice of s-1',
      'identifier.used-twice of s-2',
    ]);
    expect(wordsIn('a', oneSeal, cleared(verdict, lot('a', 's-1'), lot('b', 's-3')))).toHaveLength(1);
  });

  it('makes nobody who finds that out a hand of the operation', () => {
    const known = assessed(rows(...seizures, oneSeal, cleared(seal, lot('a', 's-1'), lot('b', 's-3'))), 'a');
    expect(known?.hands).toEqual(assessed(rows(...seizures), 'a')?.hands);
  });
});
