import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, IsId, IsText } from '#libs/http';
import { pool, poolStream } from './pool.ts';

export class ReleaseReservationBody {
  static readonly example = { reservationId: '0f9e8d7c-6b5a-8493-8271-605f4e3d2c1b', reason: 'The committee refused the reward' };

  @IsId()
  reservationId!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class ReleaseReservation extends Command<CommandOutcome> {
  constructor(
    readonly poolId: string,
    readonly body: ReleaseReservationBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ReleaseReservation)
export class ReleaseReservationHandler implements ICommandHandler<ReleaseReservation> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ poolId, body, context }: ReleaseReservation): Promise<CommandOutcome> {
    const command = { type: 'ReleaseReservation', data: body } as const;
    return {
      id: body.reservationId,
      ...(await this.aggregates.handle(pool, poolStream(poolId), command, { ...context, reason: body.reason })),
    };
  }
}
