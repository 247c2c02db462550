import { type AggregateStore, type Command as Intent, type CommandContext, defined, type Position } from '#libs/event-sourcing';
import { type CommandOutcome, type GivenCommand, Handler } from '#libs/http';
import { isSuspended, officer, officerStream } from '#libs/registry';
import type { Allocation } from '#libs/reward-law';
import { minorUnits } from '#libs/vocabulary';
import type { Type } from '@nestjs/common';
import { reward } from '../reward/reward.ts';
import type { Independence, Placed, RewardCommand } from '../reward/reward-commands.ts';
import { type Recipient, rewardStream } from '../reward/reward-events.ts';
import { grantedRounds, type Reward } from '../reward/reward-standing.ts';
import { placedOfficer, placedUnit } from './registered.ts';

// Who decides on a reward is judged by where they stand to who gains by it. Both come from the register, now and as it was when
// the case was opened and its roster frozen; units as people.

/** The context of a command on a reward, with where its hands and the beneficiaries stand. */
export async function independently(aggregates: AggregateStore, rewardId: string, context: CommandContext): Promise<CommandContext> {
  const { state } = await aggregates.load(reward, rewardStream(rewardId));
  return { ...context, standing: { ...context.standing, independence: await independenceOf(aggregates, state, context) } };
}

/** As `independently`, with where those stand who have voted, and who of them is suspended: votes are judged once more when they are counted. */
export async function independentlyWithVoters(
  aggregates: AggregateStore,
  rewardId: string,
  context: CommandContext,
): Promise<CommandContext> {
  const { state } = await aggregates.load(reward, rewardStream(rewardId));
  const { at } = context;
  const members = (state.rounds.at(-1)?.votes ?? []).map(({ member }) => member);
  const [independence, voters, suspended] = await Promise.all([
    independenceOf(aggregates, state, context),
    Promise.all(members.map((member) => everyPlaceOf(aggregates, member, at, state))),
    Promise.all(members.map(async (member) => (isSuspended(await officerOf(aggregates, member), at) ? [member] : []))),
  ]);
  return {
    ...context,
    standing: { ...context.standing, independence: { ...independence, voters: voters.flat(), suspended: suspended.flat() } },
  };
}

const officerOf = async (aggregates: AggregateStore, officerId: string) => (await aggregates.load(officer, officerStream(officerId))).state;

async function independenceOf(
  aggregates: AggregateStore,
  state: Reward,
  { actor, confirmedBy, at }: CommandContext,
): Promise<Independence> {
  const hands = [actor, ...(confirmedBy === undefined ? [] : [confirmedBy])].map((hand) =>
    everyPlaceOf(aggregates, hand.id, at, state, hand),
  );
  return { hands: (await Promise.all(hands)).flat(), beneficiaries: await beneficiariesOf(aggregates, state, at) };
}

/** Where the log stood when the case was opened, and when its roster was frozen: whoever stood somewhere then is judged by it for ever. */
const momentsOf = ({ assessment }: Reward): readonly Position[] =>
  [assessment?.order?.caseOpened, assessment?.order?.rosterFrozen].filter((position) => position !== undefined);

/** Where somebody stands now, and where they stood then, by the tree of units of then; nothing of a moment at which the register did not know them. */
async function everyPlaceOf(
  aggregates: AggregateStore,
  officerId: string,
  at: string,
  state: Reward,
  otherwise: Parameters<typeof placedOfficer>[3] = {},
): Promise<readonly Placed[]> {
  const before = await Promise.all(momentsOf(state).map((position) => placedOfficer(aggregates, officerId, at, {}, position)));
  return [await placedOfficer(aggregates, officerId, at, otherwise), ...before.filter(({ chain }) => chain.length > 0)];
}

/** The same of a unit: who is moved with it is moved out of nothing. */
async function everyPlaceOfUnit(aggregates: AggregateStore, unitId: string, at: string, state: Reward): Promise<readonly Placed[]> {
  const before = await Promise.all(momentsOf(state).map((position) => placedUnit(aggregates, unitId, at, position)));
  return [await placedUnit(aggregates, unitId, at), ...before.filter(({ agency }) => agency !== undefined)];
}

/** Each where the register has and had them, and officers also in the unit that they were on the roster from. */
async function beneficiariesOf(aggregates: AggregateStore, state: Reward, at: string): Promise<readonly Placed[]> {
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
  const placesOf = async (units: readonly string[]) =>
    (await Promise.all([...new Set(units)].map((unit) => everyPlaceOfUnit(aggregates, unit, at, state)))).flat();
  const officers = await Promise.all(persons.map((person) => everyPlaceOf(aggregates, person, at, state)));
  return [...(await placesOf(named)), ...(await placesOf(sentFrom)).filter(({ agency }) => agency !== undefined), ...officers.flat()];
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
