import { type Command, defined, type Issued, sameJson } from '#libs/event-sourcing';
import { type Id, sameInstant, samePerson } from '#libs/vocabulary';
import { requirePast, requireSuspect } from './case-rules.ts';
import type { CaseFile } from './case-standing.ts';
import { handsBehind, type Proceedings, type Verdict } from './court-standing.ts';
import {
  type AppealAsLodged,
  type ChargesAsDismissed,
  type ChargesAsDropped,
  type ChargesAsFiled,
  type ChargesEnd,
  type CourtEvent,
  type Dispatch,
  type Entered,
  type FinalityAsReported,
  type Reclassification,
  type TrialAsOpened,
  type VerdictAsGiven,
  verdictIdOf,
  type VerdictOnPaper,
} from './court-events.ts';
import {
  defectsOfAppeal,
  defectsOfCharges,
  defectsOfChargesEnd,
  defectsOfFinality,
  defectsOfReport,
  defectsOfTrial,
  defectsOfVerdict,
  requireCharges,
  requireEnd,
  requireFinality,
  requireOtherHand,
  requireToAttest,
  requireTrial,
  requireVerdict,
} from './court-rules.ts';

/** An appeal or finality names the verdict by its paper: the court, its number there and the outcome. */
type OfVerdict = Omit<VerdictOnPaper, 'suspectId'>;

/** A verdict, with what the register says of the court. */
export type GivenVerdict = Omit<VerdictAsGiven, 'verdictId'> & {
  /** Whether a court of this name is in the register. */
  readonly courtRegistered?: boolean;
};

export type CourtCommand =
  | Command<'SendToProsecutor', Dispatch>
  | Command<'FileCharges', ChargesAsFiled>
  | Command<'ReclassifyCharges', Reclassification & { readonly chargesId: Id }>
  | Command<'OpenTrial', TrialAsOpened>
  | Command<'DropCharges', ChargesAsDropped>
  | Command<'DismissCharges', ChargesAsDismissed>
  | Command<'EnterVerdict', GivenVerdict>
  | Command<'CorrectVerdict', GivenVerdict & { readonly corrects: Id; readonly reason: string }>
  | Command<'WithdrawVerdict', { readonly suspectId: Id; readonly verdictId: Id; readonly reason: string }>
  | Command<'WithdrawFinality', { readonly suspectId: Id; readonly verdictId: Id; readonly reason: string }>
  | Command<'WithdrawCharges', { readonly chargesId: Id; readonly reason: string }>
  | Command<'WithdrawChargesEnd', { readonly chargesId: Id; readonly endId: Id; readonly reason: string }>
  | Command<'AttestChargesEnd', { readonly chargesId: Id; readonly endId: Id; readonly basis: string }>
  | Command<'WithdrawTrial', { readonly trialId: Id; readonly reason: string }>
  | Command<'AttestVerdict', { readonly suspectId: Id; readonly verdictId: Id; readonly basis: string }>
  | Command<
      'LodgeAppeal',
      Pick<AppealAsLodged, 'appealId' | 'suspectId' | 'by' | 'reference' | 'lodgedAt'> & { readonly verdict: OfVerdict }
    >
  | Command<'RecordFinality', Pick<FinalityAsReported, 'suspectId' | 'ground' | 'finalAt'> & { readonly verdict: OfVerdict }>;

type Report<Type extends CourtCommand['type']> = Issued<Extract<CourtCommand, { type: Type }>>;
type Decided = readonly CourtEvent[];

// What to record of a report. None is refused for being late, out of order or irregular; refused is only what is about nobody, a suspect or charges that the
// case does not have, and what has not happened yet.

export function sendToProsecutor({ data, at }: Report<'SendToProsecutor'>, state: CaseFile): Decided {
  const { office, reference, sentAt } = data;
  const { sent } = state.proceedings;
  if (sent.some((known) => known.office === office && known.reference === reference && sameInstant(known.sentAt, sentAt))) return [];
  requirePast('dispatch', sentAt, at);
  return [{ type: 'CaseSentToProsecutor', data: { office, reference, sentAt, defects: defectsOfReport(state) } }];
}

export function fileCharges({ data, at }: Report<'FileCharges'>, state: CaseFile): Decided {
  if (state.proceedings.charges.some(({ chargesId }) => chargesId === data.chargesId)) return [];
  data.suspectIds.forEach((suspectId) => requireSuspect(state, suspectId));
  requirePast('charges', data.filedAt, at);
  return [{ type: 'ChargesFiled', data: { ...data, defects: defectsOfCharges(data, state) } }];
}

export function reclassifyCharges({ data, at }: Report<'ReclassifyCharges'>, state: CaseFile): Decided {
  const { chargesId, reference, decidedAt } = data;
  const { reclassifications } = requireCharges(state.proceedings, chargesId);
  if (reclassifications.some((known) => known.reference === reference && sameInstant(known.decidedAt, decidedAt))) return [];
  requirePast('decision', decidedAt, at);
  return [{ type: 'ChargesReclassified', data: { ...data, defects: defectsOfReport(state) } }];
}

export function openTrial({ data, at }: Report<'OpenTrial'>, state: CaseFile): Decided {
  if (state.proceedings.trials.some(({ trialId }) => trialId === data.trialId)) return [];
  data.suspectIds.forEach((suspectId) => requireSuspect(state, suspectId));
  requirePast('trial', data.openedAt, at);
  return [{ type: 'TrialOpened', data: { ...data, defects: defectsOfTrial(data, state) } }];
}

/** Whose word a report is: of who gives it, and of who stated it where it is adopted from them. */
const enteredIn = ({ by, said: { statement } }: Pick<Issued<Command>, 'by' | 'said'>): Pick<Entered, 'enteredBy' | 'statedBy'> =>
  defined({ enteredBy: by.id, statedBy: statement?.filedBy });

/** The prosecution gives a charge up. */
export function dropCharges(command: Report<'DropCharges'>, state: CaseFile): Decided {
  const { data } = command;
  if (!endCharges(command, state)) return [];
  return [{ type: 'ChargesDropped', data: { ...data, defects: defectsOfChargesEnd(data, state), ...enteredIn(command) } }];
}

/** A court does not hear a charge. */
export function dismissCharges(command: Report<'DismissCharges'>, state: CaseFile): Decided {
  const { data } = command;
  if (!endCharges(command, state)) return [];
  return [{ type: 'ChargesDismissed', data: { ...data, defects: defectsOfChargesEnd(data, state), ...enteredIn(command) } }];
}

/** Whether the end is news. */
function endCharges({ data, at }: Pick<Issued<Command<string, ChargesEnd>>, 'data' | 'at'>, state: CaseFile): boolean {
  requireCharges(state.proceedings, data.chargesId);
  const { ended = [] } = state.proceedings;
  if (ended.some(({ endId }) => endId === data.endId) || isStepWithdrawn(state.proceedings, data.endId)) return false;
  data.suspectIds.forEach((suspectId) => requireSuspect(state, suspectId));
  requirePast('decision', data.decidedAt, at);
  return true;
}

export function enterVerdict(command: Report<'EnterVerdict'>, state: CaseFile): Decided {
  const {
    data: { courtRegistered, ...data },
    at,
  } = command;
  const { suspectId, instance, decidedAt } = data;
  requireSuspect(state, suspectId);
  const verdict = { verdictId: verdictIdOf(data), ...data };
  const known = state.proceedings.verdicts.find(({ verdictId }) => verdictId === verdict.verdictId);
  if (known?.instance === instance && sameInstant(known.decidedAt, decidedAt)) return [];
  requirePast('verdict', decidedAt, at);
  const defects = defectsOfVerdict(verdict, state, courtRegistered);
  return [{ type: 'VerdictEntered', data: { ...verdict, defects, ...enteredIn(command) } }];
}

/** What a verdict says is put right by two hands, and judged as if the wrong one had never been entered. */
export function correctVerdict({ data, by, said: { confirmedBy }, at }: Report<'CorrectVerdict'>, state: CaseFile): Decided {
  const { corrects, reason, courtRegistered, ...said } = data;
  requireSuspect(state, said.suspectId);
  const verdict = { verdictId: verdictIdOf(said), ...said };
  const { verdicts, withdrawn = [] } = state.proceedings;
  if (verdicts.some((one) => says(one, said)) && withdrawn.some(({ verdict: wrong }) => wrong.verdictId === corrects)) return [];
  const known = requireVerdict(state.proceedings, said.suspectId, corrects);
  if (says(known, said)) return [];
  requirePast('verdict', said.decidedAt, at);
  const others = verdicts.filter(({ verdictId }) => verdictId !== corrects);
  const defects = defectsOfVerdict(verdict, { ...state, proceedings: { ...state.proceedings, verdicts: others } }, courtRegistered);
  const entered = defined({ enteredBy: by.id, confirmedBy: confirmedBy?.id });
  return [{ type: 'VerdictCorrected', data: { corrects, ...verdict, defects, ...entered, reason } }];
}

/** Whether a verdict is on record as just this. */
function says({ suspectId, instance, outcome, court, reference, decidedAt }: Verdict, said: Omit<VerdictAsGiven, 'verdictId'>): boolean {
  return sameJson(defined({ suspectId, instance, outcome, court, reference, decidedAt }), said);
}

/** A verdict that was entered by mistake is taken out again, by two hands. */
export function withdrawVerdict({ data }: Report<'WithdrawVerdict'>, state: CaseFile): Decided {
  const { suspectId, verdictId: corrects, reason } = data;
  requireSuspect(state, suspectId);
  if (isWithdrawn(state, corrects, 'verdict', reason)) return [];
  requireVerdict(state.proceedings, suspectId, corrects);
  return [{ type: 'VerdictWithdrawn', data: { corrects, suspectId, reason } }];
}

/** Charges of the wrong person, or of another file, are taken out again by two hands: a verdict that rests on nothing else is not regular any more. */
export function withdrawCharges({ data }: Report<'WithdrawCharges'>, { proceedings }: CaseFile): Decided {
  const { chargesId, reason } = data;
  if (isStepWithdrawn(proceedings, chargesId)) return [];
  const { suspectIds } = requireCharges(proceedings, chargesId);
  return [{ type: 'ChargesWithdrawn', data: { chargesId, suspectIds, reason } }];
}

/** That charges of somebody were dropped or dismissed was entered by mistake, two hands say: they are charged as before. */
export function withdrawChargesEnd({ data }: Report<'WithdrawChargesEnd'>, { proceedings }: CaseFile): Decided {
  const { chargesId, endId, reason } = data;
  if (isStepWithdrawn(proceedings, endId)) return [];
  const { suspectIds } = requireEnd(proceedings, chargesId, endId);
  return [{ type: 'ChargesEndWithdrawn', data: { chargesId, endId, suspectIds, reason } }];
}

/** Another of the law has read that the charges were dropped or dismissed. Who entered it has said so already. */
export function attestChargesEnd({ data, by }: Report<'AttestChargesEnd'>, { proceedings }: CaseFile): Decided {
  const { chargesId, endId, basis } = data;
  const { suspectIds, enteredBy, statedBy, attestations = [] } = requireEnd(proceedings, chargesId, endId);
  if (attestations.some(({ attestedBy }) => samePerson(attestedBy, by.id))) return [];
  requireOtherHand(by, [enteredBy, statedBy]);
  return [{ type: 'ChargesEndAttested', data: { chargesId, endId, suspectIds, attestedBy: by.id, basis } }];
}

/** As charges are. */
export function withdrawTrial({ data }: Report<'WithdrawTrial'>, { proceedings }: CaseFile): Decided {
  const { trialId, reason } = data;
  if (isStepWithdrawn(proceedings, trialId)) return [];
  const { suspectIds } = requireTrial(proceedings, trialId);
  return [{ type: 'TrialWithdrawn', data: { trialId, suspectIds, reason } }];
}

const isStepWithdrawn = ({ withdrawnSteps = [] }: Proceedings, id: Id): boolean => withdrawnSteps.some(({ stepId }) => stepId === id);

/** That a verdict became final was entered by mistake, two hands say. */
export function withdrawFinality({ data }: Report<'WithdrawFinality'>, state: CaseFile): Decided {
  const { suspectId, verdictId: corrects, reason } = data;
  requireSuspect(state, suspectId);
  if (isWithdrawn(state, corrects, 'finality', reason)) return [];
  requireFinality(requireVerdict(state.proceedings, suspectId, corrects));
  return [{ type: 'FinalityWithdrawn', data: { corrects, suspectId, reason } }];
}

/**
 * Another of the law has read that it was decided so and is final: what money follows from rests on two of them. Who entered it has said so already.
 */
export function attestVerdict({ data, by }: Report<'AttestVerdict'>, state: CaseFile): Decided {
  const { suspectId, verdictId, basis } = data;
  requireSuspect(state, suspectId);
  const known = requireVerdict(state.proceedings, suspectId, verdictId);
  const attested = known.finality?.attestations ?? [];
  if (attested.some(({ attestedBy }) => samePerson(attestedBy, by.id))) return [];
  requireToAttest(known);
  requireOtherHand(by, handsBehind(known));
  return [{ type: 'VerdictAttested', data: { verdictId, suspectId, attestedBy: by.id, basis } }];
}

/** Whether it was withdrawn in these words, and nothing of it entered again since. */
function isWithdrawn(
  { proceedings: { verdicts, withdrawn = [] } }: CaseFile,
  verdictId: Id,
  what: 'verdict' | 'finality',
  reason: string,
): boolean {
  const said = withdrawn.some((one) => one.what === what && one.verdict.verdictId === verdictId && one.reason === reason);
  const known = verdicts.find((one) => one.verdictId === verdictId);
  return said && (what === 'verdict' ? known === undefined : known?.finality === undefined);
}

export function lodgeAppeal({ data, at }: Report<'LodgeAppeal'>, state: CaseFile): Decided {
  const { appealId, suspectId, verdict: paper, by, reference, lodgedAt } = data;
  if (state.proceedings.appeals.some((known) => known.appealId === appealId)) return [];
  requireSuspect(state, suspectId);
  requirePast('appeal', lodgedAt, at);
  const { court, outcome } = paper;
  const verdictId = verdictIdOf({ suspectId, ...paper });
  const verdict = { court, reference: paper.reference };
  const appeal = { appealId, verdictId, suspectId, verdict, outcome, by, reference, lodgedAt };
  return [{ type: 'AppealLodged', data: { ...appeal, defects: defectsOfAppeal(appeal, state) } }];
}

export function recordFinality(command: Report<'RecordFinality'>, state: CaseFile): Decided {
  const { data, at } = command;
  const { suspectId, verdict: paper, ground, finalAt } = data;
  requireSuspect(state, suspectId);
  const verdictId = verdictIdOf({ suspectId, ...paper });
  const known = state.proceedings.verdicts.find((one) => one.verdictId === verdictId)?.finality;
  if (known?.ground === ground && sameInstant(known.finalAt, finalAt)) return [];
  requirePast('finality', finalAt, at);
  const { court, reference, outcome } = paper;
  const finality = { verdictId, suspectId, outcome, verdict: { court, reference }, ground, finalAt };
  return [{ type: 'VerdictBecameFinal', data: { ...finality, defects: defectsOfFinality(finality, state), ...enteredIn(command) } }];
}
