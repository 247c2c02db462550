import { defined, type RecordedEvent } from '#libs/event-sourcing';
import type { Id } from '#libs/vocabulary';
import {
  type AgencyEvent,
  type AssetEvent,
  assetIdOf,
  type CaseFileEvent,
  caseIdOf,
  type Decision,
  type ExhibitEvent,
  exhibitIdOf,
  type Holder,
  type Identifier,
  type InstrumentEvent,
  type LaboratoryEvent,
  type OfficerEvent,
  type UnitEvent,
} from './published.ts';

/** A number that a fact uses, and what it then stands for. The cases of an asset, and those that are linked, are looked up by who records it. */
export interface UsedIdentifier {
  readonly number: Identifier;
  readonly holder: Holder;
}

/** The facts that use numbers: all of those that come from people, and the first of every register's entries. */
export type NumberedFact =
  | ExhibitEvent
  | AssetEvent
  | CaseFileEvent
  | Extract<AgencyEvent, { type: 'AgencyRegistered' }>
  | Extract<UnitEvent, { type: 'UnitRegistered' }>
  | Extract<OfficerEvent, { type: 'OfficerRegistered' }>
  | Extract<LaboratoryEvent, { type: 'LaboratoryRegistered' }>
  | Extract<InstrumentEvent, { type: 'LegalInstrumentRegistered' }>;

type FactOf<Type extends NumberedFact['type']> = RecordedEvent<Extract<NumberedFact, { readonly type: Type }>>;

const none = (): readonly UsedIdentifier[] => [];

/** Of each fact, the numbers in it that name one thing. A new kind of fact says here what it uses, or that it uses none. */
const USED_IN: { readonly [Type in NumberedFact['type']]: (event: FactOf<Type>) => readonly UsedIdentifier[] } = {
  // Exhibits.
  ExhibitSealed: (event) => seal(event, event.data.sealNumber),
  SampleTaken: (event) => seal(event, event.data.sealNumber),
  SealDiscrepancyFound: (event) => (event.data.sealNumber === undefined ? [] : seal(event, event.data.sealNumber)),
  SealCorrected: (event) => seal(event, event.data.sealNumber),
  LabResultCertified: certificate,
  LabResultRevised: certificate,
  // What a receiver read of a seal is marked there where it is another one.
  CustodyAccepted: none,
  CustodyOffered: none,
  CustodyRefused: none,
  CustodyOfferWithdrawn: none,
  ExhibitWeighed: none,
  LabResultCountersigned: none,
  // One decision lets a whole store be destroyed.
  DestructionApproved: none,
  ExhibitDestroyed: none,
  DestructionAttested: none,
  MassBalanceReconciled: none,
  // Assets.
  AssetFrozen: (event) => order(event, event.data.order),
  FreezeRenewed: (event) => order(event, event.data.renewal),
  FreezeLifted: (event) => order(event, event.data.decision),
  ConfiscationOrdered: (event) => order(event, event.data.order),
  ConfiscationReversed: (event) => order(event, event.data.decision),
  InterlocutorySaleOrdered: (event) => order(event, event.data.order),
  ClaimUpheld: (event) => order(event, event.data.decision),
  ClaimDismissed: (event) => order(event, event.data.decision),
  AssetReleased: (event) => order(event, event.data.decision),
  AssetIdentified: none,
  FreezeRequested: none,
  FreezeLapsed: none,
  // By an order that has its own fact.
  AssetSeized: none,
  ConfiscationSought: none,
  ConfiscationAppealed: none,
  ConfiscationOrderBecameFinal: none,
  AssetConfiscated: none,
  AssetValued: none,
  AssetListed: none,
  BidReceived: none,
  AssetSold: none,
  SaleCleared: none,
  SaleVoided: none,
  // Money: its documents are claimed where it is recorded.
  SettlementReceived: none,
  EscrowInterestCredited: none,
  ProceedsDistributed: none,
  AssetHandedToInstitution: none,
  AssetDestroyed: none,
  AssetDestructionAttested: none,
  ClaimFiled: none,
  AssetRestituted: none,
  AssetHeldUp: none,
  AssetHoldUpEnded: none,
  // Cases.
  CaseOpened: caseReference,
  CaseReferenceCorrected: caseReference,
  SeizureWithdrawn: none,
  VerdictEntered: verdict,
  VerdictCorrected: verdict,
  VerdictWithdrawn: none,
  FinalityWithdrawn: none,
  VerdictAttested: none,
  ChargesWithdrawn: none,
  TrialWithdrawn: none,
  ChargesEndWithdrawn: none,
  ChargesEndAttested: none,
  ChargesDropped: none,
  ChargesDismissed: none,
  CaseDetailsUpdated: none,
  OfficerAssigned: none,
  OfficerUnassigned: none,
  RosterFrozen: none,
  CaseSentToProsecutor: none,
  ChargesFiled: none,
  ChargesReclassified: none,
  TrialOpened: none,
  AppealLodged: none,
  VerdictBecameFinal: none,
  CasesLinked: none,
  RosterAmended: none,
  ParticipationSettled: none,
  CaseRestricted: none,
  CaseUnrestricted: none,
  CaseTransferred: none,
  CaseClosed: none,
  CaseReopened: none,
  SeizureRecorded: none,
  SeizureCorrected: none,
  SuspectAdded: none,
  SuspectRoleAssessed: none,
  SuspectRoleAttested: none,
  ArrestRecorded: none,
  SearchRecorded: none,
  SuspectErased: none,
  NoteAdded: none,
  DocumentAttached: none,
  EntryErased: none,
  // Registers.
  AgencyRegistered: ({ stream, data }) => entry('agency', stream, data.agencyId),
  UnitRegistered: ({ stream, data }) => entry('unit', stream, data.unitId),
  OfficerRegistered: ({ stream, data }) => entry('person', stream, data.officerId),
  LaboratoryRegistered: ({ stream, data }) => entry('laboratory', stream, data.laboratoryId),
  LegalInstrumentRegistered: ({ stream, data }) => entry('instrument', stream, data.instrumentId),
};

/** The facts in which numbers are looked for. */
export const numberedFacts = (Object.keys(USED_IN) as readonly NumberedFact['type'][]).filter(
  (type) => (USED_IN[type] as unknown) !== none,
);

/** The numbers that a fact uses. */
export function usedIn(event: RecordedEvent<NumberedFact>): readonly UsedIdentifier[] {
  const used = USED_IN[event.type] as (fact: RecordedEvent<NumberedFact>) => readonly UsedIdentifier[];
  return used(event);
}

type LotFact = FactOf<
  'ExhibitSealed' | 'SealCorrected' | 'SampleTaken' | 'SealDiscrepancyFound' | 'LabResultCertified' | 'LabResultRevised'
>;

function lotOf({ stream, data: { caseId, seizureId } }: LotFact): Holder {
  return { stream, id: exhibitIdOf(stream), cases: [caseId], seizureId };
}

function seal(event: LotFact, value: string): readonly UsedIdentifier[] {
  return [{ number: { kind: 'seal', value }, holder: lotOf(event) }];
}

function caseReference({ stream, data: { reference } }: FactOf<'CaseOpened' | 'CaseReferenceCorrected'>): readonly UsedIdentifier[] {
  const caseId = caseIdOf(stream);
  return [{ number: { kind: 'case-reference', value: reference }, holder: { stream, id: caseId, cases: [caseId] } }];
}

function verdict({
  stream,
  data: { verdictId, court, reference, instance, decidedAt },
}: FactOf<'VerdictEntered' | 'VerdictCorrected'>): readonly UsedIdentifier[] {
  return [
    {
      number: { kind: 'verdict', scope: court, value: reference },
      holder: { stream, id: verdictId, cases: [caseIdOf(stream)], says: `${instance}, ${inUtc(decidedAt)}` },
    },
  ];
}

function certificate(event: FactOf<'LabResultCertified' | 'LabResultRevised'>): readonly UsedIdentifier[] {
  const { certificate: value, laboratoryId } = event.data;
  return [{ number: { kind: 'certificate', scope: laboratoryId, value }, holder: lotOf(event) }];
}

function order({ stream }: RecordedEvent<AssetEvent>, { court, reference, decidedAt }: Decision): readonly UsedIdentifier[] {
  const holder = { stream, id: assetIdOf(stream), says: inUtc(decidedAt) };
  return [{ number: { kind: 'court-order', scope: court, value: reference }, holder }];
}

function entry(kind: 'agency' | 'unit' | 'person' | 'laboratory' | 'instrument', stream: string, value: Id): readonly UsedIdentifier[] {
  return [{ number: { kind, value }, holder: defined({ stream, id: value }) }];
}

/** The same moment is written the same, whatever its offset. */
const inUtc = (instant: string): string => new Date(instant).toISOString();
