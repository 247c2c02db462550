import { caseStream, type CaseFileEvent } from '#libs/cases';
import { defined, type Event, kindOf, projection, type Projection, type RecordedEvent } from '#libs/event-sourcing';
import { type ExhibitEvent } from '#libs/exhibits';
import { type AccessRow, type BelongingAccess, CASE_ACCESS, type CaseAccess } from '#libs/need-to-know';
import type { RegisterEntry } from '#libs/vocabulary';

/** Who has to do with which case: what it is decided by who may know of it. A row a stream of a case, and a row a stream that belongs to one. */
export function caseAccess(types: readonly string[]): Projection<Event, AccessRow> {
  return projection<Event, AccessRow>({
    name: CASE_ACCESS,
    version: 1,
    handles: types,
    keysOf(event) {
      if (kindOf(event.stream) === 'case') {
        const { linkedCaseId } = event.data as { readonly linkedCaseId?: unknown };
        return event.type === 'CasesLinked' && typeof linkedCaseId === 'string' ? [event.stream, caseStream(linkedCaseId)] : [event.stream];
      }
      return casesNamedBy(event).length > 0 || kindOf(event.stream) === 'exhibit' ? [event.stream] : [];
    },
    evolve(row, event, stream) {
      if (kindOf(stream) === 'case') return caseAfter(row?.kind === 'case' ? row : begun(stream), event as RecordedEvent<CaseFileEvent>);
      const known = row?.kind === 'belonging' ? row : undefined;
      const cases = known?.cases ?? casesNamedBy(event);
      if (cases.length === 0) return undefined;
      const belonging: BelongingAccess = known ?? { kind: 'belonging', stream, cases, holders: [], restricted: false };
      return kindOf(stream) === 'exhibit' ? exhibitAfter(belonging, event as RecordedEvent<ExhibitEvent>) : belonging;
    },
    index: { stream: 'text', restricted: 'boolean' },
    discloses: 'nobody',
  });
}

/** What is not of a case belongs to the one that the first of its events with a `caseId` names. */
function casesNamedBy({ data }: RecordedEvent): readonly string[] {
  const { caseId } = data as { readonly caseId?: unknown };
  return typeof caseId === 'string' ? [caseStream(caseId)] : [];
}

const begun = (stream: string): CaseAccess => ({ kind: 'case', stream, officers: [], linked: [], restricted: false });

function caseAfter(row: CaseAccess, event: RecordedEvent<CaseFileEvent>): CaseAccess {
  switch (event.type) {
    case 'CaseOpened':
    case 'CaseTransferred':
      return { ...row, agency: event.data.agency, unit: event.data.unit };
    case 'CaseDetailsUpdated':
      return event.data.unit === undefined ? row : { ...row, unit: event.data.unit };
    case 'OfficerAssigned':
      return { ...row, officers: withOne(row.officers, event.data.officerId) };
    case 'OfficerUnassigned':
      return { ...row, officers: row.officers.filter((officer) => officer !== event.data.officerId) };
    case 'CasesLinked': {
      const ends = [event.stream, caseStream(event.data.linkedCaseId)];
      return { ...row, linked: ends.filter((end) => end !== row.stream).reduce(withOne, row.linked) };
    }
    case 'CaseRestricted':
      return { ...row, named: event.data.persons, restricted: true };
    case 'CaseUnrestricted':
      return defined({ ...row, named: undefined, restricted: false });
    default:
      return row;
  }
}

/** Who has an exhibit in their hands, and who is about to: the one to whom it is offered, the analyst who is to countersign. */
function exhibitAfter(row: BelongingAccess, event: RecordedEvent<ExhibitEvent>): BelongingAccess {
  const { holders } = row;
  const [holder] = holders;
  const held = (by: RegisterEntry, unit: RegisterEntry | undefined): BelongingAccess => defined({ ...row, holders: [by], unit });
  switch (event.type) {
    case 'ExhibitSealed':
      return held(event.data.custodian, event.data.unit);
    case 'CustodyOffered':
      return { ...row, holders: withOne(holders, event.data.to) };
    case 'CustodyAccepted':
      return held(event.data.to, event.metadata.actor.unit);
    case 'CustodyRefused':
    case 'CustodyOfferWithdrawn':
      return holder === undefined ? row : { ...row, holders: holders.filter((one) => one === holder || one !== event.data.to) };
    case 'LabResultCertified':
    case 'LabResultRevised':
      return { ...row, holders: event.data.analysts.reduce(withOne, holders) };
    default:
      return row;
  }
}

const withOne = <T>(all: readonly T[], one: T): readonly T[] => (all.includes(one) ? all : [...all, one]);
