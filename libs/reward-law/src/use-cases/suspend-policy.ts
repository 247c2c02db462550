import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsInstant, IsText, Optional } from '#libs/http';
import { rewardPolicy } from '../policy/policy.ts';
import { policyStream } from '../policy/policy-events.ts';

export class SuspendPolicyBody {
  static readonly example = { reason: 'Shares went to officers who were not there' };

  @Describe('Now, if it is not said')
  @Optional()
  @IsInstant()
  from?: string;

  @Describe('Until further notice, if it is not said; a suspension that has begun is ended by saying until when')
  @Optional()
  @IsInstant()
  until?: string;

  @IsText(1, 2000)
  reason!: string;
}

export class SuspendRewardPolicy extends Command<CommandOutcome> {
  constructor(
    readonly policyId: string,
    readonly body: SuspendPolicyBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(SuspendRewardPolicy)
export class SuspendRewardPolicyHandler implements ICommandHandler<SuspendRewardPolicy> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ policyId, body, context }: SuspendRewardPolicy): Promise<CommandOutcome> {
    const command = { type: 'SuspendRewardPolicy', data: body } as const;
    return {
      id: policyId,
      ...(await this.aggregates.handle(rewardPolicy, policyStream(policyId), command, { ...context, reason: body.reason })),
    };
  }
}
