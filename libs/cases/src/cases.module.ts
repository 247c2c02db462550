import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AddSuspectHandler } from './add-suspect.ts';
import { AssessSuspectRoleHandler } from './assess-suspect-role.ts';
import { AssignOfficerHandler } from './assign-officer.ts';
import { CasesController } from './cases.controller.ts';
import { CloseCaseHandler } from './close-case.ts';
import { CorrectSeizureHandler } from './correct-seizure.ts';
import { EraseSuspectHandler } from './erase-suspect.ts';
import { OpenCaseHandler } from './open-case.ts';
import { RecordArrestHandler } from './record-arrest.ts';
import { RecordSeizureHandler } from './record-seizure.ts';
import { ReopenCaseHandler } from './reopen-case.ts';
import { UnassignOfficerHandler } from './unassign-officer.ts';
import { UpdateCaseDetailsHandler } from './update-case-details.ts';

/** Case files at the HTTP door. */
@Module({
  imports: [CqrsModule],
  controllers: [CasesController],
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
    CloseCaseHandler,
    ReopenCaseHandler,
  ],
})
export class CasesModule {}
