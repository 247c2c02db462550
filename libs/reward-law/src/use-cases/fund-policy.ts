import { CommandHandler } from '@nestjs/cqrs';
import { issuedIn, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId } from '#libs/http';
import { pool, poolStream } from '#libs/pools';
import { rewardPolicy } from '../policy/policy.ts';
import { policyStream } from '../policy/policy-events.ts';
import { IsVersion } from './fields.ts';

export class FundPolicyBody {
  static readonly example = { version: 1, poolId: '6f1c0f52-3f0e-8b5e-8a36-51d7d3a0c2b4' };

  @IsVersion()
  version!: number;

  @Describe('The pool of confiscated assets that pays')
  @IsId()
  poolId!: string;
}

export class FundRewardPolicy extends CommandAt('v1/reward-policies/:id/fund', {
  body: FundPolicyBody,
  roles: ['finance-officer'],
  confirmedBy: { roles: ['finance-officer', 'legal-officer'] },
  summary: 'Name the pool that pays under a reward policy',
  description:
    'By two who neither drafted nor enacted it; another pool is named in the same way. It is one that there is, in the currency of the policy.',
}) {}

@CommandHandler(FundRewardPolicy)
export class FundRewardPolicyHandler extends Handler<FundRewardPolicy> {
  /**
   * A policy is paid from a pool that there is, in its own currency: pools are never closed and never change theirs, so it is asked first.
   * @throws UnknownSubject 'pool.unknown' @throws RuleBroken 'policy.pool-other-currency'
   */
  async execute({ path: { id }, body: { version, poolId }, context }: FundRewardPolicy): Promise<CommandOutcome> {
    const command = { type: 'FundRewardPolicy', data: { version, poolId } } as const;
    const { state } = await this.aggregates.load(rewardPolicy, policyStream(id));
    // What the policy refuses is told first.
    rewardPolicy.decide(issuedIn(command, context), state);
    const { status, currency } = (await this.aggregates.load(pool, poolStream(poolId))).state;
    const wanted = state.versions.find((one) => one.version === version)?.terms.currency;
    if (status === 'unopened') throw new UnknownSubject('pool.unknown', 'There is no pool with this id', { poolId });
    if (wanted !== undefined && wanted !== currency)
      throw new RuleBroken(
        'policy.pool-other-currency',
        `The policy pays in ${wanted}; name a pool that is kept in it, not one in ${currency}`,
        {
          poolId,
          currency,
        },
      );
    return this.handle(rewardPolicy, policyStream(id), command, context);
  }
}
