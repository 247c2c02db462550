import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsId } from '#libs/http';
import { rewardPolicy } from '../policy/policy.ts';
import { policyStream } from '../policy/policy-events.ts';
import { IsVersion } from './policy-bodies.ts';

export class FundPolicyBody {
  static readonly example = { version: 1, poolId: '6f1c0f52-3f0e-8b5e-8a36-51d7d3a0c2b4' };

  @IsVersion()
  version!: number;

  @Describe('The pool of confiscated assets that pays')
  @IsId()
  poolId!: string;
}

export class FundRewardPolicy extends Command<CommandOutcome> {
  constructor(
    readonly policyId: string,
    readonly body: FundPolicyBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(FundRewardPolicy)
export class FundRewardPolicyHandler implements ICommandHandler<FundRewardPolicy> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ policyId, body, context }: FundRewardPolicy): Promise<CommandOutcome> {
    const command = { type: 'FundRewardPolicy', data: body } as const;
    return { id: policyId, ...(await this.aggregates.handle(rewardPolicy, policyStream(policyId), command, context)) };
  }
}
