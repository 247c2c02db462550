import { defined } from '#libs/event-sourcing';
import { canonical, type Id, type Instant, isBefore, notAfter, type RegisterEntry } from '#libs/vocabulary';
import { type Defect, irregularVerdict } from './defects.ts';
import {
  type AppealAsLodged,
  type Attestation,
  type ChargesEnd,
  type ChargesAsFiled,
  type CourtEvent,
  type Dispatch,
  type Entered,
  type FinalityGround,
  type Instance,
  instances,
  type Irregular,
  type Reclassification,
  type TrialAsOpened,
  type VerdictOnPaper,
  type VerdictOutcome,
} from './court-events.ts';

/** Charges as they now read. */
export interface Charges extends ChargesAsFiled, Irregular {
  /** Later decisions; `offences` are those of the latest of them. */
  readonly reclassifications: readonly Reclassification[];
}

/**
 * That a verdict became final, as last reported.
 * `counts` is false where it was entered against what the books said then: an appeal stood open and the ground does not say what became of it, or a higher
 * instance had decided otherwise. It is on record and nothing rests on it; entered again with the ground that ended the appeal, it counts.
 * One that counts is never undone by what is reported later, be it an appeal lodged before: only another verdict about the suspect that becomes final
 * takes its place.
 */
export interface Finality extends Irregular, Entered {
  readonly ground: FinalityGround;
  readonly finalAt: Instant;
  /** False where it was entered against what the file said: nothing rests on it. */
  readonly counts: boolean;
  /** By others than who entered it. Absent while nobody has; it goes with the finality. */
  readonly attestations?: readonly Attestation[];
}

/** A verdict as the reports tell of it. */
export interface Verdict extends VerdictOnPaper, Irregular, Entered {
  readonly verdictId: Id;
  /** Absent, like `decidedAt`, while only an appeal or its finality was reported. */
  readonly instance?: Instance;
  readonly decidedAt?: Instant;
  readonly finality?: Finality;
}

/** A charge that ended without a verdict. */
export interface EndOfCharges extends ChargesEnd, Irregular, Omit<Entered, 'confirmedBy'> {
  /** By the prosecution, or by a court. */
  readonly outcome: LetGo;
  /** Register entry of the prosecution or of the court. */
  readonly by: RegisterEntry;
  /** By others than who entered it. Absent while nobody has. */
  readonly attestations?: readonly Attestation[];
}

/** A verdict, or its finality, that was entered by mistake: what it said, kept beside what counts. */
export interface WithdrawnReport {
  readonly verdict: Verdict;
  readonly what: 'verdict' | 'finality';
  /** The verdict that was entered in its place. */
  readonly correctedBy?: Id;
  readonly reason: string;
}

/** Charges, their end or a trial of the wrong person, or of another file: whom they named, kept beside what counts. */
export interface WithdrawnStep {
  readonly of: 'charges' | 'trial' | 'end';
  /** Of the charges, of the trial or of the end. */
  readonly stepId: Id;
  readonly suspectIds: readonly Id[];
  readonly reason: string;
}

export interface Appeal extends AppealAsLodged, Irregular {}

/** Everything reported from prosecutor and court. JSON: rows hold it as it is. */
export interface Proceedings {
  readonly sent: readonly (Dispatch & Irregular)[];
  readonly charges: readonly Charges[];
  readonly trials: readonly (TrialAsOpened & Irregular)[];
  readonly verdicts: readonly Verdict[];
  readonly appeals: readonly Appeal[];
  /** Absent while none has ended so. */
  readonly ended?: readonly EndOfCharges[];
  /** What was entered by mistake; absent while nothing was. */
  readonly withdrawn?: readonly WithdrawnReport[];
  /** Charges, their ends and trials that were entered by mistake; absent while none was. */
  readonly withdrawnSteps?: readonly WithdrawnStep[];
}

/** Before anything was reported. */
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
    case 'ChargesDropped': {
      const { office: by, ...end } = event.data;
      return { ...before, ended: [...(before.ended ?? []), { ...end, by, outcome: 'dropped' }] };
    }
    case 'ChargesDismissed': {
      const { court: by, ...end } = event.data;
      return { ...before, ended: [...(before.ended ?? []), { ...end, by, outcome: 'dismissed' }] };
    }
    case 'VerdictEntered': {
      const finality = before.verdicts.find(({ verdictId }) => verdictId === event.data.verdictId)?.finality;
      return withVerdict(before, { ...event.data, ...defined({ finality }) });
    }
    case 'AppealLodged':
      return { ...before, appeals: [...before.appeals, event.data] };
    case 'VerdictBecameFinal': {
      const { verdictId, suspectId, outcome, verdict, ground, finalAt, defects, enteredBy, statedBy } = event.data;
      const known = before.verdicts.find((one) => one.verdictId === verdictId) ?? {
        verdictId,
        suspectId,
        outcome,
        ...verdict,
        defects: [],
      };
      const finality = { ground, finalAt, counts: doesCount(defects), defects, ...defined({ enteredBy, statedBy }) };
      if (known.finality?.counts !== true || finality.counts) return withVerdict(before, { ...known, finality });
      return withVerdict(before, { ...known, finality: { ...known.finality, defects: [...known.finality.defects, ...defects] } });
    }
    case 'VerdictCorrected': {
      const { corrects, reason, ...entered } = event.data;
      const known = before.verdicts.find(({ verdictId }) => verdictId === corrects);
      if (known === undefined) return withVerdict(before, entered);
      const kept = corrects === entered.verdictId ? known.finality : undefined;
      const { verdictId, court, reference, outcome } = entered;
      const ofSame = { verdictId, verdict: { court, reference }, outcome };
      const appeals = before.appeals.map((appeal) => (appeal.verdictId === corrects ? { ...appeal, ...ofSame } : appeal));
      const withdrawn = withWithdrawn(before, { verdict: known, what: 'verdict', correctedBy: verdictId, reason });
      return withVerdict({ ...without(before, corrects), appeals, withdrawn }, { ...entered, ...defined({ finality: kept }) });
    }
    case 'VerdictWithdrawn': {
      const { corrects, reason } = event.data;
      const known = before.verdicts.find(({ verdictId }) => verdictId === corrects);
      if (known === undefined) return before;
      return { ...without(before, corrects), withdrawn: withWithdrawn(before, { verdict: known, what: 'verdict', reason }) };
    }
    case 'FinalityWithdrawn': {
      const { corrects, reason } = event.data;
      const known = before.verdicts.find(({ verdictId }) => verdictId === corrects);
      if (known?.finality === undefined) return before;
      const entered = defined({ ...known, finality: undefined });
      const withdrawn = withWithdrawn(before, { verdict: known, what: 'finality', reason });
      // Nothing but its finality was said of it: then nothing is left of it.
      return entered.instance === undefined ? { ...without(before, corrects), withdrawn } : withVerdict({ ...before, withdrawn }, entered);
    }
    case 'ChargesWithdrawn': {
      const { chargesId, suspectIds, reason } = event.data;
      const charges = before.charges.filter((known) => known.chargesId !== chargesId);
      return withStep({ ...before, charges }, { of: 'charges', stepId: chargesId, suspectIds, reason });
    }
    case 'TrialWithdrawn': {
      const { trialId, suspectIds, reason } = event.data;
      const trials = before.trials.filter((known) => known.trialId !== trialId);
      return withStep({ ...before, trials }, { of: 'trial', stepId: trialId, suspectIds, reason });
    }
    case 'ChargesEndWithdrawn': {
      const { endId, suspectIds, reason } = event.data;
      const ended = before.ended?.filter((known) => known.endId !== endId);
      return withStep(defined({ ...before, ended }), { of: 'end', stepId: endId, suspectIds, reason });
    }
    case 'ChargesEndAttested': {
      const { endId, attestedBy, basis } = event.data;
      const attested = (end: EndOfCharges): EndOfCharges => ({
        ...end,
        attestations: [...(end.attestations ?? []), { attestedBy, basis }],
      });
      return defined({ ...before, ended: before.ended?.map((end) => (end.endId === endId ? attested(end) : end)) });
    }
    case 'VerdictAttested': {
      const { verdictId, attestedBy, basis } = event.data;
      const known = before.verdicts.find((one) => one.verdictId === verdictId);
      if (known?.finality === undefined) return before;
      const attestations = [...(known.finality.attestations ?? []), { attestedBy, basis }];
      return withVerdict(before, { ...known, finality: { ...known.finality, attestations } });
    }
  }
}

const doesCount = (found: readonly Defect[]): boolean => !found.includes('finality.appeal-open') && !found.includes('finality.overturned');

function without(before: Proceedings, verdictId: string): Proceedings {
  return { ...before, verdicts: before.verdicts.filter((known) => known.verdictId !== verdictId) };
}

const withWithdrawn = ({ withdrawn = [] }: Proceedings, report: WithdrawnReport): readonly WithdrawnReport[] => [...withdrawn, report];

const withStep = (before: Proceedings, step: WithdrawnStep): Proceedings => ({
  ...before,
  withdrawnSteps: [...(before.withdrawnSteps ?? []), step],
});

function withVerdict(before: Proceedings, verdict: Verdict): Proceedings {
  const others = before.verdicts.filter(({ verdictId }) => verdictId !== verdict.verdictId);
  return { ...before, verdicts: [...others, verdict] };
}

function reclassified(charges: Charges, decision: Reclassification & Irregular): Charges {
  const { offences, reference, decidedAt, reason, defects } = decision;
  const known = charges.reclassifications;
  const isLatest = known.every((other) => notAfter(other.decidedAt, decidedAt));
  return {
    ...charges,
    ...(isLatest && { offences }),
    reclassifications: [...known, { offences, reference, decidedAt, reason }],
    defects: [...new Set([...charges.defects, ...defects])],
  };
}

// How suspects and the case stand before the courts: everything here follows from what was reported.

/** How a charge ends without a verdict. */
export type LetGo = 'dropped' | 'dismissed';
export type Outcome = 'pending' | VerdictOutcome | LetGo;

/**
 * What came of a suspect: pending until a verdict is final, or every charge of the suspect was dropped or dismissed and none was filed anew. Of several
 * verdicts that became final, the last to do so; of two at one moment, the acquittal.
 */
export function outcomeIn(proceedings: Proceedings, suspectId: string): Outcome {
  return finalVerdictOf(proceedings, suspectId)?.outcome ?? letGoIn(proceedings, suspectId) ?? 'pending';
}

/**
 * How the charges of a suspect ended, where all of them did and no court has judged since: the prosecution dropped them, or a court dismissed the last of
 * them. Whoever is charged anew, or convicted or acquitted by whatever instance, is not let go.
 */
export function letGoIn(proceedings: Proceedings, suspectId: string): LetGo | undefined {
  const { charges, verdicts, ended = [] } = proceedings;
  const mine = charges.filter(({ suspectIds }) => suspectIds.includes(suspectId));
  const ends = ended.filter(
    ({ suspectIds, chargesId }) => suspectIds.includes(suspectId) && mine.some((one) => one.chargesId === chargesId),
  );
  const last = ends.toSorted(
    (a, b) => timeOf(b.decidedAt) - timeOf(a.decidedAt) || (a.outcome === b.outcome ? 0 : a.outcome === 'dismissed' ? -1 : 1),
  )[0];
  if (last === undefined) return undefined;
  const open = mine.some((one) => !ends.some(({ chargesId }) => chargesId === one.chargesId));
  const judgedSince = verdicts.some(
    (verdict) => verdict.suspectId === suspectId && (verdict.decidedAt === undefined || !isBefore(verdict.decidedAt, last.decidedAt)),
  );
  return open || judgedSince ? undefined : last.outcome;
}

/** Whose word the end of a charge is: who entered it or stated it, and who attested it. */
const handsBehindEnd = ({ enteredBy, statedBy, attestations = [] }: EndOfCharges): readonly RegisterEntry[] =>
  [enteredBy, statedBy, ...attestations.map(({ attestedBy }) => attestedBy)].filter((person) => person !== undefined);

/** As `letGoIn`, by those ends alone that are two persons' word: what one alone says that was given up or not heard moves no money. */
export function letGoByTwoIn(proceedings: Proceedings, suspectId: string): LetGo | undefined {
  const ended = (proceedings.ended ?? []).filter((end) => !isOneHand(handsBehindEnd(end)));
  return letGoIn({ ...proceedings, ended }, suspectId);
}

/** Whose word it is that the charges of a suspect ended: of each charge the end that most have said. */
export function handsBehindEnds({ ended = [] }: Proceedings, suspectId: string): readonly (readonly RegisterEntry[])[] {
  const mine = ended.filter(({ suspectIds }) => suspectIds.includes(suspectId));
  return [...new Set(mine.map(({ chargesId }) => chargesId))].map((chargesId) =>
    mine
      .filter((end) => end.chargesId === chargesId)
      .map(handsBehindEnd)
      .reduce((most, hands) => (hands.length > most.length ? hands : most)),
  );
}

/**
 * What keeps the final verdict about a suspect from counting: codes of what was irregular when it was entered, that it rests on one hand for as long as it
 * does, and that the charges or the trial it rested on were withdrawn and no others are on record. None: it is regular, or not final.
 */
export function irregularIn(proceedings: Proceedings, suspectId: string): readonly Defect[] {
  const verdict = finalVerdictOf(proceedings, suspectId);
  return verdict === undefined ? [] : irregularOf(verdict, proceedings);
}

function irregularOf(verdict: Verdict, proceedings: Proceedings): readonly Defect[] {
  const found: readonly Defect[] = [
    ...verdict.defects,
    ...(isOneHand(handsBehind(verdict)) ? (['verdict.one-hand'] as const) : []),
    ...withoutSteps(verdict, proceedings),
  ];
  return irregularVerdict.filter((defect) => found.includes(defect));
}

/** What a verdict lacks since it was withdrawn: judged only of what was, as what is missing besides was said when the verdict was entered. */
function withoutSteps({ suspectId, decidedAt }: Verdict, { charges, trials, withdrawnSteps = [] }: Proceedings): readonly Defect[] {
  const isLost = (of: WithdrawnStep['of'], others: readonly { readonly suspectIds: readonly Id[]; readonly since: Instant }[]): boolean =>
    withdrawnSteps.some((step) => step.of === of && step.suspectIds.includes(suspectId)) &&
    !others.some(({ suspectIds, since }) => suspectIds.includes(suspectId) && (decidedAt === undefined || notAfter(since, decidedAt)));
  const charged = charges.map(({ suspectIds, filedAt: since }) => ({ suspectIds, since }));
  const tried = trials.map(({ suspectIds, openedAt: since }) => ({ suspectIds, since }));
  return [
    ...(isLost('charges', charged) ? (['verdict.not-charged'] as const) : []),
    ...(isLost('trial', tried) ? (['verdict.no-trial'] as const) : []),
  ];
}

/** Whose word a final verdict is: who entered or stated it and that it is final, who confirmed a correction, who attested it. */
export function handsBehind({ enteredBy, statedBy, confirmedBy, finality }: Verdict): readonly RegisterEntry[] {
  const attested = (finality?.attestations ?? []).map(({ attestedBy }) => attestedBy);
  return [enteredBy, statedBy, confirmedBy, finality?.enteredBy, finality?.statedBy, ...attested].filter((person) => person !== undefined);
}

/** Fewer than two persons, however they spell themselves; who is not on record is none. */
export const isOneHand = (people: readonly RegisterEntry[]): boolean => new Set(people.map(canonical)).size < 2;

/** What the courts say of a suspect as of now: the verdict that is final, or else the latest of the highest instance that decided, which is not. */
export function verdictOn(proceedings: Proceedings, suspectId: string): Verdict | undefined {
  const entered = proceedings.verdicts.filter((verdict) => verdict.suspectId === suspectId && verdict.instance !== undefined);
  return finalVerdictOf(proceedings, suspectId) ?? entered.toSorted((a, b) => rankOf(b) - rankOf(a) || byTime(b, a) || inFavour(a, b))[0];
}

/** The verdict about a suspect that is final. */
export function finalVerdictOf({ verdicts }: Proceedings, suspectId: string): Verdict | undefined {
  const finals = verdicts.filter((verdict) => verdict.suspectId === suspectId && verdict.finality?.counts === true);
  return finals.toSorted((a, b) => timeOf(b.finality?.finalAt) - timeOf(a.finality?.finalAt) || inFavour(a, b))[0];
}

const timeOf = (instant: string | undefined): number => (instant === undefined ? 0 : Date.parse(instant));
const byTime = (a: Verdict, b: Verdict): number => timeOf(a.decidedAt) - timeOf(b.decidedAt);
/** First instance, appeal, supreme; one that was not entered ranks above all, as nothing says that it does not. */
export const rankOf = (verdict: Pick<Verdict, 'instance'> | undefined): number =>
  verdict?.instance === undefined ? instances.length : instances.indexOf(verdict.instance);

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

export const suspectStages = ['not_charged', 'charged', 'on_trial', 'judged', 'on_appeal', 'let_go', 'final'] as const;
/** How far it has come with a suspect. */
export type SuspectStage = (typeof suspectStages)[number];

/** How far it has come with a suspect, by all reports. */
export function stageOf(proceedings: Proceedings, suspectId: string): SuspectStage {
  if (finalVerdictOf(proceedings, suspectId) !== undefined) return 'final';
  if (letGoIn(proceedings, suspectId) !== undefined) return 'let_go';
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
 * it is final when everybody's verdict is, or their charges ended without one. Suspects whom nobody charged hold nothing up.
 */
export function statusOf(proceedings: Proceedings, closed: boolean): CaseStatusName {
  if (closed) return 'closed';
  const stages = new Set(accusedIn(proceedings).map((suspectId) => stageOf(proceedings, suspectId)));
  for (const stage of ['charged', 'on_trial', 'on_appeal', 'judged'] as const) if (stages.has(stage)) return stage;
  if (stages.has('final') || stages.has('let_go')) return 'final';
  return proceedings.sent.length > 0 ? 'with_prosecutor' : 'open';
}

/** Every defect of what was reported from prosecutor and court, as often as it occurs. */
export function defectsIn(proceedings: Proceedings): readonly Defect[] {
  const { sent, charges, trials, verdicts, appeals, ended = [] } = proceedings;
  const ofVerdicts = verdicts.flatMap((verdict) => {
    const { defects, finality } = verdict;
    const since = finality?.counts === true ? irregularOf(verdict, proceedings) : [];
    return [...new Set([...defects, ...(finality?.defects ?? []), ...since])];
  });
  const ofEnds = ended.flatMap((end) => [...end.defects, ...(isOneHand(handsBehindEnd(end)) ? (['charges.one-hand'] as const) : [])]);
  return [...[...sent, ...charges, ...trials, ...appeals].flatMap(({ defects }) => defects), ...ofEnds, ...ofVerdicts];
}
