import type { Actor } from '#libs/event-sourcing';
import { handsOf } from './hands.ts';

const sokha: Actor = { id: 'officer-sokha', roles: ['investigator'] };
const dara: Actor = { id: 'officer-dara', roles: ['unit-head'] };
const idsOf = (...of: Parameters<typeof handsOf>): readonly string[] => handsOf(...of).map(({ id }) => id);

describe('the hands of an act', () => {
  it('are who entered it, who confirmed it, and whose words it was, where it was stated', () => {
    expect(idsOf({ by: sokha, said: {} })).toEqual(['officer-sokha']);
    expect(idsOf({ by: sokha, said: { confirmedBy: dara } })).toEqual(['officer-sokha', 'officer-dara']);
    const statement = { statementId: 'statement-1', filedBy: 'customs-veasna' };
    expect(idsOf({ by: sokha, said: { statement, confirmedBy: dara } })).toEqual(['customs-veasna', 'officer-sokha', 'officer-dara']);
  });

  it('are each a person once, however they are spelt', () =>
    expect(idsOf({ by: sokha, said: { statement: { statementId: 'statement-1', filedBy: 'Officer Sokha' } } })).toEqual(['officer-sokha']));
});
