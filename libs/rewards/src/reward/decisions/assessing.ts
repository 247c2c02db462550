import { sameJson } from '#libs/event-sourcing';
import { assess } from '#libs/reward-law';
import type { CommandOf } from '../reward-commands.ts';
import type { RewardEvent } from '../reward-events.ts';
import { evolveReward } from '../reward-evolution.ts';
import { type KnownReward, type Reward, standingClawbacks } from '../reward-standing.ts';
import {
  isPromising,
  lessDueIn,
  requireAssessedUnder,
  requireNotClawedBack,
  requireNotRejected,
  requireSameEntitlement,
  requireSuspending,
  withCleared,
} from '../rules/due.ts';
import { requireFreeFor, requireNoShareInAnyRound } from '../rules/duties.ts';
import { withoutOwnVerdicts } from '../rules/verdicts.ts';

type AssessedEvent = Extract<RewardEvent, { type: 'EligibilityAssessed' }>;

/** Facts are assessed whenever they change. Nothing begins for an operation that could not come to a reward, unless somebody asks. */
export function assessEligibility({ data, by }: CommandOf<'AssessEligibility'>, state: Reward): readonly RewardEvent[] {
  const { caseId, operationId, policyId, terms, trigger, ...known } = data;
  const facts = { ...known, inputs: withoutOwnVerdicts(withCleared(known.inputs, state), known.verdicts, state) };
  const entitlement = { caseId, operationId, policyId };
  if (state.entitlement !== undefined) requireSameEntitlement(state.entitlement, entitlement);
  if (state.assessment !== undefined) {
    const { version, inputs, seizedAt, roster, laboratoryReceivedAt, duplicateOf, hands, analysts, verdicts } = state.assessment;
    if (sameJson({ version, inputs, seizedAt, roster, laboratoryReceivedAt, duplicateOf, hands, analysts, verdicts }, facts)) return [];
  }
  const assessment = assess({ policyId, version: data.version, terms }, facts.inputs);
  const number = (state.assessment?.number ?? 0) + 1;
  const assessed: AssessedEvent = { type: 'EligibilityAssessed', data: { number, ...facts, assessment } };
  if (state.entitlement === undefined) {
    if (trigger === 'facts' && assessment.verdict === 'ineligible' && !isPromising(data.inputs, terms)) return [];
    return [{ type: 'RewardTriggered', data: { ...entitlement, trigger, triggeredBy: by.id } }, assessed];
  }
  return heldUpBy(assessed, state);
}

/** Whoever clears up an irregularity answers for it alone; what is due without it is assessed at once. */
export function clearIrregularity({ data, by }: CommandOf<'ClearIrregularity'>, state: KnownReward): readonly RewardEvent[] {
  const { subjectId, defect, reason, version, terms } = data;
  if (state.cleared.some((one) => one.subjectId === subjectId && one.defect === defect)) return [];
  requireNotRejected(state);
  requireNotClawedBack(state);
  requireAssessedUnder(version, state, 'look at it again');
  requireSuspending(subjectId, defect, state, terms);
  requireNoShareInAnyRound(by, state);
  requireFreeFor('irregularity', by, state);
  const cleared: RewardEvent = { type: 'IrregularityCleared', data: { subjectId, defect, reason, clearedBy: by.id } };
  const after = evolveReward(state, cleared);
  const { entitlement, assessment: latest } = state;
  const inputs = withCleared(latest.inputs, after);
  const assessment = assess({ policyId: entitlement.policyId, version, terms }, inputs);
  return [cleared, ...heldUpBy({ type: 'EligibilityAssessed', data: { ...latest, number: latest.number + 1, inputs, assessment } }, after)];
}

/** An assessment of a granted reward says whether it is held up: by what is irregular, or because less is due. */
function heldUpBy(assessed: AssessedEvent, state: Reward): readonly RewardEvent[] {
  const { assessment } = assessed.data;
  const irregular = assessment.lines.filter(({ outcome }) => outcome === 'suspends').map(({ sentence }) => sentence);
  const after = evolveReward(state, assessed);
  const reason = assessment.verdict === 'suspended' ? irregular.join('; ') : lessDueIn(after);
  const suspends = after.grant !== undefined && standingClawbacks(after).length === 0 && after.completed === undefined;
  return suspends && after.suspension === undefined && reason !== undefined
    ? [assessed, { type: 'RewardSuspended', data: { reason } }]
    : [assessed];
}
