import { type Command, decideBy, type Decider, defined, type Issued, sameJson } from '#libs/event-sourcing';
import type { Id, Instant, Line, Lines, RegisterEntry } from '#libs/vocabulary';
import type {
  Certified,
  Destroyed,
  DestructionApproval,
  Discrepancy,
  ExhibitEvent,
  Lot,
  Reconciled,
  Sample,
  SealCondition,
  SealedLot,
  SeizureOfLot,
  Transfer,
  Weighed,
} from './exhibit-events.ts';
import { evolve, type Exhibit, unsealed } from './exhibit-standing.ts';
import { defectsOf, requireHappened, requirePresent } from './rules/any-fact.ts';
import { irregularReceipt, requireAnotherPerson, requireHolder, requireNoOffer, requireOffer } from './rules/custody.ts';
import { requireApproval, requireClosedBalance, requireRetainedSample, requireWitnesses, type SaidWitness } from './rules/destruction.ts';
import {
  irregularResult,
  irregularRevision,
  requireAnalysts,
  requireAtLaboratory,
  requireCertifiedBefore,
  requireCountersigner,
  requireIndependent,
  requireLatest,
  requireNoCertificate,
  requireNotOlder,
  requireReceivedBefore,
  requireUnused,
} from './rules/laboratory.ts';
import { irregularSeal, irregularSealing, requireSealed, requireUnsealed } from './rules/sealing.ts';
import { irregularSample, irregularWeighing, lossOf, requireWeighed } from './rules/weight.ts';

// Two kinds of commands, and they are treated differently:
//
// Facts are what was found, weighed, taken and decided. They are recorded whenever they are reported, with defect codes for what is irregular.
//   SealExhibit, WeighExhibit, ReportSealDiscrepancy, TakeSample, ApproveDestruction, ReconcileMassBalance
// Acts are what one person does towards another, or what others will rest on. They are gated by the facts and refused with the reason.
//   OfferCustody, AcceptCustody, RefuseCustody, WithdrawOffer, CertifyResult, ReviseResult, CountersignResult, DestroyExhibit

/** The analyst who gives the command certifies; the second one is named, and countersigns. */
interface Analysed {
  readonly secondAnalyst: RegisterEntry;
  /** The unit that the first one is of by the register; a token may say another one, or none. */
  readonly firstUnit?: RegisterEntry;
  /** The unit that the second one is of, where the register of officers knows it. */
  readonly secondUnit?: RegisterEntry;
}

export type ExhibitCommand =
  | Command<'SealExhibit', Lot & SealedLot & { seizure: SeizureOfLot }>
  | Command<'WeighExhibit', Weighed>
  | Command<'ReportSealDiscrepancy', Discrepancy>
  | Command<'TakeSample', Sample>
  | Command<'OfferCustody', Omit<Transfer, 'from'> & { offeredAt: Instant }>
  | Command<'AcceptCustody', { transferId: Id; receivedAt: Instant; sealNumber: Line; sealCondition: SealCondition }>
  | Command<'RefuseCustody', { transferId: Id; reason: Lines }>
  | Command<'WithdrawOffer', { transferId: Id; reason: Lines }>
  | Command<'CertifyResult', Certified & Analysed>
  | Command<'ReviseResult', Certified & Analysed & { revises: string; reason: Lines }>
  // `unit`: the one that who countersigns is of by the register, where it knows them.
  | Command<'CountersignResult', { certificate: string; countersignedAt: Instant; unit?: RegisterEntry }>
  | Command<'ApproveDestruction', DestructionApproval>
  | Command<'ReconcileMassBalance', Reconciled>
  // The agency of each witness: the one that they are of by the register.
  | Command<'DestroyExhibit', Omit<Destroyed, 'witnesses'> & { witnesses: readonly SaidWitness[] }>;

type CommandOf<Type extends ExhibitCommand['type']> = Issued<Extract<ExhibitCommand, { type: Type }>>;
type Decided = readonly ExhibitEvent[];

/** An exhibit from its sealing to its end: who holds it, what it weighs, what two analysts certified of it. Its rules stand in `rules/`. */
export const exhibit: Decider<ExhibitCommand, ExhibitEvent, Exhibit> = {
  initial: unsealed,
  evolve,
  decide: decideBy<ExhibitCommand, ExhibitEvent, Exhibit>({
    SealExhibit: seal,
    WeighExhibit: weigh,
    ReportSealDiscrepancy: reportSealDiscrepancy,
    TakeSample: takeSample,
    OfferCustody: offerCustody,
    AcceptCustody: acceptCustody,
    RefuseCustody: refuseCustody,
    WithdrawOffer: withdrawOffer,
    CertifyResult: certifyResult,
    ReviseResult: reviseResult,
    CountersignResult: countersignResult,
    ApproveDestruction: approveDestruction,
    ReconcileMassBalance: reconcileMassBalance,
    DestroyExhibit: destroy,
  }),
};

function seal({ data, by, at }: CommandOf<'SealExhibit'>, state: Exhibit): Decided {
  requireHappened(data.sealedAt, at);
  const { seizure, ...said } = data;
  if (state.sealed !== undefined && isSame(said, state.sealed)) return [];
  requireUnsealed(state);
  const from = { sealedBy: by.id, seizingUnits: seizure.units, seizingOfficers: seizure.officers };
  const defects = defectsOf(state, said.sealedAt, at, irregularSealing(said, seizure, by));
  return [{ type: 'ExhibitSealed', data: { ...said, ...from, defects } }];
}

function weigh({ data, by, at }: CommandOf<'WeighExhibit'>, state: Exhibit): Decided {
  requireHappened(data.weighedAt, at);
  const lot = requireSealed(state);
  if (state.weighings.some(({ weighingId }) => weighingId === data.weighingId)) return [];
  const { expectedMg } = state;
  const found = { weighedBy: by.id, expectedMg, driftMg: data.grossMg - expectedMg };
  const defects = defectsOf(state, data.weighedAt, at, irregularWeighing(state, data.grossMg));
  return [{ type: 'ExhibitWeighed', data: { ...lot, ...data, ...found, defects } }];
}

function reportSealDiscrepancy({ data, by, at }: CommandOf<'ReportSealDiscrepancy'>, state: Exhibit): Decided {
  requireHappened(data.foundAt, at);
  const lot = requireSealed(state);
  if (state.discrepancies.some(({ discrepancyId }) => discrepancyId === data.discrepancyId)) return [];
  const defects = defectsOf(state, data.foundAt, at, irregularSeal(data.kind));
  return [{ type: 'SealDiscrepancyFound', data: { ...lot, ...data, foundBy: by.id, defects } }];
}

function takeSample({ data, by, at }: CommandOf<'TakeSample'>, state: Exhibit): Decided {
  requireHappened(data.takenAt, at);
  const lot = requireSealed(state);
  if (state.samples.some(({ sampleId }) => sampleId === data.sampleId)) return [];
  const defects = defectsOf(state, data.takenAt, at, irregularSample(state, data.massMg));
  return [{ type: 'SampleTaken', data: { ...lot, ...data, takenBy: by.id, defects } }];
}

function offerCustody({ data, by, at }: CommandOf<'OfferCustody'>, state: Exhibit): Decided {
  requireHappened(data.offeredAt, at);
  const lot = requireSealed(state);
  const { transferId, to, laboratoryId, offeredAt } = data;
  if (state.transfers.some((known) => known.transferId === transferId)) return [];
  requirePresent(state);
  requireHolder(state, by.id);
  requireAnotherPerson(to, by.id);
  requireNoOffer(state);
  return [{ type: 'CustodyOffered', data: defined({ ...lot, transferId, from: by.id, to, laboratoryId, offeredAt }) }];
}

function acceptCustody({ data, by, at }: CommandOf<'AcceptCustody'>, state: Exhibit): Decided {
  requireHappened(data.receivedAt, at);
  const lot = requireSealed(state);
  const { transferId, ...found } = data;
  const { offer, transfer } = requireOffer(state, transferId, by.id, 'receiver', 'accepted');
  if (offer === undefined) return [];
  const { receivedAt, sealNumber, sealCondition } = found;
  const defects = defectsOf(state, receivedAt, at, irregularReceipt(state, offer, found));
  return [{ type: 'CustodyAccepted', data: { ...lot, ...transfer, receivedAt, sealNumber, sealCondition, defects } }];
}

function refuseCustody({ data, by }: CommandOf<'RefuseCustody'>, state: Exhibit): Decided {
  const lot = requireSealed(state);
  const { offer, transfer } = requireOffer(state, data.transferId, by.id, 'receiver', 'refused');
  return offer === undefined ? [] : [{ type: 'CustodyRefused', data: { ...lot, ...transfer, reason: data.reason } }];
}

function withdrawOffer({ data, by }: CommandOf<'WithdrawOffer'>, state: Exhibit): Decided {
  const lot = requireSealed(state);
  const { offer, transfer } = requireOffer(state, data.transferId, by.id, 'giver', 'withdrawn');
  return offer === undefined ? [] : [{ type: 'CustodyOfferWithdrawn', data: { ...lot, ...transfer, reason: data.reason } }];
}

function certifyResult({ data, by, at }: CommandOf<'CertifyResult'>, state: Exhibit): Decided {
  requireHappened(data.certifiedAt, at);
  const lot = requireSealed(state);
  const { secondAnalyst, firstUnit, secondUnit, ...result } = data;
  if (isCertified(state, result, [by.id, secondAnalyst])) return [];
  requirePresent(state);
  requireUnused(state, result.certificate);
  const { laboratoryId, since } = requireAtLaboratory(state);
  requireNoCertificate(state);
  const analysts = requireAnalysts(state, by, secondAnalyst, [firstUnit, secondUnit]);
  requireReceivedBefore(result.certifiedAt, since);
  const defects = defectsOf(state, result.certifiedAt, at, irregularResult(state, result));
  return [{ type: 'LabResultCertified', data: { ...lot, ...result, laboratoryId, analysts, defects } }];
}

function reviseResult({ data, by, at }: CommandOf<'ReviseResult'>, state: Exhibit): Decided {
  requireHappened(data.certifiedAt, at);
  const lot = requireSealed(state);
  const { secondAnalyst, firstUnit, secondUnit, ...result } = data;
  if (isCertified(state, result, [by.id, secondAnalyst])) return [];
  requireUnused(state, result.certificate);
  const revised = requireLatest(state, result.revises);
  const { laboratoryId } = revised;
  const analysts = requireAnalysts(state, by, secondAnalyst, [firstUnit, secondUnit]);
  requireNotOlder(result.certifiedAt, revised);
  const defects = defectsOf(state, result.certifiedAt, at, irregularRevision(state, result));
  return [{ type: 'LabResultRevised', data: { ...lot, ...result, laboratoryId, analysts, defects } }];
}

function countersignResult({ data, by, at }: CommandOf<'CountersignResult'>, state: Exhibit): Decided {
  const { certificate, countersignedAt, unit } = data;
  requireHappened(countersignedAt, at);
  const lot = requireSealed(state);
  const known = requireCountersigner(state, certificate, by.id);
  if (known.countersignedAt !== undefined) return [];
  requireLatest(state, certificate);
  requireIndependent(state, by, [by.id], [unit]);
  requireCertifiedBefore(countersignedAt, known);
  return [{ type: 'LabResultCountersigned', data: { ...lot, certificate, countersignedBy: by.id, countersignedAt } }];
}

function approveDestruction({ data, at }: CommandOf<'ApproveDestruction'>, state: Exhibit): Decided {
  requireHappened(data.decidedAt, at);
  const lot = requireSealed(state);
  if (state.approvals.some(({ authority, reference }) => authority === data.authority && reference === data.reference)) return [];
  return [{ type: 'DestructionApproved', data: { ...lot, ...data, defects: defectsOf(state, data.decidedAt, at) } }];
}

function reconcileMassBalance({ data, by, at }: CommandOf<'ReconcileMassBalance'>, state: Exhibit): Decided {
  requireHappened(data.reconciledAt, at);
  const lot = requireSealed(state);
  if (state.reconciliations.includes(data.reconciliationId)) return [];
  requireWeighed(state);
  const balance = lossOf(state);
  const defects = defectsOf(state, data.reconciledAt, at, { 'balance.open': !balance.closes });
  return [{ type: 'MassBalanceReconciled', data: { ...lot, ...data, ...balance, reconciledBy: by.id, defects } }];
}

function destroy({ data, by, at }: CommandOf<'DestroyExhibit'>, state: Exhibit): Decided {
  requireHappened(data.destroyedAt, at);
  const lot = requireSealed(state);
  if (state.destroyed?.destructionId === data.destructionId) return [];
  requirePresent(state);
  requireHolder(state, by.id);
  requireNoOffer(state);
  const { approvalId } = requireApproval(state, data.destroyedAt);
  const retainedSamples = requireRetainedSample(state);
  const witnesses = requireWitnesses(data.witnesses, by.id);
  const { reconciliationId } = requireClosedBalance(state);
  return [
    { type: 'ExhibitDestroyed', data: { ...lot, ...data, witnesses, destroyedBy: by.id, approvalId, retainedSamples, reconciliationId } },
  ];
}

/** Whether this very result was certified, by the same two analysts. */
function isCertified(state: Exhibit, result: Certified, analysts: readonly [string, string]): boolean {
  const known = state.certificates.find(({ certificate }) => certificate === result.certificate);
  return known !== undefined && isSame({ ...result, analysts }, known);
}

/** Whether what is said is what was recorded, field by field. */
function isSame<Said extends object>(said: Said, recorded: { readonly [Field in keyof Said]?: unknown }): boolean {
  return (Object.keys(said) as (keyof Said)[]).every((field) => sameJson(said[field], recorded[field]));
}
