import { type CommandContext, deriveUuid, RuleBroken, UnknownSubject } from '#libs/event-sourcing';

// Each command of a process may be several of aggregates: those have ids that follow from its id, and are given in their order, so that a
// try after a crash finds what was done and goes on from there.

/** Tells apart what one command of a process comes to: the same part of the same command has the same id, however often it is tried. */
export const part = (context: CommandContext, ...names: readonly string[]): CommandContext => ({
  ...context,
  commandId: deriveUuid(context.commandId, ...names),
});

/**
 * The next of several refusals does not hide the first one, and none keeps the others from being given. @throws RuleBroken the first one
 */
export async function each<T>(things: readonly T[], give: (thing: T) => Promise<unknown>): Promise<void> {
  let first: RuleBroken | undefined;
  for (const thing of things)
    try {
      await give(thing);
    } catch (refusal) {
      if (!(refusal instanceof RuleBroken)) throw refusal;
      first ??= refusal;
    }
  if (first !== undefined) throw first;
}

/** Where nothing was set aside there is nothing to give back. */
export async function unlessUnknown(given: Promise<unknown>): Promise<void> {
  try {
    await given;
  } catch (refusal) {
    if (!(refusal instanceof UnknownSubject)) throw refusal;
  }
}
