import { type AggregateStore, type CommandContext, contentHash, deriveUuid } from '#libs/event-sourcing';
import { instrument, instrumentStream, isInForce } from '#libs/registry';
import type { Law } from '../policy/policy-rules.ts';

// What the register says of an instrument, for commands that rest on it. Read from its stream itself: no row is as fresh.

/**
 * The context of a command that says what other streams have: tried again when they have something else, it is another command, and decided
 * anew. Where the id alone tells the command, as what two hands confirmed, it stays that one.
 */
export function resting(context: CommandContext, on: unknown): CommandContext {
  if (context.idAlone) return context;
  return { ...context, commandId: deriveUuid(context.commandId, contentHash(on)) };
}

/**
 * Whether an instrument is law at a moment that something rests on from then on: not one that is announced, unregistered, or repealed by
 * then.
 */
export async function lawAt(aggregates: AggregateStore, instrumentId: string, moment: string): Promise<Law> {
  const { state } = await aggregates.load(instrument, instrumentStream(instrumentId));
  if (isInForce(state, moment)) return 'in-force';
  return state.enactedFrom !== undefined && state.repealedFrom === undefined ? 'not-yet' : 'none';
}
