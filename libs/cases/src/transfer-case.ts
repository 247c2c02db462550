import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsText } from '#libs/http';
import { agencies, type Agency } from '#libs/vocabulary';
import { caseFile, caseStream } from './case-file.ts';

export class TransferCaseBody {
  static readonly example = { agency: 'military-police', unit: 'unit-kandal-2', reason: 'The lorry belongs to a barracks' };

  @IsIn(agencies)
  agency!: Agency;

  @Describe('The unit that leads the case from now on')
  @IsRegisterEntry()
  unit!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class TransferCase extends Command<CommandOutcome> {
  constructor(
    readonly caseId: string,
    readonly body: TransferCaseBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(TransferCase)
export class TransferCaseHandler implements ICommandHandler<TransferCase> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ caseId, body, context }: TransferCase): Promise<CommandOutcome> {
    const command = { type: 'TransferCase', data: body } as const;
    return { id: caseId, ...(await this.aggregates.handle(caseFile, caseStream(caseId), command, { ...context, reason: body.reason })) };
  }
}
