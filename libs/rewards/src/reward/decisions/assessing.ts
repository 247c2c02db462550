import { defined, sameJson } from '#libs/event-sourcing';
import { assess, wordOf } from '#libs/reward-law';
import { handsOf } from '#libs/vocabulary';
import type { CommandOf } from '../reward-commands.ts';
import { inShort, recordedOf } from '../assessed.ts';
import type { Assessed, RewardEvent } from '../reward-events.ts';
import { evolveReward } from '../reward-evolution.ts';
import { type KnownReward, type Reward, standingClawbacks } from '../reward-standing.ts';
import {
  dated,
  isPromising,
  lessDueIn,
  requireAssessedUnder,
  requireNotClawedBack,
  requireNotRejected,
  requireSameEntitlement,
  requireSuspending,
  withSettled,
} from '../rules/due.ts';
import { requireFreeFor, requireHeadAndIntegrity, requireNoShareInAnyRound } from '../rules/duties.ts';
import { requireNoConflict } from '../rules/independence.ts';
import { withoutOwnWords } from '../rules/verdicts.ts';

/** Facts are assessed whenever they change. Nothing begins for an operation that could not come to a reward, unless somebody asks. */
export function assessEligibility({ data, by }: CommandOf<'AssessEligibility'>, state: Reward): readonly RewardEvent[] {
  const { caseId, operationId, policyId, terms, trigger, ...known } = data;
  const inputs = withoutOwnWords(withSettled(known.inputs, state), known, state);
  const facts = dated({ ...known, inputs }, state);
  const entitlement = { caseId, operationId, policyId };
  if (state.entitlement !== undefined) requireSameEntitlement(state.entitlement, entitlement);
  if (state.assessment !== undefined) {
    const { number, assessment } = state.assessment;
    if (sameJson({ number, ...facts, assessment }, state.assessment)) return [];
  }
  const assessment = assess({ policyId, version: data.version, terms }, facts.inputs);
  const number = (state.assessment?.number ?? 0) + 1;
  const assessed = { number, ...facts, assessment };
  if (state.entitlement === undefined) {
    if (trigger === 'facts' && assessment.verdict === 'ineligible' && !isPromising(data.inputs, terms)) return [];
    return [{ type: 'RewardTriggered', data: { ...entitlement, trigger, triggeredBy: by.id } }, recordedAs(assessed, state)];
  }
  return assessedAs(assessed, state);
}

type Settling = CommandOf<'ClearIrregularity' | 'UpholdIrregularity'>;

/**
 * The head of the case's unit says what is right, and integrity lifts: what was said later counts as it is said from then on. What is due
 * without the irregularity is assessed at once. The head may be who proposes the reward, or was there; nobody who has a share in it.
 */
export function clearIrregularity(command: CommandOf<'ClearIrregularity'>, state: KnownReward): readonly RewardEvent[] {
  const { subjectId, defect, reason, absent } = command.data;
  const upTo = wordOf(subjectId, defect, state.assessment.inputs)?.position;
  const known = state.cleared.findLast((one) => one.subjectId === subjectId && one.defect === defect);
  if (known !== undefined && known.upTo === upTo) return [];
  requireSettleable(command, state);
  const others = handsOf(command).filter(({ roles }) => !roles.includes('unit-head'));
  requireFreeFor('irregularity', command, state, others);
  const { integrity, head } = requireHeadAndIntegrity(command, state);
  if (head !== undefined) requireNoConflict(head, state);
  const clearedBy = (integrity ?? command.by).id;
  const data = defined({ subjectId, defect, reason, clearedBy, confirmedBy: head?.id, upTo, absent });
  return settled({ type: 'IrregularityCleared', data }, command, state);
}

/** A finding of integrity, by two: what has the defect counts for nothing, and what was granted on it is claimed back. */
export function upholdIrregularity(command: CommandOf<'UpholdIrregularity'>, state: KnownReward): readonly RewardEvent[] {
  const { data, by, said } = command;
  const { subjectId, defect, reason } = data;
  const upTo = wordOf(subjectId, defect, state.assessment.inputs)?.position;
  const known = state.upheld.findLast((one) => one.subjectId === subjectId && one.defect === defect);
  if (known !== undefined && known.upTo === upTo) return [];
  requireSettleable(command, state);
  requireFreeFor('irregularity', command, state);
  const found = defined({ subjectId, defect, reason, upheldBy: by.id, confirmedBy: said.confirmedBy?.id, upTo });
  return settled({ type: 'IrregularityUpheld', data: found }, command, state);
}

/** Only what holds the reward up, looked at as it is, by nobody who would have had a share. */
function requireSettleable(command: Settling, state: KnownReward): void {
  const { subjectId, defect, version, terms } = command.data;
  requireNotRejected(state);
  requireNotClawedBack(state);
  requireAssessedUnder(version, state, 'look at it again');
  requireSuspending(subjectId, defect, state, terms);
  requireNoShareInAnyRound(handsOf(command), state);
}

/** What is due with it follows at once. */
function settled(event: RewardEvent, { data: { version, terms } }: Settling, state: KnownReward): readonly RewardEvent[] {
  const after = evolveReward(state, event);
  const { entitlement, assessment: latest } = state;
  const known = dated({ ...latest, inputs: withSettled(latest.inputs, after) }, after);
  const assessment = assess({ policyId: entitlement.policyId, version, terms }, known.inputs);
  return [event, ...assessedAs({ ...known, number: latest.number + 1, assessment }, after)];
}

/** An assessment of a granted reward says whether it is held up: by what is irregular, or because less is due, or nothing. */
function assessedAs(whole: Assessed, state: Reward): readonly RewardEvent[] {
  const { assessment } = inShort(whole);
  const assessed = recordedAs(whole, state);
  const irregular = assessment.lines.filter(({ outcome }) => outcome === 'suspends').map(({ sentence }) => sentence);
  const after = evolveReward(state, assessed);
  const nothing =
    assessment.verdict === 'ineligible' ? assessment.lines.findLast(({ outcome }) => outcome === 'fails')?.sentence : undefined;
  const reason = assessment.verdict === 'suspended' ? irregular.join('; ') : (nothing ?? lessDueIn(after));
  const suspends = after.grant !== undefined && standingClawbacks(after).length === 0 && after.completed === undefined;
  return suspends && after.suspension === undefined && reason !== undefined
    ? [assessed, { type: 'RewardSuspended', data: { reason } }]
    : [assessed];
}

const recordedAs = (whole: Assessed, { assessment }: Reward): RewardEvent => ({
  type: 'EligibilityAssessed',
  data: recordedOf(whole, assessment),
});
