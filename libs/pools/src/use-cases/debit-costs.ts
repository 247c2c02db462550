import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { type CommandContext, deriveUuid, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsId, IsText } from '#libs/http';
import { pool, poolStream } from './pool.ts';

export class DebitCostsBody {
  static readonly example = {
    reservationId: '0f9e8d7c-6b5a-8493-8271-605f4e3d2c1b',
    amount: { currency: 'KHR', amount: '250000' },
    description: 'Storage of a vehicle, February',
  };

  @Describe('What somebody else reserved for costs')
  @IsId()
  reservationId!: string;

  @Describe('At most what is reserved; the rest is available again')
  @IsMoney()
  amount!: MoneyBody;

  @IsText(1, 500)
  description!: string;
}

export class DebitCosts extends Command<CommandOutcome> {
  constructor(
    readonly poolId: string,
    readonly body: DebitCostsBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(DebitCosts)
export class DebitCostsHandler implements ICommandHandler<DebitCosts> {
  constructor(private readonly aggregates: AggregateStore) {}

  /** The id follows from the command's, so that a retry books the same entry. */
  async execute({ poolId, body, context }: DebitCosts): Promise<CommandOutcome> {
    const { reservationId, amount, description } = body;
    const costId = deriveUuid('costs', poolId, context.commandId);
    const command = { type: 'DebitCosts', data: { costId, reservationId, amount, description } } as const;
    return { id: costId, ...(await this.aggregates.handle(pool, poolStream(poolId), command, context)) };
  }
}
