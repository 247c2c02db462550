import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import type { CommandOutcome } from '#libs/http';
import { exhibit, type ExhibitCommand, exhibitStream, happenedAtOf } from './exhibit.ts';

/**
 * Whatever is reported of an exhibit or done with it after it was sealed. The use cases differ in what they say alone, and that is their bodies; so
 * one command carries them all. It answers with the exhibit's id, or with that of what it makes.
 */
export class ActOnExhibit extends Command<CommandOutcome> {
  constructor(
    readonly exhibitId: string,
    readonly command: ExhibitCommand,
    readonly context: CommandContext,
    readonly made?: string,
  ) {
    super();
  }
}

@CommandHandler(ActOnExhibit)
export class ActOnExhibitHandler implements ICommandHandler<ActOnExhibit> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ exhibitId, command, context, made = exhibitId }: ActOnExhibit): Promise<CommandOutcome> {
    const occurredAt = happenedAtOf(command) ?? context.at;
    const reason = 'reason' in command.data ? command.data.reason : undefined;
    const told = { ...context, occurredAt, ...(reason !== undefined && { reason }) };
    return { id: made, ...(await this.aggregates.handle(exhibit, exhibitStream(exhibitId), command, told)) };
  }
}
