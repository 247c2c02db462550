import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, AggregateStore, UnknownSubject } from '#libs/event-sourcing';
import type { CommandOutcome } from '#libs/http';
import { grantable, policyStream, resting, rewardPolicy } from '#libs/reward-law';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';

export class ConcludeVote extends Command<CommandOutcome> {
  constructor(
    readonly rewardId: string,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ConcludeVote)
export class ConcludeVoteHandler implements ICommandHandler<ConcludeVote> {
  constructor(private readonly aggregates: AggregateStore) {}

  /** Whether the policy can be granted under now comes with it, from the policy itself. */
  async execute({ rewardId, context }: ConcludeVote): Promise<CommandOutcome> {
    const { entitlement, assessment, rounds } = (await this.aggregates.load(reward, rewardStream(rewardId))).state;
    if (entitlement === undefined || assessment === undefined)
      throw new UnknownSubject('reward.unknown', 'There is no reward with this id');
    const { state } = await this.aggregates.load(rewardPolicy, policyStream(entitlement.policyId));
    const proposedAt = rounds.at(-1)?.proposedAt ?? context.at;
    const policy = grantable(state, { seizedAt: assessment.seizedAt, proposedAt, decidedAt: context.at });
    const command = { type: 'ConcludeVote', data: { policy } } as const;
    return { id: rewardId, ...(await this.aggregates.handle(reward, rewardStream(rewardId), command, resting(context, policy))) };
  }
}
