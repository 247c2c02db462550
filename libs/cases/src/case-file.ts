import { changesOf, decideBy, type Decider, defined, type Issued, RuleBroken, sameJson } from '#libs/event-sourcing';
import { withStatements } from '#libs/statements';
import { requireMayAssign, requireMayUnassign } from './assignment-rules.ts';
import type { CaseFileCommand } from './case-commands.ts';
import type { CaseFileEvent } from './case-events.ts';
import {
  casePartTable,
  noPart,
  partsIn,
  requireHead,
  requireHeadOrIntegrity,
  requireItsHead,
  requireNotLiftedByIntegrity,
  requireOwnUnit,
  takesOn,
} from './case-parts.ts';
import { handsOf, samePerson } from '#libs/vocabulary';
import {
  requireAboutKnown,
  requireAssessment,
  requireEntryWithKey,
  requireNotClosed,
  requireNotWithdrawn,
  requireOpened,
  requireOtherCase,
  requireOtherReference,
  requireOtherSeizure,
  requirePast,
  requireSeizure,
  requireSuspect,
  requireUnopened,
} from './case-rules.ts';
import { agencyOf, type CaseFile, evolveCase, rosterDefectsOf, standingOf, unopened } from './case-standing.ts';
import {
  attestChargesEnd,
  attestVerdict,
  correctVerdict,
  dismissCharges,
  dropCharges,
  enterVerdict,
  fileCharges,
  lodgeAppeal,
  openTrial,
  reclassifyCharges,
  recordFinality,
  sendToProsecutor,
  withdrawCharges,
  withdrawChargesEnd,
  withdrawFinality,
  withdrawTrial,
  withdrawVerdict,
} from './court-reports.ts';
import { requireOtherHand } from './court-rules.ts';
import { defectsOfArrest, defectsOfSearch, defectsOfSeizure } from './field-rules.ts';
import { requireNotSettlingThemself, requirePapersOf, requireSettlers } from './participation-rules.ts';
import type { Participation } from './roster.ts';
import { amendedRoster, frozenRoster, isAmended, requireHeadOfRoster, requireNotOneself } from './roster-rules.ts';
import type { Seizure } from './seizure.ts';
import { assessedAs, sameAssessment } from './suspect.ts';

export type { CaseFileCommand } from './case-commands.ts';

type CommandOf<Type extends CaseFileCommand['type']> = Issued<Extract<CaseFileCommand, { type: Type }>>;
type Decided = readonly CaseFileEvent[];

const decide = decideBy<CaseFileCommand, CaseFileEvent, CaseFile>({
  OpenCase: open,
  UpdateCaseDetails: updateDetails,
  CorrectCaseReference: correctReference,
  AssignOfficer: assignOfficer,
  UnassignOfficer: unassignOfficer,
  RecordSeizure: recordSeizure,
  CorrectSeizure: correctSeizure,
  WithdrawSeizure: withdrawSeizure,
  AddSuspect: addSuspect,
  AssessSuspectRole: assessSuspectRole,
  AttestSuspectRole: attestSuspectRole,
  RecordArrest: recordArrest,
  RecordSearch: recordSearch,
  EraseSuspect: eraseSuspect,
  AddNote: addNote,
  AttachDocument: attachDocument,
  EraseEntry: eraseEntry,
  FreezeRoster: freezeRoster,
  AmendRoster: amendRoster,
  SettleParticipation: settleParticipation,
  SendToProsecutor: sendToProsecutor,
  FileCharges: fileCharges,
  ReclassifyCharges: reclassifyCharges,
  OpenTrial: openTrial,
  EnterVerdict: enterVerdict,
  LodgeAppeal: lodgeAppeal,
  RecordFinality: recordFinality,
  DropCharges: dropCharges,
  DismissCharges: dismissCharges,
  CorrectVerdict: correctVerdict,
  WithdrawVerdict: withdrawVerdict,
  WithdrawFinality: withdrawFinality,
  AttestVerdict: attestVerdict,
  WithdrawCharges: withdrawCharges,
  WithdrawTrial: withdrawTrial,
  WithdrawChargesEnd: withdrawChargesEnd,
  AttestChargesEnd: attestChargesEnd,
  LinkCases: linkCases,
  TransferCase: transfer,
  CloseCase: close,
  ReopenCase: reopen,
  RestrictCase: restrict,
  LiftRestriction: liftRestriction,
});

/** The rules of a case file alone, whoever gives the commands: what `caseFile` decides by for those who have a part in the case. */
export const unguardedCaseFile: Decider<CaseFileCommand, CaseFileEvent, CaseFile> = {
  initial: unopened,

  decide(command, state) {
    if (command.type !== 'OpenCase') requireOpened(state);
    return decide(command, state);
  },

  evolve: evolveCase,
};

/** A case file: who works on it, what was seized, corrected facts beside the original ones, what the courts report, and what others state. */
export const caseFile = withStatements(unguardedCaseFile, {
  table: casePartTable,
  partsOf: (command, state) => [
    ...partsIn(state, command),
    ...(command.type === 'AssignOfficer' && takesOn(command) ? ['newcomer' as const] : []),
  ],
  refusal: (_command, { of }, state) => noPart(of, state),
});

/** Whoever opens a case as an investigator leads it until somebody else is said to. */
function open(command: CommandOf<'OpenCase'>, state: CaseFile): Decided {
  const { data, by, at } = command;
  requireUnopened(state);
  const { openedAt = at, ...details } = data;
  requirePast('case', openedAt, at);
  requireOwnUnit(command, details.unit);
  const opened = { type: 'CaseOpened', data: details } as const;
  if (!by.roles.includes('investigator')) return [opened];
  return [opened, { type: 'OfficerAssigned', data: { officerId: by.id, unit: by.unit ?? details.unit, role: 'lead' } }];
}

function updateDetails(command: CommandOf<'UpdateCaseDetails'>, state: CaseFile): Decided {
  requireNotClosed(state);
  const data = changesOf(state.details, command.data);
  if (data.unit !== undefined) requireHead(command, state);
  return Object.keys(data).length === 0 ? [] : [{ type: 'CaseDetailsUpdated', data }];
}

function correctReference({ data: { reference, reason } }: CommandOf<'CorrectCaseReference'>, state: CaseFile): Decided {
  requireOtherReference(state, reference);
  const { reference: before = '' } = state.details;
  return [{ type: 'CaseReferenceCorrected', data: { reference, before, reason } }];
}

function assignOfficer(command: CommandOf<'AssignOfficer'>, state: CaseFile): Decided {
  const { found = [], ...data } = command.data;
  const assigned = state.officers.find(({ officerId }) => officerId === data.officerId);
  if (assigned?.unit === data.unit && assigned.role === data.role) return [];
  requireMayAssign(command, state);
  return [{ type: 'OfficerAssigned', data: { ...data, ...(found.length > 0 && { defects: found }) } }];
}

function unassignOfficer(command: CommandOf<'UnassignOfficer'>, state: CaseFile): Decided {
  const { data } = command;
  const assigned = state.officers.find(({ officerId }) => officerId === data.officerId);
  if (assigned === undefined) return [];
  requireMayUnassign(command, assigned, state);
  return [{ type: 'OfficerUnassigned', data }];
}

function recordSeizure({ data: { seizureId, seizure, policeWitnesses }, at }: CommandOf<'RecordSeizure'>, state: CaseFile): Decided {
  if (state.seizures.has(seizureId)) return [];
  requirePast('seizure', seizure.seizedAt, at);
  const defects = defectsOfSeizure(seizure, standingOf(state), at, undefined, policeWitnesses);
  return [{ type: 'SeizureRecorded', data: { seizureId, seizure, defects, ...agencyOf(state.details) } }];
}

function correctSeizure({ data, at }: CommandOf<'CorrectSeizure'>, state: CaseFile): Decided {
  const { seizureId, changes, reason, policeWitnesses } = data;
  const known = requireSeizure(state, seizureId);
  requireNotWithdrawn(seizureId, known);
  const before = known.seizure;
  const changed = changesOf(before, changes);
  if (Object.keys(changed).length === 0) return [];
  const seizure = { ...before, ...changed };
  requirePast('seizure', seizure.seizedAt, at);
  const defects = defectsOfSeizure(seizure, standingOf(state), at, known, policeWitnesses);
  const corrected = { corrects: known.version, seizure, changed: Object.keys(changed) as (keyof Seizure)[], defects };
  const defectsBefore = sameJson(known.defects, defects) ? undefined : known.defects;
  return [
    { type: 'SeizureCorrected', data: { seizureId, ...corrected, reason, ...agencyOf(known), before, ...defined({ defectsBefore }) } },
  ];
}

/** One seizure was recorded twice: by two, one of them its head or integrity, as whoever takes what was seized would say so, too. */
function withdrawSeizure(command: CommandOf<'WithdrawSeizure'>, state: CaseFile): Decided {
  const { seizureId, duplicateOf, reason } = command.data;
  const known = requireSeizure(state, seizureId);
  if (known.withdrawn?.duplicateOf === duplicateOf) return [];
  requireNotWithdrawn(seizureId, known);
  requireOtherSeizure(seizureId, duplicateOf);
  requireNotWithdrawn(duplicateOf, requireSeizure(state, duplicateOf));
  requireHeadOrIntegrity(command, state);
  const { seizure, defects } = known;
  return [{ type: 'SeizureWithdrawn', data: { seizureId, duplicateOf, reason, seizure, defects, ...agencyOf(known) } }];
}

function addSuspect({ data, at: addedAt }: CommandOf<'AddSuspect'>, { suspects, entries, details }: CaseFile): Decided {
  // Who was erased while they were no more than stated is not added: nobody can say any more who it was.
  if (suspects.has(data.suspectId) || entries.has(data.suspectId)) return [];
  const { agency, province } = details;
  return [{ type: 'SuspectAdded', data: { ...data, ...defined({ agency, addedAt, province }) } }];
}

function assessSuspectRole({ data, by, at }: CommandOf<'AssessSuspectRole'>, state: CaseFile): Decided {
  const { suspectId, ...assessment } = data;
  const known = requireSuspect(state, suspectId);
  if (known.assessed.some((other) => sameAssessment(other, assessment))) return [];
  requirePast('decision', assessment.decidedAt, at);
  const { role, added } = known;
  const before = assessedAs(known, assessment).role === role ? undefined : { ...added, ...defined({ role }) };
  return [{ type: 'SuspectRoleAssessed', data: { ...data, enteredBy: by.id, ...agencyOf(state.details), ...defined({ before }) } }];
}

/** Another of the law has read the decision: what raises a reward rests on two of them. */
function attestSuspectRole({ data, by }: CommandOf<'AttestSuspectRole'>, state: CaseFile): Decided {
  const { suspectId, basis, ...assessment } = data;
  const { enteredBy, attestations = [] } = requireAssessment(requireSuspect(state, suspectId), assessment);
  if (attestations.some(({ attestedBy }) => samePerson(attestedBy, by.id))) return [];
  requireOtherHand(by, [enteredBy]);
  return [{ type: 'SuspectRoleAttested', data: { suspectId, ...assessment, attestedBy: by.id, basis } }];
}

function recordArrest({ data: { arrestId, arrest }, at }: CommandOf<'RecordArrest'>, state: CaseFile): Decided {
  if (state.acts.has(arrestId)) return [];
  requireSuspect(state, arrest.suspectId);
  requirePast('arrest', arrest.arrestedAt, at);
  const defects = defectsOfArrest(arrest, standingOf(state), at);
  return [{ type: 'ArrestRecorded', data: { arrestId, arrest, defects, ...agencyOf(state.details) } }];
}

function recordSearch({ data: { searchId, search, policeWitnesses }, at }: CommandOf<'RecordSearch'>, state: CaseFile): Decided {
  if (state.acts.has(searchId)) return [];
  requirePast('search', search.searchedAt, at);
  const defects = defectsOfSearch(search, standingOf(state), at, policeWitnesses);
  return [{ type: 'SearchRecorded', data: { searchId, search, defects, ...agencyOf(state.details) } }];
}

function eraseSuspect({ data }: CommandOf<'EraseSuspect'>, state: CaseFile): Decided {
  return requireSuspect(state, data.suspectId).erased ? [] : [{ type: 'SuspectErased', data }];
}

function addNote({ data }: CommandOf<'AddNote'>, state: CaseFile): Decided {
  requireAboutKnown(state, data);
  return state.entries.has(data.noteId) ? [] : [{ type: 'NoteAdded', data }];
}

function attachDocument({ data }: CommandOf<'AttachDocument'>, state: CaseFile): Decided {
  requireAboutKnown(state, data);
  return state.entries.has(data.documentId) ? [] : [{ type: 'DocumentAttached', data }];
}

function eraseEntry({ data }: CommandOf<'EraseEntry'>, state: CaseFile): Decided {
  return requireEntryWithKey(state, data.entryId).erased ? [] : [{ type: 'EntryErased', data }];
}

/** Frozen once: who took part cannot be chosen when it is known what it is worth. */
function freezeRoster({ data, by, at }: CommandOf<'FreezeRoster'>, state: CaseFile): Decided {
  const { operationId, ...proposal } = data;
  const roster = frozenRoster(proposal, participationIn(state), at);
  if (state.roster === undefined) {
    requireNotClosed(state);
    return [{ type: 'RosterFrozen', data: { operationId, roster, frozenBy: by.id } }];
  }
  const { frozenAt } = state.roster;
  if (sameJson({ ...state.roster, frozenAt: '' }, { ...roster, frozenAt: '' })) return [];
  throw new RuleBroken('roster.frozen', `The roster was frozen on ${frozenAt}; whoever was forgotten is added with a reason and by two`, {
    frozenAt,
  });
}

const participationIn = (state: CaseFile): Participation => ({
  leadUnit: state.details.unit ?? '',
  assigned: state.everAssigned,
  defectsOf: (officerId) => rosterDefectsOf(state, officerId),
  units: state.unitsInField,
});

/** Somebody was forgotten, or is on it who was not there, or in another office: with a reason and a second person, and marked for whoever rewards the operation. */
function amendRoster(command: CommandOf<'AmendRoster'>, state: CaseFile): Decided {
  const { data, by, said, at } = command;
  const { operationId, officers = [], corrected = [], reason } = data;
  if (isAmended(data, state.roster) && state.roster !== undefined) return [];
  const roster = amendedRoster(data, state.roster, participationIn(state), at);
  requireNotOneself([...officers, ...corrected], handsOf(command));
  requireHeadOfRoster(roster, command);
  return [{ type: 'RosterAmended', data: defined({ operationId, roster, reason, amendedBy: by.id, confirmedBy: said.confirmedBy?.id }) }];
}

/**
 * Who was named or assigned by others has a part by their word alone, and who is on the roster and in no fact has none but that: two say what is so, the head of
 * the case's unit and integrity.
 */
function settleParticipation(command: CommandOf<'SettleParticipation'>, state: CaseFile): Decided {
  const { data, by, said } = command;
  if (data.officers.every((officerId) => state.settled.get(officerId) === data.tookPart)) return [];
  requireSettlers(command, state);
  requireNotSettlingThemself(data, handsOf(command));
  requirePapersOf(data, state);
  return [{ type: 'ParticipationSettled', data: { ...data, settledBy: by.id, ...defined({ confirmedBy: said.confirmedBy?.id }) } }];
}

function linkCases({ data }: CommandOf<'LinkCases'>, state: CaseFile): Decided {
  const { caseId, ...link } = data;
  requireOtherCase(caseId, link.linkedCaseId);
  const known = state.links.find(({ linkedCaseId }) => linkedCaseId === link.linkedCaseId)?.relation;
  if (known === link.relation) return [];
  return [{ type: 'CasesLinked', data: link }];
}

function transfer({ data }: CommandOf<'TransferCase'>, state: CaseFile): Decided {
  requireNotClosed(state);
  const { agency, unit } = state.details;
  if (agency === data.agency && unit === data.unit) return [];
  return [{ type: 'CaseTransferred', data }];
}

function close({ data }: CommandOf<'CloseCase'>, { status }: CaseFile): Decided {
  return status === 'closed' ? [] : [{ type: 'CaseClosed', data }];
}

function reopen({ data }: CommandOf<'ReopenCase'>, { status }: CaseFile): Decided {
  return status === 'open' ? [] : [{ type: 'CaseReopened', data }];
}

/** Who restricts a case stays among those who know it, integrity apart, who always do. Restricted once more, it is known to the persons named then. */
function restrict({ data, by, standing }: CommandOf<'RestrictCase'>, state: CaseFile): Decided {
  requireItsHead({ by, standing }, state);
  requireNotLiftedByIntegrity(by, state);
  const named = by.roles.includes('unit-head') ? [...data.persons, by.id] : data.persons;
  const persons = [...new Set(named)].toSorted();
  return sameJson(persons, state.restriction?.persons) ? [] : [{ type: 'CaseRestricted', data: { persons, reason: data.reason } }];
}

function liftRestriction({ data, by, standing }: CommandOf<'LiftRestriction'>, state: CaseFile): Decided {
  requireItsHead({ by, standing }, state);
  if (state.restriction === undefined) return [];
  return [{ type: 'CaseUnrestricted', data: by.roles.includes('integrity-officer') ? { ...data, byIntegrity: true } : data }];
}
