import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { type CommandContext, deriveUuid, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsText } from '#libs/http';
import { pool, poolStream } from './pool.ts';

export class RecogniseLiabilityBody {
  static readonly example = {
    amount: { currency: 'KHR', amount: '12000000' },
    creditor: 'The former owner of asset 7b1e',
    reason: 'The confiscation was reversed on appeal',
  };

  @IsMoney()
  amount!: MoneyBody;

  @Describe('Whom the pool owes it')
  @IsText(1, 300)
  creditor!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class RecogniseLiability extends Command<CommandOutcome> {
  constructor(
    readonly poolId: string,
    readonly body: RecogniseLiabilityBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(RecogniseLiability)
export class RecogniseLiabilityHandler implements ICommandHandler<RecogniseLiability> {
  constructor(private readonly aggregates: AggregateStore) {}

  /** The id follows from the command's, so that a retry books the same entry. */
  async execute({ poolId, body, context }: RecogniseLiability): Promise<CommandOutcome> {
    const { amount, creditor, reason } = body;
    const liabilityId = deriveUuid('liability', poolId, context.commandId);
    const command = { type: 'RecogniseLiability', data: { liabilityId, amount, creditor, reason } } as const;
    return { id: liabilityId, ...(await this.aggregates.handle(pool, poolStream(poolId), command, { ...context, reason: body.reason })) };
  }
}
