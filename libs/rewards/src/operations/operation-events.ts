import type { RecordedEvent } from '#libs/event-sourcing';
import type { CaseFileEvent, ExhibitEvent } from '../published.ts';

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
      | 'SuspectAdded'
      | 'SuspectRoleAssessed'
      | 'ChargesFiled'
      | 'TrialOpened'
      | 'VerdictEntered'
      | 'AppealLodged'
      | 'VerdictBecameFinal'
      | 'RosterFrozen'
      | 'RosterAmended'
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
/** The events that facts of an operation come from. */
export type OperationEvent = CaseFact | ExhibitFact;

export const operationEventTypes: readonly OperationEvent['type'][] = [
  'CaseOpened',
  'OfficerAssigned',
  'SearchRecorded',
  'SeizureRecorded',
  'SeizureCorrected',
  'SuspectAdded',
  'SuspectRoleAssessed',
  'ChargesFiled',
  'TrialOpened',
  'VerdictEntered',
  'AppealLodged',
  'VerdictBecameFinal',
  'RosterFrozen',
  'RosterAmended',
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
];

/** The operations that an event is a fact of; a link is one of both cases. */
export function operationsOf(event: RecordedEvent<OperationEvent>): readonly string[] {
  if (!event.stream.startsWith('case-')) return 'caseId' in event.data ? [event.data.caseId] : [];
  const caseId = caseIdOf(event.stream);
  return event.type === 'CasesLinked' ? [caseId, event.data.linkedCaseId] : [caseId];
}
