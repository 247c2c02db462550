import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Handler, IsText } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';

export class ReopenCaseBody {
  static readonly example = { reason: 'A witness came forward' };

  @IsText(1, 2000)
  reason!: string;
}

export class ReopenCase extends CommandAt('v1/cases/:id/reopen', {
  body: ReopenCaseBody,
  roles: ['investigator', 'unit-head'],
  summary: 'Reopen a case',
}) {}

@CommandHandler(ReopenCase)
export class ReopenCaseHandler extends Handler<ReopenCase> {
  execute({ path: { id }, body, context }: ReopenCase): Promise<CommandOutcome> {
    return this.handle(caseFile, caseStream(id), { type: 'ReopenCase', data: body }, context);
  }
}
