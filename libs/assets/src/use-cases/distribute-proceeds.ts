import { CommandHandler } from '@nestjs/cqrs';
import { deriveUuid, issuedIn } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, IsId } from '#libs/http';
import { pool, poolStream, ruleFor } from '#libs/pools';
import { asset } from '../asset.ts';
import { assetStream } from '../asset-events.ts';
import { AssetHandler } from './asset-handler.ts';
import { sale } from './examples.ts';

export class DistributeProceedsBody {
  static readonly example = { saleId: sale, poolId: '6f1c2d3e-4b5a-8697-8a1b-2c3d4e5f6071' };

  @IsId()
  saleId!: string;

  @Describe('The pool that receives the proceeds')
  @IsId()
  poolId!: string;
}

export class DistributeProceeds extends CommandAt('v1/assets/:id/distribute', {
  body: DistributeProceedsBody,
  roles: ['finance-officer'],
  confirmedBy: { roles: ['finance-officer'] },
  summary: 'Distribute the proceeds of a sale into a pool',
  description:
    'Takes a final order, the whole price, no open claim, officers who neither sold nor recorded that the money came in, and a pool with a rule for that time. The pool is credited by itself.',
}) {}

@CommandHandler(DistributeProceeds)
export class DistributeProceedsHandler extends AssetHandler<DistributeProceeds> {
  /**
   * What is distributed cannot be taken back, so where the asset allows it the pool is asked first.
   * @throws RuleBroken what the asset refuses; 'pool.unknown', 'pool.other-currency', 'pool.no-rule-in-force'
   */
  async execute({ path: { id }, body: { saleId, poolId }, context }: DistributeProceeds): Promise<CommandOutcome> {
    const distributionId = deriveUuid('distribution', context.commandId);
    const command = { type: 'DistributeProceeds', data: { distributionId, saleId, poolId } } as const;
    const { state } = await this.aggregates.load(asset, assetStream(id));
    const sale = state.sales.find((known) => known.saleId === saleId);
    const settledAt = sale?.settlements.at(-1)?.receivedAt;
    for (const event of asset.decide(issuedIn(command, context), state))
      if (event.type === 'ProceedsDistributed' && settledAt !== undefined)
        ruleFor((await this.aggregates.load(pool, poolStream(poolId))).state, event.data.amount, settledAt);
    return this.decide(id, command, context, { id: distributionId });
  }
}
