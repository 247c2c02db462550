import { deriveUuid, type Event } from '#libs/event-sourcing';
import type { Defect } from './defects.ts';

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

export interface Irregular {
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
