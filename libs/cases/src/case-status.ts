import { defined, indexedBy, projection, type RecordedEvent, rowPerStream } from '#libs/event-sourcing';
import { isAboutStatement, type StatementEvent } from '#libs/statements';
import { type CaseEvent, caseEventTypes, caseIdOf, caseStream, type FactEvent, isFact } from './case-events.ts';
import { type CaseStatus, ERASED, type SeizureStatus, type SuspectStatus } from './case-page.ts';
import { fileAfter, type FileStanding, unopened } from './case-standing.ts';
import { defectsIn, irregularIn, outcomeIn, type Proceedings, stageOf, statusOf, verdictOn } from './court-standing.ts';

import { alleged, assessedAs, attestedAs } from './suspect.ts';

/** One row a case: the page and the list of cases. */
export const caseStatus = projection<CaseEvent, CaseStatus>({
  name: 'case-status',
  version: 7,
  handles: caseEventTypes,
  ...rowPerStream('case'),
  evolve(row, event) {
    const changed = changedBy(row, event);
    return changed && derived(row, changed, event);
  },
  index: indexedBy({
    text: ['reference', 'status', 'agency', 'unit', 'province'],
    integer: ['grossMg'],
    time: ['openedAt', 'updatedAt'],
    texts: ['officerIds', 'substances', 'defects'],
  }),
  discloses: {
    about: ({ caseId }) => [caseStream(caseId)],
    names: ({ links }) => links.map(({ linkedCaseId }) => caseStream(linkedCaseId)),
    without: (row, hidden) => ({ ...row, links: row.links.filter(({ linkedCaseId }) => !hidden.has(caseStream(linkedCaseId))) }),
  },
});

type Derived = 'status' | 'grossMg' | 'updatedAt' | 'revision' | 'officerIds' | 'substances' | 'defects';
type Recorded = Omit<CaseStatus, Derived>;

/** What follows from the rest, made anew only where that changed: most events touch one part of a long row. */
function derived(row: CaseStatus | undefined, changed: Recorded, event: RecordedEvent<CaseEvent>): CaseStatus {
  const { officers, seizuresOf, factsWith, grossMgExactly, proceedings, closed } = changed;
  const sameCourt = row?.proceedings === proceedings;
  return {
    ...changed,
    suspects: sameCourt ? changed.suspects : changed.suspects.map((suspect) => ({ ...suspect, ...standingIn(proceedings, suspect) })),
    status: sameCourt && row.closed === closed ? row.status : statusOf(proceedings, closed),
    // However absurd the masses are, they were said, and no row may fail for them: a projection stops for everybody.
    grossMg: Math.min(Number(grossMgExactly), Number.MAX_SAFE_INTEGER),
    substances: row?.seizuresOf === seizuresOf ? row.substances : namesIn(seizuresOf),
    officerIds: row?.officers === officers ? row.officerIds : officers.map(({ officerId }) => officerId),
    defects: sameCourt && row.factsWith === factsWith ? row.defects : distinct([...namesIn(factsWith), ...defectsIn(proceedings)]),
    updatedAt: new Date(event.recordedAt).toISOString(),
    revision: event.revision,
  };
}

/** How many there are of each. */
type Tally<Name extends string> = Readonly<Partial<Record<Name, number>>>;

/** The same tally where nothing changes in it. */
function counted<Name extends string>(tally: Tally<Name>, more: readonly Name[], less: readonly Name[] = []): Tally<Name> {
  const [added, removed] = [more.filter((name) => !less.includes(name)), less.filter((name) => !more.includes(name))];
  if (added.length === 0 && removed.length === 0) return tally;
  const counts = new Map(Object.entries(tally) as [Name, number][]);
  for (const name of added) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const name of removed) counts.set(name, (counts.get(name) ?? 0) - 1);
  return Object.fromEntries(
    [...counts].filter(([, count]) => count > 0).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  ) as Tally<Name>;
}

const namesIn = <Name extends string>(tally: Tally<Name>): readonly Name[] => Object.keys(tally) as Name[];

/** So many of each kind of fact, and of the statements that wait, stand on the page: however many there are, it stays one to read, and one to write. */
const SHOWN = 100;

/** The latest of them. */
function latest<Fact>(facts: readonly Fact[], fact: Fact): readonly Fact[] {
  return [...facts, fact].slice(-SHOWN);
}

/** What is counted of seizures, when one is known as something else than before, or at all. */
function recounted(
  { seizuresOf, factsWith, grossMgExactly }: Recorded,
  now: Pick<SeizureStatus, 'substance' | 'grossMg' | 'defects'>,
  before?: Pick<SeizureStatus, 'substance' | 'grossMg' | 'defects'>,
): Pick<CaseStatus, 'seizuresOf' | 'factsWith' | 'grossMgExactly'> {
  return {
    seizuresOf: counted(seizuresOf, [now.substance], before && [before.substance]),
    factsWith: counted(factsWith, now.defects, before?.defects),
    grossMgExactly: String(BigInt(grossMgExactly) + BigInt(now.grossMg) - BigInt(before?.grossMg ?? 0)),
  };
}

/** What is counted of seizures, when one counts no more. */
function uncounted(
  { seizuresOf, factsWith, grossMgExactly }: Recorded,
  { substance, grossMg, defects }: Pick<SeizureStatus, 'substance' | 'grossMg' | 'defects'>,
): Pick<CaseStatus, 'seizuresOf' | 'factsWith' | 'grossMgExactly'> {
  return {
    seizuresOf: counted(seizuresOf, [], [substance]),
    factsWith: counted(factsWith, [], defects),
    grossMgExactly: String(BigInt(grossMgExactly) - BigInt(grossMg)),
  };
}

/** What the courts say of a suspect. */
function standingIn(proceedings: Proceedings, { suspectId }: Pick<SuspectStatus, 'suspectId'>) {
  const verdict = verdictOn(proceedings, suspectId);
  const { verdictId, outcome, instance, finality } = verdict ?? {};
  const irregular = irregularIn(proceedings, suspectId);
  return {
    outcome: outcomeIn(proceedings, suspectId),
    stage: stageOf(proceedings, suspectId),
    ...(verdictId !== undefined &&
      outcome !== undefined && {
        verdict: {
          verdictId,
          outcome,
          ...defined({ instance }),
          final: finality?.counts === true,
          ...(irregular.length > 0 && { irregular }),
        },
      }),
  };
}

function changedBy(row: CaseStatus | undefined, event: RecordedEvent<CaseEvent>): Recorded | undefined {
  if (event.type === 'CaseOpened') return opened(event);
  if (row === undefined) return undefined;
  if (isAboutStatement(event)) return withStatement(row, event);
  return isFact(event) ? withFact(row, event) : withFile(row, fileAfter(fileOf(row), event));
}

function opened(event: Extract<RecordedEvent<CaseEvent>, { type: 'CaseOpened' }>): Recorded {
  const { proceedings, links, officers } = unopened;
  return {
    caseId: caseIdOf(event.stream),
    closed: false,
    openedAt: new Date(event.metadata.occurredAt).toISOString(),
    ...event.data,
    officers,
    seizures: [],
    seizureCount: 0,
    suspects: [],
    suspectCount: 0,
    arrests: [],
    arrestCount: 0,
    searches: [],
    searchCount: 0,
    documents: [],
    documentCount: 0,
    grossMgExactly: '0',
    seizuresOf: {},
    factsWith: {},
    notes: 0,
    statements: [],
    openStatements: 0,
    proceedings,
    links,
  };
}

/** The file as its row tells it, for the fold that decisions go by too. */
function fileOf({
  closed,
  reference,
  title,
  agency,
  province,
  unit,
  officers,
  roster,
  proceedings,
  links,
  restriction,
}: CaseStatus): FileStanding {
  const details = { reference, title, agency, province, unit };
  return defined({ status: closed ? 'closed' : 'open', details, officers, roster, proceedings, links, restriction });
}

function withFile(row: CaseStatus, { status, details, officers, roster, proceedings, links, restriction }: FileStanding): Recorded {
  return defined({ ...row, ...details, closed: status === 'closed', officers, roster, proceedings, links, restriction });
}

function withStatement(row: CaseStatus, event: RecordedEvent<StatementEvent>): Recorded {
  const { statementId } = event.data;
  if (event.type !== 'StatementFiled') {
    const statements = row.statements.filter((known) => known.statementId !== statementId);
    return { ...row, statements, openStatements: row.openStatements - 1 };
  }
  const { says, filedBy } = event.data;
  const filed = { statementId, stated: says.type, filedBy, filedAt: new Date(event.recordedAt).toISOString() };
  return { ...row, statements: latest(row.statements, filed), openStatements: row.openStatements + 1 };
}

function withFact(row: Recorded, event: FactEvent): Recorded {
  switch (event.type) {
    case 'SeizureRecorded': {
      const { seizureId, seizure, defects } = event.data;
      const recorded = { seizureId, version: 1, ...seizure, defects };
      return { ...row, ...recounted(row, recorded), seizures: latest(row.seizures, recorded), seizureCount: row.seizureCount + 1 };
    }
    case 'SeizureCorrected': {
      const { seizureId, corrects, seizure, defects, before, defectsBefore = defects } = event.data;
      const corrected = { seizureId, version: corrects + 1, ...seizure, defects };
      // Corrections of long ago do not say what they corrected: then the page does, as far as it goes.
      const shown = row.seizures.find((known) => known.seizureId === seizureId);
      const known = shown ?? { ...(before ?? seizure), defects: defectsBefore };
      return {
        ...row,
        ...recounted(row, corrected, known),
        seizures: row.seizures.map((known) => (known.seizureId === seizureId ? corrected : known)),
      };
    }
    case 'SeizureWithdrawn': {
      const { seizureId, duplicateOf, seizure, defects } = event.data;
      const withdrawn = (known: SeizureStatus): SeizureStatus => (known.seizureId === seizureId ? { ...known, duplicateOf } : known);
      return { ...row, ...uncounted(row, { ...seizure, defects }), seizures: row.seizures.map(withdrawn) };
    }
    case 'SuspectAdded': {
      const { suspectId, role, name, identifiers, dateOfBirth, nationality } = event.data;
      const identity = defined({ name, identifiers, dateOfBirth, nationality });
      const added = { suspectId, ...identity, ...alleged(role), erased: false, ...standingIn(row.proceedings, { suspectId }) };
      return { ...row, suspects: latest(row.suspects, added), suspectCount: row.suspectCount + 1 };
    }
    case 'SuspectRoleAssessed':
      return withSuspect(row, event.data.suspectId, (suspect) => assessedAs(suspect, event.data));
    case 'SuspectRoleAttested':
      return withSuspect(row, event.data.suspectId, (suspect) => attestedAs(suspect, event.data, event.data.attestedBy));
    case 'ArrestRecorded': {
      const { arrestId, arrest, defects } = event.data;
      const arrests = latest(row.arrests, { arrestId, ...arrest, defects });
      return { ...row, arrests, arrestCount: row.arrestCount + 1, factsWith: counted(row.factsWith, defects) };
    }
    case 'SearchRecorded': {
      const { searchId, search, defects } = event.data;
      const searches = latest(row.searches, { searchId, ...search, defects });
      return { ...row, searches, searchCount: row.searchCount + 1, factsWith: counted(row.factsWith, defects) };
    }
    case 'SuspectErased': {
      const { suspectId } = event.data;
      const documents = row.documents.map((document) => (document.suspectId === suspectId ? { ...document, title: ERASED } : document));
      return withSuspect({ ...row, documents }, suspectId, erased);
    }
    case 'NoteAdded':
      return { ...row, notes: row.notes + 1 };
    case 'DocumentAttached':
      return { ...row, documents: latest(row.documents, event.data), documentCount: row.documentCount + 1 };
    case 'EntryErased': {
      const { entryId } = event.data;
      return {
        ...row,
        documents: row.documents.map((document) => (document.documentId === entryId ? { ...document, title: ERASED } : document)),
      };
    }
  }
}

function withSuspect(row: Recorded, suspectId: string, change: (suspect: SuspectStatus) => SuspectStatus): Recorded {
  return { ...row, suspects: row.suspects.map((suspect) => (suspect.suspectId === suspectId ? change(suspect) : suspect)) };
}

function erased(suspect: SuspectStatus): SuspectStatus {
  const personal = (['name', 'identifiers', 'dateOfBirth', 'nationality'] as const).filter((field) => suspect[field] !== undefined);
  return { ...suspect, ...Object.fromEntries(personal.map((field) => [field, ERASED])), erased: true };
}

function distinct<T extends string>(values: readonly T[]): readonly T[] {
  return [...new Set(values)].sort();
}
