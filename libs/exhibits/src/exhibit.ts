import { decideBy, type Decider, defined, type Issued, sameJson } from '#libs/event-sourcing';
import { withStatements, witnessOf } from '#libs/statements';
import { hasAttested } from '#libs/vocabulary';
import type { ExhibitCommand } from './exhibit-commands.ts';
import type { Certified, ExhibitEvent } from './exhibit-events.ts';
import { caseOf, exhibitPartsOf, exhibitPartTable, exhibitStanding, noPartInExhibit } from './exhibit-parts.ts';
import { evolve, type Exhibit, unsealed } from './exhibit-standing.ts';
import { defectsOf, requireHappened, requirePresent } from './rules/any-fact.ts';
import { irregularReceipt, requireAnotherPerson, requireHolder, requireNoOffer, requireOffer } from './rules/custody.ts';
import {
  irregularApproval,
  isApproved,
  requireApproval,
  requireClosedBalance,
  requireNamedWitness,
  requireRetainedSample,
  requireWitnesses,
} from './rules/destruction.ts';
import {
  irregularLaboratory,
  irregularResult,
  irregularRevision,
  requireAnalysts,
  requireAtLaboratory,
  requireCertifiedBefore,
  requireCountersigner,
  requireIndependent,
  requireLatest,
  requireOfLaboratory,
  requireNoCertificate,
  requireNotOlder,
  requireReceivedBefore,
  requireUnused,
} from './rules/laboratory.ts';
import { irregularSeal, irregularSealing, requireOwnSeal, requireSealed, requireUnsealed } from './rules/sealing.ts';
import { irregularSample, irregularWeighing, lossOf, requireWeighed } from './rules/weight.ts';

type CommandOf<Type extends ExhibitCommand['type']> = Issued<Extract<ExhibitCommand, { type: Type }>>;
type Decided = readonly ExhibitEvent[];

export type { ExhibitCommand } from './exhibit-commands.ts';

/** The rules of an exhibit alone, whoever gives the commands: what `exhibit` decides by for those who have a part in it. They stand in `rules/`. */
export const unguardedExhibit: Decider<ExhibitCommand, ExhibitEvent, Exhibit> = {
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
    AttestDestruction: attest,
    CorrectSeal: correctSeal,
  }),
};

/** An exhibit from its sealing to its end: who holds it, what it weighs, what two analysts certified of it, and what others state of it. */
export const exhibit = withStatements(unguardedExhibit, {
  table: exhibitPartTable,
  partsOf: exhibitPartsOf,
  refusal: (_command, rule) => noPartInExhibit(rule),
  caseOf,
  standing: exhibitStanding,
});

function seal(command: CommandOf<'SealExhibit'>, state: Exhibit): Decided {
  const { data, at } = command;
  const sealedBy = witnessOf(command);
  requireHappened(data.sealedAt, at);
  const { seizure, ...said } = data;
  if (state.sealed !== undefined && isSame(said, state.sealed)) return [];
  requireUnsealed(state);
  const from = { sealedBy, seizingUnits: seizure.units, seizingOfficers: seizure.officers };
  const defects = defectsOf(state, said.sealedAt, at, irregularSealing(said, seizure, sealedBy));
  return [{ type: 'ExhibitSealed', data: { ...said, ...from, defects } }];
}

function weigh(command: CommandOf<'WeighExhibit'>, state: Exhibit): Decided {
  const { data, at } = command;
  requireHappened(data.weighedAt, at);
  const lot = requireSealed(state);
  if (state.weighings.some(({ weighingId }) => weighingId === data.weighingId)) return [];
  const { expectedMg } = state;
  const found = { weighedBy: witnessOf(command), expectedMg, driftMg: data.grossMg - expectedMg };
  const defects = defectsOf(state, data.weighedAt, at, irregularWeighing(state, data.grossMg));
  return [{ type: 'ExhibitWeighed', data: { ...lot, ...data, ...found, defects } }];
}

function reportSealDiscrepancy(command: CommandOf<'ReportSealDiscrepancy'>, state: Exhibit): Decided {
  const { data, at } = command;
  requireHappened(data.foundAt, at);
  const lot = requireSealed(state);
  if (state.discrepancies.some(({ discrepancyId }) => discrepancyId === data.discrepancyId)) return [];
  const defects = defectsOf(state, data.foundAt, at, irregularSeal(data.kind));
  return [{ type: 'SealDiscrepancyFound', data: { ...lot, ...data, foundBy: witnessOf(command), defects } }];
}

function takeSample(command: CommandOf<'TakeSample'>, state: Exhibit): Decided {
  const { data, at } = command;
  requireHappened(data.takenAt, at);
  const lot = requireSealed(state);
  if (state.samples.some(({ sampleId }) => sampleId === data.sampleId)) return [];
  const defects = defectsOf(state, data.takenAt, at, irregularSample(state, data.massMg));
  return [{ type: 'SampleTaken', data: { ...lot, ...data, takenBy: witnessOf(command), defects } }];
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
  const { transferId, registered = false, ...found } = data;
  const { offer, transfer } = requireOffer(state, transferId, by.id, 'receiver', 'accepted');
  if (offer === undefined) return [];
  const { receivedAt, sealNumber, sealCondition } = found;
  const defects = defectsOf(state, receivedAt, at, irregularReceipt(state, offer, { ...found, registered }));
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
  const { secondAnalyst, firstUnit, secondUnit, laboratoryUnit, madeByOne, ...result } = data;
  if (isCertified(state, result, [by.id, secondAnalyst])) return [];
  requirePresent(state);
  requireUnused(state, result.certificate);
  const { laboratoryId, since } = requireAtLaboratory(state);
  requireNoCertificate(state);
  const analysts = requireAnalysts(state, by, secondAnalyst, [firstUnit, secondUnit]);
  requireOfLaboratory(laboratoryId, laboratoryUnit, [firstUnit, secondUnit]);
  requireReceivedBefore(result.certifiedAt, since);
  const defects = defectsOf(state, result.certifiedAt, at, {
    ...irregularResult(state, result),
    ...irregularLaboratory(madeByOne),
  });
  return [{ type: 'LabResultCertified', data: { ...lot, ...result, laboratoryId, analysts, defects } }];
}

function reviseResult({ data, by, at }: CommandOf<'ReviseResult'>, state: Exhibit): Decided {
  requireHappened(data.certifiedAt, at);
  const lot = requireSealed(state);
  const { secondAnalyst, firstUnit, secondUnit, laboratoryUnit, madeByOne, ...result } = data;
  if (isCertified(state, result, [by.id, secondAnalyst])) return [];
  requireUnused(state, result.certificate);
  const revised = requireLatest(state, result.revises);
  const { laboratoryId } = revised;
  const analysts = requireAnalysts(state, by, secondAnalyst, [firstUnit, secondUnit]);
  requireOfLaboratory(laboratoryId, laboratoryUnit, [firstUnit, secondUnit]);
  requireNotOlder(result.certifiedAt, revised);
  const defects = defectsOf(state, result.certifiedAt, at, {
    ...irregularRevision(state, result),
    ...irregularLaboratory(madeByOne),
  });
  return [{ type: 'LabResultRevised', data: { ...lot, ...result, laboratoryId, analysts, defects } }];
}

function countersignResult({ data, by, at }: CommandOf<'CountersignResult'>, state: Exhibit): Decided {
  const { certificate, countersignedAt, unit, laboratoryUnit } = data;
  requireHappened(countersignedAt, at);
  const lot = requireSealed(state);
  const known = requireCountersigner(state, certificate, by.id);
  if (known.countersignedAt !== undefined) return [];
  requireLatest(state, certificate);
  requireIndependent(state, by, [by.id], [unit]);
  requireOfLaboratory(known.laboratoryId, laboratoryUnit, [unit]);
  requireCertifiedBefore(countersignedAt, known);
  return [{ type: 'LabResultCountersigned', data: { ...lot, certificate, countersignedBy: by.id, countersignedAt } }];
}

function approveDestruction({ data, at }: CommandOf<'ApproveDestruction'>, state: Exhibit): Decided {
  requireHappened(data.decidedAt, at);
  const lot = requireSealed(state);
  if (isApproved(state, data)) return [];
  const { known, ...approval } = data;
  const defects = defectsOf(state, data.decidedAt, at, irregularApproval(known));
  return [{ type: 'DestructionApproved', data: { ...lot, ...approval, defects } }];
}

function reconcileMassBalance(command: CommandOf<'ReconcileMassBalance'>, state: Exhibit): Decided {
  const { data, at } = command;
  requireHappened(data.reconciledAt, at);
  const lot = requireSealed(state);
  if (state.reconciliations.includes(data.reconciliationId)) return [];
  requireWeighed(state);
  const balance = lossOf(state);
  const defects = defectsOf(state, data.reconciledAt, at, { 'balance.open': !balance.closes });
  return [{ type: 'MassBalanceReconciled', data: { ...lot, ...data, ...balance, reconciledBy: witnessOf(command), defects } }];
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

function attest({ data, by, at }: CommandOf<'AttestDestruction'>, state: Exhibit): Decided {
  const lot = requireSealed(state);
  const { destructionId } = requireNamedWitness(state, by.id);
  if (hasAttested(state.attestations, by.id, data)) return [];
  return [{ type: 'DestructionAttested', data: { ...lot, ...data, destructionId, attestedBy: by.id, attestedAt: at } }];
}

function correctSeal({ data, by }: CommandOf<'CorrectSeal'>, state: Exhibit): Decided {
  const lot = requireSealed(state);
  requireOwnSeal(state, data, by.id);
  return [{ type: 'SealCorrected', data: { ...lot, ...data, correctedBy: by.id } }];
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
