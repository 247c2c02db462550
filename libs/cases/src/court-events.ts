import { deriveUuid, type Event } from '#libs/event-sourcing';
import type { Id, Instant, Line, RegisterEntry } from '#libs/vocabulary';
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
  /** What it is about, without anybody's name. */
  readonly description?: string;
}

/** A paper of a court, by its number there. */
export interface CourtPaper {
  /** Register entry of the court. */
  readonly court: RegisterEntry;
  /** Its number there. */
  readonly reference: Line;
}

/** A verdict by what its paper says. The same number of the same court about the same suspect to the same effect is the same verdict. */
export interface VerdictOnPaper extends CourtPaper {
  readonly suspectId: Id;
  readonly outcome: VerdictOutcome;
}

/** The id that follows from the paper, so that reports of an appeal or of finality that come before the verdict itself mean the same one. */
export function verdictIdOf({ suspectId, court, reference, outcome }: VerdictOnPaper): string {
  return deriveUuid('verdict', suspectId, court, reference, outcome);
}

/** The case file was handed to a prosecution. */
export interface Dispatch {
  /** Register entry of the prosecution. */
  readonly office: RegisterEntry;
  /** Its number there. */
  readonly reference: Line;
  readonly sentAt: Instant;
}

/** A charge of suspects before a court. */
export interface ChargesAsFiled extends CourtPaper {
  readonly chargesId: Id;
  /** Suspects of this case. */
  readonly suspectIds: readonly Id[];
  readonly offences: readonly Offence[];
  readonly filedAt: Instant;
}

/** A later decision about what is charged. */
export interface Reclassification {
  readonly offences: readonly Offence[];
  readonly reference: Line;
  readonly decidedAt: Instant;
  readonly reason: Line;
}

/** A trial of suspects before a court. */
export interface TrialAsOpened extends CourtPaper {
  readonly trialId: Id;
  /** Suspects of this case. */
  readonly suspectIds: readonly Id[];
  readonly openedAt: Instant;
}

/** A verdict as a court gave it. */
export interface VerdictAsGiven extends VerdictOnPaper {
  readonly verdictId: Id;
  readonly instance: Instance;
  readonly decidedAt: Instant;
}

/** Of a verdict that may not have been entered yet: `verdict` and `outcome` are from its paper, `reference` is the appeal's own number. */
export interface AppealAsLodged {
  readonly appealId: Id;
  readonly verdictId: Id;
  readonly suspectId: Id;
  readonly verdict: CourtPaper;
  /** Of the appealed verdict. */
  readonly outcome: VerdictOutcome;
  readonly by: 'defence' | 'prosecution';
  readonly reference: Line;
  readonly lodgedAt: Instant;
}

/** That a verdict, which may not have been entered yet, became final: `verdict` and `outcome` are from its paper. */
export interface FinalityAsReported {
  readonly verdictId: Id;
  readonly suspectId: Id;
  readonly outcome: VerdictOutcome;
  readonly verdict: CourtPaper;
  readonly ground: FinalityGround;
  readonly finalAt: Instant;
}

/**
 * That a charge of suspects came to its end without a verdict. What is charged anew is another charge, with an id of its own: until then this is the end.
 */
export interface ChargesEnd {
  readonly endId: Id;
  readonly chargesId: Id;
  /** Those of the charged whom it is about; the charge of the others goes on. */
  readonly suspectIds: readonly Id[];
  /** Its number there. */
  readonly reference: Line;
  readonly decidedAt: Instant;
  readonly reason: Line;
}

/** The prosecution gave the charge up. */
export interface ChargesAsDropped extends ChargesEnd {
  /** Register entry of the prosecution. */
  readonly office: RegisterEntry;
}

/** A court would not hear the charge. */
export interface ChargesAsDismissed extends ChargesEnd {
  /** Register entry of the court. */
  readonly court: RegisterEntry;
}

/** Who typed a report in. Told by the event's metadata too; kept with it for whoever decides on more than one of them. */
export interface Entered {
  /** Absent in what was recorded before it was kept. */
  readonly enteredBy?: RegisterEntry;
  /** Who stated it, where `enteredBy` adopted it from them. Absent where nobody did, and in what was recorded before it was kept. */
  readonly statedBy?: RegisterEntry;
  /** The second hand, of what takes two. Absent in what was recorded before it was kept. */
  readonly confirmedBy?: RegisterEntry;
}

/** That another of the law read the papers, and that they say what was entered. */
export interface Attestation {
  readonly attestedBy: RegisterEntry;
  /** What it was held against. */
  readonly basis: Line;
}

/** Which end of which charge, and of whom. */
type EndOfWhom = Pick<ChargesEnd, 'endId' | 'chargesId' | 'suspectIds'>;

/** What is irregular about a report. */
export interface Irregular {
  readonly defects: readonly Defect[];
}

// Storage format: see case-events.ts.
export type CourtEvent =
  | Event<'CaseSentToProsecutor', Dispatch & Irregular>
  | Event<'ChargesFiled', ChargesAsFiled & Irregular>
  | Event<'ChargesReclassified', Reclassification & Irregular & { readonly chargesId: Id }>
  | Event<'TrialOpened', TrialAsOpened & Irregular>
  | Event<'ChargesDropped', ChargesAsDropped & Irregular & Omit<Entered, 'confirmedBy'>>
  | Event<'ChargesDismissed', ChargesAsDismissed & Irregular & Omit<Entered, 'confirmedBy'>>
  | Event<'VerdictEntered', VerdictAsGiven & Irregular & Entered>
  | Event<'AppealLodged', AppealAsLodged & Irregular>
  | Event<'VerdictBecameFinal', FinalityAsReported & Irregular & Entered>
  // What was entered by mistake stays recorded, and from here on counts as if it had not been: corrected, withdrawn, or withdrawn as to its finality;
  // and so do charges and trials of the wrong person, or of another file.
  | Event<
      'VerdictCorrected',
      VerdictAsGiven &
        Irregular &
        Entered & {
          /** The verdict as it was entered. Its finality goes with it, unless the paper is the same one. */
          corrects: Id;
          reason: Line;
        }
    >
  | Event<'VerdictWithdrawn', { corrects: Id; suspectId: Id; reason: Line }>
  | Event<'FinalityWithdrawn', { corrects: Id; suspectId: Id; reason: Line }>
  | Event<'ChargesWithdrawn', { chargesId: Id; suspectIds: readonly Id[]; reason: Line }>
  | Event<'TrialWithdrawn', { trialId: Id; suspectIds: readonly Id[]; reason: Line }>
  | Event<'ChargesEndWithdrawn', EndOfWhom & { reason: Line }>
  // What money follows from is two persons' word: of a final verdict that one person entered, or of a charge's end, another says that it is so.
  | Event<'VerdictAttested', Attestation & { verdictId: Id; suspectId: Id }>
  | Event<'ChargesEndAttested', Attestation & EndOfWhom>;
