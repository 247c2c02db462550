import { type Command, deriveUuid, type Event, UnknownSubject } from '#libs/event-sourcing';
import { type Defect, defectsWhere } from './defects.ts';
import { requirePast } from './moments.ts';

// What becomes of a case before prosecutor and court. Reports come late and in any order and are all recorded; how a suspect stands follows from what the
// papers say and when they say it happened, as far as that can be: the exceptions are told at `Finality`.

export const instances = ['first', 'appeal', 'supreme'] as const;
export type Instance = (typeof instances)[number];

export const verdictOutcomes = ['convicted', 'acquitted'] as const;
export type VerdictOutcome = (typeof verdictOutcomes)[number];

export const finalityGrounds = ['appeal-period-ended', 'appeal-dismissed', 'appeal-withdrawn', 'last-instance'] as const;
/** Why a verdict can no longer be appealed. Those of an appeal say what became of it. */
export type FinalityGround = (typeof finalityGrounds)[number];

/** What somebody is charged with: the article of the law, as the charge quotes it. */
export interface Offence {
  readonly article: string;
  readonly description?: string;
}

/** A verdict by what its paper says. The same number of the same court about the same suspect to the same effect is the same verdict. */
export interface VerdictOnPaper {
  readonly suspectId: string;
  readonly outcome: VerdictOutcome;
  readonly court: string;
  readonly reference: string;
}

/** The id that follows from the paper, so that reports of an appeal or of finality that come before the verdict itself mean the same one. */
export function verdictIdOf({ suspectId, court, reference, outcome }: VerdictOnPaper): string {
  return deriveUuid('verdict', suspectId, court, reference, outcome);
}

/** The case file was handed to a prosecution. Instants here and below are ISO 8601 with offset. */
export interface Dispatch {
  /** Register entry of the prosecution. */
  readonly office: string;
  readonly reference: string;
  readonly sentAt: string;
}

export interface ChargesAsFiled {
  readonly chargesId: string;
  readonly suspectIds: readonly string[];
  readonly offences: readonly Offence[];
  readonly court: string;
  readonly reference: string;
  readonly filedAt: string;
}

export interface Reclassification {
  readonly offences: readonly Offence[];
  readonly reference: string;
  readonly decidedAt: string;
  readonly reason: string;
}

export interface TrialAsOpened {
  readonly trialId: string;
  readonly court: string;
  readonly reference: string;
  readonly suspectIds: readonly string[];
  readonly openedAt: string;
}

/** Of a verdict that may not have been entered yet: `verdict` and `outcome` are from its paper, `reference` is the appeal's own number. */
export interface AppealAsLodged {
  readonly appealId: string;
  readonly verdictId: string;
  readonly suspectId: string;
  readonly verdict: { readonly court: string; readonly reference: string };
  readonly outcome: VerdictOutcome;
  readonly by: 'defence' | 'prosecution';
  readonly reference: string;
  readonly lodgedAt: string;
}

interface Irregular {
  readonly defects: readonly Defect[];
}

// Storage format: see case-file.ts.
export type CourtEvent =
  | Event<'CaseSentToProsecutor', Dispatch & Irregular>
  | Event<'ChargesFiled', ChargesAsFiled & Irregular>
  | Event<'ChargesReclassified', Reclassification & Irregular & { readonly chargesId: string }>
  | Event<'TrialOpened', TrialAsOpened & Irregular>
  | Event<
      'VerdictEntered',
      VerdictOnPaper & Irregular & { readonly verdictId: string; readonly instance: Instance; readonly decidedAt: string }
    >
  | Event<'AppealLodged', AppealAsLodged & Irregular>
  | Event<
      'VerdictBecameFinal',
      Irregular & {
        readonly verdictId: string;
        readonly suspectId: string;
        readonly outcome: VerdictOutcome;
        readonly verdict: { readonly court: string; readonly reference: string };
        readonly ground: FinalityGround;
        readonly finalAt: string;
      }
    >;

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

/** When what a report tells of happened, by the report. */
export function happenedAtOf({ type, data }: CourtCommand): string {
  switch (type) {
    case 'SendToProsecutor':
      return data.sentAt;
    case 'FileCharges':
      return data.filedAt;
    case 'ReclassifyCharges':
    case 'EnterVerdict':
      return data.decidedAt;
    case 'OpenTrial':
      return data.openedAt;
    case 'LodgeAppeal':
      return data.lodgedAt;
    case 'RecordFinality':
      return data.finalAt;
  }
}

export interface Charges extends ChargesAsFiled, Irregular {
  /** Later decisions about what was charged; `offences` are those of the latest of them. */
  readonly reclassifications: readonly Reclassification[];
}

/**
 * That a verdict became final, as last reported.
 * `counts` is false where it was entered against what the books said then: an appeal stood open and the ground does not say what became of it, or a higher
 * instance had decided otherwise. It is on record and nothing rests on it; entered again with the ground that ended the appeal, it counts.
 * One that counts is never undone by what is reported later, be it an appeal lodged before: only another verdict about the suspect that becomes final
 * takes its place.
 */
export interface Finality extends Irregular {
  readonly ground: FinalityGround;
  readonly finalAt: string;
  readonly counts: boolean;
}

/** A verdict as the reports tell of it. */
export interface Verdict extends VerdictOnPaper, Irregular {
  readonly verdictId: string;
  /** These two are absent while only an appeal or finality of it was reported. */
  readonly instance?: Instance;
  readonly decidedAt?: string;
  readonly finality?: Finality;
}

export interface Appeal extends AppealAsLodged, Irregular {}

/** Everything reported from prosecutor and court. JSON: rows hold it as it is. */
export interface Proceedings {
  readonly sent: readonly (Dispatch & Irregular)[];
  readonly charges: readonly Charges[];
  readonly trials: readonly (TrialAsOpened & Irregular)[];
  readonly verdicts: readonly Verdict[];
  readonly appeals: readonly Appeal[];
}

export const noProceedings: Proceedings = { sent: [], charges: [], trials: [], verdicts: [], appeals: [] };

/** The fold of what is reported from prosecutor and court. */
export function proceed(before: Proceedings, event: CourtEvent): Proceedings {
  switch (event.type) {
    case 'CaseSentToProsecutor':
      return { ...before, sent: [...before.sent, event.data] };
    case 'ChargesFiled':
      return { ...before, charges: [...before.charges, { ...event.data, reclassifications: [] }] };
    case 'ChargesReclassified':
      return {
        ...before,
        charges: before.charges.map((charges) =>
          charges.chargesId === event.data.chargesId ? reclassified(charges, event.data) : charges,
        ),
      };
    case 'TrialOpened':
      return { ...before, trials: [...before.trials, event.data] };
    case 'VerdictEntered': {
      const finality = before.verdicts.find(({ verdictId }) => verdictId === event.data.verdictId)?.finality;
      return withVerdict(before, { ...event.data, ...(finality && { finality }) });
    }
    case 'AppealLodged':
      return { ...before, appeals: [...before.appeals, event.data] };
    case 'VerdictBecameFinal': {
      const { verdictId, suspectId, outcome, verdict, ground, finalAt, defects } = event.data;
      const known = before.verdicts.find((one) => one.verdictId === verdictId) ?? {
        verdictId,
        suspectId,
        outcome,
        ...verdict,
        defects: [],
      };
      const finality = { ground, finalAt, counts: doesCount(defects), defects };
      if (known.finality?.counts !== true || finality.counts) return withVerdict(before, { ...known, finality });
      return withVerdict(before, { ...known, finality: { ...known.finality, defects: [...known.finality.defects, ...defects] } });
    }
  }
}

const doesCount = (found: readonly Defect[]): boolean => !found.includes('finality.appeal-open') && !found.includes('finality.overturned');

function withVerdict(before: Proceedings, verdict: Verdict): Proceedings {
  const others = before.verdicts.filter(({ verdictId }) => verdictId !== verdict.verdictId);
  return { ...before, verdicts: [...others, verdict] };
}

function reclassified(charges: Charges, decision: Reclassification & Irregular): Charges {
  const { offences, reference, decidedAt, reason, defects } = decision;
  const known = charges.reclassifications;
  const isLatest = known.every((other) => Date.parse(other.decidedAt) <= Date.parse(decidedAt));
  return {
    ...charges,
    ...(isLatest && { offences }),
    reclassifications: [...known, { offences, reference, decidedAt, reason }],
    defects: [...new Set([...charges.defects, ...defects])],
  };
}

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

export type Outcome = 'pending' | VerdictOutcome;

/** What came of a suspect: pending until a verdict is final. Of several that became final, the last to do so; of two at one moment, the acquittal. */
export function outcomeIn(proceedings: Proceedings, suspectId: string): Outcome {
  return finalVerdictOf(proceedings, suspectId)?.outcome ?? 'pending';
}

/** What the courts say of a suspect as of now: the verdict that is final, or else the latest of the highest instance that decided, which is not. */
export function verdictOn(proceedings: Proceedings, suspectId: string): Verdict | undefined {
  const entered = proceedings.verdicts.filter((verdict) => verdict.suspectId === suspectId && verdict.instance !== undefined);
  return finalVerdictOf(proceedings, suspectId) ?? entered.toSorted((a, b) => rankOf(b) - rankOf(a) || byTime(b, a) || inFavour(a, b))[0];
}

function finalVerdictOf({ verdicts }: Proceedings, suspectId: string): Verdict | undefined {
  const finals = verdicts.filter((verdict) => verdict.suspectId === suspectId && verdict.finality?.counts === true);
  return finals.toSorted((a, b) => timeOf(b.finality?.finalAt) - timeOf(a.finality?.finalAt) || inFavour(a, b))[0];
}

const timeOf = (instant: string | undefined): number => (instant === undefined ? 0 : Date.parse(instant));
const byTime = (a: Verdict, b: Verdict): number => timeOf(a.decidedAt) - timeOf(b.decidedAt);
const rankOf = (verdict: Pick<Verdict, 'instance'> | undefined): number =>
  verdict?.instance === undefined ? instances.length : instances.indexOf(verdict.instance);
const notAfter = (a: string, b: string): boolean => Date.parse(a) <= Date.parse(b);
const sameInstant = (a: string | undefined, b: string): boolean => a !== undefined && Date.parse(a) === Date.parse(b);

/** In doubt for the suspect; the ids only keep the order the same however the reports came. */
function inFavour(a: Verdict, b: Verdict): number {
  if (a.outcome !== b.outcome) return a.outcome === 'acquitted' ? -1 : 1;
  return a.verdictId < b.verdictId ? -1 : 1;
}

/** Appeals of a suspect's verdicts that nothing answers yet: no verdict about the suspect after they were lodged, and the appealed one is not final. */
export function openAppealsOf({ appeals, verdicts }: Proceedings, suspectId: string): readonly Appeal[] {
  return appeals.filter(
    (appeal) =>
      appeal.suspectId === suspectId &&
      !verdicts.some((verdict) =>
        verdict.verdictId === appeal.verdictId
          ? verdict.finality?.counts === true
          : verdict.suspectId === suspectId && verdict.decidedAt !== undefined && notAfter(appeal.lodgedAt, verdict.decidedAt),
      ),
  );
}

export const suspectStages = ['not_charged', 'charged', 'on_trial', 'judged', 'on_appeal', 'final'] as const;
/** How far it has come with a suspect. */
export type SuspectStage = (typeof suspectStages)[number];

export function stageOf(proceedings: Proceedings, suspectId: string): SuspectStage {
  if (finalVerdictOf(proceedings, suspectId) !== undefined) return 'final';
  if (openAppealsOf(proceedings, suspectId).length > 0) return 'on_appeal';
  if (proceedings.verdicts.some((verdict) => verdict.suspectId === suspectId)) return 'judged';
  if (proceedings.trials.some(({ suspectIds }) => suspectIds.includes(suspectId))) return 'on_trial';
  return proceedings.charges.some(({ suspectIds }) => suspectIds.includes(suspectId)) ? 'charged' : 'not_charged';
}

export const caseStatuses = ['open', 'with_prosecutor', 'charged', 'on_trial', 'judged', 'on_appeal', 'final', 'closed'] as const;
export type CaseStatusName = (typeof caseStatuses)[number];

/** Whom the courts have to do with, by any report. */
export function accusedIn({ charges, trials, verdicts, appeals }: Proceedings): readonly string[] {
  const named = [...charges, ...trials].flatMap(({ suspectIds }) => suspectIds);
  return [...new Set([...named, ...[...verdicts, ...appeals].map(({ suspectId }) => suspectId)])];
}

/**
 * How far the case has come. It goes at the pace of the slowest of the accused: one who is on trial keeps it on trial, whatever became of the others;
 * it is final when everybody's verdict is. Suspects whom nobody charged hold nothing up.
 */
export function statusOf(proceedings: Proceedings, closed: boolean): CaseStatusName {
  if (closed) return 'closed';
  const stages = new Set(accusedIn(proceedings).map((suspectId) => stageOf(proceedings, suspectId)));
  for (const stage of ['charged', 'on_trial', 'on_appeal', 'judged', 'final'] as const) if (stages.has(stage)) return stage;
  return proceedings.sent.length > 0 ? 'with_prosecutor' : 'open';
}

/** Every defect of what was reported from prosecutor and court, as often as it occurs. */
export function defectsIn({ sent, charges, trials, verdicts, appeals }: Proceedings): readonly Defect[] {
  const ofVerdicts = verdicts.flatMap(({ defects, finality }) => [...defects, ...(finality?.defects ?? [])]);
  return [...[...sent, ...charges, ...trials, ...appeals].flatMap(({ defects }) => defects), ...ofVerdicts];
}
