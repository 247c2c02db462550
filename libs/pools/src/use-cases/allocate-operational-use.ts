import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsMoney, IsRegisterEntry, MoneyBody } from '#libs/bodies';
import { type CommandContext, deriveUuid, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsId, IsText } from '#libs/http';
import { pool, poolStream } from './pool.ts';

export class AllocateOperationalUseBody {
  static readonly example = {
    reservationId: '0f9e8d7c-6b5a-8493-8271-605f4e3d2c1b',
    amount: { currency: 'KHR', amount: '16000000' },
    unit: 'unit-phnom-penh-1',
    description: 'Two motorcycles',
  };

  @Describe('What somebody else reserved for operational use')
  @IsId()
  reservationId!: string;

  @Describe('At most what is reserved; the rest is available again')
  @IsMoney()
  amount!: MoneyBody;

  @Describe('The unit that uses it')
  @IsRegisterEntry()
  unit!: string;

  @IsText(1, 500)
  description!: string;
}

export class AllocateOperationalUse extends Command<CommandOutcome> {
  constructor(
    readonly poolId: string,
    readonly body: AllocateOperationalUseBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(AllocateOperationalUse)
export class AllocateOperationalUseHandler implements ICommandHandler<AllocateOperationalUse> {
  constructor(private readonly aggregates: AggregateStore) {}

  /** The id follows from the command's, so that a retry books the same entry. */
  async execute({ poolId, body, context }: AllocateOperationalUse): Promise<CommandOutcome> {
    const { reservationId, amount, unit, description } = body;
    const allocationId = deriveUuid('allocation', poolId, context.commandId);
    const command = { type: 'AllocateOperationalUse', data: { allocationId, reservationId, amount, unit, description } } as const;
    return { id: allocationId, ...(await this.aggregates.handle(pool, poolStream(poolId), command, context)) };
  }
}
