import { CommandHandler } from '@nestjs/cqrs';
import { ReasonBody } from '#libs/bodies';
import { CommandAt, PassedOn } from '#libs/http';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';

export class UnfreezePoolBody extends ReasonBody {
  static readonly example = { reason: 'The settlement is genuine' };
}

export class UnfreezePool extends CommandAt('v1/pools/:id/unfreeze', {
  body: UnfreezePoolBody,
  roles: ['integrity-officer'],
  confirmedBy: { roles: ['integrity-officer'] },
  summary: 'Unfreeze a pool',
}) {}

@CommandHandler(UnfreezePool)
export class UnfreezePoolHandler extends PassedOn(UnfreezePool, pool, poolStream, 'UnfreezePool') {}
