import { defined } from '#libs/event-sourcing';
import {
  attestationsAfter,
  awaitedOf,
  type Id,
  type Instant,
  type Line,
  type Lines,
  type Milligrams,
  type RegisterEntry,
} from '#libs/vocabulary';
import {
  type Destruction,
  type DestructionApproval,
  type DestructionAttestation,
  type ExhibitDefect,
  exhibitDefects,
  type ExhibitEvent,
  type ExhibitSealing,
  type FoundDiscrepancy,
  type SealCondition,
  type SealCorrection,
  type SignedResult,
  type TakenSample,
  type Transfer,
  type Weighing,
} from './exhibit-events.ts';

// How an exhibit stands: everything here follows from what was recorded on it, never from a clock.

/** Who has it: one person, at a laboratory where they took it over for one. */
export interface Holder {
  readonly personId: RegisterEntry;
  readonly laboratoryId?: RegisterEntry;
  readonly since: Instant;
}

/** A hand-over, from its offer to how it ended. */
export interface CustodyTransfer extends Transfer {
  readonly offeredAt: Instant;
  readonly outcome: 'open' | 'accepted' | 'refused' | 'withdrawn';
  readonly receivedAt?: Instant;
  /** It was taken over for a laboratory that nobody registered, or by who does not serve there: it is at none. */
  readonly laboratoryUnknown?: true;
  /** What the seal said, as found. */
  readonly sealNumber?: Line;
  readonly sealCondition?: SealCondition;
  /** Why it was refused or withdrawn. */
  readonly reason?: Lines;
}

/** An order or decision, and whether anybody knows who gave it. */
export interface Approval extends DestructionApproval {
  /** Who decided is in no register, or is no court and is said to have ordered it as one: nothing is destroyed on its word. */
  readonly authorityUnknown?: true;
}

export interface Certificate extends SignedResult {
  /** The certificate that it replaced. */
  readonly revises?: string;
  readonly reason?: Lines;
  /** When its second analyst countersigned it, as reported. Absent before: nothing rests on it yet. */
  readonly countersignedAt?: Instant;
}

/** What a mass balance came to. */
export interface MassBalance {
  readonly reconciliationId: Id;
  /** Milligrams that were sealed and are neither there nor taken as samples. */
  readonly differenceMg: number;
  readonly closes: boolean;
  readonly reconciledBy: RegisterEntry;
}

/** What is known of an exhibit: JSON, as the register's row carries it. */
export interface Exhibit {
  readonly sealed?: ExhibitSealing;
  /** Null before it is sealed and after it is destroyed; somebody at any time between. */
  readonly holder: Holder | null;
  readonly transfers: readonly CustodyTransfer[];
  /** What the seal on it said last. */
  readonly sealNumber: Line;
  /** The last gross weight recorded, less the samples taken since: what it should weigh. */
  readonly expectedMg: Milligrams;
  /** Weighed after it was sealed and after the last sample. */
  readonly weighed: boolean;
  readonly weighings: readonly Weighing[];
  readonly discrepancies: readonly FoundDiscrepancy[];
  readonly samples: readonly TakenSample[];
  /** The last one that is countersigned stands. */
  readonly certificates: readonly Certificate[];
  readonly approvals: readonly Approval[];
  /** The last one, as long as nothing was weighed or taken after it. */
  readonly balance: MassBalance | null;
  readonly reconciliations: readonly Id[];
  readonly destroyed?: Destruction;
  /** What witnesses of the destruction said themselves; of one who said several things, the last one stands. */
  readonly attestations: readonly DestructionAttestation[];
  /** Numbers of seals that were entered wrongly. */
  readonly sealCorrections: readonly SealCorrection[];
  /** What is irregular about anything that was recorded of it. */
  readonly defects: readonly ExhibitDefect[];
}

/** Before anything is recorded of it. */
export const unsealed: Exhibit = {
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
  attestations: [],
  sealCorrections: [],
  defects: [],
};

/** The exhibit after one more event. */
export function evolve(state: Exhibit, event: ExhibitEvent): Exhibit {
  const after = changedBy(state, event);
  if (!('defects' in event.data) || event.data.defects.length === 0) return after;
  return { ...after, defects: defectsWith(state.defects, event.data.defects) };
}

/** All of these defects, each once, in the order of their codes. */
export function defectsWith(known: readonly ExhibitDefect[], found: readonly ExhibitDefect[]): readonly ExhibitDefect[] {
  return exhibitDefects.filter((defect) => known.includes(defect) || found.includes(defect));
}

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
      const { transferId, to, laboratoryId, receivedAt, sealNumber, sealCondition, defects } = event.data;
      const known = !defects.includes('laboratory.unknown');
      const holder = defined({ personId: to, laboratoryId: known ? laboratoryId : undefined, since: receivedAt });
      return {
        ...state,
        holder,
        sealNumber,
        transfers: ended(state, transferId, {
          outcome: 'accepted',
          receivedAt,
          sealNumber,
          sealCondition,
          ...(!known && { laboratoryUnknown: true }),
        }),
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
      const { sealNumber, massMg } = sample;
      const expectedMg = Math.max(0, state.expectedMg - massMg);
      return { ...state, sealNumber, expectedMg, weighed: false, balance: null, samples: [...state.samples, sample] };
    }
    case 'LabResultCertified':
    case 'LabResultRevised':
      return { ...state, certificates: [...state.certificates, without(event.data, 'caseId', 'seizureId')] };
    case 'LabResultCountersigned': {
      const { certificate, countersignedAt } = event.data;
      const countersigned = state.certificates.map((one) => (one.certificate === certificate ? { ...one, countersignedAt } : one));
      return { ...state, certificates: countersigned };
    }
    case 'DestructionApproved': {
      const unknown = event.data.defects.includes('authority.unknown');
      const approval = { ...without(event.data, 'caseId', 'seizureId', 'defects'), ...(unknown && { authorityUnknown: true as const }) };
      return { ...state, approvals: [...state.approvals, approval] };
    }
    case 'MassBalanceReconciled': {
      const { reconciliationId, differenceMg, closes, reconciledBy } = event.data;
      const reconciliations = [...state.reconciliations, reconciliationId];
      return { ...state, balance: { reconciliationId, differenceMg, closes, reconciledBy }, reconciliations };
    }
    case 'DestructionAttested':
      return { ...state, attestations: attestationsAfter(state.attestations, without(event.data, 'caseId', 'seizureId')) };
    case 'SealCorrected': {
      const correction = without(event.data, 'caseId', 'seizureId', 'correctedBy');
      return { ...withSealCorrected(state, correction), sealCorrections: [...state.sealCorrections, correction] };
    }
    case 'ExhibitDestroyed':
      return { ...state, holder: null, destroyed: without(event.data, 'caseId', 'seizureId', 'reconciliationId') };
  }
}

function withSealCorrected(state: Exhibit, { was, sealNumber }: SealCorrection): Exhibit {
  const right = <T extends { readonly sealNumber: Line }>(one: T): T => (one.sealNumber === was ? { ...one, sealNumber } : one);
  return { ...right(state), ...(state.sealed !== undefined && { sealed: right(state.sealed) }), samples: state.samples.map(right) };
}

function without<T extends object, Field extends keyof T & string>(of: T, ...fields: readonly Field[]): Omit<T, Field> {
  return Object.fromEntries(Object.entries(of).filter(([field]) => !(fields as readonly string[]).includes(field))) as Omit<T, Field>;
}

function ended(state: Exhibit, transferId: string, how: Partial<CustodyTransfer>): readonly CustodyTransfer[] {
  return state.transfers.map((transfer) => (transfer.transferId === transferId ? { ...transfer, ...how } : transfer));
}

// What follows from it.

export const exhibitStatuses = ['in_custody', 'offered', 'at_laboratory', 'destroyed'] as const;

/** Where an exhibit is. `offered`: with the one who gives it, until the other one accepts. */
export type ExhibitStatus = (typeof exhibitStatuses)[number];

export function exhibitStatusOf(state: Exhibit): ExhibitStatus {
  if (state.destroyed !== undefined) return 'destroyed';
  if (openOfferOf(state) !== undefined) return 'offered';
  return state.holder?.laboratoryId === undefined ? 'in_custody' : 'at_laboratory';
}

/** The hand-over that waits for its receiver. */
export const openOfferOf = ({ transfers }: Exhibit): CustodyTransfer | undefined => transfers.find(({ outcome }) => outcome === 'open');

/** The last certificate, as each names the one it replaces, whether it is countersigned or not: the one to countersign and to revise. */
export const latestCertificateOf = ({ certificates }: Exhibit): Certificate | undefined => certificates.at(-1);

/** The certificate that stands: the last one that both analysts signed. What revises it leaves it standing until that is countersigned too. */
export const certificateOf = ({ certificates }: Exhibit): Certificate | undefined =>
  certificates.findLast(({ countersignedAt }) => countersignedAt !== undefined);

/** Everybody who seized, sealed or held it, whenever: none of them certifies what it is. */
export function handlersOf({ sealed, transfers }: Exhibit): ReadonlySet<string> {
  const first = sealed === undefined ? [] : [sealed.sealedBy, sealed.custodian, ...sealed.seizingOfficers];
  return new Set([...first, ...transfers.filter(({ outcome }) => outcome === 'accepted').map(({ to }) => to)]);
}

/** The units it comes from: that which sealed it and those which seized it. */
export const originsOf = ({ sealed }: Exhibit): ReadonlySet<string> =>
  new Set(sealed === undefined ? [] : [sealed.unit, ...sealed.seizingUnits]);

/** The last gross weight recorded: of a weighing, or as it was sealed. */
export const lastGrossMg = ({ sealed, weighings }: Exhibit): number => weighings.at(-1)?.grossMg ?? sealed?.grossMg ?? 0;

/** Milligrams taken as samples; 2^53 - 1 also stands for more. */
export function sampledMg(samples: Exhibit['samples']): number {
  return Math.min(
    samples.reduce((sum, { massMg }) => sum + massMg, 0),
    Number.MAX_SAFE_INTEGER,
  );
}

/** The witnesses of its destruction who have not said themselves that they saw it. */
export const awaitedWitnessesOf = ({ destroyed, attestations }: Exhibit): readonly RegisterEntry[] =>
  awaitedOf(
    (destroyed?.witnesses ?? []).map(({ personId }) => personId),
    attestations,
  );
