import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import type { CommandOutcome } from '#libs/http';
import { caseFile, caseStream } from './case-file.ts';
import { type CourtCommand, happenedAtOf } from './court-reports.ts';

/**
 * Whatever is reported of a case from prosecutor and court. The use cases differ in what they say alone, and that is their bodies; so one command
 * carries them all. It answers with the id of what it is about, or of what it makes.
 */
export class ReportFromCourt extends Command<CommandOutcome> {
  constructor(
    readonly caseId: string,
    readonly command: CourtCommand,
    readonly context: CommandContext,
    readonly made: string,
  ) {
    super();
  }
}

@CommandHandler(ReportFromCourt)
export class ReportFromCourtHandler implements ICommandHandler<ReportFromCourt> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ caseId, command, context, made }: ReportFromCourt): Promise<CommandOutcome> {
    const reason = 'reason' in command.data ? command.data.reason : undefined;
    const told = { ...context, occurredAt: happenedAtOf(command), ...(reason !== undefined && { reason }) };
    return { id: made, ...(await this.aggregates.handle(caseFile, caseStream(caseId), command, told)) };
  }
}
