import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Handler, IsId, IsText } from '#libs/http';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';
import { reservation } from './examples.ts';

export class ReleaseReservationBody {
  static readonly example = { reservationId: reservation, reason: 'The order was never placed' };

  @IsId()
  reservationId!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class ReleaseReservation extends CommandAt('v1/pools/:id/release', {
  body: ReleaseReservationBody,
  roles: ['finance-officer'],
  confirmedBy: { roles: ['finance-officer'] },
  summary: 'Release a reservation',
  description: 'Of one that was made by hand. What is set aside for a reward is freed by what is decided on the reward.',
}) {}

@CommandHandler(ReleaseReservation)
export class ReleaseReservationHandler extends Handler<ReleaseReservation> {
  execute({ path: { id }, body, context }: ReleaseReservation): Promise<CommandOutcome> {
    return this.handle(pool, poolStream(id), { type: 'ReleaseReservation', data: body }, context, { id: body.reservationId });
  }
}
