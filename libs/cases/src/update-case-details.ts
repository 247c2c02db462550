import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsLocalizedText, IsProvince, IsRegisterEntry } from '#libs/bodies';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Optional } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import { caseFile, caseStream } from './case-file.ts';

export class UpdateCaseDetailsBody {
  static readonly example = { province: 'KH-2' };

  @Optional()
  @IsLocalizedText(300)
  title?: LocalizedText;

  @Optional()
  @IsProvince()
  province?: string;

  @Optional()
  @IsRegisterEntry()
  unit?: string;
}

export class UpdateCaseDetails extends Command<CommandOutcome> {
  constructor(
    readonly caseId: string,
    readonly body: UpdateCaseDetailsBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(UpdateCaseDetails)
export class UpdateCaseDetailsHandler implements ICommandHandler<UpdateCaseDetails> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ caseId, body, context }: UpdateCaseDetails): Promise<CommandOutcome> {
    return {
      id: caseId,
      ...(await this.aggregates.handle(caseFile, caseStream(caseId), { type: 'UpdateCaseDetails', data: body }, context)),
    };
  }
}
