import { defined, type Position, type RecordedEvent, sameJson } from '#libs/event-sourcing';
import { handsOf, type Instant, notAfter, sameInstant } from '#libs/vocabulary';
import { accusedIn, type ExhibitStanding, exhibitStandingAfter, noProceedings, proceed } from '../published.ts';
import type { AssessedRole, KnownSeizure, KnownSuspect, OperationFacts } from './known-facts.ts';
import {
  isClosed,
  joined,
  withHands,
  withNamed,
  withParticipation,
  withSaid,
  withWords,
  wordsOfAmendment,
  wordsOfCorrection,
  wordsOfSeizure,
} from './later-words.ts';
import { type CaseFact, caseIdOf, type ExhibitFact, isOfIdentifier, type OperationEvent } from './operation-events.ts';
import { withSearch } from './searches.ts';
import { withUses } from './used-twice.ts';

/** The facts of an operation after one more event. Refuses none. */
export function operationFactsAfter(
  known: OperationFacts | undefined,
  event: RecordedEvent<OperationEvent>,
  caseId: string,
): OperationFacts {
  const facts = known ?? { caseId, seizures: [], exhibits: [], suspects: [], proceedings: noProceedings, sameAs: [], duplicates: [] };
  if (isOfIdentifier(event)) return withUses(facts, event);
  // Whose word it is has a hand in it; of a link only for the case that says it.
  const told = event.type === 'CasesLinked' && caseIdOf(event.stream) !== caseId ? facts : withHands(facts, handsBehind(event));
  return isOfExhibit(event) ? withExhibit(told, event) : withCaseFact(told, event);
}

/** Every hand of who recorded it, and who stated it: programs have none. Who settles what others took part in has taken no part by that. */
function handsBehind({ type, metadata }: RecordedEvent<OperationEvent>): readonly string[] {
  if (type === 'ParticipationSettled') return [];
  return handsOf({ by: metadata.actor, said: metadata })
    .filter(({ roles }) => !roles.includes('process'))
    .map(({ id }) => id);
}

const isOfExhibit = (event: RecordedEvent<OperationEvent>): event is RecordedEvent<ExhibitFact> => event.stream.startsWith('exhibit-');

function withCaseFact(facts: OperationFacts, event: RecordedEvent<CaseFact>): OperationFacts {
  const { position } = event;
  const by = { by: event.metadata.actor.id, position };
  switch (event.type) {
    case 'CaseOpened':
      return { ...facts, order: { ...facts.order, caseOpened: position } };
    // Who comes to work on it later had no hand in what was seized, until they do something themselves.
    case 'OfficerAssigned':
      return facts.roster === undefined ? withSaid(facts, [event.data.officerId]) : facts;
    case 'SearchRecorded':
      return withSearch(withNamed(facts, event.data.search.officers, facts.caseId, by), event);
    case 'SeizureRecorded':
    case 'SeizureCorrected':
      return withSeizure(facts, event);
    case 'SeizureWithdrawn':
      return withoutSeizure(facts, event.data.seizureId, position);
    case 'SuspectAdded':
      return withSuspect(facts, event.data.suspectId, (suspect) => suspect);
    case 'SuspectRoleAssessed':
      return withSuspect(facts, event.data.suspectId, (suspect) => assessed(suspect, event));
    case 'SuspectRoleAttested':
      return withSuspect(facts, event.data.suspectId, (suspect) => attested(suspect, event.data));
    case 'ChargesFiled':
      return withAccused({ ...facts, proceedings: proceed(facts.proceedings, event) }, event.data.suspectIds);
    case 'TrialOpened':
      return withAccused({ ...facts, proceedings: proceed(facts.proceedings, event) }, event.data.suspectIds);
    case 'AppealLodged':
      return withAccused({ ...facts, proceedings: proceed(facts.proceedings, event) }, [event.data.suspectId]);
    case 'ChargesWithdrawn':
    case 'TrialWithdrawn':
      return withoutAccused({ ...facts, proceedings: proceed(facts.proceedings, event) }, event.data.suspectIds);
    case 'VerdictEntered':
    case 'VerdictCorrected':
    case 'VerdictBecameFinal':
      return withAccused({ ...facts, proceedings: proceed(facts.proceedings, entered(event)) }, [event.data.suspectId]);
    case 'VerdictWithdrawn':
    case 'FinalityWithdrawn':
    case 'VerdictAttested':
    case 'ChargesEndWithdrawn':
    case 'ChargesEndAttested':
      return { ...facts, proceedings: proceed(facts.proceedings, event) };
    case 'ChargesDropped':
    case 'ChargesDismissed':
      return { ...facts, proceedings: proceed(facts.proceedings, endedBy(event)) };
    case 'RosterFrozen':
      return { ...facts, roster: event.data.roster, order: { ...facts.order, rosterFrozen: facts.order?.rosterFrozen ?? position } };
    case 'RosterAmended':
      return withWords({ ...facts, roster: event.data.roster }, facts.caseId, wordsOfAmendment(event.data.roster, facts.roster), position);
    case 'ParticipationSettled':
      return withParticipation(facts, event.data);
    case 'CasesLinked': {
      const after = linked(facts, event);
      const changed = !sameJson([facts.sameAs, facts.duplicates], [after.sameAs, after.duplicates]);
      return changed && isClosed(facts) ? withWords(after, facts.caseId, ['case.linked-later'], position) : after;
    }
  }
}

/** With whose word it is: older reports say that in their metadata alone. */
function entered<E extends Extract<RecordedEvent<CaseFact>, { type: 'VerdictEntered' | 'VerdictCorrected' | 'VerdictBecameFinal' }>>(
  event: E,
): E {
  const { actor, confirmedBy: second, statement } = event.metadata;
  const { enteredBy = actor.id, statedBy = statement?.filedBy, confirmedBy = second?.id } = event.data;
  return { ...event, data: { ...event.data, enteredBy, ...defined({ statedBy, confirmedBy }) } };
}

/** With whose word it is, as of a verdict. */
function endedBy<E extends Extract<RecordedEvent<CaseFact>, { type: 'ChargesDropped' | 'ChargesDismissed' }>>(event: E): E {
  const { actor, statement } = event.metadata;
  const { enteredBy = actor.id, statedBy = statement?.filedBy } = event.data;
  return { ...event, data: { ...event.data, enteredBy, ...defined({ statedBy }) } };
}

/** The date by which the law is chosen is the one that was said first; whatever is said of a seizure later is marked. */
function withSeizure(
  facts: OperationFacts,
  event: Extract<RecordedEvent<CaseFact>, { type: 'SeizureRecorded' | 'SeizureCorrected' }>,
): OperationFacts {
  const { position, data } = event;
  const { seizureId, seizure, defects } = data;
  const { substance, grossMg: fieldGrossMg, seizedAt, officers, place } = seizure;
  const known = facts.seizures.find((one) => one.seizureId === seizureId);
  const first = known === undefined ? seizedAt : (known.firstSaidAt ?? known.seizedAt);
  const { province } = place;
  const now = {
    seizureId,
    substance,
    fieldGrossMg,
    seizedAt,
    province,
    ...(first !== seizedAt && { firstSaidAt: first }),
    defects,
    officers,
  };
  const words = event.type === 'SeizureCorrected' ? wordsOfCorrection(facts, event.data, known) : wordsOfSeizure(facts);
  const order = facts.seizures.length === 0 ? { order: { ...facts.order, seizureRecorded: position } } : {};
  const told = withWords({ ...facts, ...order, seizures: replaced(facts.seizures, now, sameSeizure) }, seizureId, words, position);
  return withNamed(told, officers, seizureId, { by: event.metadata.actor.id, position });
}

/** Recorded twice: in time it is none; later it is two hands' word that there was one, which integrity finds to be so, or not. */
function withoutSeizure(facts: OperationFacts, seizureId: string, position: Position): OperationFacts {
  if (isClosed(facts)) return withWords(facts, seizureId, ['seizure.withdrawn-later'], position);
  const others = facts.seizures.filter((one) => one.seizureId !== seizureId);
  return { ...facts, seizures: others, ...(facts.later && { later: facts.later.filter(({ subjectId }) => subjectId !== seizureId) }) };
}

/** What is found irregular about a lot after it was sealed is somebody's word, whenever it is found; so is a lot sealed beside one that is gone. */
function withExhibit(facts: OperationFacts, event: RecordedEvent<ExhibitFact>): OperationFacts {
  const { position, data } = event;
  const { seizureId } = data;
  const exhibitId = event.stream.slice('exhibit-'.length);
  const before = facts.exhibits.find((one) => one.exhibitId === exhibitId);
  const exhibit = exhibitStandingAfter(before, event);
  const handled = withHandlers(facts, event);
  const after = exhibit === undefined ? handled : { ...handled, exhibits: replaced(facts.exhibits, exhibit, sameExhibit) };
  if (event.type !== 'ExhibitSealed') {
    const worded = withWords(after, seizureId, 'defects' in data ? data.defects : [], position);
    return exhibit?.laboratoryReceivedAt === undefined || before?.laboratoryReceivedAt !== undefined
      ? worded
      : received(worded, exhibit.laboratoryReceivedAt, position);
  }
  const gone = facts.exhibits.some(
    (one) => one.seizureId === seizureId && one.exhibitId !== exhibitId && one.laboratoryReceivedAt !== undefined,
  );
  return withWords(after, seizureId, gone ? ['exhibit.sealed-later'] : [], position);
}

/** A laboratory has an exhibit from where the log says so. Where the time that is reported says otherwise, that is for two hands to explain. */
function received(facts: OperationFacts, receivedAt: Instant, position: Position): OperationFacts {
  const doubtful = facts.roster !== undefined && notAfter(receivedAt, facts.roster.frozenAt);
  const ordered = { ...facts, order: { ...facts.order, laboratoryReceived: facts.order?.laboratoryReceived ?? position } };
  return withWords(ordered, facts.caseId, doubtful ? ['roster.doubtful-order'] : [], position);
}

function withHandlers(facts: OperationFacts, event: RecordedEvent<ExhibitFact>): OperationFacts {
  switch (event.type) {
    // Whoever is said to hold it first hands it over themselves: since the roster was frozen, that is what counts.
    case 'ExhibitSealed': {
      const { sealedBy, custodian } = event.data;
      const sealed = withHands(facts, [sealedBy]);
      return facts.roster === undefined ? withSaid(sealed, [custodian]) : sealed;
    }
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

/** What investigators take somebody's part to be counts for nothing: until a prosecutor or a court says more, it is a lesser one. */
function withSuspect(facts: OperationFacts, suspectId: string, change: (suspect: KnownSuspect) => KnownSuspect): OperationFacts {
  const known = facts.suspects.find((suspect) => suspect.suspectId === suspectId);
  const suspect = change(known ?? { suspectId, role: 'lesser', standing: 'provisional' });
  return { ...facts, suspects: replaced(facts.suspects, suspect, sameSuspect) };
}

/** Of what was charged or tried by mistake nobody is accused, unless by something else. */
function withoutAccused(facts: OperationFacts, suspectIds: readonly string[]): OperationFacts {
  const still = accusedIn(facts.proceedings);
  return { ...facts, accused: (facts.accused ?? []).filter((one) => !suspectIds.includes(one) || still.includes(one)) };
}

/** For ever, however the reports come, unless two take it back: what became of the charge is told by the verdict. */
function withAccused(facts: OperationFacts, suspectIds: readonly string[]): OperationFacts {
  const accused = joined(facts.accused, suspectIds);
  const known = accused === undefined ? facts : { ...facts, accused };
  return suspectIds.reduce((before, suspectId) => withSuspect(before, suspectId, (suspect) => suspect), known);
}

/** A decision is somebody's word from when it is entered: see `countedRole` for which of them counts. */
function assessed(
  suspect: KnownSuspect,
  { data, metadata }: RecordedEvent<Extract<CaseFact, { type: 'SuspectRoleAssessed' }>>,
): KnownSuspect {
  const { role, assessment: standing, reference, decidedAt, enteredBy = metadata.actor.id } = data;
  const hands = [enteredBy, metadata.statement?.filedBy].filter((person) => person !== undefined);
  return { ...suspect, assessed: [...(suspect.assessed ?? []), { role, standing, reference, decidedAt, hands }] };
}

function attested(
  suspect: KnownSuspect,
  { attestedBy, ...decision }: Extract<CaseFact, { type: 'SuspectRoleAttested' }>['data'],
): KnownSuspect {
  const isThis = ({ role, standing, reference, decidedAt }: AssessedRole): boolean =>
    role === decision.role &&
    standing === decision.assessment &&
    reference === decision.reference &&
    sameInstant(decidedAt, decision.decidedAt);
  const known = suspect.assessed ?? [];
  return { ...suspect, assessed: known.map((one) => (isThis(one) ? { ...one, hands: [...one.hands, attestedBy] } : one)) };
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
