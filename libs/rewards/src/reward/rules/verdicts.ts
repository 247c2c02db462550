import { type Actor, RuleBroken } from '#libs/event-sourcing';
import type { AssessmentInputs, SuspectFacts, SuspectOutcome } from '#libs/reward-law';
import { canonical } from '#libs/vocabulary';
import type { EnteredVerdict } from '../reward-events.ts';
import type { KnownReward, Reward } from '../reward-standing.ts';

// Product: a verdict counts when it is entered by somebody other than who cleared the reward. One person who says both that the law allows the reward and
// that the court has convicted would have the last stage paid alone; one who says that it acquitted, would have it all claimed back.

/** A verdict that was entered, or made final, by somebody who cleared the reward, in whatever round, is named, and counts for nothing. */
export function withoutOwnVerdicts(
  inputs: AssessmentInputs,
  verdicts: readonly EnteredVerdict[] | undefined,
  { duties }: Pick<Reward, 'duties'>,
): AssessmentInputs {
  const cleared = new Set(duties.filter(({ duty }) => duty === 'clearance').map(({ person }) => canonical(person)));
  const own = new Set(
    (verdicts ?? [])
      .filter(({ enteredBy }) => enteredBy.some((person) => cleared.has(canonical(person))))
      .map(({ suspectId }) => suspectId),
  );
  return own.size === 0
    ? inputs
    : { ...inputs, suspects: inputs.suspects.map((suspect) => (own.has(suspect.suspectId) ? voided(suspect) : suspect)) };
}

function voided(suspect: SuspectFacts): SuspectFacts {
  const { outcome, irregular } = suspect;
  const said = outcome === 'convicted' || outcome === 'acquitted' ? outcome : irregular?.outcome;
  if (said === undefined) return suspect;
  return { ...suspect, outcome: 'pending', irregular: { outcome: said, defects: [...(irregular?.defects ?? []), 'verdict.by-clearer'] } };
}

const NOT_CONVICTED: readonly SuspectOutcome[] = ['acquitted', 'dropped', 'dismissed'];

/**
 * Everybody who was accused is acquitted, or let go beside somebody who is. Who is suspected and was never charged waits for nothing; where everybody was let
 * go, nobody acquitted anybody.
 */
export function isEverybodyAcquitted({ suspects }: Pick<AssessmentInputs, 'suspects'>): boolean {
  const judged = suspects.filter(({ accused, outcome }) => accused === true || outcome !== 'pending');
  return judged.some(({ outcome }) => outcome === 'acquitted') && judged.every(({ outcome }) => NOT_CONVICTED.includes(outcome));
}

/** And who has entered one does not clear the reward after it. @throws RuleBroken 'reward.entered-verdict' */
export function requireEnteredNoVerdict({ id }: Pick<Actor, 'id'>, { assessment: { verdicts = [] } }: KnownReward): void {
  if (verdicts.some(({ enteredBy }) => enteredBy.some((person) => canonical(person) === canonical(id))))
    throw new RuleBroken('reward.entered-verdict', 'You entered a verdict in the case; another legal officer clears the reward', {
      person: id,
    });
}
