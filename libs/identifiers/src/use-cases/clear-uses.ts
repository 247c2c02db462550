import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Handler, IsText } from '#libs/http';
import { identifier } from '../identifier.ts';
import { identifierStream } from '../identifier-events.ts';

export class ClearIdentifierUsesBody {
  static readonly example = { reason: 'Two makers of seals print the same numbers: the seals were seen side by side and differ in colour' };

  @IsText(1, 2000)
  reason!: string;
}

export class ClearIdentifierUses extends CommandAt('v1/identifiers/:id/clear', {
  body: ClearIdentifierUsesBody,
  roles: ['integrity-officer'],
  confirmedBy: { roles: ['integrity-officer'] },
  summary: 'Find that all uses of a number are right',
  description: 'What was held up because of them goes on. A use that comes later is a second one again.',
}) {}

@CommandHandler(ClearIdentifierUses)
export class ClearIdentifierUsesHandler extends Handler<ClearIdentifierUses> {
  execute({ path: { id }, body, context }: ClearIdentifierUses): Promise<CommandOutcome> {
    return this.handle(identifier, identifierStream(id), { type: 'ClearIdentifierUses', data: body }, context);
  }
}
