import { backed, BACKING } from './backing.ts';
import { ROLE_NAMES } from './roles.ts';

describe('what the register says of the roles in a token', () => {
  it('is asked of every role, and each says why', () => {
    expect(Object.keys(BACKING).toSorted()).toEqual(ROLE_NAMES.toSorted());
    for (const { why } of Object.values(BACKING)) expect(why).not.toBe('');
  });

  it.each(ROLE_NAMES)('counts for %s: appointed to it or not said, and never where it says something else', (role) => {
    const others = ROLE_NAMES.filter((one) => one !== role);
    for (const headed of [false, true]) {
      expect(backed([role], { appointed: [role] }, headed)).toEqual([role]);
      expect(backed([role], { appointed: [] }, headed)).toEqual([]);
      expect(backed([role], { appointed: others }, headed)).toEqual([]);
      expect(backed(ROLE_NAMES, { appointed: [role] }, headed)).toEqual([role]);
    }
    expect(backed([role], {}, false)).toEqual([role]);
  });

  it('says of a unit that has a head who else is none, and leaves them what else they are', () => {
    expect(backed(['investigator', 'unit-head'], {}, true)).toEqual(['investigator']);
    expect(backed(['unit-head'], {}, true)).toEqual([]);
    expect(backed(ROLE_NAMES, {}, true)).toEqual(ROLE_NAMES.filter((role) => role !== 'unit-head'));
  });
});
