import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { defined } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Handler, IsText, Optional } from '#libs/http';
import { type Allocation, resting } from '#libs/reward-law';
import { minorUnits, type Roster, samePerson } from '#libs/vocabulary';
import { reward } from '../reward/reward.ts';
import type { Placed } from '../reward/reward-commands.ts';
import { rewardStream } from '../reward/reward-events.ts';
import type { Vote } from '../reward/reward-standing.ts';
import { placedOfficer, placedUnit } from './registered.ts';

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

export class CastVote extends CommandAt('v1/rewards/:id/vote', {
  body: CastVoteBody,
  roles: ['committee-member'],
  summary: 'Vote on a cleared reward',
  description:
    'Once, by somebody who has done nothing else for it, took no part in the operation, has no share in it and is in nobody’s chain of command who has.',
}) {}

@CommandHandler(CastVote)
export class CastVoteHandler extends Handler<CastVote> {
  /** Where the member and the beneficiaries stand comes with the vote, from the register. */
  async execute({ path: { id }, body, context }: CastVote): Promise<CommandOutcome> {
    const { rounds, assessment } = (await this.aggregates.load(reward, rewardStream(id))).state;
    const { actor, at } = context;
    const gathered = {
      member: await placedOfficer(this.aggregates, actor.id, at, actor),
      beneficiaries: await this.beneficiaries(rounds.at(-1)?.allocation, assessment?.roster, at),
    };
    const { vote, reason } = body;
    const command = { type: 'CastVote', data: { ...defined({ vote, reason }), ...gathered } } as const;
    // Past `handle`: the reason of a vote is a part of the vote, and not kept beside its event once more.
    return { id, ...(await this.aggregates.handle(reward, rewardStream(id), command, resting(context, gathered))) };
  }

  /** Each where the register has them now, and officers also in the unit they were on the roster from: a transfer since makes nobody a stranger to it. */
  private async beneficiaries(allocation: Allocation | undefined, roster: Roster | undefined, at: string): Promise<readonly Placed[]> {
    if (allocation === undefined) return [];
    const { shares, unitFund } = allocation;
    const sharing = roster?.officers.filter(({ officerId }) => shares.some(({ recipientId }) => samePerson(recipientId, officerId))) ?? [];
    const then = [...new Set(sharing.map(({ unit }) => unit))].map((unit) => placedUnit(this.aggregates, unit, at));
    const fund = minorUnits(unitFund.amount) > 0n ? [placedUnit(this.aggregates, unitFund.unit, at)] : [];
    const named = shares.map(({ kind, recipientId }) =>
      kind === 'unit' ? placedUnit(this.aggregates, recipientId, at) : placedOfficer(this.aggregates, recipientId, at),
    );
    const registered = (await Promise.all(then)).filter(({ agency }) => agency !== undefined);
    return [...(await Promise.all([...named, ...fund])), ...registered];
  }
}
