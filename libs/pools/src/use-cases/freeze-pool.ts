import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Handler, IsText } from '#libs/http';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';

export class FreezePoolBody {
  static readonly example = { reason: 'A forged settlement is being looked into' };

  @IsText(1, 2000)
  reason!: string;
}

export class FreezePool extends CommandAt('v1/pools/:id/freeze', {
  body: FreezePoolBody,
  roles: ['integrity-officer'],
  summary: 'Freeze a pool',
  description: 'Money still comes in; nothing is reserved or paid.',
}) {}

@CommandHandler(FreezePool)
export class FreezePoolHandler extends Handler<FreezePool> {
  execute({ path: { id }, body, context }: FreezePool): Promise<CommandOutcome> {
    return this.handle(pool, poolStream(id), { type: 'FreezePool', data: body }, context);
  }
}
