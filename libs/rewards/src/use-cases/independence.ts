import { type AggregateStore, type Command as Intent, type CommandContext, defined, type Position } from '#libs/event-sourcing';
import { type CommandOutcome, type GivenCommand, Handler } from '#libs/http';
import type { Allocation } from '#libs/reward-law';
import { minorUnits } from '#libs/vocabulary';
import type { Type } from '@nestjs/common';
import { reward } from '../reward/reward.ts';
import type { Independence, Placed, RewardCommand } from '../reward/reward-commands.ts';
import { type Recipient, rewardStream } from '../reward/reward-events.ts';
import { grantedRounds, type Reward } from '../reward/reward-standing.ts';
import { placedOfficer, placedUnit } from './registered.ts';

// Who decides on a reward is judged by where they stand to who gains by it. Both come from the register, now and as it was when the case was opened.

/** The context of a command on a reward, with where its hands and the beneficiaries stand. */
export async function independently(aggregates: AggregateStore, rewardId: string, context: CommandContext): Promise<CommandContext> {
  const { state } = await aggregates.load(reward, rewardStream(rewardId));
  return { ...context, standing: { ...context.standing, independence: await independenceOf(aggregates, state, context) } };
}

async function independenceOf(
  aggregates: AggregateStore,
  state: Reward,
  { actor, confirmedBy, at }: CommandContext,
): Promise<Independence> {
  const opened = state.assessment?.order?.caseOpened;
  const hands = [actor, ...(confirmedBy === undefined ? [] : [confirmedBy])].map(async (hand) => {
    const now = await placedOfficer(aggregates, hand.id, at, hand);
    return [now, ...(await then(aggregates, hand.id, at, opened))];
  });
  return { hands: (await Promise.all(hands)).flat(), beneficiaries: await beneficiariesOf(aggregates, state, at, opened) };
}

/** As the register knew somebody when the case was opened; nothing where it did not, or where that is not known. */
async function then(aggregates: AggregateStore, officerId: string, at: string, opened: Position | undefined): Promise<readonly Placed[]> {
  if (opened === undefined) return [];
  const place = await placedOfficer(aggregates, officerId, at, {}, opened);
  return place.chain.length === 0 ? [] : [place];
}

/** Each where the register has them now, and officers also in the unit that they were on the roster from, and in that when the case was opened. */
async function beneficiariesOf(
  aggregates: AggregateStore,
  state: Reward,
  at: string,
  opened: Position | undefined,
): Promise<readonly Placed[]> {
  const { roster } = state.assessment ?? {};
  const allocations = allocationsOf(state);
  // Before anybody proposed, whoever could have a share.
  const shares: readonly Pick<Recipient, 'kind' | 'recipientId'>[] =
    allocations.length > 0
      ? allocations.flatMap((allocation) => allocation.shares)
      : [
          ...(roster?.officers ?? []).map(({ officerId: recipientId }) => ({ kind: 'person', recipientId }) as const),
          ...(roster?.units ?? []).map((recipientId) => ({ kind: 'unit', recipientId }) as const),
        ];
  const fund = allocations.flatMap(({ unitFund }) => (minorUnits(unitFund.amount) > 0n ? [unitFund.unit] : []));
  const persons = [...new Set(shares.filter(({ kind }) => kind === 'person').map(({ recipientId }) => recipientId))];
  const sentFrom = (roster?.officers ?? []).filter(({ officerId }) => persons.includes(officerId)).map(({ unit }) => unit);
  const named = [...shares.filter(({ kind }) => kind === 'unit').map(({ recipientId }) => recipientId), ...fund];
  const units = await Promise.all([...new Set(named)].map((unit) => placedUnit(aggregates, unit, at)));
  const from = await Promise.all([...new Set(sentFrom)].map((unit) => placedUnit(aggregates, unit, at)));
  const officers = await Promise.all(
    persons.map(async (person) => [await placedOfficer(aggregates, person, at), ...(await then(aggregates, person, at, opened))]),
  );
  return [...units, ...from.filter(({ agency }) => agency !== undefined), ...officers.flat()];
}

/** Of what was granted, and of the latest proposal: who gains by either gains by the reward. */
function allocationsOf(state: Reward): readonly Allocation[] {
  const rounds = [...new Set([...grantedRounds(state).map((number) => state.rounds[number - 1]), state.rounds.at(-1)])];
  return rounds.flatMap((round) => round?.allocation ?? []);
}

type Said<Kind extends RewardCommand['type']> = Extract<RewardCommand, { type: Kind }>['data'];
type Given<Kind extends RewardCommand['type']> = GivenCommand<'id', Said<Kind>>;

/** The handler of a command that goes to its reward as it was said, by somebody who has to be independent of it. */
export function Independently<Kind extends RewardCommand['type']>(
  _given: abstract new (...args: never[]) => Given<Kind>,
  type: Kind,
  happenedAt?: (said: Said<Kind>) => string | undefined,
): Type<Handler<Given<Kind>> & { execute(command: Given<Kind>): Promise<CommandOutcome> }> {
  return class extends Handler<Given<Kind>> {
    async execute({ path: { id }, body, context }: Given<Kind>): Promise<CommandOutcome> {
      const placed = await independently(this.aggregates, id, context);
      const command = { type, data: body } as unknown as RewardCommand & Intent;
      return this.handle(reward, rewardStream(id), command, placed, defined({ occurredAt: happenedAt?.(body) }));
    }
  };
}
