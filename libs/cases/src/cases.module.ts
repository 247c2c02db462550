import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { useCases } from '#libs/http';
import { CasesController } from './cases.controller.ts';
import { StatementsController } from './statements.controller.ts';
import { AddNoteHandler } from './use-cases/add-note.ts';
import { AddSuspectHandler } from './use-cases/add-suspect.ts';
import { AdoptStatementHandler } from './use-cases/adopt-statement.ts';
import { AssessSuspectRoleHandler } from './use-cases/assess-suspect-role.ts';
import { AmendRosterHandler } from './use-cases/amend-roster.ts';
import { AssignOfficerHandler } from './use-cases/assign-officer.ts';
import { AttachDocumentHandler } from './use-cases/attach-document.ts';
import { AttestSuspectRoleHandler } from './use-cases/attest-suspect-role.ts';
import { AttestChargesEndHandler } from './use-cases/attest-charges-end.ts';
import { AttestVerdictHandler } from './use-cases/attest-verdict.ts';
import { CloseCaseHandler } from './use-cases/close-case.ts';
import { CorrectCaseReferenceHandler } from './use-cases/correct-case-reference.ts';
import { CorrectSeizureHandler } from './use-cases/correct-seizure.ts';
import { CorrectVerdictHandler } from './use-cases/correct-verdict.ts';
import { DismissChargesHandler } from './use-cases/dismiss-charges.ts';
import { DropChargesHandler } from './use-cases/drop-charges.ts';
import { EnterVerdictHandler } from './use-cases/enter-verdict.ts';
import { EraseEntryHandler } from './use-cases/erase-entry.ts';
import { EraseSuspectHandler } from './use-cases/erase-suspect.ts';
import { FileChargesHandler } from './use-cases/file-charges.ts';
import { FileStatementHandler } from './use-cases/file-statement.ts';
import { FreezeRosterHandler } from './use-cases/freeze-roster.ts';
import { LiftRestrictionHandler } from './use-cases/lift-restriction.ts';
import { LinkCasesHandler } from './use-cases/link-cases.ts';
import { LodgeAppealHandler } from './use-cases/lodge-appeal.ts';
import { OpenCaseHandler } from './use-cases/open-case.ts';
import { OpenTrialHandler } from './use-cases/open-trial.ts';
import { ReclassifyChargesHandler } from './use-cases/reclassify-charges.ts';
import { RecordArrestHandler } from './use-cases/record-arrest.ts';
import { RecordFinalityHandler } from './use-cases/record-finality.ts';
import { RecordSearchHandler } from './use-cases/record-search.ts';
import { RecordSeizureHandler } from './use-cases/record-seizure.ts';
import { ReopenCaseHandler } from './use-cases/reopen-case.ts';
import { RestrictCaseHandler } from './use-cases/restrict-case.ts';
import { SendToProsecutorHandler } from './use-cases/send-to-prosecutor.ts';
import { SetStatementAsideHandler } from './use-cases/set-statement-aside.ts';
import { WithdrawStatementHandler } from './use-cases/withdraw-statement.ts';
import { SettleParticipationHandler } from './use-cases/settle-participation.ts';
import { TransferCaseHandler } from './use-cases/transfer-case.ts';
import { UnassignOfficerHandler } from './use-cases/unassign-officer.ts';
import { UpdateCaseDetailsHandler } from './use-cases/update-case-details.ts';
import { WithdrawChargesEndHandler } from './use-cases/withdraw-charges-end.ts';
import { WithdrawChargesHandler } from './use-cases/withdraw-charges.ts';
import { WithdrawFinalityHandler } from './use-cases/withdraw-finality.ts';
import { WithdrawSeizureHandler } from './use-cases/withdraw-seizure.ts';
import { WithdrawTrialHandler } from './use-cases/withdraw-trial.ts';
import { WithdrawVerdictHandler } from './use-cases/withdraw-verdict.ts';

const file = useCases('Cases', [
  OpenCaseHandler,
  UpdateCaseDetailsHandler,
  CorrectCaseReferenceHandler,
  AssignOfficerHandler,
  UnassignOfficerHandler,
  RecordSeizureHandler,
  CorrectSeizureHandler,
  WithdrawSeizureHandler,
  AddSuspectHandler,
  AssessSuspectRoleHandler,
  AttestSuspectRoleHandler,
  EraseSuspectHandler,
  RecordArrestHandler,
  RecordSearchHandler,
  AddNoteHandler,
  AttachDocumentHandler,
  EraseEntryHandler,
  FileStatementHandler,
  AdoptStatementHandler,
  SetStatementAsideHandler,
  WithdrawStatementHandler,
  FreezeRosterHandler,
  AmendRosterHandler,
  SettleParticipationHandler,
  LinkCasesHandler,
  TransferCaseHandler,
  CloseCaseHandler,
  ReopenCaseHandler,
  RestrictCaseHandler,
  LiftRestrictionHandler,
]);
const court = useCases('Court', [
  SendToProsecutorHandler,
  FileChargesHandler,
  ReclassifyChargesHandler,
  DropChargesHandler,
  DismissChargesHandler,
  OpenTrialHandler,
  EnterVerdictHandler,
  CorrectVerdictHandler,
  WithdrawVerdictHandler,
  LodgeAppealHandler,
  RecordFinalityHandler,
  WithdrawFinalityHandler,
  AttestVerdictHandler,
  WithdrawChargesHandler,
  WithdrawChargesEndHandler,
  AttestChargesEndHandler,
  WithdrawTrialHandler,
]);

/** Case files at the HTTP door: what is recorded of a case, what becomes of it in court, and how it stands. */
@Module({
  imports: [CqrsModule],
  controllers: [...file.controllers, ...court.controllers, CasesController, StatementsController],
  providers: [...file.providers, ...court.providers],
})
export class CasesModule {}
