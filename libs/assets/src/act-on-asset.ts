import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import type { CommandOutcome } from '#libs/http';
import { asset, type AssetCommand, assetStream, happenedAtOf } from './asset.ts';

/**
 * Whatever is reported of an asset or done with it. The use cases differ in what they say alone, and that is their bodies; so one command carries
 * them all. It answers with the asset's id, or with that of what it makes.
 */
export class ActOnAsset extends Command<CommandOutcome> {
  constructor(
    readonly assetId: string,
    readonly command: AssetCommand,
    readonly context: CommandContext,
    readonly made?: string,
  ) {
    super();
  }
}

@CommandHandler(ActOnAsset)
export class ActOnAssetHandler implements ICommandHandler<ActOnAsset> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ assetId, command, context, made = assetId }: ActOnAsset): Promise<CommandOutcome> {
    const occurredAt = happenedAtOf(command) ?? context.at;
    const reason = 'reason' in command.data ? command.data.reason : undefined;
    const told = { ...context, occurredAt, ...(reason !== undefined && { reason }) };
    return { id: made, ...(await this.aggregates.handle(asset, assetStream(assetId), command, told)) };
  }
}
