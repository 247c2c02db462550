import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, IsText, PassedOn } from '#libs/http';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';

export class UnfreezePoolBody {
  static readonly example = { reason: 'The settlement is genuine' };

  @IsText(1, 2000)
  reason!: string;
}

export class UnfreezePool extends CommandAt('v1/pools/:id/unfreeze', {
  body: UnfreezePoolBody,
  roles: ['integrity-officer'],
  summary: 'Unfreeze a pool',
}) {}

@CommandHandler(UnfreezePool)
export class UnfreezePoolHandler extends PassedOn(UnfreezePool, pool, poolStream, 'UnfreezePool') {}
