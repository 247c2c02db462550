import { type Command, type Decider, type Event, type EventCatalogue, type Issued, RuleBroken } from '#libs/event-sourcing';
import { isBefore, isLate, requirePast, type Substance } from '#libs/vocabulary';
import {
  requireAnalysts,
  requireApproval,
  requireClosedBalance,
  requireCountersigner,
  requireHolder,
  requireIndependent,
  requireLatest,
  requireNoOffer,
  requireOffer,
  requirePresent,
  requireRetainedSample,
  requireSealed,
  requireUnused,
  requireWeighed,
  requireWitnesses,
} from './requirements.ts';
import { isDrift, lastGrossMg, latestCertificateOf, lossOf } from './standing.ts';

// Two kinds of commands, and they are treated differently:
//
// Facts are what was found, weighed, taken and decided. They are recorded whenever they are reported, with defect codes for what is irregular.
//   SealExhibit, WeighExhibit, ReportSealDiscrepancy, TakeSample, ApproveDestruction, ReconcileMassBalance
// Acts are what one person does towards another, or what others will rest on. They are gated by the facts and refused with the reason.
//   OfferCustody, AcceptCustody, RefuseCustody, WithdrawOffer, CertifyResult, ReviseResult, CountersignResult, DestroyExhibit

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
 * `time.before-seizure`, `time.before-offer` dated before what it follows; `balance.open` what was sealed is not all accounted for.
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
  'time.before-seizure',
  'time.before-offer',
  'balance.open',
] as const;
export type ExhibitDefect = (typeof exhibitDefects)[number];

/** The seizure that an exhibit is a lot of, as its case knew it when the lot was sealed. */
export interface SeizureOfLot {
  readonly substance: Substance;
  readonly grossMg: number;
  readonly seizedAt: string;
  readonly units: readonly string[];
  readonly officers: readonly string[];
}

// What facts and acts say. People are register entries. Every event names its case and seizure, so that readers can follow either.
interface Lot {
  readonly caseId: string;
  readonly seizureId: string;
}
interface Sealed {
  readonly sealNumber: string;
  readonly substance: Substance;
  /** With packaging and seal. */
  readonly grossMg: number;
  readonly sealedAt: string;
  /** The unit that sealed it. */
  readonly unit: string;
  /** Who holds it first. */
  readonly custodian: string;
}
interface Weighed {
  readonly weighingId: string;
  readonly grossMg: number;
  readonly weighedAt: string;
}
interface Discrepancy {
  readonly discrepancyId: string;
  readonly kind: DiscrepancyKind;
  readonly foundAt: string;
  /** What the seal says, where there is one. */
  readonly sealNumber?: string;
  readonly description?: string;
}
interface Sample {
  readonly sampleId: string;
  readonly massMg: number;
  readonly takenAt: string;
  readonly purpose: string;
  /** Kept for another analysis, and when everything else is destroyed. */
  readonly retained: boolean;
  /** Of the seal put on afterwards: taking a sample breaks the one before. */
  readonly sealNumber: string;
}
/** Where an offered exhibit goes: `laboratoryId` if `to` takes it over for a laboratory. */
interface Transfer {
  readonly transferId: string;
  readonly from: string;
  readonly to: string;
  readonly laboratoryId?: string;
}
/** What two analysts measured. Masses in milligrams, purity in basis points. */
export interface Measurement {
  readonly substance: Substance;
  readonly grossMg?: number;
  readonly netMg: number;
  readonly purityBp: number;
  /** Expanded uncertainty of the mass. */
  readonly uncertaintyMg: number;
}
type Certified = Measurement & {
  /** The certificate's number. */
  readonly certificate: string;
  readonly certifiedAt: string;
};
interface Approval {
  readonly approvalId: string;
  readonly kind: ApprovalKind;
  /** The court or committee. */
  readonly authority: string;
  readonly reference: string;
  readonly decidedAt: string;
}
export interface Witness {
  readonly personId: string;
  /** The agency they are of: a register entry. */
  readonly agency: string;
}
interface Destroyed {
  readonly destructionId: string;
  readonly method: string;
  readonly witnesses: readonly Witness[];
  readonly destroyedAt: string;
}
interface Reconciled {
  readonly reconciliationId: string;
  readonly reconciledAt: string;
  readonly explanation?: string;
}

interface Irregular {
  readonly defects: readonly ExhibitDefect[];
}
type Act<Type extends string, Data> = Event<Type, Lot & Data>;
type Fact<Type extends string, Data> = Act<Type, Data & Irregular>;

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file.
export type ExhibitEvent =
  | Fact<'ExhibitSealed', Sealed & { sealedBy: string; seizingUnits: readonly string[]; seizingOfficers: readonly string[] }>
  // `expectedMg` is the last recorded gross weight less the samples taken since; `driftMg` is what was weighed less that.
  | Fact<'ExhibitWeighed', Weighed & { weighedBy: string; expectedMg: number; driftMg: number }>
  | Act<'CustodyOffered', Transfer & { offeredAt: string }>
  | Fact<'CustodyAccepted', Transfer & { receivedAt: string; sealNumber: string; sealCondition: SealCondition }>
  | Act<'CustodyRefused', Transfer & { reason: string }>
  | Act<'CustodyOfferWithdrawn', Transfer & { reason: string }>
  | Fact<'SealDiscrepancyFound', Discrepancy & { foundBy: string }>
  | Fact<'SampleTaken', Sample & { takenBy: string }>
  | Fact<'LabResultCertified', Certified & { laboratoryId: string; analysts: readonly [string, string] }>
  | Fact<
      'LabResultRevised',
      Certified & {
        laboratoryId: string;
        analysts: readonly [string, string];
        /** The certificate that it replaces. */
        revises: string;
        reason: string;
      }
    >
  // By the second analyst that the certificate names. Before it, nothing stands of it.
  | Act<'LabResultCountersigned', { certificate: string; countersignedBy: string; countersignedAt: string }>
  | Fact<'DestructionApproved', Approval>
  | Act<
      'ExhibitDestroyed',
      Destroyed & {
        destroyedBy: string;
        /** The approval that it rests on. */
        approvalId: string;
        retainedSamples: readonly string[];
        reconciliationId: string;
      }
    >
  // What was sealed = what is there + what was taken as samples + `differenceMg`; `closes` if that is no more than a drift may be.
  | Fact<
      'MassBalanceReconciled',
      Reconciled & { reconciledBy: string; sealedMg: number; presentMg: number; sampledMg: number; differenceMg: number; closes: boolean }
    >;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const exhibitEvents: EventCatalogue<ExhibitEvent> = {
  ExhibitSealed: { version: 1 },
  ExhibitWeighed: { version: 1 },
  CustodyOffered: { version: 1 },
  CustodyAccepted: { version: 1 },
  CustodyRefused: { version: 1 },
  CustodyOfferWithdrawn: { version: 1 },
  SealDiscrepancyFound: { version: 1 },
  SampleTaken: { version: 1 },
  LabResultCertified: { version: 1 },
  LabResultRevised: { version: 1 },
  LabResultCountersigned: { version: 1 },
  DestructionApproved: { version: 1 },
  ExhibitDestroyed: { version: 1 },
  MassBalanceReconciled: { version: 1 },
};

/** All of them, for projections that take every event of an exhibit. */
export const exhibitEventTypes = Object.keys(exhibitEvents) as readonly ExhibitEvent['type'][];

/** The analyst who gives the command certifies; the second one is named, and countersigns. */
interface Analysed {
  readonly secondAnalyst: string;
  /** The unit that the first one is of by the register; a token may say another one, or none. */
  readonly firstUnit?: string;
  /** The unit that the second one is of, where the register of officers knows it. */
  readonly secondUnit?: string;
}

export type ExhibitCommand =
  | Command<'SealExhibit', Lot & Sealed & { seizure: SeizureOfLot }>
  | Command<'WeighExhibit', Weighed>
  | Command<'OfferCustody', { transferId: string; to: string; laboratoryId?: string; offeredAt: string }>
  | Command<'AcceptCustody', { transferId: string; receivedAt: string; sealNumber: string; sealCondition: SealCondition }>
  | Command<'RefuseCustody', { transferId: string; reason: string }>
  | Command<'WithdrawOffer', { transferId: string; reason: string }>
  | Command<'ReportSealDiscrepancy', Discrepancy>
  | Command<'TakeSample', Sample>
  | Command<'CertifyResult', Certified & Analysed>
  | Command<'ReviseResult', Certified & Analysed & { revises: string; reason: string }>
  // `unit`: the one that who countersigns is of by the register, where it knows them.
  | Command<'CountersignResult', { certificate: string; countersignedAt: string; unit?: string }>
  | Command<'ApproveDestruction', Approval>
  | Command<'ReconcileMassBalance', Reconciled>
  | Command<'DestroyExhibit', Destroyed>;

/** Who has it: one person, at a laboratory where they took it over for one. */
export interface Holder {
  readonly personId: string;
  readonly laboratoryId?: string;
  readonly since: string;
}

/** A hand-over, from its offer to how it ended. */
export interface CustodyTransfer extends Transfer {
  readonly offeredAt: string;
  readonly outcome: 'open' | 'accepted' | 'refused' | 'withdrawn';
  readonly receivedAt?: string;
  readonly sealNumber?: string;
  readonly sealCondition?: SealCondition;
  readonly reason?: string;
}

export interface Certificate extends Certified {
  readonly laboratoryId: string;
  readonly analysts: readonly [string, string];
  readonly revises?: string;
  readonly reason?: string;
  /** When its second analyst countersigned it, as reported. Absent before: nothing rests on it yet. */
  readonly countersignedAt?: string;
  readonly defects: readonly ExhibitDefect[];
}

export interface Weighing extends Weighed {
  readonly weighedBy: string;
  readonly expectedMg: number;
  readonly driftMg: number;
  readonly defects: readonly ExhibitDefect[];
}

/** What is known of an exhibit: JSON, as the register's row carries it. How it stands follows from it (`standing.ts`). */
export interface Exhibit {
  readonly sealed?: Lot &
    Sealed & { readonly sealedBy: string; readonly seizingUnits: readonly string[]; readonly seizingOfficers: readonly string[] };
  /** Null before it is sealed and after it is destroyed; somebody at any time between. */
  readonly holder: Holder | null;
  readonly transfers: readonly CustodyTransfer[];
  /** What the seal on it said last. */
  readonly sealNumber: string;
  /** The last gross weight recorded, less the samples taken since: what it should weigh. */
  readonly expectedMg: number;
  /** No sample was taken since it was last weighed; false while it was never weighed after sealing. */
  readonly weighed: boolean;
  readonly weighings: readonly Weighing[];
  readonly discrepancies: readonly (Discrepancy & { readonly foundBy: string })[];
  readonly samples: readonly (Sample & { readonly takenBy: string })[];
  readonly certificates: readonly Certificate[];
  readonly approvals: readonly Approval[];
  /** The last one, as long as nothing was weighed or taken after it. */
  readonly balance: { readonly reconciliationId: string; readonly differenceMg: number; readonly closes: boolean } | null;
  readonly reconciliations: readonly string[];
  readonly destroyed?: Destroyed & {
    readonly destroyedBy: string;
    readonly approvalId: string;
    readonly retainedSamples: readonly string[];
  };
  readonly defects: readonly ExhibitDefect[];
}

/** The rules of an exhibit from its sealing to its end: who holds it, what it weighs, what two analysts certified of it. */
export const exhibit: Decider<ExhibitCommand, ExhibitEvent, Exhibit> = {
  initial: {
    holder: null,
    transfers: [],
    sealNumber: '',
    expectedMg: 0,
    weighed: false,
    weighings: [],
    discrepancies: [],
    samples: [],
    certificates: [],
    approvals: [],
    balance: null,
    reconciliations: [],
    defects: [],
  },

  decide(command, state) {
    const happenedAt = happenedAtOf(command);
    if (happenedAt !== undefined) requirePast(happenedAt, command.at, 'exhibit.in-future', 'Nothing can be recorded before it happens');
    const defects = (irregular: Irregularities = {}): readonly ExhibitDefect[] => defectsOf(command, state, irregular);
    const by = command.by.id;
    if (command.type === 'SealExhibit') {
      const { seizure, ...said } = command.data;
      if (state.sealed !== undefined) {
        if (isSame(said, state.sealed)) return [];
        throw new RuleBroken('exhibit.already-sealed', 'The exhibit is sealed already; another lot needs an id of its own');
      }
      const irregular = {
        'custody.not-by-holder': said.custodian !== by,
        'substance.differs': said.substance !== seizure.substance,
        'weight.over-seizure': said.grossMg > seizure.grossMg && isDrift(seizure.grossMg, said.grossMg),
        'time.before-seizure': isBefore(said.sealedAt, seizure.seizedAt),
      };
      const from = { sealedBy: by, seizingUnits: seizure.units, seizingOfficers: seizure.officers };
      return [{ type: 'ExhibitSealed', data: { ...said, ...from, defects: defects(irregular) } }];
    }
    const { caseId, seizureId } = requireSealed(state);
    const lot = { caseId, seizureId };
    switch (command.type) {
      case 'WeighExhibit': {
        const { weighingId, grossMg } = command.data;
        if (state.weighings.some((known) => known.weighingId === weighingId)) return [];
        const { expectedMg } = state;
        const drift = { expectedMg, driftMg: grossMg - expectedMg };
        return [
          {
            type: 'ExhibitWeighed',
            data: { ...lot, ...command.data, weighedBy: by, ...drift, defects: defects({ 'weight.drift': isDrift(expectedMg, grossMg) }) },
          },
        ];
      }
      case 'ReportSealDiscrepancy': {
        const { discrepancyId, kind } = command.data;
        if (state.discrepancies.some((known) => known.discrepancyId === discrepancyId)) return [];
        const irregular = {
          'seal.broken': kind === 'broken',
          'seal.other-number': kind === 'other-number',
          'exhibit.tampered': kind === 'tampered',
        };
        return [{ type: 'SealDiscrepancyFound', data: { ...lot, ...command.data, foundBy: by, defects: defects(irregular) } }];
      }
      case 'TakeSample': {
        const { sampleId, massMg } = command.data;
        if (state.samples.some((known) => known.sampleId === sampleId)) return [];
        const irregular = { 'sample.over-weight': massMg > state.expectedMg };
        return [{ type: 'SampleTaken', data: { ...lot, ...command.data, takenBy: by, defects: defects(irregular) } }];
      }
      case 'ApproveDestruction':
        if (
          state.approvals.some(({ authority, reference }) => authority === command.data.authority && reference === command.data.reference)
        )
          return [];
        return [{ type: 'DestructionApproved', data: { ...lot, ...command.data, defects: defects() } }];
      case 'ReconcileMassBalance': {
        if (state.reconciliations.includes(command.data.reconciliationId)) return [];
        requireWeighed(state);
        const balance = lossOf(state);
        const found = { ...balance, reconciledBy: by, defects: defects({ 'balance.open': !balance.closes }) };
        return [{ type: 'MassBalanceReconciled', data: { ...lot, ...command.data, ...found } }];
      }

      case 'OfferCustody': {
        const { transferId, to, laboratoryId, offeredAt } = command.data;
        if (state.transfers.some((known) => known.transferId === transferId)) return [];
        requirePresent(state);
        requireHolder(state, by);
        if (to === by) throw new RuleBroken('custody.to-giver', 'Custody goes to another person than the one who gives it', { to });
        requireNoOffer(state);
        const transfer = { transferId, from: by, to, ...(laboratoryId !== undefined && { laboratoryId }) };
        return [{ type: 'CustodyOffered', data: { ...lot, ...transfer, offeredAt } }];
      }
      case 'AcceptCustody': {
        const { transferId, receivedAt, sealNumber, sealCondition } = command.data;
        const { offer, transfer } = requireOffer(state, transferId, by, 'receiver', 'accepted');
        if (offer === undefined) return [];
        const irregular = {
          'seal.broken': sealCondition === 'broken',
          'exhibit.tampered': sealCondition === 'tampered',
          'seal.other-number': sealNumber !== state.sealNumber,
          'time.before-offer': isBefore(receivedAt, offer.offeredAt),
        };
        return [
          { type: 'CustodyAccepted', data: { ...lot, ...transfer, receivedAt, sealNumber, sealCondition, defects: defects(irregular) } },
        ];
      }
      case 'RefuseCustody': {
        const { offer, transfer } = requireOffer(state, command.data.transferId, by, 'receiver', 'refused');
        return offer === undefined ? [] : [{ type: 'CustodyRefused', data: { ...lot, ...transfer, reason: command.data.reason } }];
      }
      case 'WithdrawOffer': {
        const { offer, transfer } = requireOffer(state, command.data.transferId, by, 'giver', 'withdrawn');
        return offer === undefined ? [] : [{ type: 'CustodyOfferWithdrawn', data: { ...lot, ...transfer, reason: command.data.reason } }];
      }

      case 'CertifyResult': {
        const { secondAnalyst, firstUnit, secondUnit, ...result } = command.data;
        const known = state.certificates.find(({ certificate }) => certificate === result.certificate);
        if (known !== undefined && isSame({ ...result, analysts: [by, secondAnalyst] }, known)) return [];
        requirePresent(state);
        requireUnused(state, result.certificate);
        const { laboratoryId, since } = state.holder ?? {};
        if (laboratoryId === undefined || since === undefined)
          throw new RuleBroken(
            'certificate.not-at-laboratory',
            'A laboratory certifies what it has in its hands: the exhibit is handed over to one first, and accepted there',
          );
        const latest = latestCertificateOf(state);
        if (latest !== undefined)
          throw new RuleBroken(
            'certificate.stands',
            `There is certificate ${latest.certificate} already; it is revised, with a reason, and not certified anew`,
            { certificate: latest.certificate },
          );
        const analysts = requireAnalysts(state, command.by, secondAnalyst, [firstUnit, secondUnit]);
        if (isBefore(result.certifiedAt, since))
          throw new RuleBroken(
            'certificate.before-receipt',
            `The laboratory received the exhibit at ${since}; nothing is certified before`,
            {
              since,
            },
          );
        return [
          {
            type: 'LabResultCertified',
            data: { ...lot, ...result, laboratoryId, analysts, defects: defects(aboutAResult(result, state)) },
          },
        ];
      }
      case 'ReviseResult': {
        const { secondAnalyst, firstUnit, secondUnit, ...result } = command.data;
        const known = state.certificates.find(({ certificate }) => certificate === result.certificate);
        if (known !== undefined && isSame({ ...result, analysts: [by, secondAnalyst] }, known)) return [];
        requireUnused(state, result.certificate);
        const { laboratoryId, certifiedAt } = requireLatest(state, result.revises);
        const analysts = requireAnalysts(state, command.by, secondAnalyst, [firstUnit, secondUnit]);
        if (isBefore(result.certifiedAt, certifiedAt))
          throw new RuleBroken(
            'certificate.before-revised',
            `Certificate ${result.revises} is of ${certifiedAt}; what revises it is not older`,
            { certifiedAt },
          );
        return [
          {
            type: 'LabResultRevised',
            data: { ...lot, ...result, laboratoryId, analysts, defects: defects(aboutAResult(result, state)) },
          },
        ];
      }

      case 'CountersignResult': {
        const { certificate, countersignedAt, unit } = command.data;
        const { certifiedAt, countersignedAt: known } = requireCountersigner(state, certificate, by);
        if (known !== undefined) return [];
        requireLatest(state, certificate);
        requireIndependent(state, command.by, [by], [unit]);
        if (isBefore(countersignedAt, certifiedAt))
          throw new RuleBroken(
            'certificate.before-certified',
            `Certificate ${certificate} is of ${certifiedAt}; nobody countersigns it before`,
            { certifiedAt },
          );
        return [{ type: 'LabResultCountersigned', data: { ...lot, certificate, countersignedBy: by, countersignedAt } }];
      }

      case 'DestroyExhibit': {
        if (state.destroyed?.destructionId === command.data.destructionId) return [];
        requirePresent(state);
        requireHolder(state, by);
        requireNoOffer(state);
        const { approvalId } = requireApproval(state, command.data.destroyedAt);
        const retainedSamples = requireRetainedSample(state);
        requireWitnesses(command.data.witnesses, by);
        const { reconciliationId } = requireClosedBalance(state);
        return [
          {
            type: 'ExhibitDestroyed',
            data: { ...lot, ...command.data, destroyedBy: by, approvalId, retainedSamples, reconciliationId },
          },
        ];
      }
    }
  },

  evolve(state, event) {
    const after = changedBy(state, event);
    if (!('defects' in event.data) || event.data.defects.length === 0) return after;
    const { defects } = event.data;
    return { ...after, defects: exhibitDefects.filter((defect) => state.defects.includes(defect) || defects.includes(defect)) };
  },
};

function changedBy(state: Exhibit, event: ExhibitEvent): Exhibit {
  switch (event.type) {
    case 'ExhibitSealed': {
      const sealed = without(event.data, 'defects');
      const { custodian, sealedAt, sealNumber, grossMg } = sealed;
      return { ...state, sealed, holder: { personId: custodian, since: sealedAt }, sealNumber, expectedMg: grossMg };
    }
    case 'ExhibitWeighed': {
      const weighing = without(event.data, 'caseId', 'seizureId');
      return { ...state, expectedMg: weighing.grossMg, weighed: true, balance: null, weighings: [...state.weighings, weighing] };
    }
    case 'CustodyOffered': {
      const transfer = without(event.data, 'caseId', 'seizureId');
      return { ...state, transfers: [...state.transfers, { ...transfer, outcome: 'open' }] };
    }
    case 'CustodyAccepted': {
      const { transferId, to, laboratoryId, receivedAt, sealNumber, sealCondition } = event.data;
      const received = { outcome: 'accepted', receivedAt, sealNumber, sealCondition } as const;
      return {
        ...state,
        holder: { personId: to, ...(laboratoryId !== undefined && { laboratoryId }), since: receivedAt },
        sealNumber,
        transfers: ended(state, transferId, received),
      };
    }
    case 'CustodyRefused':
      return { ...state, transfers: ended(state, event.data.transferId, { outcome: 'refused', reason: event.data.reason }) };
    case 'CustodyOfferWithdrawn':
      return { ...state, transfers: ended(state, event.data.transferId, { outcome: 'withdrawn', reason: event.data.reason }) };
    case 'SealDiscrepancyFound': {
      const discrepancy = without(event.data, 'caseId', 'seizureId', 'defects');
      return { ...state, sealNumber: discrepancy.sealNumber ?? state.sealNumber, discrepancies: [...state.discrepancies, discrepancy] };
    }
    case 'SampleTaken': {
      const sample = without(event.data, 'caseId', 'seizureId', 'defects');
      return {
        ...state,
        sealNumber: sample.sealNumber,
        expectedMg: Math.max(0, state.expectedMg - sample.massMg),
        weighed: false,
        balance: null,
        samples: [...state.samples, sample],
      };
    }
    case 'LabResultCertified':
    case 'LabResultRevised': {
      const certificate = without(event.data, 'caseId', 'seizureId');
      return { ...state, certificates: [...state.certificates, certificate] };
    }
    case 'LabResultCountersigned': {
      const { certificate, countersignedAt } = event.data;
      const countersigned = state.certificates.map((one) => (one.certificate === certificate ? { ...one, countersignedAt } : one));
      return { ...state, certificates: countersigned };
    }
    case 'DestructionApproved': {
      const approval = without(event.data, 'caseId', 'seizureId', 'defects');
      return { ...state, approvals: [...state.approvals, approval] };
    }
    case 'MassBalanceReconciled': {
      const { reconciliationId, differenceMg, closes } = event.data;
      const reconciliations = [...state.reconciliations, reconciliationId];
      return { ...state, balance: { reconciliationId, differenceMg, closes }, reconciliations };
    }
    case 'ExhibitDestroyed': {
      const destroyed = without(event.data, 'caseId', 'seizureId', 'reconciliationId');
      return { ...state, holder: null, destroyed };
    }
  }
}

function without<T extends object, Field extends keyof T & string>(of: T, ...fields: readonly Field[]): Omit<T, Field> {
  return Object.fromEntries(Object.entries(of).filter(([field]) => !(fields as readonly string[]).includes(field))) as Omit<T, Field>;
}

function ended(state: Exhibit, transferId: string, how: Partial<CustodyTransfer>): readonly CustodyTransfer[] {
  return state.transfers.map((transfer) => (transfer.transferId === transferId ? { ...transfer, ...how } : transfer));
}

// What is irregular.

type Irregularities = Partial<Record<ExhibitDefect, boolean>>;

function defectsOf(command: Issued<ExhibitCommand>, state: Exhibit, irregular: Irregularities): readonly ExhibitDefect[] {
  const happenedAt = happenedAtOf(command);
  const gone = state.destroyed !== undefined && happenedAt !== undefined && isBefore(state.destroyed.destroyedAt, happenedAt);
  const found: Irregularities = {
    ...irregular,
    'entry.late': happenedAt !== undefined && isLate(happenedAt, command.at),
    // A result may be revised from the retained sample.
    'exhibit.destroyed': gone && command.type !== 'ReviseResult',
  };
  return exhibitDefects.filter((defect) => found[defect] === true);
}

function aboutAResult({ grossMg, netMg }: Measurement, state: Exhibit): Irregularities {
  // The laboratory may have weighed it before its samples were taken, or after.
  const { expectedMg } = state;
  const lastMg = lastGrossMg(state);
  return {
    'weight.drift': grossMg !== undefined && isDrift(lastMg, grossMg) && isDrift(expectedMg, grossMg),
    'weight.net-over-gross': netMg > (grossMg ?? lastMg),
  };
}

/** True if what is said is what was recorded, field by field. Compared by content: bodies and stored events are JSON. */
function isSame(said: object, recorded: object): boolean {
  const content = (of: object, field: string): string | undefined => JSON.stringify((of as Readonly<Record<string, unknown>>)[field]);
  return Object.keys(said).every((field) => content(said, field) === content(recorded, field));
}

/** When it happened, as the command says; undefined where it happens as the command is given. */
export function happenedAtOf(command: ExhibitCommand): string | undefined {
  switch (command.type) {
    case 'SealExhibit':
      return command.data.sealedAt;
    case 'WeighExhibit':
      return command.data.weighedAt;
    case 'OfferCustody':
      return command.data.offeredAt;
    case 'AcceptCustody':
      return command.data.receivedAt;
    case 'ReportSealDiscrepancy':
      return command.data.foundAt;
    case 'TakeSample':
      return command.data.takenAt;
    case 'CertifyResult':
    case 'ReviseResult':
      return command.data.certifiedAt;
    case 'CountersignResult':
      return command.data.countersignedAt;
    case 'ApproveDestruction':
      return command.data.decidedAt;
    case 'ReconcileMassBalance':
      return command.data.reconciledAt;
    case 'DestroyExhibit':
      return command.data.destroyedAt;
    case 'RefuseCustody':
    case 'WithdrawOffer':
      return undefined;
  }
}
