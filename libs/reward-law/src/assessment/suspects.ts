import { formatMoney, plus, shareOf } from '#libs/vocabulary';
import { type SuspectRole, suspectRoles } from '../terms/policy-terms.ts';
import type { SuspectFacts, SuspectOutcome } from './assessment-inputs.ts';
import { notApplicable, type Rule } from './statement-of-reasons.ts';

// Whom the operation was against. Answers the objection to the announcement: pay those who investigate high-level traffickers, not mules.

/** Neither acquitted nor let go. */
const isStillMeant = ({ outcome }: SuspectFacts): boolean => outcome === 'pending' || outcome === 'convicted';

/** The most important suspect who was neither acquitted nor let go; nothing where nobody is known. How many there are changes nothing. */
function mostImportantRole(suspects: readonly SuspectFacts[]): SuspectRole | undefined {
  const counted = suspects.filter(isStillMeant);
  return suspectRoles.findLast((role) => counted.some((suspect) => suspect.role === role));
}

/**
 * Rules of reward, 9, by the other end: nobody is claimed anything back from because a prosecutor gave up or a court did not hear the charge, as both can
 * be charged anew; and nothing more is paid on it, be it one person's word still. Where one of the accused was acquitted, the acquittal decides.
 */
export const waitWhereEverybodyWasLetGo: Rule = ({ inputs: { suspects } }) => {
  const accused = suspects.filter(({ accused: charged, outcome }) => charged === true || outcome !== 'pending');
  if (accused.length === 0 || !accused.every((suspect) => isLetGo(saidOf(suspect)))) return notApplicable;
  return {
    known: { suspended: true },
    lines: [
      {
        rule: 'suspects.let-go',
        inputs: { accused: accused.map((suspect) => `${suspect.suspectId} ${saidOf(suspect)}`).toSorted() },
        outcome: 'suspends',
        sentence: 'The charges of everybody who was accused were dropped or dismissed, which holds the reward up',
      },
    ],
  };
};

const isLetGo = (outcome: SuspectOutcome): boolean => outcome === 'dropped' || outcome === 'dismissed';

/** What is said that came of a suspect, also where it counts for nothing yet. */
const saidOf = ({ outcome, irregular }: SuspectFacts): SuspectOutcome =>
  outcome === 'pending' ? (irregular?.outcome ?? outcome) : outcome;

/** A verdict counts when it is regular, and the end of a charge when two have said it: what does not is named, and nothing follows from it. */
export const nameIrregularVerdicts: Rule = ({ inputs: { suspects } }) => ({
  lines: suspects
    .flatMap(({ suspectId, irregular }) => (irregular === undefined ? [] : [{ suspectId, ...irregular }]))
    .toSorted((a, b) => (a.suspectId < b.suspectId ? -1 : 1))
    .map(({ suspectId, outcome, defects }) => ({
      rule: 'verdicts.irregular',
      inputs: { suspectId, outcome, defects },
      outcome: 'notes',
      sentence: isLetGo(outcome)
        ? `That the charges of suspect ${suspectId} were ${outcome} is one person's word (${defects.join(', ')}): nothing is lowered or claimed back for it`
        : `The final verdict about suspect ${suspectId} is not regular (${defects.join(', ')}): nothing follows from it`,
    })),
});

/** "Nobody alone": what one person says that was decided of somebody's part raises and lowers nothing before another of the law attests it. */
export const nameClaimedRoles: Rule = ({ inputs: { suspects }, policy: { terms } }) => ({
  lines: suspects
    .flatMap(({ suspectId, role, claimed }) => (claimed === undefined || terms.roles === undefined ? [] : [{ suspectId, role, claimed }]))
    .toSorted((a, b) => (a.suspectId < b.suspectId ? -1 : 1))
    .map(({ suspectId, role, claimed }) => ({
      rule: 'roles.one-hand',
      inputs: { suspectId, counted: role, claimed: claimed.role, standing: claimed.standing },
      outcome: 'notes',
      sentence: `That suspect ${suspectId} is ${claimed.role} is one person's word: they count as ${role} until another of the law attests the decision`,
    })),
});

/** Rules of reward, 3: a lesser, a significant or a leading figure, each at the part that the policy gives for it. */
export const multiplyByTheMostImportantSuspect: Rule = ({ base, inputs: { suspects }, policy: { terms } }) => {
  if (terms.roles === undefined) return notApplicable;
  const role = mostImportantRole(suspects);
  const multiplierBp = terms.roles.multipliersBp[role ?? 'lesser'];
  const amount = shareOf(base, multiplierBp);
  const who =
    role === undefined
      ? 'No suspect is known, which counts as a lesser one'
      : `The most important suspect who was not acquitted is ${role}`;
  return {
    known: { amount },
    lines: [
      {
        rule: 'roles.multiplier',
        inputs: { amount: base, role: role ?? 'unknown', multiplierBp },
        outcome: 'gives',
        value: amount,
        sentence: `${who}: ${multiplierBp} basis points of ${formatMoney(base)} are ${formatMoney(amount)}`,
      },
    ],
  };
};

/** Rules of reward, 3: where there are only couriers, or nobody is known, the reward goes whole to the unit's fund. */
export const sendCourierOnlyCasesToTheUnit: Rule = ({ inputs: { suspects }, policy: { terms } }) => {
  if (terms.roles === undefined) return notApplicable;
  const role = mostImportantRole(suspects);
  const courierOnly = role === undefined || role === 'lesser';
  return {
    known: { payee: courierOnly ? 'unit-fund' : 'beneficiaries' },
    lines: [
      {
        rule: 'roles.courier-only',
        inputs: { role: role ?? 'unknown' },
        outcome: courierOnly ? 'gives' : 'holds',
        ...(courierOnly && { value: 'unit-fund' }),
        sentence: courierOnly
          ? "There are only couriers: the reward goes to the unit's fund"
          : 'There is more than couriers: the reward goes to its beneficiaries',
      },
    ],
  };
};

/** Rules of reward, 3: a top-up when an organiser is finally convicted; of a leading part, as a court finally said. */
export const addForAnOrganiserConvicted: Rule = ({ base, amount: before, inputs: { suspects }, policy: { terms } }) => {
  if (terms.roles === undefined) return notApplicable;
  const { topUpBp } = terms.roles;
  const convicted = suspects.some(({ role, standing, outcome }) => role === 'leading' && standing === 'final' && outcome === 'convicted');
  const amount = convicted ? plus(before, shareOf(base, topUpBp)) : before;
  return {
    known: { amount },
    lines: [
      {
        rule: 'roles.top-up',
        inputs: { organiserFinallyConvicted: convicted, topUpBp },
        outcome: convicted ? 'gives' : 'notes',
        ...(convicted && { value: amount }),
        sentence: convicted
          ? `An organiser is finally convicted: with ${topUpBp} basis points more it is ${formatMoney(amount)}`
          : 'No organiser is finally convicted yet, so nothing is added',
      },
    ],
  };
};
