import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Handler, IsText, PassedOn } from '#libs/http';
import { lead } from '../lead.ts';
import { leadStream } from '../lead-events.ts';

export class ConcludeLeadBody {
  static readonly example = { reason: 'The clerk wrote the number of the other lot; the seals were seen side by side' };

  @IsText(1, 2000)
  reason!: string;
}

export class ConcludeLeadUnfounded extends CommandAt('v1/leads/:id/conclude-unfounded', {
  body: ConcludeLeadBody,
  roles: ['integrity-officer'],
  summary: 'Conclude that there is nothing in a lead that nothing waits for',
  description:
    'By an integrity officer whom it is not about, and who reported nothing that it rests on. A lead whose kind holds something up is concluded by two. Facts that come later open it again.',
}) {}

@CommandHandler(ConcludeLeadUnfounded)
export class ConcludeLeadUnfoundedHandler extends PassedOn(ConcludeLeadUnfounded, lead, leadStream, 'DismissLead') {}

export class ConcludeLeadUnfoundedByTwo extends CommandAt('v1/leads/:id/conclude-unfounded-by-two', {
  body: ConcludeLeadBody,
  roles: ['integrity-officer'],
  confirmedBy: { roles: ['integrity-officer'] },
  summary: 'Conclude that there is nothing in a lead',
  description:
    'Of every kind; needed where something waits for it. Frees nothing that is held up: `holdsUp` of the lead says by which routes that is decided. Facts that come later open it again.',
}) {}

@CommandHandler(ConcludeLeadUnfoundedByTwo)
export class ConcludeLeadUnfoundedByTwoHandler extends Handler<ConcludeLeadUnfoundedByTwo> {
  execute({ path: { id }, body: { reason }, context }: ConcludeLeadUnfoundedByTwo): Promise<CommandOutcome> {
    return this.handle(lead, leadStream(id), { type: 'ConcludeLead', data: { finding: 'unfounded', reason } }, context);
  }
}

export class ConcludeLeadFounded extends CommandAt('v1/leads/:id/conclude-founded', {
  body: ConcludeLeadBody,
  roles: ['integrity-officer'],
  confirmedBy: { roles: ['integrity-officer'] },
  summary: 'Conclude that a lead is true',
  description: 'A finding of integrity, by two of its officers; what was paid may be claimed back because of it.',
}) {}

@CommandHandler(ConcludeLeadFounded)
export class ConcludeLeadFoundedHandler extends Handler<ConcludeLeadFounded> {
  execute({ path: { id }, body: { reason }, context }: ConcludeLeadFounded): Promise<CommandOutcome> {
    return this.handle(lead, leadStream(id), { type: 'ConcludeLead', data: { finding: 'founded', reason } }, context);
  }
}

export class WithdrawFinding extends CommandAt('v1/leads/:id/withdraw-finding', {
  body: ConcludeLeadBody,
  roles: ['integrity-officer'],
  confirmedBy: { roles: ['integrity-officer'] },
  summary: 'Take back that a lead is true',
}) {}

@CommandHandler(WithdrawFinding)
export class WithdrawFindingHandler extends PassedOn(WithdrawFinding, lead, leadStream, 'WithdrawFinding') {}
