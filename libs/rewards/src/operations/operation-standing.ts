import type { RecordedEvent } from '#libs/event-sourcing';
import type { SuspectFacts } from '#libs/reward-law';
import { type Id, type Instant, isBefore, type Milligrams, type RegisterEntry, type Roster, type Substance } from '#libs/vocabulary';
import { type ExhibitStanding, exhibitStandingAfter, noProceedings, proceed, type Proceedings } from '../published.ts';
import { type CaseFact, caseIdOf, type ExhibitFact, type OperationEvent } from './operation-events.ts';

/** A seizure as the case knows it now. */
export interface KnownSeizure {
  readonly seizureId: Id;
  readonly substance: Substance;
  readonly fieldGrossMg: Milligrams;
  readonly seizedAt: Instant;
  readonly defects: readonly string[];
}

/** A suspect's part, with when it was decided: reports come late and in any order. */
export interface KnownSuspect extends Omit<SuspectFacts, 'outcome' | 'accused'> {
  readonly roleDecidedAt?: Instant;
}

/**
 * What is known of the operation of a case, as far as a reward rests on it. Pure facts, whoever reported them in whatever order;
 * no number of arrests, and of the suspects neither name nor anything else that says who they are.
 */
export interface OperationFacts {
  readonly caseId: Id;
  readonly seizures: readonly KnownSeizure[];
  /** Sealed lots, also those of seizures that the case does not know (yet): they count once it does. */
  readonly exhibits: readonly ExhibitStanding[];
  readonly suspects: readonly KnownSuspect[];
  /** The verdicts, and which of them became final. */
  readonly proceedings: Proceedings;
  /** Those of the suspects whom the courts have to do with, by any report: nobody is accused by being suspected. */
  readonly accused?: readonly Id[];
  readonly roster?: Roster;
  /**
   * Who had a hand in it, on the roster or not: assigned to the case, named in a seizure, sealed an exhibit or held it. Once and for ever.
   */
  readonly hands?: readonly RegisterEntry[];
  /** Who certified what an exhibit is, or is named to countersign it. */
  readonly analysts?: readonly RegisterEntry[];
  /**
   * Cases that this one was said to be the same operation as, in that order: the first of them is rewarded, and this one is its duplicate.
   */
  readonly sameAs: readonly Id[];
  /** Cases that were said to be the same operation as this one. */
  readonly duplicates: readonly Id[];
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
      return withAccused({ ...facts, proceedings: proceed(facts.proceedings, event) }, event.data.suspectIds);
    case 'TrialOpened':
      return withAccused(facts, event.data.suspectIds);
    case 'AppealLodged':
      return withAccused(facts, [event.data.suspectId]);
    case 'VerdictEntered':
    case 'VerdictCorrected':
    case 'VerdictBecameFinal':
      return withAccused({ ...facts, proceedings: proceed(facts.proceedings, entered(event)) }, [event.data.suspectId]);
    case 'VerdictWithdrawn':
    case 'FinalityWithdrawn':
    case 'ChargesDropped':
    case 'ChargesDismissed':
      return { ...facts, proceedings: proceed(facts.proceedings, event) };
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

/** With who entered it: older reports say that in their metadata alone. */
function entered<E extends Extract<RecordedEvent<CaseFact>, { type: 'VerdictEntered' | 'VerdictCorrected' | 'VerdictBecameFinal' }>>(
  event: E,
): E {
  const { enteredBy = event.metadata.actor.id } = event.data;
  return { ...event, data: { ...event.data, enteredBy } };
}

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
  const { standing, roleDecidedAt } = suspect;
  const stays = roleDecidedAt !== undefined && (standing === assessment ? isBefore(decidedAt, roleDecidedAt) : standing === 'final');
  return stays ? suspect : { ...suspect, role, standing: assessment, roleDecidedAt: decidedAt };
}

/**
 * Of two cases that were each said to be the other one, the first word counts: one of them is rewarded. A link that is said anew as another
 * one is no such link.
 */
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
