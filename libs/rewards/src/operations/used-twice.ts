import type { RecordedEvent } from '#libs/event-sourcing';
import type { AlwaysSuspending } from '#libs/reward-law';
import { type Holder, identifierIdOf, sameHolder } from '../published.ts';
import type { OperationFacts, UsedTwice, WordAbout } from './known-facts.ts';
import type { IdentifierFact } from './operation-events.ts';

// One thing once: a seal, certificate, order, verdict or case reference that stands for two things is the ground of neither until two hands have found
// out which.

/** The facts after something was said of a number that the case uses. */
export function withUses(facts: OperationFacts, { stream, type, data, position }: RecordedEvent<IdentifierFact>): OperationFacts {
  const identifierId = identifierIdOf(stream);
  const known = facts.usedTwice ?? [];
  const without = (isOver: (use: UsedTwice) => boolean): OperationFacts => ({
    ...facts,
    usedTwice: known.filter((use) => use.identifierId !== identifierId || !isOver(use)),
  });
  switch (type) {
    case 'IdentifierClaimedAgain': {
      const holders = [data.first, data.second] as const;
      const mine = holders.filter(({ cases }) => cases?.includes(facts.caseId));
      const subjectIds = [...new Set(mine.map((holder) => subjectOf(holder, facts)))].toSorted();
      return { ...facts, usedTwice: [...known, { identifierId, holders, subjectIds, position }] };
    }
    case 'IdentifierReleased':
      return without(({ holders }) => holders.some((holder) => sameHolder(holder, data.holder)));
    case 'IdentifierUsesCleared':
      return without(({ holders }) => holders.every((holder) => data.uses.some((use) => sameHolder(use, holder))));
  }
}

/** A number of a case that is linked is used in this one's operation as a whole. */
const subjectOf = ({ cases: [own] = [], seizureId }: Holder, { caseId }: OperationFacts): string =>
  seizureId !== undefined && own === caseId ? seizureId : caseId;

const USED_TWICE: AlwaysSuspending = 'identifier.used-twice';

/** What that is to an assessment: of each subject, the last of its numbers. */
export function wordsOfUses({ usedTwice = [] }: OperationFacts): readonly WordAbout[] {
  const last = new Map<string, number>();
  for (const { subjectIds, position } of usedTwice)
    for (const subjectId of subjectIds) last.set(subjectId, Math.max(position, last.get(subjectId) ?? 0));
  return [...last].map(([subjectId, position]) => ({ subjectId, defect: USED_TWICE, position }));
}
