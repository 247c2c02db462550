import type { Actor, CustomMetadata } from '#libs/event-sourcing';

/** Everybody who carries an act: who entered it and, where it takes two, who confirmed it. What a rule asks of one hand, it asks of each of these. */
export function handsOf({ by, said }: { readonly by: Actor; readonly said: CustomMetadata }): readonly Actor[] {
  return said.confirmedBy === undefined ? [by] : [by, said.confirmedBy];
}
