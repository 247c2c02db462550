import { type AggregateStore, type CommandContext, RuleBroken } from '#libs/event-sourcing';
import { isNamedIn, officer, officerStream } from '#libs/registry';

/**
 * Nobody says that the pool owes something to themself, nor pays it: to nobody who is called as one of the hands is, by their id, in their token or in the
 * register. Names are not persons; who only shares one lets somebody else do it. What is said of a remittance names a destination of the law.
 * @throws RuleBroken 'pool.own-debt'
 */
export async function requireOthersDebt(
  aggregates: AggregateStore,
  creditor: string | undefined,
  { actor, confirmedBy }: Pick<CommandContext, 'actor' | 'confirmedBy'>,
): Promise<void> {
  if (creditor === undefined) return;
  for (const hand of confirmedBy === undefined ? [actor] : [actor, confirmedBy]) {
    const { entry } = (await aggregates.load(officer, officerStream(hand.id))).state;
    const names = [hand.id, hand.name, entry?.name.en, entry?.name.km];
    if (names.some((name) => name !== undefined && isNamedIn(creditor, name)))
      throw new RuleBroken('pool.own-debt', `Somebody else says what the pool owes to ${creditor}, and pays it: ${hand.id} is called so`, {
        person: hand.id,
        creditor,
      });
  }
}
