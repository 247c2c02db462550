import type { Actor, CustomMetadata } from '#libs/event-sourcing';
import { canonical } from './canonical.ts';

/** Whether two names in tokens, registers and records are one person's, however they are spelt. */
export const samePerson = (one: string, other: string): boolean => canonical(one) === canonical(other);

/** Everybody who carries an act: who entered it and, where it takes two, who confirmed it. What a rule asks of one hand, it asks of each of these. */
export function handsOf({ by, said }: { readonly by: Actor; readonly said: CustomMetadata }): readonly Actor[] {
  return said.confirmedBy === undefined ? [by] : [by, said.confirmedBy];
}
