import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsInstant, IsText } from '#libs/http';
import { exhibit } from '../exhibit.ts';
import { asKnown } from './as-known.ts';
import { isAuthority } from './unit-of.ts';
import { type ApprovalKind, approvalKinds, exhibitStream } from '../exhibit-events.ts';

export class ApproveDestructionBody {
  static readonly example = {
    kind: 'court-order',
    authority: 'court-phnom-penh',
    reference: 'DST-3/26',
    decidedAt: '2026-09-01T10:00:00+07:00',
  };

  @IsIn(approvalKinds)
  kind!: ApprovalKind;

  @Describe('The court or committee: an agency or unit of the registers')
  @IsRegisterEntry()
  authority!: string;

  @IsText(1, 100)
  reference!: string;

  @IsInstant()
  decidedAt!: string;
}

export class ApproveDestruction extends CommandAt('v1/exhibits/:id/approve-destruction', {
  body: ApproveDestructionBody,
  roles: ['legal-officer'],
  stated: true,
  summary: 'Record the order or decision to destroy it',
  description: 'Of who is in no register it is recorded, and nothing is destroyed on it; recorded again once they are, it counts.',
}) {}

@CommandHandler(ApproveDestruction)
export class ApproveDestructionHandler extends Handler<ApproveDestruction> {
  async execute({ path: { id }, body: { ...said }, context }: ApproveDestruction): Promise<CommandOutcome> {
    const known = await isAuthority(this.aggregates, said);
    const approvalId = deriveUuid('destruction-approval', id, said.authority, said.reference, ...(known ? [] : ['unknown']));
    const command = { type: 'ApproveDestruction', data: { ...said, approvalId, known } } as const;
    return this.handle(exhibit, exhibitStream(id), command, asKnown(context, command.data), { id: approvalId, occurredAt: said.decidedAt });
  }
}
