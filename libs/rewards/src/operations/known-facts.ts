import type { Position } from '#libs/event-sourcing';
import type { ClaimedRole, LaterWord, SuspectFacts } from '#libs/reward-law';
import type { Id, Instant, Milligrams, Province, RegisterEntry, Roster, Substance } from '#libs/vocabulary';
import type { ExhibitStanding, Holder, Proceedings } from '../published.ts';
import type { NamedLater, RecordedOrder } from '../reward/reward-events.ts';

// What is known of the operation of a case: the words of the room. JSON, as the operation's row carries it.

/** A later word, with what it is about: a seizure, or the case where it is about the operation as a whole. */
export interface WordAbout extends LaterWord {
  readonly subjectId: Id;
}

/** A seizure as the case knows it now. */
export interface KnownSeizure {
  readonly seizureId: Id;
  readonly substance: Substance;
  readonly fieldGrossMg: Milligrams;
  readonly seizedAt: Instant;
  /** Where. Rows of before it was kept are made anew. */
  readonly province?: Province;
  /** When it happened by the first report: which law applies. Absent where that is what is said still. */
  readonly firstSaidAt?: Instant;
  readonly defects: readonly string[];
  /** Who took part. Rows of before it was kept are made anew. */
  readonly officers?: readonly RegisterEntry[];
}

/** A search of which something is irregular that is about what was found in it. */
export interface KnownSearch {
  readonly searchId: Id;
  readonly searchedAt: Instant;
  readonly province: Province;
  readonly officers: readonly RegisterEntry[];
  readonly defects: readonly string[];
  readonly position: Position;
}

/** What a prosecutor or a court is said to have decided of a suspect's part, and whose word that is. */
export interface AssessedRole extends ClaimedRole {
  /** Of the decision, on paper. */
  readonly reference: string;
  readonly decidedAt: Instant;
  /** Who entered it, and who attested it. */
  readonly hands: readonly RegisterEntry[];
}

/** A suspect's part, with when it was decided: reports come late and in any order. */
export interface KnownSuspect extends Omit<SuspectFacts, 'outcome' | 'accused' | 'claimed'> {
  /** Of the part as it counted before it was kept whose word each decision is. */
  readonly roleDecidedAt?: Instant;
  readonly assessed?: readonly AssessedRole[];
}

/** A number of the case that stands for two things, which nobody has cleared up. */
export interface UsedTwice {
  readonly identifierId: Id;
  /** What it stands for. */
  readonly holders: readonly [Holder, Holder];
  /** What of the case is one of them: a seizure, or the case itself where it is none of its seizures. */
  readonly subjectIds: readonly Id[];
  readonly position: Position;
}

/**
 * What is known of the operation of a case, as far as a reward rests on it. Pure facts, whoever reported them in whatever order;
 * no number of arrests, and of the suspects neither name nor anything else that says who they are.
 */
export interface OperationFacts {
  readonly caseId: Id;
  readonly seizures: readonly KnownSeizure[];
  /** Searches that were irregular; absent where none was. */
  readonly searches?: readonly KnownSearch[];
  /** Sealed lots, also those of seizures that the case does not know (yet): they count once it does. */
  readonly exhibits: readonly ExhibitStanding[];
  readonly suspects: readonly KnownSuspect[];
  /** The verdicts, and which of them became final. */
  readonly proceedings: Proceedings;
  /** Those of the suspects whom the courts have to do with, by any report: nobody is accused by being suspected. */
  readonly accused?: readonly Id[];
  readonly roster?: Roster;
  /**
   * Who had a hand in it, on the roster or not: opened the case or recorded anything of it, was assigned to it, named in a seizure or a search,
   * sealed, offered, held or weighed an exhibit, before the roster was frozen by whoever's word, since then by their own. Once and for ever.
   */
  readonly hands?: readonly RegisterEntry[];
  /** Those of them who had it by their own word, or took part by the word of two: nobody undoes that. Rows of before it was kept are made anew. */
  readonly acted?: readonly RegisterEntry[];
  /** Of whom two have said that they took no part, whatever others say; nobody has said so anew. */
  readonly absent?: readonly RegisterEntry[];
  /** Whom somebody else named since the roster was frozen, as long as nobody has settled it on the case. */
  readonly named?: readonly NamedLater[];
  /** Of whom two have said what they did: nothing about their being on the roster is open. */
  readonly explained?: readonly RegisterEntry[];
  /** Where the log has what has to come in order. */
  readonly order?: RecordedOrder;
  /** What was said later, the last word of each kind about each subject. */
  readonly later?: readonly WordAbout[];
  /** Numbers that stand for two things. Absent where there was never one. */
  readonly usedTwice?: readonly UsedTwice[];
  /** Who certified what an exhibit is, or is named to countersign it. */
  readonly analysts?: readonly RegisterEntry[];
  /**
   * Cases that this one was said to be the same operation as, in that order: the first of them is rewarded, and this one is its duplicate.
   */
  readonly sameAs: readonly Id[];
  /** Cases that were said to be the same operation as this one. */
  readonly duplicates: readonly Id[];
}
