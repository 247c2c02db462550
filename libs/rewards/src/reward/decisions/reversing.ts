import { RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import type { CommandOf } from '../reward-commands.ts';
import type { RewardEvent } from '../reward-events.ts';
import { type KnownReward, standingClawbacks } from '../reward-standing.ts';
import { requireGranted } from '../rules/due.ts';
import { reversalOf, whyReversed } from '../rules/reversals.ts';

/** What a clawback took is due again once what it was for fell away; all of it, and once. */
export function reverseClawback(_: CommandOf<'ReverseClawback'>, state: KnownReward): readonly RewardEvent[] {
  const grant = requireGranted(state);
  if (standingClawbacks(state).length === 0) return [];
  const because = whyReversed(state);
  if (because === undefined)
    throw new RuleBroken('reward.clawback-stands', 'What was claimed back stands: what it was claimed back for does');
  return [reversalOf(state, grant, because)];
}

/** The pool has given again what is due again. */
export function fundRestoration({ data }: CommandOf<'FundRestoration'>, state: KnownReward): readonly RewardEvent[] {
  const { reversalId, reservationId } = data;
  const known = (state.reversals ?? []).find((one) => one.reversalId === reversalId);
  if (known === undefined) throw new UnknownSubject('reversal.unknown', 'No clawback was reversed under this id', { reversalId });
  if (known.funded) return [];
  const { poolId, amount } = known;
  return [{ type: 'RestorationFunded', data: { ...state.entitlement, reversalId, poolId, reservationId, amount } }];
}
