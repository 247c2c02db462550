import type { Command, Issued } from '#libs/event-sourcing';
import { type Id, sameInstant } from '#libs/vocabulary';
import { requirePast, requireSuspect } from './case-rules.ts';
import type { CaseFile } from './case-standing.ts';
import {
  type AppealAsLodged,
  type ChargesAsFiled,
  type CourtEvent,
  type Dispatch,
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
  defectsOfFinality,
  defectsOfReport,
  defectsOfTrial,
  defectsOfVerdict,
  requireCharges,
} from './court-rules.ts';

/** An appeal or finality names the verdict by its paper: the court, its number there and the outcome. */
type OfVerdict = Omit<VerdictOnPaper, 'suspectId'>;

export type CourtCommand =
  | Command<'SendToProsecutor', Dispatch>
  | Command<'FileCharges', ChargesAsFiled>
  | Command<'ReclassifyCharges', Reclassification & { readonly chargesId: Id }>
  | Command<'OpenTrial', TrialAsOpened>
  | Command<'EnterVerdict', Omit<VerdictAsGiven, 'verdictId'>>
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

export function enterVerdict({ data, at }: Report<'EnterVerdict'>, state: CaseFile): Decided {
  const { suspectId, instance, decidedAt } = data;
  requireSuspect(state, suspectId);
  const verdict = { verdictId: verdictIdOf(data), ...data };
  const known = state.proceedings.verdicts.find(({ verdictId }) => verdictId === verdict.verdictId);
  if (known?.instance === instance && sameInstant(known.decidedAt, decidedAt)) return [];
  requirePast('verdict', decidedAt, at);
  return [{ type: 'VerdictEntered', data: { ...verdict, defects: defectsOfVerdict(verdict, state) } }];
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

export function recordFinality({ data, at }: Report<'RecordFinality'>, state: CaseFile): Decided {
  const { suspectId, verdict: paper, ground, finalAt } = data;
  requireSuspect(state, suspectId);
  const verdictId = verdictIdOf({ suspectId, ...paper });
  const known = state.proceedings.verdicts.find((one) => one.verdictId === verdictId)?.finality;
  if (known?.ground === ground && sameInstant(known.finalAt, finalAt)) return [];
  requirePast('finality', finalAt, at);
  const { court, reference, outcome } = paper;
  const finality = { verdictId, suspectId, outcome, verdict: { court, reference }, ground, finalAt };
  return [{ type: 'VerdictBecameFinal', data: { ...finality, defects: defectsOfFinality(finality, state) } }];
}
