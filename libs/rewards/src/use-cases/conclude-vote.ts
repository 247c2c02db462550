import { CommandHandler } from '@nestjs/cqrs';
import { AggregateStore, resting } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Handler } from '#libs/http';
import { ViewsFor } from '#libs/need-to-know';
import { grantable, policyStream, rewardPolicy } from '#libs/reward-law';
import { lawAsAssessed, stillLaw } from './still-law.ts';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { requireKnown } from '../reward/rules/due.ts';
import { independentlyWithVoters } from './independence.ts';

export class ConcludeVote extends CommandAt('v1/rewards/:id/conclude-vote', {
  roles: ['committee-member'],
  summary: 'Conclude the vote on a reward',
  description:
    'Three votes for or against, one of them from outside the agencies of the beneficiaries; whoever abstained does not count, nor whoever has declared a conflict, taken part, been suspended or come under a beneficiary since they voted. Where a suspension or a transfer after they voted would turn the outcome, more members vote first. With more for than against, and a policy that is enacted and funded, money is set aside and the reward is granted; otherwise it is rejected for ever.',
}) {}

@CommandHandler(ConcludeVote)
export class ConcludeVoteHandler extends Handler<ConcludeVote> {
  constructor(
    aggregates: AggregateStore,
    private readonly views: ViewsFor,
  ) {
    super(aggregates);
  }

  /** Whether the policy can be granted under now comes with it, from the policy itself. */
  async execute({ path: { id }, context }: ConcludeVote): Promise<CommandOutcome> {
    const { state } = await this.aggregates.load(reward, rewardStream(id));
    requireKnown(state);
    const { entitlement, assessment, rounds } = state;
    const known = await this.aggregates.load(rewardPolicy, policyStream(entitlement.policyId));
    const proposedAt = rounds.at(-1)?.proposedAt ?? context.at;
    const dates = { seizedAt: assessment.seizedAt, proposedAt, decidedAt: context.at };
    const asAssessed = await lawAsAssessed(this.aggregates, this.views.ofAllCases, grantable(known.state, dates), state, context.at);
    const policy = await stillLaw(this.aggregates, asAssessed, context.at);
    const placed = await independentlyWithVoters(this.aggregates, id, context);
    return this.handle(
      reward,
      rewardStream(id),
      { type: 'ConcludeVote', data: { policy } },
      resting(placed, [policy, placed.standing?.independence]),
    );
  }
}
