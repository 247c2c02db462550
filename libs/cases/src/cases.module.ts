import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AddNoteHandler } from './add-note.ts';
import { AddSuspectHandler } from './add-suspect.ts';
import { AssessSuspectRoleHandler } from './assess-suspect-role.ts';
import { AssignOfficerHandler } from './assign-officer.ts';
import { AttachDocumentHandler } from './attach-document.ts';
import { CasesController } from './cases.controller.ts';
import { CloseCaseHandler } from './close-case.ts';
import { CorrectSeizureHandler } from './correct-seizure.ts';
import { CourtController } from './court.controller.ts';
import { EraseEntryHandler } from './erase-entry.ts';
import { EraseSuspectHandler } from './erase-suspect.ts';
import { FreezeRosterHandler } from './freeze-roster.ts';
import { LinkCasesHandler } from './link-cases.ts';
import { OpenCaseHandler } from './open-case.ts';
import { RecordArrestHandler } from './record-arrest.ts';
import { RecordSearchHandler } from './record-search.ts';
import { RecordSeizureHandler } from './record-seizure.ts';
import { ReopenCaseHandler } from './reopen-case.ts';
import { ReportFromCourtHandler } from './report-from-court.ts';
import { TransferCaseHandler } from './transfer-case.ts';
import { UnassignOfficerHandler } from './unassign-officer.ts';
import { UpdateCaseDetailsHandler } from './update-case-details.ts';

/** Case files at the HTTP door. */
@Module({
  imports: [CqrsModule],
  controllers: [CasesController, CourtController],
  providers: [
    OpenCaseHandler,
    UpdateCaseDetailsHandler,
    AssignOfficerHandler,
    UnassignOfficerHandler,
    RecordSeizureHandler,
    CorrectSeizureHandler,
    AddSuspectHandler,
    AssessSuspectRoleHandler,
    EraseSuspectHandler,
    RecordArrestHandler,
    RecordSearchHandler,
    AddNoteHandler,
    AttachDocumentHandler,
    EraseEntryHandler,
    FreezeRosterHandler,
    ReportFromCourtHandler,
    LinkCasesHandler,
    TransferCaseHandler,
    CloseCaseHandler,
    ReopenCaseHandler,
  ],
})
export class CasesModule {}
