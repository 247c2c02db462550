import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type RunnableProcess, type CommandContext, deriveUuid, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsId } from '#libs/http';
import { pool, poolStream, ruleFor } from '#libs/pools';
import { asset, assetStream } from './asset.ts';
import { type SettlementCommand, settlementDistribution } from './settlement-distribution.ts';
import { owedOf, priceOwedOf, saleOf } from './standing.ts';

export class DistributeProceedsBody {
  static readonly example = { saleId: '2b1e8f60-7d3c-8a41-9c55-1f0e2d3c4b5a', poolId: '6f1c2d3e-4b5a-8697-8a1b-2c3d4e5f6071' };

  @IsId()
  saleId!: string;

  @Describe('The pool that receives the proceeds')
  @IsId()
  poolId!: string;
}

export class DistributeProceeds extends Command<CommandOutcome> {
  constructor(
    readonly assetId: string,
    readonly body: DistributeProceedsBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(DistributeProceeds)
export class DistributeProceedsHandler implements ICommandHandler<DistributeProceeds> {
  constructor(private readonly aggregates: AggregateStore) {}

  /**
   * What is distributed cannot be taken back, so where the asset allows it the pool is asked first.
   * @throws RuleBroken what the asset refuses; 'pool.unknown', 'pool.other-currency', 'pool.no-rule-in-force'
   */
  async execute({ assetId, body: { saleId, poolId }, context }: DistributeProceeds): Promise<CommandOutcome> {
    const distributionId = deriveUuid('distribution', context.commandId);
    const command = { type: 'DistributeProceeds', data: { distributionId, saleId, poolId } } as const;
    const { state } = await this.aggregates.load(asset, assetStream(assetId));
    const sale = state.sales.find((known) => known.saleId === saleId);
    const settledAt = sale?.settlements.at(-1)?.receivedAt;
    for (const event of asset.decide({ ...command, by: context.actor, at: context.at }, state))
      if (event.type === 'ProceedsDistributed' && settledAt !== undefined)
        ruleFor((await this.aggregates.load(pool, poolStream(poolId))).state, event.data.amount, settledAt);
    return { id: distributionId, ...(await this.aggregates.handle(asset, assetStream(assetId), command, context)) };
  }
}

/** Carries out what `settlementDistribution` asks for, in the books of the pools. */
export const settlementDistributionCarriedOut: RunnableProcess<SettlementCommand> = {
  process: settlementDistribution,
  async carryOut(aggregates, { type, data }, context) {
    if (type === 'CreditDistribution') {
      const { assetId, distributionId, poolId, amount, settledAt } = data;
      const command = { type: 'CreditProceeds', data: { settlementId: distributionId, assetId, proceeds: amount, settledAt } } as const;
      await aggregates.handle(pool, poolStream(poolId), command, { ...context, occurredAt: settledAt });
      return;
    }
    // What the asset says now counts, not what was heard of it: a late report may have changed it again.
    const { assetId } = data;
    const { state } = await aggregates.load(asset, assetStream(assetId));
    const standing = saleOf(state);
    for (const sale of state.sales) {
      const owed = sale === standing ? owedOf(state) : priceOwedOf(sale, state);
      for (const { distributionId, poolId, amount } of owed === undefined ? [] : sale.distributions) {
        const liability = {
          liabilityId: deriveUuid('distribution-owed', distributionId),
          amount,
          creditor: `Who is entitled to asset ${assetId}`,
          reason: 'Proceeds were distributed that are to be given back',
        };
        const commandId = deriveUuid(context.commandId, distributionId);
        await aggregates.handle(pool, poolStream(poolId), { type: 'RecogniseLiability', data: liability }, { ...context, commandId });
      }
    }
  },
};
