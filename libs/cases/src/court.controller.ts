import { Body, Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type CommandContext, deriveUuid } from '#libs/event-sourcing';
import { type CommandOutcome, CommandRoute, Context, PathId } from '#libs/http';
import {
  EnterVerdictBody,
  FileChargesBody,
  LodgeAppealBody,
  OpenTrialBody,
  ReclassifyChargesBody,
  FinalityBody,
  SendToProsecutorBody,
} from './court-bodies.ts';
import { ReportFromCourt } from './report-from-court.ts';
import { type CourtCommand } from './court-reports.ts';
import { verdictIdOf } from './trial.ts';

const LATE =
  'Reports come late and in any order: none is refused for that, and what contradicts the rest of the file is recorded with a defect code.';

/** What becomes of a case before prosecutor and court, suspect by suspect. */
@Controller('v1/cases')
export class CourtController {
  constructor(private readonly commands: CommandBus) {}

  @CommandRoute({
    path: ':id/send-to-prosecutor',
    roles: ['investigator', 'unit-head', 'legal-officer'],
    summary: 'Record that a case was sent to the prosecutor',
  })
  sendToProsecutor(@PathId() id: string, @Body() body: SendToProsecutorBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.report(id, { type: 'SendToProsecutor', data: body }, context, id);
  }

  @CommandRoute({ path: ':id/charges', roles: ['legal-officer'], created: true, summary: 'Record charges', description: LATE })
  fileCharges(@PathId() id: string, @Body() body: FileChargesBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    const chargesId = deriveUuid('charges', id, context.commandId);
    const { suspectIds, offences, court, reference, filedAt } = body;
    const data = { chargesId, suspectIds, offences, court, reference, filedAt };
    return this.report(id, { type: 'FileCharges', data }, context, chargesId);
  }

  @CommandRoute({
    path: ':id/charges/:chargesId/reclassify',
    roles: ['legal-officer'],
    summary: 'Record that charges were reclassified',
    description: 'Of several decisions about the same charges the latest stands, whichever is entered last.',
  })
  reclassifyCharges(
    @PathId() id: string,
    @PathId('chargesId') chargesId: string,
    @Body() body: ReclassifyChargesBody,
    @Context() context: CommandContext,
  ): Promise<CommandOutcome> {
    const { offences, reference, decidedAt, reason } = body;
    return this.report(id, { type: 'ReclassifyCharges', data: { chargesId, offences, reference, decidedAt, reason } }, context, chargesId);
  }

  @CommandRoute({
    path: ':id/trials',
    roles: ['legal-officer'],
    created: true,
    summary: 'Record that a trial was opened',
    description: LATE,
  })
  openTrial(@PathId() id: string, @Body() body: OpenTrialBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    const trialId = deriveUuid('trial', id, context.commandId);
    const { court, reference, suspectIds, openedAt } = body;
    return this.report(id, { type: 'OpenTrial', data: { trialId, court, reference, suspectIds, openedAt } }, context, trialId);
  }

  @CommandRoute({
    path: ':id/suspects/:suspectId/verdicts',
    roles: ['legal-officer'],
    created: true,
    summary: 'Enter a verdict about a suspect',
    description: `A case has a verdict for each suspect, never one of its own. ${LATE}`,
  })
  enterVerdict(
    @PathId() id: string,
    @PathId('suspectId') suspectId: string,
    @Body() body: EnterVerdictBody,
    @Context() context: CommandContext,
  ): Promise<CommandOutcome> {
    const { instance, outcome, court, reference, decidedAt } = body;
    const data = { suspectId, instance, outcome, court, reference, decidedAt };
    return this.report(id, { type: 'EnterVerdict', data }, context, verdictIdOf(data));
  }

  @CommandRoute({
    path: ':id/suspects/:suspectId/appeals',
    roles: ['legal-officer'],
    created: true,
    summary: 'Record that a verdict about a suspect was appealed',
    description: `${LATE} An appeal of a verdict that is final undoes nothing: another verdict that becomes final does.`,
  })
  lodgeAppeal(
    @PathId() id: string,
    @PathId('suspectId') suspectId: string,
    @Body() body: LodgeAppealBody,
    @Context() context: CommandContext,
  ): Promise<CommandOutcome> {
    const appealId = deriveUuid('appeal', id, context.commandId);
    const { verdict, by, reference, lodgedAt } = body;
    return this.report(id, { type: 'LodgeAppeal', data: { appealId, suspectId, verdict, by, reference, lodgedAt } }, context, appealId);
  }

  @CommandRoute({
    path: ':id/suspects/:suspectId/finality',
    roles: ['legal-officer'],
    summary: 'Record that a verdict about a suspect became final',
    description:
      'Recorded always. It does not count while an appeal stands open and the ground does not say what became of it, or where a higher instance has ' +
      'decided otherwise: see `finality.counts` of the verdict.',
  })
  recordFinality(
    @PathId() id: string,
    @PathId('suspectId') suspectId: string,
    @Body() body: FinalityBody,
    @Context() context: CommandContext,
  ): Promise<CommandOutcome> {
    const { verdict, ground, finalAt } = body;
    const { court, reference, outcome } = verdict;
    const data = { suspectId, verdict, ground, finalAt };
    return this.report(id, { type: 'RecordFinality', data }, context, verdictIdOf({ suspectId, court, reference, outcome }));
  }

  private report(caseId: string, command: CourtCommand, context: CommandContext, made: string): Promise<CommandOutcome> {
    return this.commands.execute(new ReportFromCourt(caseId, command, context, made));
  }
}
