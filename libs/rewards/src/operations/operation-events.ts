import type { RecordedEvent } from '#libs/event-sourcing';
import type { CaseFileEvent, ExhibitEvent, Holder, IdentifierEvent } from '../published.ts';

/** The stream of a case. */
export const caseStream = (caseId: string): string => `case-${caseId}`;

/** The case a stream of it is about. */
export const caseIdOf = (stream: string): string => stream.slice('case-'.length);

/** What a case file says of its operation. */
export type CaseFact = Extract<
  CaseFileEvent,
  {
    type:
      | 'CaseOpened'
      | 'OfficerAssigned'
      | 'SearchRecorded'
      | 'SeizureRecorded'
      | 'SeizureCorrected'
      | 'SeizureWithdrawn'
      | 'SuspectAdded'
      | 'SuspectRoleAssessed'
      | 'ChargesFiled'
      | 'TrialOpened'
      | 'ChargesDropped'
      | 'ChargesDismissed'
      | 'VerdictEntered'
      | 'VerdictCorrected'
      | 'VerdictWithdrawn'
      | 'FinalityWithdrawn'
      | 'VerdictAttested'
      | 'ChargesWithdrawn'
      | 'TrialWithdrawn'
      | 'ChargesEndWithdrawn'
      | 'ChargesEndAttested'
      | 'SuspectRoleAttested'
      | 'AppealLodged'
      | 'VerdictBecameFinal'
      | 'RosterFrozen'
      | 'RosterAmended'
      | 'ParticipationSettled'
      | 'CasesLinked';
  }
>;
/** What an exhibit says of the operation it was seized in. */
export type ExhibitFact = Extract<
  ExhibitEvent,
  {
    type:
      | 'ExhibitSealed'
      | 'ExhibitWeighed'
      | 'CustodyOffered'
      | 'CustodyAccepted'
      | 'SealDiscrepancyFound'
      | 'SampleTaken'
      | 'LabResultCertified'
      | 'LabResultRevised'
      | 'LabResultCountersigned';
  }
>;
/** What the registers of numbers say of a number that stands for two things. */
export type IdentifierFact = Extract<IdentifierEvent, { type: 'IdentifierClaimedAgain' | 'IdentifierReleased' | 'IdentifierUsesCleared' }>;

/** The events that facts of an operation come from. */
export type OperationEvent = CaseFact | ExhibitFact | IdentifierFact;

export const operationEventTypes: readonly OperationEvent['type'][] = [
  'CaseOpened',
  'OfficerAssigned',
  'SearchRecorded',
  'SeizureRecorded',
  'SeizureCorrected',
  'SeizureWithdrawn',
  'SuspectAdded',
  'SuspectRoleAssessed',
  'ChargesFiled',
  'TrialOpened',
  'ChargesDropped',
  'ChargesDismissed',
  'VerdictEntered',
  'VerdictCorrected',
  'VerdictWithdrawn',
  'FinalityWithdrawn',
  'VerdictAttested',
  'ChargesWithdrawn',
  'TrialWithdrawn',
  'ChargesEndWithdrawn',
  'ChargesEndAttested',
  'SuspectRoleAttested',
  'AppealLodged',
  'VerdictBecameFinal',
  'RosterFrozen',
  'RosterAmended',
  'ParticipationSettled',
  'CasesLinked',
  'ExhibitSealed',
  'ExhibitWeighed',
  'CustodyOffered',
  'CustodyAccepted',
  'SealDiscrepancyFound',
  'SampleTaken',
  'LabResultCertified',
  'LabResultRevised',
  'LabResultCountersigned',
  'IdentifierClaimedAgain',
  'IdentifierReleased',
  'IdentifierUsesCleared',
];

/** Whether it is a fact of a number, and of each case that one of its holders is of. */
export const isOfIdentifier = (event: RecordedEvent<OperationEvent>): event is RecordedEvent<IdentifierFact> =>
  event.stream.startsWith('identifier-');

/** The operations that an event is a fact of; a link is one of both cases, a number one of all cases that it was used in. */
export function operationsOf(event: RecordedEvent<OperationEvent>): readonly string[] {
  if (isOfIdentifier(event)) return [...new Set(holdersIn(event).flatMap(({ cases = [] }) => cases))];
  if (!event.stream.startsWith('case-')) return 'caseId' in event.data ? [event.data.caseId] : [];
  const caseId = caseIdOf(event.stream);
  return event.type === 'CasesLinked' ? [caseId, event.data.linkedCaseId] : [caseId];
}

function holdersIn({ type, data }: IdentifierFact): readonly Holder[] {
  switch (type) {
    case 'IdentifierClaimedAgain':
      return [data.first, data.second];
    case 'IdentifierReleased':
      return [data.holder, ...data.left];
    case 'IdentifierUsesCleared':
      return data.uses;
  }
}
