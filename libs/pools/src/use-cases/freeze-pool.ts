import { CommandHandler } from '@nestjs/cqrs';
import { ReasonBody } from '#libs/bodies';
import { CommandAt, PassedOn } from '#libs/http';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';

export class FreezePoolBody extends ReasonBody {
  static readonly example = { reason: 'A forged settlement is being looked into' };
}

export class FreezePool extends CommandAt('v1/pools/:id/freeze', {
  body: FreezePoolBody,
  roles: ['integrity-officer'],
  summary: 'Freeze a pool',
  description: 'Money still comes in; nothing is reserved or paid.',
}) {}

@CommandHandler(FreezePool)
export class FreezePoolHandler extends PassedOn(FreezePool, pool, poolStream, 'FreezePool') {}
