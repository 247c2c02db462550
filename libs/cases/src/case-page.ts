import type { Count, Id, Instant, Milligrams, RegisterEntry, Revision, Roster, Substance } from '#libs/vocabulary';
import type { CaseDetails, Document, Restriction } from './case-events.ts';
import type { FileStanding } from './case-standing.ts';
import type { Instance, VerdictOutcome } from './court-events.ts';
import type { CaseStatusName, Outcome, Proceedings, SuspectStage } from './court-standing.ts';
import type { Defect } from './defects.ts';
import type { Arrest, Search, Seizure } from './seizure.ts';
import type { RoleStanding, SuspectIdentity } from './suspect.ts';

// What the page and the list of cases show, as rows hold it: personal fields are sealed until the edge.

/** In the place of what was erased. */
export const ERASED = { erased: true } as const;

/** Fields that name somebody, or what stands in their place since they were erased. */
type Erasable<Fields> = { readonly [Field in keyof Fields]: Fields[Field] | typeof ERASED };

/** What the courts say of a suspect as of now, final or not: the final verdict, or the latest of the highest instance. */
export interface SuspectVerdict {
  readonly verdictId: Id;
  readonly outcome: VerdictOutcome;
  /** Absent while only its finality was reported. */
  readonly instance?: Instance;
  readonly final: boolean;
  /** Why nothing is paid or claimed back on it, though it is final. Absent where it is regular, or not final. */
  readonly irregular?: readonly Defect[];
}

/** A suspect of a case: sealed until the edge, and not a convict. */
export interface SuspectStatus extends RoleStanding, Erasable<SuspectIdentity> {
  readonly suspectId: Id;
  /** Who it was, was erased for ever. */
  readonly erased: boolean;
  /** What came of the suspect: pending until a verdict is final. */
  readonly outcome: Outcome;
  /** How far it has come with this suspect. */
  readonly stage: SuspectStage;
  /** What the courts say as of now, final or not: the final verdict, or the latest of the highest instance. */
  readonly verdict?: SuspectVerdict;
}

export interface ArrestStatus extends Arrest {
  readonly arrestId: Id;
  /** What is irregular about it. */
  readonly defects: readonly Defect[];
}

export interface SearchStatus extends Search {
  readonly searchId: Id;
  /** What is irregular about it. */
  readonly defects: readonly Defect[];
}

export interface DocumentStatus extends Omit<Document, 'title'> {
  readonly documentId: Id;
  /** Whom it is about, if it is about one suspect. */
  readonly suspectId?: Id;
  readonly title: Document['title'] | typeof ERASED;
}

/** What somebody who has no part in the case says of it, while nobody has adopted it or set it aside. Nothing follows from it. */
export interface OpenStatement {
  readonly statementId: Id;
  /**
   * What would have been commanded.
   * @example CorrectSeizure
   */
  readonly stated: string;
  readonly filedBy: RegisterEntry;
  /** UTC. */
  readonly filedAt: Instant;
}

/** A seizure as now known, with how often it was corrected. */
export interface SeizureStatus extends Seizure {
  readonly seizureId: Id;
  /**
   * 1 as first recorded, one more with each correction.
   * @minimum 1
   */
  readonly version: number;
  /** What is irregular about it. Entitlements that rest on it are held up by some of these. */
  readonly defects: readonly Defect[];
  /** It was recorded twice and withdrawn: this seizure stands for it, and it counts in nothing. */
  readonly duplicateOf?: Id;
}

/** A case as it stands. Everything in it follows from its events. */
export interface CaseStatus extends CaseDetails, Pick<FileStanding, 'officers' | 'links'> {
  readonly caseId: Id;
  /** Follows from what was recorded; nobody sets it. */
  readonly status: CaseStatusName;
  /** Closed to changes of its details and officers; facts are still recorded, with that as a defect. */
  readonly closed: boolean;
  /** The latest hundred; all of them stand in the case's list of seizures. */
  readonly seizures: readonly SeizureStatus[];
  readonly seizureCount: Count;
  /** The latest hundred; all of them stand on the timeline. Names are opened for investigators, unit heads, legal officers and auditors. */
  readonly suspects: readonly SuspectStatus[];
  readonly suspectCount: Count;
  /** The latest hundred; all of them stand on the timeline. */
  readonly arrests: readonly ArrestStatus[];
  readonly arrestCount: Count;
  /** The latest hundred; all of them stand on the timeline. */
  readonly searches: readonly SearchStatus[];
  readonly searchCount: Count;
  /** The latest hundred; all of them stand on the timeline. */
  readonly documents: readonly DocumentStatus[];
  readonly documentCount: Count;
  /** How many notes were added; they stand on the timeline. */
  readonly notes: Count;
  /** Statements that wait for somebody with a part in the case: the latest hundred; all of them stand in the list of statements. */
  readonly statements: readonly OpenStatement[];
  /** How many wait. */
  readonly openStatements: Count;
  /** Who took part in the operation, once it is frozen. */
  readonly roster?: Roster;
  /** While it is known to some persons alone, and to those who watch over all cases. */
  readonly restriction?: Restriction;
  /** Everything reported from prosecutor and court. */
  readonly proceedings: Proceedings;
  /** Gross milligrams over all seizures as now known; 2^53 - 1 also stands for more. */
  readonly grossMg: Milligrams;
  /** The same sum, exactly, however large: decimal text. */
  readonly grossMgExactly: string;
  /** How many seizures there are of each substance, as now known. */
  readonly seizuresOf: Readonly<Partial<Record<Substance, Count>>>;
  /** How many seizures, arrests and searches have each defect, as now known. */
  readonly factsWith: Readonly<Partial<Record<Defect, Count>>>;
  /** UTC. */
  readonly openedAt: Instant;
  /** When the last fact was recorded, UTC. */
  readonly updatedAt: Instant;
  /** Of the case: what `If-Match` is compared with. */
  readonly revision: Revision;
  /** For lists to filter on. */
  readonly officerIds: readonly RegisterEntry[];
  readonly substances: readonly Substance[];
  readonly defects: readonly Defect[];
}
