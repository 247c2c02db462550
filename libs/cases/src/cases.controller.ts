import { Body, Controller, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CurrentIdentity, type Identity } from '#libs/access';
import { type CommandContext, Views } from '#libs/event-sourcing';
import {
  AfterQuery,
  type CommandOutcome,
  CommandRoute,
  Context,
  listAnswer,
  type ListAnswer,
  PageQuery,
  PathId,
  Problem,
  QueryRoute,
  rowAnswer,
} from '#libs/http';
import { Persons, type Unsealed } from '#libs/privacy';
import { AddNote, AddNoteBody } from './add-note.ts';
import { AddSuspect, AddSuspectBody } from './add-suspect.ts';
import { AssessSuspectRole, AssessSuspectRoleBody } from './assess-suspect-role.ts';
import { AssignOfficer, AssignOfficerBody } from './assign-officer.ts';
import { AttachDocument, AttachDocumentBody } from './attach-document.ts';
import { CaseAnswer, SeizureAnswer, TimelineEntryAnswer } from './answers.ts';
import { type CaseStatus, caseStatus, type SeizureStatus } from './case-status.ts';
import { caseTimeline, type TimelineEntry } from './case-timeline.ts';
import { CloseCase, CloseCaseBody } from './close-case.ts';
import { CorrectSeizure, CorrectSeizureBody } from './correct-seizure.ts';
import { EraseEntry } from './erase-entry.ts';
import { EraseSuspect, EraseSuspectBody } from './erase-suspect.ts';
import { FreezeRoster, FreezeRosterBody } from './freeze-roster.ts';
import { LinkCases, LinkCasesBody } from './link-cases.ts';
import { ListCasesQuery, rowsOf } from './list-cases.ts';
import { OpenCase, OpenCaseBody } from './open-case.ts';
import { ArrestBody, RecordArrest } from './record-arrest.ts';
import { RecordSearch, SearchBody } from './record-search.ts';
import { RecordSeizure } from './record-seizure.ts';
import { ReopenCase, ReopenCaseBody } from './reopen-case.ts';
import { SeizureBody } from './seizure-body.ts';
import { shown } from './shown.ts';
import { TransferCase, TransferCaseBody } from './transfer-case.ts';
import { UnassignOfficer, UnassignOfficerBody } from './unassign-officer.ts';
import { UpdateCaseDetails, UpdateCaseDetailsBody } from './update-case-details.ts';

const READERS = ['investigator', 'unit-head', 'legal-officer', 'committee-member', 'integrity-officer', 'auditor'] as const;

/** Case files: what is recorded on them, and how they stand. */
@Controller('v1/cases')
export class CasesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly views: Views,
    private readonly persons: Persons,
  ) {}

  @CommandRoute({ roles: ['investigator', 'unit-head'], summary: 'Open a case', created: true })
  open(@Body() body: OpenCaseBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new OpenCase(body, context));
  }

  @CommandRoute({ path: ':id/details', method: 'patch', roles: ['investigator', 'unit-head'], summary: 'Change the details of a case' })
  updateDetails(@PathId() id: string, @Body() body: UpdateCaseDetailsBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new UpdateCaseDetails(id, body, context));
  }

  @CommandRoute({ path: ':id/assign-officer', roles: ['investigator', 'unit-head'], summary: 'Assign an officer to a case' })
  assignOfficer(@PathId() id: string, @Body() body: AssignOfficerBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new AssignOfficer(id, body, context));
  }

  @CommandRoute({ path: ':id/unassign-officer', roles: ['unit-head', 'investigator'], summary: 'Take an officer off a case' })
  unassignOfficer(@PathId() id: string, @Body() body: UnassignOfficerBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new UnassignOfficer(id, body, context));
  }

  @CommandRoute({
    path: ':id/seizures',
    roles: ['investigator', 'unit-head'],
    created: true,
    summary: 'Record a seizure',
    description:
      'A fact is never refused for being irregular: a search without authorisation, a late entry or an unassigned officer is recorded with a defect code.',
  })
  recordSeizure(@PathId() id: string, @Body() body: SeizureBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new RecordSeizure(id, body, context));
  }

  @CommandRoute({
    path: ':id/seizures/:seizureId/correct',
    roles: ['investigator', 'unit-head'],
    summary: 'Correct a seizure',
    description: 'A new fact that names what it replaces. What was recorded first stays on the timeline.',
  })
  correctSeizure(
    @PathId() id: string,
    @PathId('seizureId') seizureId: string,
    @Body() body: CorrectSeizureBody,
    @Context() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.execute(new CorrectSeizure(id, seizureId, body, context));
  }

  @CommandRoute({
    path: ':id/suspects',
    roles: ['investigator', 'unit-head'],
    created: true,
    summary: 'Add a suspect',
    description:
      'Name, numbers, date of birth and nationality are sealed with a key of that person before they are recorded. A suspect is not a convict.',
  })
  addSuspect(@PathId() id: string, @Body() body: AddSuspectBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new AddSuspect(id, body, context));
  }

  @CommandRoute({
    path: ':id/suspects/:suspectId/assess-role',
    roles: ['legal-officer'],
    summary: 'Record what a prosecutor or a court decided about the part of a suspect',
    description: "A court's decision stands over a prosecutor's, whichever is entered last.",
  })
  assessRole(
    @PathId() id: string,
    @PathId('suspectId') suspectId: string,
    @Body() body: AssessSuspectRoleBody,
    @Context() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.execute(new AssessSuspectRole(id, suspectId, body, context));
  }

  @CommandRoute({
    path: ':id/suspects/:suspectId/erase',
    roles: ['legal-officer'],
    summary: 'Erase who a suspect is, for ever',
    description:
      "On a legal instrument. The person's key is destroyed, which cannot be undone; that there was a suspect, and everything else, stays recorded.",
  })
  eraseSuspect(
    @PathId() id: string,
    @PathId('suspectId') suspectId: string,
    @Body() body: EraseSuspectBody,
    @Context() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.execute(new EraseSuspect(id, suspectId, body, context));
  }

  @CommandRoute({
    path: ':id/arrests',
    roles: ['investigator', 'unit-head'],
    created: true,
    summary: 'Record an arrest',
    description: 'Never refused for being irregular: an arrest without authorisation or a late entry is recorded with a defect code.',
  })
  recordArrest(@PathId() id: string, @Body() body: ArrestBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new RecordArrest(id, body, context));
  }

  @CommandRoute({
    path: ':id/searches',
    roles: ['investigator', 'unit-head'],
    created: true,
    summary: 'Record a search',
    description: 'Whether or not anything was found; what was found is recorded as seizures.',
  })
  recordSearch(@PathId() id: string, @Body() body: SearchBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new RecordSearch(id, body, context));
  }

  @CommandRoute({
    path: ':id/notes',
    roles: ['investigator', 'unit-head', 'legal-officer'],
    created: true,
    summary: 'Add a note',
    description: 'What it says is sealed, as it may name people, and stands on the timeline.',
  })
  addNote(@PathId() id: string, @Body() body: AddNoteBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new AddNote(id, body, context));
  }

  @CommandRoute({
    path: ':id/documents',
    roles: ['investigator', 'unit-head', 'legal-officer'],
    created: true,
    summary: 'Attach a document',
    description: 'By the hash of its content, which is kept elsewhere. The title is sealed, as it may name people.',
  })
  attachDocument(@PathId() id: string, @Body() body: AttachDocumentBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new AttachDocument(id, body, context));
  }

  @CommandRoute({
    path: ':id/entries/:entryId/erase',
    roles: ['legal-officer'],
    summary: 'Erase the text of a note, or the title of a document, for ever',
    description: 'On a legal instrument. One about a suspect is erased with the suspect.',
  })
  eraseEntry(
    @PathId() id: string,
    @PathId('entryId') entryId: string,
    @Body() body: EraseSuspectBody,
    @Context() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.execute(new EraseEntry(id, entryId, body, context));
  }

  @CommandRoute({
    path: ':id/freeze-roster',
    roles: ['unit-head'],
    summary: 'Freeze who took part in the operation',
    description:
      'Once a case, by the head of the unit that leads it, and only officers who are or were assigned. Nobody else can share in a reward for it.',
  })
  freezeRoster(@PathId() id: string, @Body() body: FreezeRosterBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new FreezeRoster(id, body, context));
  }

  @CommandRoute({
    path: ':id/link',
    roles: ['unit-head', 'legal-officer'],
    summary: 'Link a case to another one',
    description:
      'As `same-operation` this case is a duplicate of the other one, and what would be rewarded twice is rewarded there only: that is said by the head of the unit that leads this case, or by a legal officer.',
  })
  link(@PathId() id: string, @Body() body: LinkCasesBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new LinkCases(id, body, context));
  }

  @CommandRoute({
    path: ':id/transfer',
    roles: ['unit-head'],
    summary: 'Transfer a case to another agency or unit',
    description: 'By the head of the unit that leads it.',
  })
  transfer(@PathId() id: string, @Body() body: TransferCaseBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new TransferCase(id, body, context));
  }

  @CommandRoute({ path: ':id/close', roles: ['investigator', 'unit-head'], summary: 'Close a case' })
  close(@PathId() id: string, @Body() body: CloseCaseBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new CloseCase(id, body, context));
  }

  @CommandRoute({ path: ':id/reopen', roles: ['investigator', 'unit-head'], summary: 'Reopen a case' })
  reopen(@PathId() id: string, @Body() body: ReopenCaseBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new ReopenCase(id, body, context));
  }

  @QueryRoute({ roles: READERS, summary: 'List cases', answer: { listOf: CaseAnswer } })
  async list(@Query() query: ListCasesQuery, @CurrentIdentity() identity: Identity): Promise<ListAnswer<Unsealed<CaseStatus>>> {
    const page = listAnswer(await this.views.query(caseStatus, rowsOf(query), query));
    return { ...page, items: await shown(this.persons, identity, page.items) };
  }

  @QueryRoute({ path: ':id', roles: READERS, summary: 'Show a case as it stands', answer: CaseAnswer })
  async show(@PathId() id: string, @Query() query: AfterQuery, @CurrentIdentity() identity: Identity): Promise<Unsealed<CaseStatus>> {
    return shown(this.persons, identity, rowAnswer(await this.views.get(caseStatus, id, query), 'case'));
  }

  @QueryRoute({ path: ':id/seizures/:seizureId', roles: READERS, summary: 'Show a seizure as now known', answer: SeizureAnswer })
  async showSeizure(@PathId() id: string, @PathId('seizureId') seizureId: string, @Query() query: AfterQuery): Promise<SeizureStatus> {
    const { seizures, position } = rowAnswer(await this.views.get(caseStatus, id, query), 'case');
    const seizure = seizures.find((known) => known.seizureId === seizureId);
    if (seizure === undefined) throw new Problem('resource.not-found', 'The case has no such seizure');
    return { ...seizure, position } as SeizureStatus;
  }

  @QueryRoute({
    path: ':id/timeline',
    roles: READERS,
    summary: 'Show everything recorded on a case',
    description: 'In the order it was recorded. What was corrected stands beside its correction.',
    answer: { listOf: TimelineEntryAnswer },
  })
  async timeline(
    @PathId() id: string,
    @Query() query: PageQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<ListAnswer<Unsealed<TimelineEntry>>> {
    const { limit = 100, cursor } = query;
    const rows = { where: { caseId: { is: id } }, sort: [{ field: 'revision' }], limit, ...(cursor !== undefined && { cursor }) };
    const page = listAnswer(await this.views.query(caseTimeline, rows, query));
    return { ...page, items: await shown(this.persons, identity, page.items) };
  }
}
