import { type AggregateStore, type Command, type CommandContext, process, type Reaction, type RunnableProcess } from '#libs/event-sourcing';
import type { Id, Instant } from '#libs/vocabulary';
import { asset } from './asset.ts';
import { assetIdOf, assetStream, type FreezeEvent, type OrderRef } from './asset-events.ts';
import { type Freeze, freezesAfter } from './asset-standing.ts';
import { freezeInForce, untilOf } from './asset-title.ts';

/** Asks for the lapse of one freeze of one asset. */
export type LapseFreeze = Command<'LapseFreeze', { assetId: Id; freeze: OrderRef }>;

interface Watch {
  readonly freezes: readonly Freeze[];
}

/** A deadline's name: no court's entry has a slash in it. */
const nameOf = ({ court, reference }: OrderRef): string => `${court}/${reference}`;

/** A freeze lapses by itself at its expiry unless it is renewed or lifted before. One instance an asset, one deadline an order. */
export const freezeExpiry = process<FreezeEvent, LapseFreeze, Watch>({
  name: 'freeze-expiry',
  handles: ['AssetFrozen', 'FreezeRenewed', 'FreezeLapsed', 'FreezeLifted'],
  keysOf: (event) => [assetIdOf(event.stream)],
  react(state, input, assetId) {
    switch (input.type) {
      case 'TimeoutReached': {
        const due = state?.freezes.find((freeze) => nameOf(freeze) === input.name);
        if (due === undefined) return { state };
        const { court, reference } = due;
        return { state, commands: [{ type: 'LapseFreeze', data: { assetId, freeze: { court, reference } } }] };
      }
      // Only a clock that was set back gets here: the deadline is set again.
      case 'CommandRefused':
        return watching(state?.freezes ?? []);
      default:
        return watching(freezesAfter(state?.freezes ?? [], input));
    }
  },
});

/** What was reported stays known, as for the asset: a renewal that is heard of late counts, and one after a lifting does not. */
function watching(freezes: readonly Freeze[]): Reaction<LapseFreeze, Watch> {
  const timeouts = Object.fromEntries(freezes.map((freeze) => [nameOf(freeze), deadlineOf(freeze)]));
  return { state: { freezes }, timeouts };
}

function deadlineOf(freeze: Freeze): Instant | null {
  const until = untilOf(freeze);
  return until === undefined || !freezeInForce(freeze) ? null : new Date(until).toISOString();
}

/** Carries out what the process asks for. */
export const lapseFreeze = (
  aggregates: AggregateStore,
  { data: { assetId, freeze } }: LapseFreeze,
  context: CommandContext,
): Promise<unknown> => aggregates.handle(asset, assetStream(assetId), { type: 'LapseFreeze', data: { freeze } }, context);

/** The process with who carries it out. */
export const runnableFreezeExpiry: RunnableProcess<LapseFreeze> = { process: freezeExpiry, carryOut: lapseFreeze };
