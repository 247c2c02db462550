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
import { AddSuspect, AddSuspectBody } from './add-suspect.ts';
import { AssessSuspectRole, AssessSuspectRoleBody } from './assess-suspect-role.ts';
import { AssignOfficer, AssignOfficerBody } from './assign-officer.ts';
import { CaseAnswer, SeizureAnswer, TimelineEntryAnswer } from './answers.ts';
import { type CaseStatus, caseStatus, type SeizureStatus } from './case-status.ts';
import { caseTimeline, type TimelineEntry } from './case-timeline.ts';
import { CloseCase, CloseCaseBody } from './close-case.ts';
import { CorrectSeizure, CorrectSeizureBody } from './correct-seizure.ts';
import { EraseSuspect, EraseSuspectBody } from './erase-suspect.ts';
import { ListCasesQuery, rowsOf } from './list-cases.ts';
import { OpenCase, OpenCaseBody } from './open-case.ts';
import { ArrestBody, RecordArrest } from './record-arrest.ts';
import { RecordSeizure } from './record-seizure.ts';
import { ReopenCase, ReopenCaseBody } from './reopen-case.ts';
import { SeizureBody } from './seizure-body.ts';
import { shown } from './shown.ts';
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
