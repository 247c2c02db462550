import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, IsText, Optional } from '#libs/http';
import { minorUnits } from '#libs/vocabulary';
import { placedOfficer, placedUnit } from './registered.ts';
import { reward } from '../reward/reward.ts';
import type { Placed } from '../reward/reward-commands.ts';
import { rewardStream } from '../reward/reward-events.ts';
import type { Vote } from '../reward/reward-standing.ts';
import { type Allocation, resting, type Roster } from '#libs/reward-law';

export class CastVoteBody {
  static readonly example: { vote: Vote['vote']; reason?: string } = {
    vote: 'for',
    reason: 'The laboratory is certain, and so is the roster',
  };

  @IsIn(['for', 'against', 'abstain'])
  vote!: Vote['vote'];

  @Optional()
  @IsText(1, 2000)
  reason?: string;
}

export class CastVote extends Command<CommandOutcome> {
  constructor(
    readonly rewardId: string,
    readonly body: CastVoteBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(CastVote)
export class CastVoteHandler implements ICommandHandler<CastVote> {
  constructor(private readonly aggregates: AggregateStore) {}

  /** Where the member and the beneficiaries stand comes with the vote, from the register. */
  async execute({ rewardId, body, context }: CastVote): Promise<CommandOutcome> {
    const { rounds, assessment } = (await this.aggregates.load(reward, rewardStream(rewardId))).state;
    const { actor, at } = context;
    const gathered = {
      member: await placedOfficer(this.aggregates, actor.id, at, actor),
      beneficiaries: await this.beneficiaries(rounds.at(-1)?.allocation, assessment?.roster, at),
    };
    const { vote, reason } = body;
    const command = { type: 'CastVote', data: { vote, ...(reason !== undefined && { reason }), ...gathered } } as const;
    return { id: rewardId, ...(await this.aggregates.handle(reward, rewardStream(rewardId), command, resting(context, gathered))) };
  }

  /** Each where the register has them now, and officers also in the unit they were on the roster from: a transfer since makes nobody a stranger to it. */
  private async beneficiaries(allocation: Allocation | undefined, roster: Roster | undefined, at: string): Promise<readonly Placed[]> {
    if (allocation === undefined) return [];
    const { shares, unitFund } = allocation;
    const sharing = roster?.officers.filter(({ officerId }) => shares.some(({ recipientId }) => recipientId === officerId)) ?? [];
    const then = [...new Set(sharing.map(({ unit }) => unit))].map((unit) => placedUnit(this.aggregates, unit, at));
    const fund = minorUnits(unitFund.amount) > 0n ? [placedUnit(this.aggregates, unitFund.unit, at)] : [];
    const named = shares.map(({ kind, recipientId }) =>
      kind === 'unit' ? placedUnit(this.aggregates, recipientId, at) : placedOfficer(this.aggregates, recipientId, at),
    );
    const registered = (await Promise.all(then)).filter(({ agency }) => agency !== undefined);
    return [...(await Promise.all([...named, ...fund])), ...registered];
  }
}
