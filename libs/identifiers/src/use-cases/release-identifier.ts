import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Describe, Handler, IsText } from '#libs/http';
import { identifier } from '../identifier.ts';
import { identifierStream } from '../identifier-events.ts';

export class ReleaseIdentifierBody {
  static readonly example = {
    stream: 'exhibit-7c9e6679-7425-80de-944b-e07fc1f90ae7',
    holderId: '7c9e6679-7425-80de-944b-e07fc1f90ae7',
    reason: 'The seal was read wrongly: it is SEAL-0047, as the photograph shows',
  };

  @Describe('The stream of what it is taken from, as the register names it')
  @IsText(1, 300)
  stream!: string;

  @Describe('The thing in it, as the register names it')
  @IsText(1, 300)
  holderId!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class ReleaseIdentifier extends CommandAt('v1/identifiers/:id/release', {
  body: ReleaseIdentifierBody,
  roles: ['integrity-officer'],
  confirmedBy: { roles: ['integrity-officer'] },
  summary: 'Take a number from what has it by mistake, or never came to be',
  description:
    'For a number that was written wrongly, and for a claim that a program left behind when it died. Whoever has it rightly can use it from then on.',
}) {}

@CommandHandler(ReleaseIdentifier)
export class ReleaseIdentifierHandler extends Handler<ReleaseIdentifier> {
  execute({ path: { id }, body: { stream, holderId, reason }, context }: ReleaseIdentifier): Promise<CommandOutcome> {
    const data = { holder: { stream, id: holderId }, reason };
    return this.handle(identifier, identifierStream(id), { type: 'ReleaseIdentifier', data }, context);
  }
}
