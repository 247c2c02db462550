import { RuleBroken } from '#libs/event-sourcing';
import type { ProposedShare } from '#libs/reward-law';
import { isPaper, isSaying, samePerson, SAYING_LETTERS } from '#libs/vocabulary';
import type { BeyondDuty } from '../reward-events.ts';

// Nobody is rewarded for doing what they are paid for. Whoever proposes a reward says what each person did beyond duty, and on which paper that stands;
// the committee reads it before it votes.

/** Every person with a share did something beyond duty. @throws RuleBroken 'reward.beyond-duty-missing' */
export function requireBeyondDuty(shares: readonly ProposedShare[], beyondDuty: readonly BeyondDuty[]): void {
  const without = shares.find(
    ({ kind, recipientId }) => kind === 'person' && !beyondDuty.some(({ officerId }) => samePerson(officerId, recipientId)),
  );
  if (without !== undefined)
    throw new RuleBroken(
      'reward.beyond-duty-missing',
      `Say what ${without.recipientId} did beyond duty, and on which paper it stands; who did no more than that has no share`,
      { recipientId: without.recipientId },
    );
}

/** A dot is no answer, nor is one letter many times: letters of any script, and so many different ones. @throws RuleBroken 'reward.beyond-duty-says-nothing' */
export function requireSaying(beyondDuty: readonly BeyondDuty[]): void {
  const mute = beyondDuty.find(({ what }) => !isSaying(what));
  if (mute !== undefined)
    throw new RuleBroken(
      'reward.beyond-duty-says-nothing',
      `What ${mute.officerId} did beyond duty is said in words: ${SAYING_LETTERS} letters at least, and not the same ones over and over`,
      { officerId: mute.officerId, what: mute.what },
    );
}

/** It stands on a paper: one of the case, or one that has a number elsewhere. @throws RuleBroken 'reward.beyond-duty-no-paper', 'reward.document-unknown' */
export function requirePapers(beyondDuty: readonly BeyondDuty[], documents: readonly string[]): void {
  for (const { officerId, documentId, reference } of beyondDuty) {
    if (documentId === undefined && !isPaper(reference))
      throw new RuleBroken(
        'reward.beyond-duty-no-paper',
        `Name the document that says so of ${officerId}: one of the case by its id, or its number`,
        {
          officerId,
        },
      );
    if (documentId !== undefined && !documents.includes(documentId))
      throw new RuleBroken('reward.document-unknown', 'The case has no document with this id; attach it first', { officerId, documentId });
  }
}
