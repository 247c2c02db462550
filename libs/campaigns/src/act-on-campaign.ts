import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import type { CommandOutcome } from '#libs/http';
import { campaign, type CampaignCommand, campaignStream } from './campaign.ts';

/** Whatever is done with a campaign or stated about it. It answers with the campaign's id, or with that of what it makes. */
export class ActOnCampaign extends Command<CommandOutcome> {
  constructor(
    readonly campaignId: string,
    readonly command: CampaignCommand,
    readonly context: CommandContext,
    readonly made?: string,
  ) {
    super();
  }
}

@CommandHandler(ActOnCampaign)
export class ActOnCampaignHandler implements ICommandHandler<ActOnCampaign> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ campaignId, command, context, made = campaignId }: ActOnCampaign): Promise<CommandOutcome> {
    const { data } = command;
    const told = {
      ...context,
      ...('closedAt' in data && { occurredAt: data.closedAt }),
      ...('reason' in data && { reason: data.reason }),
      ...('legalInstrument' in data && { legalInstrument: data.legalInstrument }),
    };
    return { id: made, ...(await this.aggregates.handle(campaign, campaignStream(campaignId), command, told)) };
  }
}
