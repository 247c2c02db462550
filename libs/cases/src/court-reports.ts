import { type Command, UnknownSubject } from '#libs/event-sourcing';
import { notAfter, sameInstant } from '#libs/vocabulary';
import { openAppealsOf, rankOf } from './court-standing.ts';
import { type Defect, defectsWhere } from './defects.ts';
import { requirePast } from './moments.ts';
import {
  type AppealAsLodged,
  type ChargesAsFiled,
  type CourtEvent,
  type Dispatch,
  type Finality,
  type FinalityGround,
  type Instance,
  type Proceedings,
  type Reclassification,
  type TrialAsOpened,
  type Verdict,
  verdictIdOf,
  type VerdictOnPaper,
} from './trial.ts';

/** An appeal or finality names the verdict by its paper: the court, its number there and the outcome. */
type OfVerdict = Omit<VerdictOnPaper, 'suspectId'>;

export type CourtCommand =
  | Command<'SendToProsecutor', Dispatch>
  | Command<'FileCharges', ChargesAsFiled>
  | Command<'ReclassifyCharges', Reclassification & { readonly chargesId: string }>
  | Command<'OpenTrial', TrialAsOpened>
  | Command<'EnterVerdict', VerdictOnPaper & { readonly instance: Instance; readonly decidedAt: string }>
  | Command<
      'LodgeAppeal',
      Pick<AppealAsLodged, 'appealId' | 'suspectId' | 'by' | 'reference' | 'lodgedAt'> & { readonly verdict: OfVerdict }
    >
  | Command<
      'RecordFinality',
      { readonly suspectId: string; readonly verdict: OfVerdict; readonly ground: FinalityGround; readonly finalAt: string }
    >;

/** How the case stands when something is reported from court. */
export interface CourtStanding {
  readonly closed: boolean;
  /** @throws UnknownSubject 'suspect.unknown' */
  requireSuspect(suspectId: string): unknown;
}

/**
 * Decides what to record of a report. None is refused for being late, out of order or irregular; refused is only what is about nobody: a suspect or
 * charges that the case does not have.
 * @throws UnknownSubject 'suspect.unknown', 'charges.unknown' @throws RuleBroken `….in-future`
 */
export function reported(command: CourtCommand, before: Proceedings, standing: CourtStanding, at: string): readonly CourtEvent[] {
  const { closed } = standing;
  switch (command.type) {
    case 'SendToProsecutor': {
      const { office, reference, sentAt } = command.data;
      if (before.sent.some((known) => known.office === office && known.reference === reference && sameInstant(known.sentAt, sentAt)))
        return [];
      requirePast('dispatch', sentAt, at);
      return [{ type: 'CaseSentToProsecutor', data: { office, reference, sentAt, defects: defectsWhere({ 'case.closed': closed }) } }];
    }
    case 'FileCharges': {
      if (before.charges.some(({ chargesId }) => chargesId === command.data.chargesId)) return [];
      command.data.suspectIds.forEach((suspectId) => standing.requireSuspect(suspectId));
      requirePast('charges', command.data.filedAt, at);
      const sent = before.sent.some(({ sentAt }) => notAfter(sentAt, command.data.filedAt));
      return [
        { type: 'ChargesFiled', data: { ...command.data, defects: defectsWhere({ 'case.closed': closed, 'charges.not-sent': !sent }) } },
      ];
    }
    case 'ReclassifyCharges': {
      const { chargesId, reference, decidedAt } = command.data;
      const charges = before.charges.find((known) => known.chargesId === chargesId);
      if (charges === undefined) throw new UnknownSubject('charges.unknown', 'The case has no charges with this id', { chargesId });
      if (charges.reclassifications.some((known) => known.reference === reference && sameInstant(known.decidedAt, decidedAt))) return [];
      requirePast('decision', decidedAt, at);
      return [{ type: 'ChargesReclassified', data: { ...command.data, defects: defectsWhere({ 'case.closed': closed }) } }];
    }
    case 'OpenTrial': {
      const { trialId, suspectIds, openedAt } = command.data;
      if (before.trials.some((known) => known.trialId === trialId)) return [];
      suspectIds.forEach((suspectId) => standing.requireSuspect(suspectId));
      requirePast('trial', openedAt, at);
      const charged = suspectIds.every((suspectId) => before.charges.some((charges) => charges.suspectIds.includes(suspectId)));
      return [
        { type: 'TrialOpened', data: { ...command.data, defects: defectsWhere({ 'case.closed': closed, 'trial.not-charged': !charged }) } },
      ];
    }
    case 'EnterVerdict': {
      const { suspectId, instance, decidedAt } = command.data;
      standing.requireSuspect(suspectId);
      const verdictId = verdictIdOf(command.data);
      const known = before.verdicts.find((verdict) => verdict.verdictId === verdictId);
      if (known?.instance === instance && sameInstant(known.decidedAt, decidedAt)) return [];
      requirePast('verdict', decidedAt, at);
      return [
        {
          type: 'VerdictEntered',
          data: { verdictId, ...command.data, defects: defectsOfVerdict({ verdictId, ...command.data }, before, closed) },
        },
      ];
    }
    case 'LodgeAppeal': {
      const { appealId, suspectId, verdict, by, reference, lodgedAt } = command.data;
      if (before.appeals.some((known) => known.appealId === appealId)) return [];
      standing.requireSuspect(suspectId);
      requirePast('appeal', lodgedAt, at);
      const { court, outcome } = verdict;
      const verdictId = verdictIdOf({ suspectId, ...verdict });
      const known = before.verdicts.find((one) => one.verdictId === verdictId);
      const found = defectsWhere({
        'case.closed': closed,
        'appeal.no-verdict': known?.instance === undefined,
        'appeal.after-finality': known?.finality?.counts === true,
      });
      const on = { court, reference: verdict.reference };
      return [
        { type: 'AppealLodged', data: { appealId, verdictId, suspectId, verdict: on, outcome, by, reference, lodgedAt, defects: found } },
      ];
    }
    case 'RecordFinality': {
      const { suspectId, verdict, ground, finalAt } = command.data;
      standing.requireSuspect(suspectId);
      const { court, reference, outcome } = verdict;
      const verdictId = verdictIdOf({ suspectId, ...verdict });
      const known = before.verdicts.find((one) => one.verdictId === verdictId)?.finality;
      if (known?.ground === ground && sameInstant(known.finalAt, finalAt)) return [];
      requirePast('finality', finalAt, at);
      const found = defectsOfFinality({ verdictId, suspectId, outcome, ground }, before, closed);
      return [
        {
          type: 'VerdictBecameFinal',
          data: { verdictId, suspectId, outcome, verdict: { court, reference }, ground, finalAt, defects: found },
        },
      ];
    }
  }
}

function defectsOfVerdict(
  { verdictId, suspectId, instance, outcome, decidedAt }: VerdictOnPaper & Required<Pick<Verdict, 'verdictId' | 'instance' | 'decidedAt'>>,
  before: Proceedings,
  closed: boolean,
): readonly Defect[] {
  const ofSuspect = before.verdicts.filter((known) => known.suspectId === suspectId);
  const tried = before.trials.some(({ suspectIds, openedAt }) => suspectIds.includes(suspectId) && notAfter(openedAt, decidedAt));
  const appealed = before.appeals.some((appeal) => appeal.suspectId === suspectId && notAfter(appeal.lodgedAt, decidedAt));
  return defectsWhere({
    'case.closed': closed,
    'verdict.no-trial': instance === 'first' && !tried,
    'verdict.no-appeal': instance !== 'first' && !appealed,
    'verdict.contradicts': ofSuspect.some((known) =>
      known.verdictId === verdictId ? known.instance !== undefined : known.instance === instance && known.outcome !== outcome,
    ),
    'verdict.after-finality': ofSuspect.some((known) => known.verdictId !== verdictId && known.finality?.counts === true),
  });
}

function defectsOfFinality(
  { verdictId, suspectId, outcome, ground }: Pick<Verdict, 'verdictId' | 'suspectId' | 'outcome'> & Pick<Finality, 'ground'>,
  before: Proceedings,
  closed: boolean,
): readonly Defect[] {
  const verdict = before.verdicts.find((known) => known.verdictId === verdictId);
  const others = before.verdicts.filter((known) => known.suspectId === suspectId && known.verdictId !== verdictId);
  const endsAppeal = ground === 'appeal-dismissed' || ground === 'appeal-withdrawn';
  return defectsWhere({
    'case.closed': closed,
    'finality.no-verdict': verdict?.instance === undefined,
    'finality.appeal-open': !endsAppeal && openAppealsOf(before, suspectId).some((appeal) => appeal.verdictId === verdictId),
    'finality.overturned': others.some((other) => other.outcome !== outcome && rankOf(other) > rankOf(verdict)),
    'finality.second': others.some(({ finality }) => finality?.counts === true),
  });
}
