import { defined, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import type { Stated } from '#libs/statements';
import { type Id, type Instant, requirePast as requirePastMoment } from '#libs/vocabulary';
import type { CaseFile } from './case-standing.ts';
import type { KnownSeizure } from './seizure.ts';
import { type EnteredAssessment, type KnownSuspect, type RoleAssessment, sameAssessment } from './suspect.ts';

// What a case file asks of whoever writes in it. A fact is never refused for being irregular: see field-rules.ts and court-rules.ts for what is noted then.

/** What is put right is another number than before. @throws RuleBroken 'case.same-reference' */
export function requireOtherReference({ details }: Pick<CaseFile, 'details'>, reference: string): void {
  if (details.reference === reference)
    throw new RuleBroken('case.same-reference', `The case has the reference ${reference} already; what is corrected is another one`, {
      reference,
    });
}

/** @throws RuleBroken 'case.already-open' */
export function requireUnopened({ status }: CaseFile): void {
  if (status !== 'unopened') throw new RuleBroken('case.already-open', 'The case is open already; a second one needs an id of its own');
}

/** @throws UnknownSubject 'case.unknown' */
export function requireOpened({ status }: CaseFile): void {
  if (status === 'unopened') throw new UnknownSubject('case.unknown', 'There is no case with this id');
}

/** A closed case takes facts, and no change of who leads it and works on it. @throws RuleBroken 'case.closed' */
export function requireNotClosed({ status }: CaseFile): void {
  if (status === 'closed') throw new RuleBroken('case.closed', 'The case is closed; reopen it to change its details or officers');
}

const NAMES = {
  case: 'A case',
  seizure: 'A seizure',
  arrest: 'An arrest',
  search: 'A search',
  decision: 'A decision',
  dispatch: 'A dispatch',
  charges: 'A charge',
  trial: 'A trial',
  verdict: 'A verdict',
  appeal: 'An appeal',
  finality: 'Finality',
} as const;

/** @throws RuleBroken `<what>.in-future` it would happen after now, by more than clocks differ */
export function requirePast(what: keyof typeof NAMES, happenedAt: Instant, now: Instant): void {
  requirePastMoment(happenedAt, now, `${what}.in-future`, `${NAMES[what]} cannot be recorded before it happens`);
}

/** @throws RuleBroken 'case.linked-to-itself' */
export function requireOtherCase(caseId: string, linkedCaseId: string): void {
  if (caseId === linkedCaseId) throw new RuleBroken('case.linked-to-itself', 'A case is linked to another one, not to itself');
}

/** @throws UnknownSubject 'seizure.unknown' */
export function requireSeizure({ seizures }: CaseFile, seizureId: string): KnownSeizure {
  const known = seizures.get(seizureId);
  if (known === undefined) throw new UnknownSubject('seizure.unknown', 'The case has no seizure with this id', { seizureId });
  return known;
}

/** What was withdrawn weighs nothing, whatever is said of it. @throws RuleBroken 'seizure.withdrawn' */
export function requireNotWithdrawn(seizureId: string, { withdrawn }: KnownSeizure): void {
  if (withdrawn !== undefined)
    throw new RuleBroken('seizure.withdrawn', `It was withdrawn as recorded twice: seizure ${withdrawn.duplicateOf} stands for it`, {
      seizureId,
      ...withdrawn,
    });
}

/** @throws RuleBroken 'seizure.duplicate-of-itself' */
export function requireOtherSeizure(seizureId: string, duplicateOf: string): void {
  if (seizureId === duplicateOf)
    throw new RuleBroken('seizure.duplicate-of-itself', 'Name the other record of the same seizure, which stands for both', { seizureId });
}

/** @throws UnknownSubject 'suspect.unknown' */
export function requireSuspect({ suspects }: CaseFile, suspectId: string): KnownSuspect {
  const known = suspects.get(suspectId);
  if (known === undefined) throw new UnknownSubject('suspect.unknown', 'The case has no suspect with this id', { suspectId });
  return known;
}

/** @throws UnknownSubject 'assessment.unknown' */
export function requireAssessment({ assessed }: KnownSuspect, decision: RoleAssessment): EnteredAssessment {
  const known = assessed.find((one) => sameAssessment(one, decision));
  if (known === undefined)
    throw new UnknownSubject('assessment.unknown', 'Nobody recorded this decision about the suspect; record it, and another attests it', {
      reference: decision.reference,
    });
  return known;
}

/** What is about a suspect is about one of this case. @throws UnknownSubject 'suspect.unknown' */
export function requireAboutKnown(state: CaseFile, { suspectId }: { readonly suspectId?: string }): void {
  if (suspectId !== undefined) requireSuspect(state, suspectId);
}

/**
 * A note or document that has a key of its own to destroy; or what is only stated of a note, a document or a suspect, so that nobody's name stays for ever
 * because somebody said it. @throws UnknownSubject 'entry.unknown' @throws RuleBroken 'entry.of-suspect'
 */
export function requireEntryWithKey({ entries, suspects, statements }: CaseFile, entryId: string): { readonly erased: boolean } {
  const stated = [...statements.values()].flatMap(({ says }) => statedEntryOf(says) ?? []).find((entry) => entry.id === entryId);
  const known = entries.get(entryId) ?? (stated && !suspects.has(entryId) ? { erased: false, ...stated } : undefined);
  if (known === undefined) throw new UnknownSubject('entry.unknown', 'The case has no note or document with this id', { entryId });
  const { suspectId } = known;
  if (suspectId !== undefined)
    throw new RuleBroken(
      'entry.of-suspect',
      'What it says is sealed with the key of the suspect it is about; erasing the suspect erases it',
      { suspectId },
    );
  return known;
}

/** What a statement says of people, by the id that it is sealed under. */
function statedEntryOf({ type, data }: Stated): { readonly id?: Id; readonly suspectId?: Id } | undefined {
  const { suspectId, noteId, documentId } = data as { readonly suspectId?: Id; readonly noteId?: Id; readonly documentId?: Id };
  if (type === 'AddSuspect') return defined({ id: suspectId });
  return type === 'AddNote' || type === 'AttachDocument' ? defined({ id: noteId ?? documentId, suspectId }) : undefined;
}
