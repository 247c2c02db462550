import { CommandHandler } from '@nestjs/cqrs';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Handler, IsInstant } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { AccusedBody, court, LATE, suspect } from './court-papers.ts';

export class OpenTrialBody extends AccusedBody {
  static readonly example = { court, reference: 'T-61/26', suspectIds: [suspect], openedAt: '2026-06-01T09:00:00+07:00' };

  @IsInstant()
  openedAt!: string;
}

export class OpenTrial extends CommandAt('v1/cases/:id/trials', {
  body: OpenTrialBody,
  roles: ['legal-officer'],
  stated: true,
  created: true,
  summary: 'Record that a trial was opened',
  description: LATE,
}) {}

@CommandHandler(OpenTrial)
export class OpenTrialHandler extends Handler<OpenTrial> {
  execute({ path: { id }, body, context }: OpenTrial): Promise<CommandOutcome> {
    const trialId = deriveUuid('trial', id, context.commandId);
    const { court, reference, suspectIds, openedAt } = body;
    const command = { type: 'OpenTrial', data: { trialId, court, reference, suspectIds, openedAt } } as const;
    return this.handle(caseFile, caseStream(id), command, context, { id: trialId, occurredAt: openedAt });
  }
}
