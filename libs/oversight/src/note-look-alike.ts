import type { AggregateStore, CommandContext } from '#libs/event-sourcing';
import { identifier, identifierStream, note } from '#libs/identifiers';
import { type NoteLookAlike } from './look-alike-numbers.ts';
import { sameHolder } from './published.ts';

/** What was given back meanwhile, as the command that claimed it was refused, stands for nothing. */
export async function noteLookAlike(
  aggregates: AggregateStore,
  { data: { claimed, number, holder, command } }: NoteLookAlike,
  context: CommandContext,
): Promise<void> {
  const { state } = await aggregates.load(identifier, identifierStream(claimed));
  if (!state.uses.some((use) => sameHolder(use.holder, holder))) return;
  await note(aggregates, { ...number, holder, command }, context);
}
