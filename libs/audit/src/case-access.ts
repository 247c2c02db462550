import type { Role } from '#libs/access';
import { caseStream, type CaseFileEvent, followersAfter } from '#libs/cases';
import { defined, type Event, kindOf, projection, type Projection, type RecordedEvent } from '#libs/event-sourcing';
import { type ExhibitEvent } from '#libs/exhibits';
import { type AccessRow, type BelongingAccess, CASE_ACCESS, type CaseAccess } from '#libs/need-to-know';
import type { RewardEvent } from '#libs/rewards';
import type { RegisterEntry } from '#libs/vocabulary';

/** Who has to do with which case: what it is decided by who may know of it. A row a stream of a case, and a row a stream that belongs to one. */
export function caseAccess(types: readonly string[]): Projection<Event, AccessRow> {
  return projection<Event, AccessRow>({
    name: CASE_ACCESS,
    version: 2,
    handles: types,
    keysOf(event) {
      if (kindOf(event.stream) === 'case') {
        const { linkedCaseId } = event.data as { readonly linkedCaseId?: unknown };
        return event.type === 'CasesLinked' && typeof linkedCaseId === 'string' ? [event.stream, caseStream(linkedCaseId)] : [event.stream];
      }
      return casesNamedBy(event).length > 0 || FOLDED.includes(kindOf(event.stream)) ? [event.stream] : [];
    },
    evolve(row, event, stream) {
      if (kindOf(stream) === 'case') return caseAfter(row?.kind === 'case' ? row : begun(stream), event as RecordedEvent<CaseFileEvent>);
      const known = row?.kind === 'belonging' ? row : undefined;
      const cases = known?.cases ?? casesNamedBy(event);
      if (cases.length === 0) return undefined;
      const belonging = known ?? { kind: 'belonging', stream, cases, holders: [], onDuty: [], offices: [], restricted: false };
      if (kindOf(stream) === 'exhibit') return exhibitAfter(belonging, event as RecordedEvent<ExhibitEvent>);
      return kindOf(stream) === 'reward' ? rewardAfter(belonging, event as RecordedEvent<RewardEvent>) : belonging;
    },
    index: { stream: 'text', restricted: 'boolean' },
    discloses: 'nobody',
  });
}

/** Of these each event may say who has to do with them. */
const FOLDED: readonly string[] = ['exhibit', 'reward'];

/** Whose work a proposed reward is, whoever has the office: to clear it, to vote on it, to pay it. */
const OFFICES_OF_A_REWARD = ['legal-officer', 'committee-member', 'finance-officer'] as const satisfies readonly Role[];

/** What is not of a case belongs to the one that the first of its events with a `caseId` names. */
function casesNamedBy({ data }: RecordedEvent): readonly string[] {
  const { caseId } = data as { readonly caseId?: unknown };
  return typeof caseId === 'string' ? [caseStream(caseId)] : [];
}

const begun = (stream: string): CaseAccess => ({ kind: 'case', stream, officers: [], followers: [], linked: [], restricted: false });

function caseAfter(row: CaseAccess, event: RecordedEvent<CaseFileEvent>): CaseAccess {
  switch (event.type) {
    case 'CaseOpened':
    case 'CaseTransferred':
      return { ...row, agency: event.data.agency, unit: event.data.unit };
    case 'CaseDetailsUpdated':
      return event.data.unit === undefined ? row : { ...row, unit: event.data.unit };
    case 'OfficerAssigned':
      return { ...row, officers: withOne(row.officers, event.data.officerId), followers: followersAfter(row.followers, event) };
    case 'OfficerUnassigned': {
      const officers = row.officers.filter((officer) => officer !== event.data.officerId);
      return { ...row, officers, followers: followersAfter(row.followers, event) };
    }
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
  const held = (by: RegisterEntry, unit: RegisterEntry | undefined, atLaboratory?: true): BelongingAccess =>
    defined({ ...row, holders: [by], unit, atLaboratory });
  switch (event.type) {
    case 'ExhibitSealed':
      return held(event.data.custodian, event.data.unit);
    case 'CustodyOffered':
      return {
        ...row,
        holders: withOne(holders, event.data.to),
        onDuty: event.data.laboratoryId === undefined ? row.onDuty : withOne(row.onDuty, event.data.to),
      };
    case 'CustodyAccepted':
      return held(event.data.to, event.metadata.actor.unit, isForLaboratory(event.data) ? true : undefined);
    case 'CustodyRefused':
    case 'CustodyOfferWithdrawn':
      return holder === undefined ? row : { ...row, holders: holders.filter((one) => one === holder || one !== event.data.to) };
    case 'LabResultCertified':
    case 'LabResultRevised':
      return { ...row, holders: event.data.analysts.reduce(withOne, holders), onDuty: event.data.analysts.reduce(withOne, row.onDuty) };
    default:
      return row;
  }
}

const isForLaboratory = ({ laboratoryId, defects }: Extract<ExhibitEvent, { type: 'CustodyAccepted' }>['data']): boolean =>
  laboratoryId !== undefined && !defects.includes('laboratory.unknown');

/** A reward is its deciders' from when it is proposed to them; and whoever has decided something about it has to answer for that. */
function rewardAfter(row: BelongingAccess, { type, metadata: { actor, confirmedBy } }: RecordedEvent<RewardEvent>): BelongingAccess {
  const proposed = type === 'RewardProposed' || row.offices.length > 0;
  if (!proposed) return row;
  const hands = [actor, ...(confirmedBy === undefined ? [] : [confirmedBy])].filter(({ roles }) => !roles.includes('process'));
  return { ...row, offices: OFFICES_OF_A_REWARD, onDuty: hands.map(({ id }) => id).reduce(withOne, row.onDuty) };
}

const withOne = <T>(all: readonly T[], one: T): readonly T[] => (all.includes(one) ? all : [...all, one]);
