import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsLocalizedText } from '#libs/bodies';
import { type CommandContext, deriveUuid, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe } from '#libs/http';
import { currencies, type Currency, type LocalizedText } from '#libs/vocabulary';
import { pool, poolStream } from './pool.ts';

export class OpenPoolBody {
  static readonly example = { currency: 'KHR', name: { en: 'Confiscated assets, riel', km: 'ទ្រព្យសម្បត្តិរឹបអូស' } };

  @Describe('Of every amount in its books, for ever')
  @IsIn(currencies)
  currency!: Currency;

  @IsLocalizedText(200)
  name!: LocalizedText;
}

export class OpenPool extends Command<CommandOutcome> {
  constructor(
    readonly body: OpenPoolBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(OpenPool)
export class OpenPoolHandler implements ICommandHandler<OpenPool> {
  constructor(private readonly aggregates: AggregateStore) {}

  /** The id follows from the command's, so that a retry lands on the same pool. */
  async execute({ body, context }: OpenPool): Promise<CommandOutcome> {
    const id = deriveUuid('pool', context.commandId);
    return { id, ...(await this.aggregates.handle(pool, poolStream(id), { type: 'OpenPool', data: body }, context)) };
  }
}
