import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsInstant, IsText } from '#libs/http';
import { rewardPolicy } from '../policy/policy.ts';
import { policyStream } from '../policy/policy-events.ts';
import { IsVersion } from './policy-bodies.ts';

export class AnnouncePolicyBody {
  static readonly example = {
    version: 1,
    announcedAt: '2026-01-05T10:00:00+07:00',
    announcement: 'The interior minister, to the press: 40 million riel for a kilogram or more',
  };

  @IsVersion()
  version!: number;

  @IsInstant()
  announcedAt!: string;

  @Describe('Who said it, where, in which words')
  @IsText(1, 2000)
  announcement!: string;
}

export class AnnounceRewardPolicy extends Command<CommandOutcome> {
  constructor(
    readonly policyId: string,
    readonly body: AnnouncePolicyBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(AnnounceRewardPolicy)
export class AnnounceRewardPolicyHandler implements ICommandHandler<AnnounceRewardPolicy> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ policyId, body, context }: AnnounceRewardPolicy): Promise<CommandOutcome> {
    const command = { type: 'AnnounceRewardPolicy', data: body } as const;
    return {
      id: policyId,
      ...(await this.aggregates.handle(rewardPolicy, policyStream(policyId), command, { ...context, occurredAt: body.announcedAt })),
    };
  }
}
