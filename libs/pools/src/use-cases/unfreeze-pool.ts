import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Handler, IsText } from '#libs/http';
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
export class UnfreezePoolHandler extends Handler<UnfreezePool> {
  execute({ path: { id }, body, context }: UnfreezePool): Promise<CommandOutcome> {
    return this.handle(pool, poolStream(id), { type: 'UnfreezePool', data: body }, context);
  }
}
