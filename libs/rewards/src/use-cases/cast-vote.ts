import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { defined, resting } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Handler, IsText, Optional } from '#libs/http';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import type { Vote } from '../reward/reward-standing.ts';
import { independently } from './independence.ts';

export class CastVoteBody {
  static readonly example: { vote: Vote['vote']; reason?: string } = {
    vote: 'for',
    reason: 'The laboratory is certain, and so is the roster',
  };

  @IsIn(['for', 'against', 'abstain'])
  vote!: Vote['vote'];

  @Optional()
  @IsText(1, 2000)
  reason?: string;
}

export class CastVote extends CommandAt('v1/rewards/:id/vote', {
  body: CastVoteBody,
  roles: ['committee-member'],
  summary: 'Vote on a cleared reward',
  description:
    'Once, by somebody who has done nothing else for it, took no part in the operation, has no share in it and is in nobody’s chain of command who has, nor under one of them.',
}) {}

@CommandHandler(CastVote)
export class CastVoteHandler extends Handler<CastVote> {
  /** Where the member and the beneficiaries stand comes with the vote, from the register. */
  async execute({ path: { id }, body, context }: CastVote): Promise<CommandOutcome> {
    const placed = await independently(this.aggregates, id, context);
    const { vote, reason } = body;
    const command = { type: 'CastVote', data: defined({ vote, reason }) } as const;
    // Past `handle`: the reason of a vote is a part of the vote, and not kept beside its event once more.
    return { id, ...(await this.aggregates.handle(reward, rewardStream(id), command, resting(placed, placed.standing?.independence))) };
  }
}
