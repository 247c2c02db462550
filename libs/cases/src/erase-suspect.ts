import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsText } from '#libs/http';
import { Persons } from '#libs/privacy';
import { caseFile, caseStream } from './case-file.ts';

export class EraseSuspectBody {
  static readonly example = { instrument: 'Court order 12/26 of 2026-05-04', reason: 'Mistaken identity, established by the court' };

  @Describe('The legal instrument that orders or allows it')
  @IsText(1, 200)
  instrument!: string;

  @Describe('Kept for ever: it must not name the person')
  @IsText(1, 2000)
  reason!: string;
}

export class EraseSuspect extends Command<CommandOutcome> {
  constructor(
    readonly caseId: string,
    readonly suspectId: string,
    readonly body: EraseSuspectBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(EraseSuspect)
export class EraseSuspectHandler implements ICommandHandler<EraseSuspect> {
  constructor(
    private readonly aggregates: AggregateStore,
    private readonly persons: Persons,
  ) {}

  /**
   * First the fact, then the key: a crash between the two leaves a fact on which the erasure process, or a retry, destroys the key. The other way
   * round it would leave a name that is gone and nobody who had it erased.
   */
  async execute({ caseId, suspectId, body, context }: EraseSuspect): Promise<CommandOutcome> {
    const { instrument, reason } = body;
    const command = { type: 'EraseSuspect', data: { suspectId, instrument, reason } } as const;
    const handled = await this.aggregates.handle(caseFile, caseStream(caseId), command, {
      ...context,
      reason,
      legalInstrument: instrument,
    });
    await this.persons.erase(suspectId);
    return { id: suspectId, ...handled };
  }
}
