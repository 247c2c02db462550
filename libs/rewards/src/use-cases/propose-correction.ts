import { CommandHandler } from '@nestjs/cqrs';
import { resting } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Handler } from '#libs/http';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { placedOfficer } from './registered.ts';
import { StatementBody } from './statement-body.ts';

export class ProposeCorrection extends CommandAt('v1/rewards/:id/propose-correction', {
  body: StatementBody,
  roles: ['unit-head', 'integrity-officer'],
  summary: 'Propose to take off a granted reward what is too much by now',
  description:
    'By the head of a unit on the roster, or by integrity; verified, cleared and voted on as the grant was. What was not paid yet is not paid, and what was is claimed back, of each recipient by their part.',
}) {}

@CommandHandler(ProposeCorrection)
export class ProposeCorrectionHandler extends Handler<ProposeCorrection> {
  /** The proposer's unit comes with it, as the register has it. */
  async execute({ path: { id }, body: { statement }, context }: ProposeCorrection): Promise<CommandOutcome> {
    const { actor, at } = context;
    const [unit = ''] = (await placedOfficer(this.aggregates, actor.id, at, actor)).chain;
    const command = { type: 'ProposeCorrection', data: { statement, unit } } as const;
    return this.handle(reward, rewardStream(id), command, resting(context, { unit }));
  }
}
