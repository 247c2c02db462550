import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { caseFile, caseStream } from '#libs/cases';
import { type CommandContext, contentHash, deriveUuid, AggregateStore, UnknownSubject } from '#libs/event-sourcing';
import type { CommandOutcome } from '#libs/http';
import type { SealExhibitBody } from './bodies.ts';
import { exhibit, exhibitStream } from './exhibit.ts';

export class SealExhibit extends Command<CommandOutcome> {
  constructor(
    readonly body: SealExhibitBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(SealExhibit)
export class SealExhibitHandler implements ICommandHandler<SealExhibit> {
  constructor(private readonly aggregates: AggregateStore) {}

  /** Answers with the exhibit's id, which follows from the command's: a retry seals the same lot. @throws UnknownSubject the case has no such seizure */
  async execute({ body, context }: SealExhibit): Promise<CommandOutcome> {
    const { caseId, seizureId } = body;
    const { state } = await this.aggregates.load(caseFile, caseStream(caseId));
    const known = state.seizures.get(seizureId)?.seizure;
    if (known === undefined)
      throw new UnknownSubject('exhibit.no-such-seizure', 'An exhibit is a lot of a recorded seizure; the case has none with this id', {
        caseId,
        seizureId,
      });
    const { grossMg, seizedAt, units, officers } = known;
    const seizure = { substance: known.substance, grossMg, seizedAt, units, officers };
    const { substance = seizure.substance, custodian = context.actor.id, ...said } = body;
    const command = { type: 'SealExhibit', data: { ...said, substance, custodian, seizure } } as const;
    const exhibitId = deriveUuid('exhibit', context.commandId);
    // The seizure may be corrected between two tries of one request. The exhibit itself knows whether it was sealed.
    const given = { ...context, commandId: deriveUuid(context.commandId, contentHash(command.data)), occurredAt: body.sealedAt };
    return { id: exhibitId, ...(await this.aggregates.handle(exhibit, exhibitStream(exhibitId), command, given)) };
  }
}
