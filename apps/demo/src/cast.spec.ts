import { agencies, Cast, investigatingUnits, laboratories, officers, unitOf, units } from './cast.ts';

describe('the cast', () => {
  it('has some sixty people, each with an id of their own and a name in both scripts', () => {
    expect(officers.length).toBeGreaterThanOrEqual(60);
    expect(new Set(officers.map(({ id }) => id)).size).toBe(officers.length);
    for (const { name } of officers) expect(name.km).toMatch(/^[\u1780-\u17ff ]+$/u);
  });

  it('has units that come after the one they are under, of agencies and with people that there are', () => {
    const known = new Set<string>();
    for (const { unitId, agencyId, parent } of units) {
      expect(agencies.map((agency) => agency.agencyId)).toContain(agencyId);
      expect(parent === undefined || known.has(parent)).toBe(true);
      known.add(unitId);
    }
    for (const { unit } of [...officers, ...laboratories]) expect(unitOf(unit).unitId).toBe(unit);
  });

  it('has a head and a team of two at least wherever cases are opened', () => {
    const cast = new Cast();
    expect(investigatingUnits.length).toBeGreaterThan(8);
    for (const { unitId } of investigatingUnits) {
      expect(cast.headOf(unitId).unit).toBe(unitId);
      expect(cast.investigatorsOf(unitId).length).toBeGreaterThanOrEqual(2);
    }
  });

  it('knows who serves where: a transfer counts, and whoever is suspended is on no team', () => {
    const cast = new Cast();
    cast.transfer('officer-touch-makara', 'unit-kandal', 'captain');
    expect(cast.person('officer-touch-makara')).toMatchObject({ unit: 'unit-kandal', rank: 'captain' });
    cast.suspend('officer-touch-makara');
    expect(cast.investigatorsOf('unit-kandal').map(({ id }) => id)).not.toContain('officer-touch-makara');
    cast.reinstate('officer-touch-makara');
    expect(cast.investigatorsOf('unit-kandal').map(({ id }) => id)).toContain('officer-touch-makara');
    expect(() => cast.person('nobody')).toThrow('Nobody in the country is nobody');
    expect(() => cast.headOf('unit-legal')).toThrow('has no head');
  });
});
