import { projection, type RecordedEvent } from '#libs/event-sourcing';
import type { Substance } from '#libs/vocabulary';
import type { AssessmentInputs, CertifiedExhibit, Roster, SuspectFacts } from '#libs/reward-law';
import {
  type CaseFileEvent,
  type ExhibitDefect,
  type ExhibitEvent,
  type ExhibitStanding,
  exhibitStandingAfter,
  isDrift,
  noProceedings,
  outcomeIn,
  proceed,
  type Proceedings,
} from '../published.ts';

/** The case a stream of it is about. */
const caseIdOf = (stream: string): string => stream.slice('case-'.length);

/** A seizure as the case knows it now. */
export interface KnownSeizure {
  readonly seizureId: string;
  readonly substance: Substance;
  readonly fieldGrossMg: number;
  readonly seizedAt: string;
  readonly defects: readonly string[];
}

/** A suspect's part, with when it was decided: reports come late and in any order. */
export interface KnownSuspect extends Omit<SuspectFacts, 'outcome' | 'accused'> {
  readonly roleDecidedAt?: string;
}

/**
 * What is known of the operation of a case, as far as a reward rests on it. Pure facts, whoever reported them in whatever order;
 * no number of arrests, and of the suspects neither name nor anything else that says who they are.
 */
export interface OperationFacts {
  readonly caseId: string;
  readonly seizures: readonly KnownSeizure[];
  /** Sealed lots, also those of seizures that the case does not know (yet): they count once it does. */
  readonly exhibits: readonly ExhibitStanding[];
  readonly suspects: readonly KnownSuspect[];
  /** The verdicts, and which of them became final. */
  readonly proceedings: Proceedings;
  /** Those of the suspects whom the courts have to do with, by any report: nobody is accused by being suspected. */
  readonly accused?: readonly string[];
  readonly roster?: Roster;
  /** Who had a hand in it, on the roster or not: assigned to the case, named in a seizure, sealed an exhibit or held it. Once and for ever. */
  readonly hands?: readonly string[];
  /** Who certified what an exhibit is, or is named to countersign it. */
  readonly analysts?: readonly string[];
  /** Cases that this one was said to be the same operation as, in that order: the first of them is rewarded, and this one is its duplicate. */
  readonly sameAs: readonly string[];
  /** Cases that were said to be the same operation as this one. */
  readonly duplicates: readonly string[];
}

type CaseFact = Extract<
  CaseFileEvent,
  {
    type:
      | 'OfficerAssigned'
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
      | 'CasesLinked';
  }
>;
type ExhibitFact = Extract<
  ExhibitEvent,
  {
    type:
      | 'ExhibitSealed'
      | 'ExhibitWeighed'
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
  'OfficerAssigned',
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
  'CasesLinked',
  'ExhibitSealed',
  'ExhibitWeighed',
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

/** The facts of an operation after one more event. Refuses none. */
export function operationFactsAfter(
  known: OperationFacts | undefined,
  event: RecordedEvent<OperationEvent>,
  caseId: string,
): OperationFacts {
  const facts = known ?? { caseId, seizures: [], exhibits: [], suspects: [], proceedings: noProceedings, sameAs: [], duplicates: [] };
  switch (event.type) {
    case 'OfficerAssigned':
      return withHands(facts, [event.data.officerId]);
    case 'SeizureRecorded':
    case 'SeizureCorrected': {
      const { seizureId, seizure, defects } = event.data;
      const { substance, grossMg: fieldGrossMg, seizedAt, officers } = seizure;
      const seizures = replaced(facts.seizures, { seizureId, substance, fieldGrossMg, seizedAt, defects }, sameSeizure);
      return withHands({ ...facts, seizures }, officers);
    }
    case 'SuspectAdded':
      return withSuspect(facts, event.data.suspectId, (suspect) => suspect);
    case 'SuspectRoleAssessed':
      return withSuspect(facts, event.data.suspectId, (suspect) => assessed(suspect, event.data));
    case 'ChargesFiled':
    case 'TrialOpened':
      return withAccused(facts, event.data.suspectIds);
    case 'AppealLodged':
      return withAccused(facts, [event.data.suspectId]);
    case 'VerdictEntered':
    case 'VerdictBecameFinal':
      return withAccused({ ...facts, proceedings: proceed(facts.proceedings, event) }, [event.data.suspectId]);
    case 'RosterFrozen':
      return { ...facts, roster: event.data.roster };
    case 'CasesLinked':
      return linked(facts, event);
    case 'ExhibitSealed':
    case 'ExhibitWeighed':
    case 'CustodyAccepted':
    case 'SealDiscrepancyFound':
    case 'SampleTaken':
    case 'LabResultCertified':
    case 'LabResultRevised':
    case 'LabResultCountersigned': {
      const exhibitId = event.stream.slice('exhibit-'.length);
      const exhibit = exhibitStandingAfter(
        facts.exhibits.find((one) => one.exhibitId === exhibitId),
        event,
      );
      const handled = withHandlers(facts, event);
      return exhibit === undefined ? handled : { ...handled, exhibits: replaced(facts.exhibits, exhibit, sameExhibit) };
    }
  }
}

/**
 * Certified of its lots together is more than the seizure weighed with its packaging: a lot that was sealed and certified twice, or a result that was
 * lifted. Judged by what is known now, so that correcting the seizure clears it up.
 */
const isOver = (fieldGrossMg: number, certified: readonly CertifiedExhibit[]): boolean => {
  const netMg = Math.min(
    certified.reduce((total, result) => total + result.netMg, 0),
    Number.MAX_SAFE_INTEGER,
  );
  return netMg > fieldGrossMg && isDrift(fieldGrossMg, netMg);
};

/** Money follows a verdict that is on record. That one became final says neither who decided it nor when, and anybody may have misread its paper. */
const enteredIn = (proceedings: Proceedings): Proceedings => ({
  ...proceedings,
  verdicts: proceedings.verdicts.filter(({ instance }) => instance !== undefined),
});

/** What an assessment is given of an operation. */
export interface AssessableFacts {
  readonly operationId: string;
  readonly inputs: AssessmentInputs;
  /** When the first seizure of the operation happened. */
  readonly seizedAt: string;
  readonly roster?: Roster;
  /** When a laboratory first received an exhibit of the operation. */
  readonly laboratoryReceivedAt?: string;
  readonly duplicateOf?: string;
  /** Who had a hand in it, and who certified it: they decide nothing about its reward, whether or not the roster names them. */
  readonly hands?: readonly string[];
  readonly analysts?: readonly string[];
}

/** The facts as an assessment takes them; undefined while nothing is known to be seized. Their order follows from ids, not from who reported first. */
export function assessableFacts({
  caseId,
  seizures,
  exhibits,
  suspects,
  proceedings,
  accused = [],
  roster,
  sameAs: [duplicateOf],
  hands,
  analysts,
}: OperationFacts): AssessableFacts | undefined {
  const [first, ...more] = seizures.map(({ seizedAt }) => seizedAt);
  if (first === undefined) return undefined;
  const entered = enteredIn(proceedings);
  const received = exhibits.flatMap(({ laboratoryReceivedAt }) => laboratoryReceivedAt ?? []);
  const [firstReceived, ...moreReceived] = received;
  return {
    operationId: caseId,
    inputs: {
      operationId: caseId,
      seizures: seizures
        .map(({ seizureId, substance, fieldGrossMg, defects }) => {
          const lots = exhibits.filter((exhibit) => exhibit.seizureId === seizureId).toSorted(by((lot) => lot.exhibitId));
          const certified = lots.flatMap((lot): readonly CertifiedExhibit[] => (lot.certified === undefined ? [] : [lot.certified]));
          const over: ExhibitDefect[] = isOver(fieldGrossMg, certified) ? ['weight.over-seizure'] : [];
          const all = [...defects, ...lots.flatMap((lot) => lot.defects).filter((defect) => defect !== 'weight.over-seizure'), ...over];
          return { seizureId, substance, fieldGrossMg, defects: [...new Set(all)].toSorted(), exhibits: certified };
        })
        .toSorted(by(({ seizureId }) => seizureId)),
      suspects: suspects
        .map(({ suspectId, role, standing }) => ({
          suspectId,
          role,
          standing,
          outcome: outcomeIn(entered, suspectId),
          ...(accused.includes(suspectId) && { accused: true }),
        }))
        .toSorted(by(({ suspectId }) => suspectId)),
    },
    seizedAt: more.reduce(earlier, first),
    ...(roster !== undefined && { roster }),
    ...(firstReceived !== undefined && { laboratoryReceivedAt: moreReceived.reduce(earlier, firstReceived) }),
    ...(duplicateOf !== undefined && { duplicateOf }),
    ...(hands !== undefined && { hands }),
    ...(analysts !== undefined && { analysts }),
  };
}

/** The row of an operation: its facts, as an assessment takes them. */
export interface OperationRow extends OperationFacts {
  /** Absent while nothing is known to be seized. */
  readonly assessable?: AssessableFacts;
  /** When the last event was recorded, UTC. */
  readonly updatedAt: string;
}

/** One row an operation: what its rewards rest on. */
export const operationFacts = projection<OperationEvent, OperationRow>({
  name: 'operation-facts',
  version: 5,
  handles: operationEventTypes,
  keysOf: operationsOf,
  evolve(row, event, caseId) {
    const facts = operationFactsAfter(row, event, caseId);
    const assessable = assessableFacts(facts);
    return { ...facts, ...(assessable !== undefined && { assessable }), updatedAt: new Date(event.recordedAt).toISOString() };
  },
  index: { updatedAt: 'time' },
});

/** Nobody is taken off it again: who was unassigned, or named by mistake, has had a hand in it all the same. */
function withHands(facts: OperationFacts, people: readonly string[]): OperationFacts {
  const hands = joined(facts.hands, people);
  return hands === undefined ? facts : { ...facts, hands };
}

function withHandlers(facts: OperationFacts, event: RecordedEvent<ExhibitFact>): OperationFacts {
  switch (event.type) {
    case 'ExhibitSealed':
      return withHands(facts, [event.data.sealedBy, event.data.custodian]);
    case 'CustodyAccepted':
      return withHands(facts, [event.data.to]);
    case 'LabResultCertified':
    case 'LabResultRevised': {
      const analysts = joined(facts.analysts, event.data.analysts);
      return analysts === undefined ? facts : { ...facts, analysts };
    }
    default:
      return facts;
  }
}

/** All of them once, in order, so that it does not matter who was heard of first; undefined where there is nobody. */
function joined(known: readonly string[] = [], more: readonly string[]): readonly string[] | undefined {
  const all = [...new Set([...known, ...more])].toSorted();
  return all.length === 0 ? undefined : all;
}

/** What investigators take somebody's part to be counts for nothing: until a prosecutor or a court says more, it is a lesser one. */
function withSuspect(facts: OperationFacts, suspectId: string, change: (suspect: KnownSuspect) => KnownSuspect): OperationFacts {
  const known = facts.suspects.find((suspect) => suspect.suspectId === suspectId);
  const suspect = change(known ?? { suspectId, role: 'lesser', standing: 'provisional' });
  return { ...facts, suspects: replaced(facts.suspects, suspect, sameSuspect) };
}

/** Once and for ever, however the reports come: what became of the charge is told by the verdict. */
function withAccused(facts: OperationFacts, suspectIds: readonly string[]): OperationFacts {
  const accused = joined(facts.accused, suspectIds);
  const known = accused === undefined ? facts : { ...facts, accused };
  return suspectIds.reduce((before, suspectId) => withSuspect(before, suspectId, (suspect) => suspect), known);
}

/** A court's word stands over a prosecutor's, whichever is entered last; of two of a kind the later decision. */
function assessed(
  suspect: KnownSuspect,
  { role, assessment, decidedAt }: Extract<CaseFact, { type: 'SuspectRoleAssessed' }>['data'],
): KnownSuspect {
  const said = suspect.roleDecidedAt !== undefined;
  const stays = said && (suspect.standing === assessment ? isEarlier(decidedAt, suspect.roleDecidedAt) : suspect.standing === 'final');
  return stays ? suspect : { ...suspect, role, standing: assessment, roleDecidedAt: decidedAt };
}

/** Of two cases that were each said to be the other one, the first word counts: one of them is rewarded. A link that is said anew as another one is no such link. */
function linked(facts: OperationFacts, { stream, data }: Extract<RecordedEvent<CaseFact>, { type: 'CasesLinked' }>): OperationFacts {
  const said = caseIdOf(stream);
  const { linkedCaseId, relation } = data;
  if (linkedCaseId === said) return facts;
  if (said === facts.caseId) {
    const others = facts.sameAs.filter((other) => other !== linkedCaseId);
    if (relation !== 'same-operation') return { ...facts, sameAs: others };
    const known = facts.sameAs.includes(linkedCaseId) || facts.duplicates.includes(linkedCaseId);
    return known ? facts : { ...facts, sameAs: [...others, linkedCaseId] };
  }
  const others = facts.duplicates.filter((other) => other !== said);
  const counts = relation === 'same-operation' && !facts.sameAs.includes(said);
  return { ...facts, duplicates: counts ? [...others, said] : others };
}

const sameSeizure = (one: KnownSeizure, other: KnownSeizure): boolean => one.seizureId === other.seizureId;
const sameExhibit = (one: ExhibitStanding, other: ExhibitStanding): boolean => one.exhibitId === other.exhibitId;
const sameSuspect = (one: KnownSuspect, other: KnownSuspect): boolean => one.suspectId === other.suspectId;

function replaced<T>(known: readonly T[], one: T, same: (a: T, b: T) => boolean): readonly T[] {
  return known.some((other) => same(one, other)) ? known.map((other) => (same(one, other) ? one : other)) : [...known, one];
}

const by =
  <T>(keyOf: (one: T) => string) =>
  (a: T, b: T): number =>
    keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0;

const isEarlier = (one: string, other: string | undefined): boolean => other !== undefined && Date.parse(one) < Date.parse(other);
const earlier = (one: string, other: string): string => (isEarlier(other, one) ? other : one);
