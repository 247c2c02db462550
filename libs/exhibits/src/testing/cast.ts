import type { Actor } from '#libs/event-sourcing';
import type { StatementEvent } from '#libs/statements';
import type { ExhibitCommand } from '../exhibit.ts';
import type { ExhibitEvent, SeizureOfLot, Witness } from '../exhibit-events.ts';

/** The people and the lot that the specs tell about. */
export const sokha: Actor = {
  id: 'officer-sokha',
  name: 'Sokha',
  roles: ['investigator'],
  unit: 'unit-phnom-penh-1',
  agency: 'police',
};
export const mony: Actor = { id: 'custodian-mony', name: 'Mony', roles: ['custodian'], unit: 'unit-custody', agency: 'police' };
export const reasmey: Actor = { id: 'custodian-reasmey', name: 'Reasmey', roles: ['custodian'], unit: 'unit-laboratory' };
export const chenda: Actor = { id: 'analyst-chenda', name: 'Chenda', roles: ['laboratory-analyst'], unit: 'unit-laboratory' };
export const nary: Actor = { id: 'analyst-nary', name: 'Nary', roles: ['laboratory-analyst'], unit: 'unit-laboratory' };

export const laboratory = 'laboratory-national';
export const at = (hour: number, day = 3): string => `2026-03-0${day}T${String(hour).padStart(2, '0')}:00:00+07:00`;
/** When the specs' commands are given, unless they say otherwise: within a day of everything that is told. */
export const now = '2026-03-03T16:00:00.000Z';

type EventOf<Type extends ExhibitEvent['type']> = Extract<ExhibitEvent, { type: Type }>;
type CommandOf<Type extends ExhibitCommand['type']> = Extract<ExhibitCommand, { type: Type }>;

const lot = { caseId: 'case-117', seizureId: 'seizure-1' };
export const seizure: SeizureOfLot = {
  substance: 'methamphetamine',
  grossMg: 1_200_000,
  seizedAt: at(7),
  units: ['unit-phnom-penh-1', 'unit-customs-4'],
  officers: ['officer-sokha', 'officer-dara'],
};

const witnesses: readonly Witness[] = [
  { personId: 'officer-dara', agency: 'police' },
  { personId: 'prosecutor-vichet', agency: 'courts' },
  { personId: 'officer-thida', agency: 'ministry-health' },
];

/** By the register the laboratory is a unit, and both analysts are of it. */
const ofLaboratory = { firstUnit: 'unit-laboratory', secondUnit: 'unit-laboratory', laboratoryUnit: 'unit-laboratory' } as const;

/** What is commanded, where a story changes a part of it. */
export const command = {
  seal: (changes: Partial<CommandOf<'SealExhibit'>['data']> = {}): CommandOf<'SealExhibit'> => ({
    type: 'SealExhibit',
    data: {
      ...lot,
      sealNumber: 'KH-0001',
      substance: 'methamphetamine',
      grossMg: 1_200_000,
      sealedAt: at(8),
      unit: 'unit-phnom-penh-1',
      custodian: sokha.id,
      seizure,
      ...changes,
    },
  }),
  weigh: (grossMg: number, weighingId = 'weighing-1', weighedAt = at(9)): CommandOf<'WeighExhibit'> => ({
    type: 'WeighExhibit',
    data: { weighingId, grossMg, weighedAt },
  }),
  offer: (to = mony.id, transferId = 'transfer-1', laboratoryId?: string): CommandOf<'OfferCustody'> => ({
    type: 'OfferCustody',
    data: { transferId, to, ...(laboratoryId !== undefined && { laboratoryId }), offeredAt: at(10) },
  }),
  accept: (transferId = 'transfer-1', changes: Partial<CommandOf<'AcceptCustody'>['data']> = {}): CommandOf<'AcceptCustody'> => ({
    type: 'AcceptCustody',
    data: { transferId, receivedAt: at(11), sealNumber: 'KH-0001', sealCondition: 'intact', registered: true, ...changes },
  }),
  refuse: (transferId = 'transfer-1'): CommandOf<'RefuseCustody'> => ({
    type: 'RefuseCustody',
    data: { transferId, reason: 'Not expected' },
  }),
  withdraw: (transferId = 'transfer-1'): CommandOf<'WithdrawOffer'> => ({
    type: 'WithdrawOffer',
    data: { transferId, reason: 'Somebody else takes it over' },
  }),
  discover: (kind: CommandOf<'ReportSealDiscrepancy'>['data']['kind']): CommandOf<'ReportSealDiscrepancy'> => ({
    type: 'ReportSealDiscrepancy',
    data: { discrepancyId: `discrepancy-${kind}`, kind, foundAt: at(12) },
  }),
  sample: (massMg = 5000, sampleId = 'sample-1', retained = true): CommandOf<'TakeSample'> => ({
    type: 'TakeSample',
    data: { sampleId, massMg, takenAt: at(13), purpose: 'Purity', retained, sealNumber: 'KH-0002' },
  }),
  certify: (changes: Partial<CommandOf<'CertifyResult'>['data']> = {}): CommandOf<'CertifyResult'> => ({
    type: 'CertifyResult',
    data: {
      certificate: 'LAB-44/26',
      secondAnalyst: nary.id,
      substance: 'methamphetamine',
      netMg: 1_100_000,
      purityBp: 8500,
      uncertaintyMg: 5000,
      certifiedAt: at(14),
      ...ofLaboratory,
      ...changes,
    },
  }),
  revise: (changes: Partial<CommandOf<'ReviseResult'>['data']> = {}): CommandOf<'ReviseResult'> => ({
    type: 'ReviseResult',
    data: {
      ...command.certify().data,
      certificate: 'LAB-44/26-R1',
      revises: 'LAB-44/26',
      netMg: 990_000,
      certifiedAt: at(15),
      reason: 'The balance was out of calibration',
      ...changes,
    },
  }),
  countersign: (certificate = 'LAB-44/26', countersignedAt = at(15)): CommandOf<'CountersignResult'> => ({
    type: 'CountersignResult',
    data: { certificate, countersignedAt, unit: 'unit-laboratory', laboratoryUnit: 'unit-laboratory' },
  }),
  approve: (changes: Partial<CommandOf<'ApproveDestruction'>['data']> = {}): CommandOf<'ApproveDestruction'> => ({
    type: 'ApproveDestruction',
    data: {
      approvalId: 'approval-1',
      kind: 'court-order',
      authority: 'court-phnom-penh',
      reference: 'DST-3/26',
      decidedAt: at(15),
      ...changes,
    },
  }),
  reconcile: (reconciliationId = 'reconciliation-1'): CommandOf<'ReconcileMassBalance'> => ({
    type: 'ReconcileMassBalance',
    data: { reconciliationId, reconciledAt: at(16) },
  }),
  destroy: (changes: Partial<CommandOf<'DestroyExhibit'>['data']> = {}): CommandOf<'DestroyExhibit'> => ({
    type: 'DestroyExhibit',
    data: {
      destructionId: 'destruction-1',
      method: 'Incineration',
      witnesses,
      destroyedAt: at(17),
      ...changes,
    },
  }),
};

/** Somebody who never had the lot in their hands says that its seal was broken. */
export const stated: Extract<StatementEvent, { type: 'StatementFiled' }> = {
  type: 'StatementFiled',
  data: {
    statementId: 'statement-1',
    caseId: 'case-117',
    says: { type: 'ReportSealDiscrepancy', data: command.discover('broken').data as unknown as Readonly<Record<string, unknown>> },
    filedBy: 'officer-rival',
  },
};
export const setAside: Extract<StatementEvent, { type: 'StatementSetAside' }> = {
  type: 'StatementSetAside',
  data: { statementId: 'statement-1', filedBy: 'officer-rival', setAsideBy: mony.id, reason: 'The seal is whole' },
};

const handedOver = (from: string, to: string, transferId: string, laboratoryId?: string) => {
  const transfer = { ...lot, transferId, from, to, ...(laboratoryId !== undefined && { laboratoryId }) };
  return {
    offered: { type: 'CustodyOffered', data: { ...transfer, offeredAt: at(10) } } satisfies EventOf<'CustodyOffered'>,
    accepted: {
      type: 'CustodyAccepted',
      data: { ...transfer, receivedAt: at(11), sealNumber: 'KH-0001', sealCondition: 'intact', defects: [] },
    } satisfies EventOf<'CustodyAccepted'>,
    refused: { type: 'CustodyRefused', data: { ...transfer, reason: 'Not expected' } } satisfies EventOf<'CustodyRefused'>,
    withdrawn: {
      type: 'CustodyOfferWithdrawn',
      data: { ...transfer, reason: 'Somebody else takes it over' },
    } satisfies EventOf<'CustodyOfferWithdrawn'>,
  } as const;
};

/** What a command says that its event says too. */
function without<T extends object, Field extends keyof T & string>(of: T, ...dropped: readonly Field[]): Omit<T, Field> {
  return Object.fromEntries(Object.entries(of).filter(([field]) => !(dropped as readonly string[]).includes(field))) as Omit<T, Field>;
}
const sealing = without(command.seal().data, 'seizure');
const certifying = without(command.certify().data, 'secondAnalyst', 'firstUnit', 'secondUnit', 'laboratoryUnit');
const revising = without(command.revise().data, 'secondAnalyst', 'firstUnit', 'secondUnit', 'laboratoryUnit');
const analysed = { laboratoryId: laboratory, analysts: [chenda.id, nary.id] as const, defects: [] };

const countersigned = (certificate: string): EventOf<'LabResultCountersigned'> => ({
  type: 'LabResultCountersigned',
  data: { ...lot, certificate, countersignedBy: nary.id, countersignedAt: at(15) },
});

/** Facts as they are recorded when nothing is irregular. */
export const fact = {
  sealed: {
    type: 'ExhibitSealed',
    data: { ...sealing, sealedBy: sokha.id, seizingUnits: seizure.units, seizingOfficers: seizure.officers, defects: [] },
  } satisfies EventOf<'ExhibitSealed'>,
  weighed: (grossMg: number, expectedMg = 1_200_000, weighingId = 'weighing-1'): EventOf<'ExhibitWeighed'> => ({
    type: 'ExhibitWeighed',
    data: {
      ...lot,
      ...command.weigh(grossMg, weighingId).data,
      weighedBy: mony.id,
      expectedMg,
      driftMg: grossMg - expectedMg,
      defects: [],
    },
  }),
  toMony: handedOver(sokha.id, mony.id, 'transfer-1'),
  toLaboratory: handedOver(mony.id, reasmey.id, 'transfer-2', laboratory),
  back: handedOver(reasmey.id, mony.id, 'transfer-3'),
  broken: {
    type: 'SealDiscrepancyFound',
    data: { ...lot, ...command.discover('broken').data, foundBy: mony.id, defects: ['seal.broken'] },
  } satisfies EventOf<'SealDiscrepancyFound'>,
  sampled: {
    type: 'SampleTaken',
    data: { ...lot, ...command.sample().data, takenBy: chenda.id, defects: [] },
  } satisfies EventOf<'SampleTaken'>,
  certified: { type: 'LabResultCertified', data: { ...lot, ...certifying, ...analysed } } satisfies EventOf<'LabResultCertified'>,
  revised: { type: 'LabResultRevised', data: { ...lot, ...revising, ...analysed } } satisfies EventOf<'LabResultRevised'>,
  countersigned: countersigned('LAB-44/26'),
  revisionCountersigned: countersigned('LAB-44/26-R1'),
  approved: {
    type: 'DestructionApproved',
    data: { ...lot, ...command.approve().data, defects: [] },
  } satisfies EventOf<'DestructionApproved'>,
  reconciled: {
    type: 'MassBalanceReconciled',
    data: {
      ...lot,
      ...command.reconcile().data,
      reconciledBy: mony.id,
      sealedMg: 1_200_000,
      presentMg: 1_195_000,
      sampledMg: 5000,
      differenceMg: 0,
      closes: true,
      defects: [],
    },
  } satisfies EventOf<'MassBalanceReconciled'>,
  destroyed: {
    type: 'ExhibitDestroyed',
    data: {
      ...lot,
      ...command.destroy().data,
      witnesses,
      destroyedBy: mony.id,
      approvalId: 'approval-1',
      retainedSamples: ['sample-1'],
      reconciliationId: 'reconciliation-1',
    },
  } satisfies EventOf<'ExhibitDestroyed'>,
};

const inCustody = [fact.sealed, fact.toMony.offered, fact.toMony.accepted] as const;
const atLaboratory = [...inCustody, fact.toLaboratory.offered, fact.toLaboratory.accepted] as const;
const certified = [...atLaboratory, fact.sampled, fact.certified, fact.countersigned] as const;
const returned = [...certified, fact.back.offered, fact.back.accepted] as const;
const approved = [...returned, fact.weighed(1_195_000, 1_195_000, 'weighing-2'), fact.approved] as const;

/** The road of the lot, as far as each story needs it. */
export const road = {
  inCustody,
  atLaboratory,
  certified,
  returned,
  approved,
  balanced: [...approved, fact.reconciled],
  destroyed: [...approved, fact.reconciled, fact.destroyed],
} as const;
