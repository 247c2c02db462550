import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, Ledger } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsId, IsMoney, MoneyBody } from '#libs/http';
import { pool, poolStream } from './pool.ts';

export class ConsumeReservationBody {
  static readonly example = { reservationId: '0f9e8d7c-6b5a-8493-8271-605f4e3d2c1b', amount: { currency: 'KHR', amount: '40000000' } };

  @IsId()
  reservationId!: string;

  @Describe('At most what is reserved; the rest is available again')
  @IsMoney()
  amount!: MoneyBody;
}

export class ConsumeReservation extends Command<CommandOutcome> {
  constructor(
    readonly poolId: string,
    readonly body: ConsumeReservationBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ConsumeReservation)
export class ConsumeReservationHandler implements ICommandHandler<ConsumeReservation> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ poolId, body, context }: ConsumeReservation): Promise<CommandOutcome> {
    const command = { type: 'ConsumeReservation', data: body } as const;
    return { id: body.reservationId, ...(await this.ledger.handle(pool, poolStream(poolId), command, context)) };
  }
}
