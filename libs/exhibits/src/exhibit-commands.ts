import type { Command } from '#libs/event-sourcing';
import type { Attested, Id, Instant, Line, Lines, RegisterEntry } from '#libs/vocabulary';
import type {
  Certified,
  Destroyed,
  DestructionApproval,
  Discrepancy,
  Lot,
  Reconciled,
  Sample,
  SealCondition,
  SealCorrection,
  SealedLot,
  SeizureOfLot,
  Transfer,
  Weighed,
} from './exhibit-events.ts';
import type { SaidWitness } from './rules/destruction.ts';

// Two kinds of commands, and they are treated differently:
//
// Facts are what was found, weighed, taken and decided. They are recorded whenever they are reported, with defect codes for what is irregular.
//   SealExhibit, WeighExhibit, ReportSealDiscrepancy, TakeSample, ApproveDestruction, ReconcileMassBalance
// Acts are what one person does towards another, or what others will rest on. They are gated by the facts and refused with the reason.
//   OfferCustody, AcceptCustody, RefuseCustody, WithdrawOffer, CertifyResult, ReviseResult, CountersignResult, DestroyExhibit,
//   AttestDestruction, CorrectSeal

/** The analyst who gives the command certifies; the second one is named, and countersigns. */
interface Analysed {
  readonly secondAnalyst: RegisterEntry;
  /** The unit that the first one is of by the register; a token may say another one, or none. */
  readonly firstUnit?: RegisterEntry;
  /** The unit that the second one is of, where the register of officers knows it. */
  readonly secondUnit?: RegisterEntry;
  /** The unit that the laboratory is, by the register: its analysts are of it. */
  readonly laboratoryUnit?: RegisterEntry;
  /** One person alone entered the laboratory and both analysts, and nobody else confirmed it. */
  readonly madeByOne?: true;
}

export type ExhibitCommand =
  | Command<'SealExhibit', Lot & SealedLot & { seizure: SeizureOfLot }>
  | Command<'WeighExhibit', Weighed>
  | Command<'ReportSealDiscrepancy', Discrepancy>
  | Command<'TakeSample', Sample>
  | Command<'OfferCustody', Omit<Transfer, 'from'> & { offeredAt: Instant }>
  // `registered`: the laboratory for which it is taken over is in the register, and who takes it over serves there by it.
  | Command<'AcceptCustody', { transferId: Id; receivedAt: Instant; sealNumber: Line; sealCondition: SealCondition; registered?: boolean }>
  | Command<'RefuseCustody', { transferId: Id; reason: Lines }>
  | Command<'WithdrawOffer', { transferId: Id; reason: Lines }>
  | Command<'CertifyResult', Certified & Analysed>
  | Command<'ReviseResult', Certified & Analysed & { revises: string; reason: Lines }>
  // `unit`: the one that who countersigns is of by the register, where it knows them; `laboratoryUnit`: that of the laboratory.
  | Command<'CountersignResult', { certificate: string; countersignedAt: Instant; unit?: RegisterEntry; laboratoryUnit?: RegisterEntry }>
  // `known`: the authority is of the registers.
  | Command<'ApproveDestruction', DestructionApproval & { known?: boolean }>
  | Command<'ReconcileMassBalance', Reconciled>
  // The agency of each witness: the one that they are of by the register.
  | Command<'DestroyExhibit', Omit<Destroyed, 'witnesses'> & { witnesses: readonly SaidWitness[] }>
  | Command<'AttestDestruction', Attested>
  | Command<'CorrectSeal', SealCorrection>;
