import { Controller, Query } from '@nestjs/common';
import { CurrentIdentity, type Identity } from '#libs/access';
import { AfterQuery, listAnswer, type ListAnswer, PageQuery, PathId, QueryRoute, type RowAnswer, rowAnswer, linesAsked } from '#libs/http';
import { ViewsFor } from '#libs/need-to-know';
import type { Count } from '#libs/vocabulary';
import { ListRewardsQuery, type RewardSummary, summaryOf } from './list-rewards.ts';
import { NOTICE } from './notice.ts';
import { rewardPipeline, type RewardRow, SHOWN } from './reward/reward-pipeline.ts';
import type { Round } from './reward/reward-standing.ts';
import { rewardTimeline, type RewardTimelineEntry } from './reward/reward-timeline.ts';

const READERS = ['unit-head', 'legal-officer', 'committee-member', 'finance-officer', 'integrity-officer', 'auditor'] as const;

/** A reward, with what is always to be said of suspects. */
export interface RewardPage extends Omit<RewardRow, 'rounds'> {
  /** The latest hundred proposals and what came of each; what all of them said stands in the timeline. */
  readonly rounds: readonly Round[];
  /** How often it was proposed. */
  readonly roundCount: Count;
  /** Of everybody who is suspected. */
  readonly notice: typeof NOTICE;
}

/** Rewards: from the assessment of an operation to the last riel paid, or paid back. */
@Controller('v1/rewards')
export class RewardsController {
  constructor(private readonly views: ViewsFor) {}

  @QueryRoute({ roles: READERS, summary: 'List the rewards in the pipeline' })
  async listRewards(@Query() query: ListRewardsQuery, @CurrentIdentity() identity: Identity): Promise<ListAnswer<RewardSummary>> {
    const { items, ...rest } = listAnswer(await this.views.of(identity).query(rewardPipeline, ListRewardsQuery.rows(query), query));
    return { items: items.map(summaryOf), ...rest };
  }

  @QueryRoute({ path: ':id', roles: READERS, summary: 'Show a reward: why, who did what, and where the money is' })
  async showReward(
    @PathId() id: string,
    @Query() query: AfterQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<RowAnswer<RewardPage>> {
    const { rounds, ...row } = rowAnswer(await this.views.of(identity).get(rewardPipeline, id, query), 'reward');
    return { ...row, rounds: rounds.slice(-SHOWN), roundCount: rounds.length, notice: NOTICE };
  }

  @QueryRoute({
    path: ':id/timeline',
    roles: READERS,
    summary: 'Show everything recorded on a reward',
    description: 'In the order it was recorded, with when it happened.',
  })
  async rewardTimeline(
    @PathId() id: string,
    @Query() query: PageQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<ListAnswer<RewardTimelineEntry>> {
    return listAnswer(await this.views.of(identity).lines(rewardTimeline, id, linesAsked(query), query));
  }
}
