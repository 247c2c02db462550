import { type Event, type EventCatalogue, eventCatalogue, typesOf } from '#libs/event-sourcing';
import { type StatementEvent, statementEvents } from '#libs/statements';
import type { Attestation, BasisPoints, Id, Instant, Line, Lines, Milligrams, RegisterEntry, Substance } from '#libs/vocabulary';

export const exhibitStream = (exhibitId: string) => `exhibit-${exhibitId}` as const;

/** The exhibit whose stream this is. */
export const exhibitIdOf = (stream: string): string => stream.slice('exhibit-'.length);

/** In what state a seal is found. `tampered`: what is under it is not as it was. */
export const sealConditions = ['intact', 'broken', 'tampered'] as const;
export type SealCondition = (typeof sealConditions)[number];

export const discrepancyKinds = ['broken', 'other-number', 'tampered'] as const;
export type DiscrepancyKind = (typeof discrepancyKinds)[number];

/** Who decides that an exhibit is destroyed. */
export const approvalKinds = ['court-order', 'committee-decision'] as const;
export type ApprovalKind = (typeof approvalKinds)[number];

/**
 * What is irregular about a recorded fact. A fact is never refused for it; entitlements that rest on it are.
 * `entry.late` recorded more than 24 hours after it happened; `exhibit.destroyed` of an exhibit that was destroyed by then;
 * `exhibit.tampered` what is under the seal is not as it was; `seal.broken` and `seal.other-number` as found;
 * `weight.drift` more than 0.5 % and more than 1 g away from what it should weigh; `weight.over-seizure` a lot that weighs more than its seizure;
 * `weight.net-over-gross` certified to weigh more without its packaging than with it; `substance.differs` sealed as something else than was seized;
 * `custody.not-by-holder` somebody else said who held it first; `sample.over-weight` a sample of more than there was;
 * `sample.large` samples that together are no sample any more, see `isLargeSample`;
 * `time.before-seizure`, `time.before-offer` dated before what it follows; `balance.open` what was sealed is not all accounted for;
 * `laboratory.unknown` taken over for a laboratory that is not in the register, or by who does not serve there by the register: it is at none;
 * `authority.unknown` to be destroyed by the word of a court or committee that is in no register, or by a court order of who is no court;
 * `laboratory.one-hand` certified where one person alone entered the laboratory and both its analysts, and nobody else confirmed it.
 */
export const exhibitDefects = [
  'entry.late',
  'exhibit.destroyed',
  'exhibit.tampered',
  'seal.broken',
  'seal.other-number',
  'weight.drift',
  'weight.over-seizure',
  'weight.net-over-gross',
  'substance.differs',
  'custody.not-by-holder',
  'sample.over-weight',
  'sample.large',
  'time.before-seizure',
  'time.before-offer',
  'balance.open',
  'laboratory.unknown',
  'laboratory.one-hand',
  'authority.unknown',
] as const;
export type ExhibitDefect = (typeof exhibitDefects)[number];

interface Irregular {
  /** What is irregular about it. */
  readonly defects: readonly ExhibitDefect[];
}

/** The seizure that an exhibit is a lot of, as its case knew it when the lot was sealed. */
export interface SeizureOfLot {
  readonly substance: Substance;
  readonly grossMg: Milligrams;
  readonly seizedAt: Instant;
  readonly units: readonly RegisterEntry[];
  readonly officers: readonly RegisterEntry[];
}

// What facts and acts say, first as it is reported, then with what is recorded of it. Every event names its case and seizure, so that readers can follow
// either.

/** Whose lot an exhibit is. */
export interface Lot {
  readonly caseId: Id;
  readonly seizureId: Id;
}

/** A lot of a seizure, put under seal. */
export interface SealedLot {
  readonly sealNumber: Line;
  readonly substance: Substance;
  /** With packaging and seal, milligrams. */
  readonly grossMg: Milligrams;
  /** As reported. */
  readonly sealedAt: Instant;
  /** The unit that sealed it. */
  readonly unit: RegisterEntry;
  /** Who holds it first. */
  readonly custodian: RegisterEntry;
}
export interface ExhibitSealing extends Lot, SealedLot {
  readonly sealedBy: RegisterEntry;
  readonly seizingUnits: readonly RegisterEntry[];
  readonly seizingOfficers: readonly RegisterEntry[];
}

export interface Weighed {
  readonly weighingId: Id;
  readonly grossMg: Milligrams;
  readonly weighedAt: Instant;
}
export interface Weighing extends Weighed, Irregular {
  readonly weighedBy: RegisterEntry;
  /** The gross weight recorded last, less the samples taken since. */
  readonly expectedMg: Milligrams;
  /** What was weighed less what was expected, milligrams. */
  readonly driftMg: number;
}

export interface Discrepancy {
  readonly discrepancyId: Id;
  readonly kind: DiscrepancyKind;
  readonly foundAt: Instant;
  /** What the seal says, where there is one. */
  readonly sealNumber?: Line;
  readonly description?: string;
}
export interface FoundDiscrepancy extends Discrepancy {
  readonly foundBy: RegisterEntry;
}

export interface Sample {
  readonly sampleId: Id;
  /** Milligrams taken out. */
  readonly massMg: Milligrams;
  readonly takenAt: Instant;
  readonly purpose: Line;
  /** Kept for another analysis, and when everything else is destroyed. */
  readonly retained: boolean;
  /** Of the seal put on afterwards: taking a sample breaks the one before. */
  readonly sealNumber: Line;
}
export interface TakenSample extends Sample {
  readonly takenBy: RegisterEntry;
}

/** Where an offered exhibit goes: `laboratoryId` if `to` takes it over for a laboratory. */
export interface Transfer {
  readonly transferId: Id;
  readonly from: RegisterEntry;
  readonly to: RegisterEntry;
  readonly laboratoryId?: RegisterEntry;
}

/** What two analysts measured. Masses in milligrams, purity in basis points. */
export interface Measurement {
  readonly substance: Substance;
  /** With packaging, if the laboratory weighed it so; milligrams. */
  readonly grossMg?: Milligrams;
  /** Without packaging, milligrams. */
  readonly netMg: Milligrams;
  /** Purity in basis points. */
  readonly purityBp: BasisPoints;
  /** Expanded uncertainty of the mass, milligrams. */
  readonly uncertaintyMg: Milligrams;
}
export interface Certified extends Measurement {
  /** The certificate's number. */
  readonly certificate: string;
  readonly certifiedAt: Instant;
}
/** A result with the laboratory and the two analysts whose it is: who certifies, and who is to countersign. */
export interface SignedResult extends Certified, Irregular {
  readonly laboratoryId: RegisterEntry;
  readonly analysts: readonly [RegisterEntry, RegisterEntry];
}

export interface DestructionApproval {
  readonly approvalId: Id;
  readonly kind: ApprovalKind;
  /** The court or committee. */
  readonly authority: RegisterEntry;
  readonly reference: Line;
  readonly decidedAt: Instant;
}

export interface Witness {
  readonly personId: RegisterEntry;
  /** The agency they are of: a register entry. By the register of officers, whatever was said; until that was asked, as it was said. */
  readonly agency: RegisterEntry;
}
export interface Destroyed {
  readonly destructionId: Id;
  readonly method: string;
  readonly witnesses: readonly Witness[];
  readonly destroyedAt: Instant;
}
export interface Destruction extends Destroyed {
  readonly destroyedBy: RegisterEntry;
  /** The approval that it rests on. */
  readonly approvalId: Id;
  readonly retainedSamples: readonly Id[];
}

/** What a witness of the destruction said of it. */
export interface DestructionAttestation extends Attestation {
  readonly destructionId: Id;
}

/** That a seal's number was entered wrongly: the seal on the lot is as it always was, and what was entered stays to be seen. */
export interface SealCorrection {
  /** As it was entered. */
  readonly was: Line;
  /** As the seal says. */
  readonly sealNumber: Line;
  readonly reason: Lines;
}

export interface Reconciled {
  readonly reconciliationId: Id;
  readonly reconciledAt: Instant;
  readonly explanation?: Lines;
}
/** What was sealed = what is there + what was taken as samples + `differenceMg`; `closes` if that is no more than a drift may be. */
export interface Reconciliation extends Reconciled {
  readonly reconciledBy: RegisterEntry;
  readonly sealedMg: Milligrams;
  readonly presentMg: Milligrams;
  readonly sampledMg: Milligrams;
  /** Milligrams that were sealed and are neither there nor taken as samples. */
  readonly differenceMg: number;
  readonly closes: boolean;
}

type Act<Type extends string, Data> = Event<Type, Lot & Data>;
type Fact<Type extends string, Data> = Act<Type, Data & Irregular>;

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file.
export type ExhibitEvent =
  | Fact<'ExhibitSealed', ExhibitSealing>
  | Fact<'ExhibitWeighed', Weighing>
  | Act<'CustodyOffered', Transfer & { offeredAt: Instant }>
  | Fact<'CustodyAccepted', Transfer & { receivedAt: Instant; sealNumber: Line; sealCondition: SealCondition }>
  | Act<'CustodyRefused', Transfer & { reason: Lines }>
  | Act<'CustodyOfferWithdrawn', Transfer & { reason: Lines }>
  | Fact<'SealDiscrepancyFound', FoundDiscrepancy>
  | Fact<'SampleTaken', TakenSample>
  | Fact<'LabResultCertified', SignedResult>
  // `revises`: the certificate that it replaces.
  | Fact<'LabResultRevised', SignedResult & { revises: string; reason: Lines }>
  // By the second analyst that the certificate names. Before it, nothing stands of it.
  | Act<'LabResultCountersigned', { certificate: string; countersignedBy: RegisterEntry; countersignedAt: Instant }>
  | Fact<'DestructionApproved', DestructionApproval>
  | Act<'ExhibitDestroyed', Destruction & { reconciliationId: Id }>
  // By a witness whom it names, with their own token.
  | Act<'DestructionAttested', DestructionAttestation>
  // By who sealed it, with a second hand.
  | Act<'SealCorrected', SealCorrection & { correctedBy: RegisterEntry }>
  | Fact<'MassBalanceReconciled', Reconciliation>;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const exhibitEvents = eventCatalogue<ExhibitEvent>()
  .unchanged('ExhibitSealed', 'ExhibitWeighed', 'CustodyOffered', 'CustodyAccepted', 'CustodyRefused')
  .unchanged('CustodyOfferWithdrawn', 'SealDiscrepancyFound', 'SampleTaken', 'LabResultCertified', 'LabResultRevised')
  .unchanged('LabResultCountersigned', 'DestructionApproved', 'ExhibitDestroyed', 'MassBalanceReconciled')
  .unchanged('DestructionAttested', 'SealCorrected')
  .whole();

/** Everything that the stream of an exhibit holds: what became of it, and what others state of it. */
export type ExhibitStreamEvent = ExhibitEvent | StatementEvent;

/** As `exhibitEvents`, of everything in the stream. Statements have their own room, which brings them to the program. */
export const exhibitStreamEvents: EventCatalogue<ExhibitStreamEvent> = { ...exhibitEvents, ...statementEvents };

/** All of them, for projections that take every event of an exhibit. */
export const exhibitEventTypes = typesOf(exhibitStreamEvents);
