import type { Actor, CustomMetadata } from '#libs/event-sourcing';
import { samePerson } from './same.ts';

declare module '#libs/event-sourcing' {
  interface CustomMetadata {
    /** The statement that an event follows from, and whose it was: `actor` adopted it. */
    readonly statement?: { readonly statementId: string; readonly filedBy: string };
  }
}

/**
 * Everybody who carries an act: who entered it and, where it takes two, who confirmed it; and of what was stated and adopted, who stated it: their words are
 * their hand. What a rule asks of one hand, it asks of each of these.
 */
export function handsOf({ by, said }: { readonly by: Actor; readonly said: CustomMetadata }): readonly Actor[] {
  const { confirmedBy, statement } = said;
  return [
    ...(statement === undefined || samePerson(statement.filedBy, by.id) ? [] : [{ id: statement.filedBy, roles: [] }]),
    by,
    ...(confirmedBy === undefined ? [] : [confirmedBy]),
  ];
}
