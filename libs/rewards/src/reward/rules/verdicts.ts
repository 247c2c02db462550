import { type Actor, RuleBroken } from '#libs/event-sourcing';
import type { AssessmentInputs, SuspectFacts, SuspectOutcome } from '#libs/reward-law';
import { personIn, type RegisterEntry, samePerson } from '#libs/vocabulary';
import { isOneHand } from '../../published.ts';
import type { EnteredVerdict, KnownOfOperation, RoleHands } from '../reward-events.ts';
import type { KnownReward, Reward } from '../reward-standing.ts';

// Product: a verdict counts when it is entered by somebody other than who cleared the reward. One person who says both that the law allows the reward and
// that the court has convicted would have the last stage paid alone; one who says that it acquitted, would have it all claimed back. "Nobody alone": so
// would one who has both said by themselves; and whoever decides on the reward is no second person.

type Duties = Pick<Reward, 'duties'>;

/** What courts are said to have decided, without what those say of it who decide on the reward: it is named, and counts for nothing. */
export function withoutOwnWords(
  inputs: AssessmentInputs,
  { verdicts = [], roles = [], ends = [] }: Pick<KnownOfOperation, 'verdicts' | 'roles' | 'ends'>,
  reward: Duties,
): AssessmentInputs {
  const irregular = new Map([
    ...verdicts.flatMap((verdict) => irregularityOf(verdict, reward).map((defect) => [verdict.suspectId, defect] as const)),
    ...ends.filter((end) => isUnsaid(end, reward)).map(({ suspectId }) => [suspectId, 'charges.one-hand'] as const),
  ]);
  const unsaid = new Set(roles.filter((role) => isUnsaid(role, reward)).map(({ suspectId }) => suspectId));
  if (irregular.size === 0 && unsaid.size === 0) return inputs;
  const suspects = inputs.suspects.map((suspect) => {
    const defect = irregular.get(suspect.suspectId);
    const judged = defect === undefined ? suspect : voided(suspect, defect);
    return unsaid.has(suspect.suspectId) ? lesser(judged) : judged;
  });
  return { ...inputs, suspects };
}

const decides = ({ duties }: Duties, person: RegisterEntry): boolean => duties.some((one) => samePerson(one.person, person));
const cleared = ({ duties }: Duties, person: RegisterEntry): boolean =>
  duties.some((one) => one.duty === 'clearance' && samePerson(one.person, person));

/** Who cleared the reward, in whatever round, entered it or made it final; or two have said it only with somebody who decides on the reward. */
function irregularityOf({ enteredBy, attestedBy = [] }: EnteredVerdict, reward: Duties): readonly string[] {
  if (enteredBy.some((person) => cleared(reward, person))) return ['verdict.by-clearer'];
  return isOneHand([...enteredBy, ...attestedBy.filter((person) => !decides(reward, person))]) ? ['verdict.one-hand'] : [];
}

const isUnsaid = ({ hands }: RoleHands, reward: Duties): boolean => isOneHand(hands.filter((person) => !decides(reward, person)));

function voided(suspect: SuspectFacts, defect: string): SuspectFacts {
  const { outcome, irregular } = suspect;
  const said = outcome === 'pending' ? irregular?.outcome : outcome;
  if (said === undefined) return suspect;
  return { ...suspect, outcome: 'pending', irregular: { outcome: said, defects: [...new Set([...(irregular?.defects ?? []), defect])] } };
}

/** What nobody but one has said of a part counts as what nobody has said. */
function lesser(suspect: SuspectFacts): SuspectFacts {
  const { role, standing, claimed = { role, standing } } = suspect;
  return { ...suspect, role: 'lesser', standing: 'provisional', claimed };
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

/** And who has said what a court decided does not clear the reward after it. @throws RuleBroken 'reward.entered-verdict' */
export function requireEnteredNoVerdict({ id }: Pick<Actor, 'id'>, { assessment: { verdicts = [], roles = [] } }: KnownReward): void {
  const people = [
    ...verdicts.flatMap(({ enteredBy, attestedBy = [] }) => [...enteredBy, ...attestedBy]),
    ...roles.flatMap(({ hands }) => hands),
  ];
  if (personIn(people, id))
    throw new RuleBroken(
      'reward.entered-verdict',
      'You entered or attested what a court or a prosecutor decided in the case; another legal officer clears the reward',
      { person: id },
    );
}
