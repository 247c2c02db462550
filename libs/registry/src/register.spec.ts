import { AggregateStore, defined, RowsUnavailable, Upcaster, type Views } from '#libs/event-sourcing';
import { given } from '#libs/event-sourcing/testing';
import { memoryEventStore } from '#libs/event-store/memory';
import { officerEvents, type OfficerEvent, officerStream } from './officer-events.ts';
import { officer, type OfficerCommand } from './officer.ts';
import { officers } from './officers.ts';
import { registerOf } from './register.ts';
import { maly, registered, sokhaEntry, suspended, transferred, unitRegistered } from './testing/cast.ts';
import type { UnitEvent } from './unit.ts';
import { units } from './units.ts';

const AT = '2026-03-02T08:00:00.000Z';

/** Pages of what rows know of units and officers, two rows a page. */
function viewsOf(known: { readonly units?: readonly object[]; readonly officers?: ReadonlyMap<string, object> }): Views {
  const page = 2;
  return {
    get: (_of: unknown, key: string) => {
      const doc = known.officers?.get(key);
      return Promise.resolve({ row: doc && { key, doc }, position: 1 });
    },
    query: (_of: unknown, { cursor = '0' }: { readonly cursor?: string }) => {
      if (known.units === undefined) return Promise.reject(new RowsUnavailable('The rows are away'));
      const from = Number(cursor);
      const next = from + page < known.units.length ? String(from + page) : undefined;
      const rows = known.units.slice(from, from + page).map((doc) => ({ key: '', doc, position: 1 }));
      return Promise.resolve({ rows, next, position: 1 });
    },
  } as unknown as Views;
}

const unitRow = (unitId: string, parent: string | undefined, ...more: readonly UnitEvent[]): object => {
  const { type, data } = unitRegistered(unitId, '');
  const row = given({ type, data: defined({ ...data, parent }) }, ...more)
    .under({ stream: `unit-${unitId}` })
    .project(units)
    .rows.get(unitId);
  if (row === undefined) throw new Error('A registered unit has a row');
  return row;
};

/** A register of these facts of officer Sokha, by which commands are judged, and of the rows made of them. */
function registerWith(...facts: readonly OfficerEvent[]) {
  const store = memoryEventStore();
  const aggregates = new AggregateStore(store, new Upcaster(officerEvents));
  const rows = given(...facts)
    .under({ stream: 'officer-officer-sokha' })
    .project(officers).rows;
  const record = async (command: OfficerCommand, n: number) =>
    aggregates.handle(officer, officerStream('officer-sokha'), command, {
      commandId: `00000000-0000-8000-8000-00000000000${n}`,
      correlationId: '0',
      actor: maly,
      at: AT,
    });
  return { register: registerOf(aggregates, viewsOf({ officers: rows }), store), record };
}

describe('the register at the door', () => {
  it.each(['facts', 'rows'] as const)('knows by %s where somebody serves at a moment, and nobody else', async (by) => {
    const { register, record } = registerWith(
      registered,
      transferred('unit-kandal-1', '2026-05-01'),
      suspended('2026-06-01', '2026-06-30'),
    );
    await record({ type: 'RegisterOfficer', data: sokhaEntry }, 1);
    await record({ type: 'TransferOfficer', data: { unit: 'unit-kandal-1', from: '2026-05-01' } }, 2);
    await record({ type: 'SuspendOfficer', data: suspended('2026-06-01', '2026-06-30').data }, 3);
    const standing = (at: string) => register.person('officer-sokha', at, by);
    expect(await standing(AT)).toEqual({ unit: 'unit-phnom-penh-1', agency: 'police', suspended: false });
    expect(await standing('2026-05-01T00:00:00+07:00')).toMatchObject({ unit: 'unit-kandal-1', suspended: false });
    expect(await standing('2026-06-15T12:00:00Z')).toMatchObject({ suspended: true });
    expect(await standing('2019-03-31T12:00:00+07:00')).toBeUndefined();
    for (const other of ['Officer-sokha', 'officer-sokha ', 'officer-sokha\u200B', 'officer-nobody'])
      expect(await register.person(other, AT, by)).toBeUndefined();
  });

  it('knows whether anybody was ever registered', async () => {
    const { register, record } = registerWith();
    expect(await register.hasAnybody()).toBe(false);
    await record({ type: 'RegisterOfficer', data: sokhaEntry }, 1);
    expect(await register.hasAnybody()).toBe(true);
    expect(await register.hasAnybody()).toBe(true);
  });

  it('knows who is appointed, and whether a unit has a head who serves there, by rows alone', async () => {
    const roles = ['unit-head'] as const;
    const head: OfficerEvent = { type: 'OfficerAppointed', data: { roles, from: '2026-05-01' } };
    const facts = [registered, head, suspended('2026-06-01', '2026-06-30'), transferred('unit-kandal-1', '2026-07-01')] as const;
    const row = given(...facts)
      .under({ stream: 'officer-officer-sokha' })
      .project(officers)
      .rows.get('officer-sokha');
    const store = memoryEventStore();
    const aggregates = new AggregateStore(store, new Upcaster(officerEvents));
    const register = registerOf(aggregates, viewsOf({ units: row === undefined ? [] : [row] }), store);
    expect(await register.hasHead('unit-phnom-penh-1', '2026-04-30T12:00:00Z')).toBe(false);
    expect(await register.hasHead('unit-phnom-penh-1', '2026-05-01T12:00:00Z')).toBe(true);
    expect(await register.hasHead('unit-kandal-1', '2026-05-01T12:00:00Z')).toBe(false);
    // While the head is suspended somebody stands in.
    expect(await register.hasHead('unit-phnom-penh-1', '2026-06-15T12:00:00Z')).toBe(false);
    expect(await register.hasHead('unit-kandal-1', '2026-07-01T12:00:00Z')).toBe(true);
    expect(await registerOf(aggregates, viewsOf({}), store).hasHead('unit-kandal-1', '2026-07-01T12:00:00Z')).toBe(false);
    const { register: known } = registerWith(...facts);
    expect(await known.person('officer-sokha', '2026-05-01T12:00:00Z', 'rows')).toMatchObject({ appointed: roles });
  });

  describe('whom the head of a unit commands', () => {
    const aggregates = new AggregateStore(memoryEventStore(), new Upcaster(officerEvents));
    const commandedIn = (every: readonly object[] | undefined) =>
      registerOf(aggregates, viewsOf(every === undefined ? {} : { units: every }), memoryEventStore());
    const moved: UnitEvent = { type: 'UnitMoved', data: { parent: 'unit-kandal', from: '2026-05-01' } };
    const country = [
      unitRow('unit-top', undefined),
      unitRow('unit-kandal', 'unit-top'),
      unitRow('unit-phnom-penh', 'unit-top'),
      unitRow('unit-phnom-penh-1', 'unit-phnom-penh', moved),
      unitRow('unit-elsewhere', undefined),
    ];

    it('is their own unit and every one below it, on the day of asking', async () => {
      const register = commandedIn(country);
      expect(await register.commandedBy('unit-phnom-penh', AT)).toEqual(['unit-phnom-penh', 'unit-phnom-penh-1']);
      expect(await register.commandedBy('unit-phnom-penh', '2026-05-02T00:00:00Z')).toEqual(['unit-phnom-penh']);
      expect((await register.commandedBy('unit-top', AT)).toSorted()).toEqual([
        'unit-kandal',
        'unit-phnom-penh',
        'unit-phnom-penh-1',
        'unit-top',
      ]);
      expect(await register.commandedBy('unit-nobody-registered', AT)).toEqual(['unit-nobody-registered']);
    });

    it('is each unit once where moves that cross each other closed a circle', async () => {
      const register = commandedIn([unitRow('unit-a', 'unit-b'), unitRow('unit-b', 'unit-a')]);
      expect(await register.commandedBy('unit-a', AT)).toEqual(['unit-a', 'unit-b']);
    });

    it('is their own unit while rows cannot be had', async () => {
      expect(await commandedIn(undefined).commandedBy('unit-top', AT)).toEqual(['unit-top']);
    });

    it.each<readonly [string, () => Promise<never>]>([
      ['cannot be had any more', () => Promise.reject(new RowsUnavailable('The rows are away'))],
      ['do not answer any more', () => new Promise(() => undefined)],
    ])('is what rows said last where they %s', async (_how, asked) => {
      const views = viewsOf({ units: country });
      const store = memoryEventStore();
      const register = registerOf(new AggregateStore(store, new Upcaster(officerEvents)), views, store);
      expect(await register.commandedBy('unit-phnom-penh', AT)).toEqual(['unit-phnom-penh', 'unit-phnom-penh-1']);
      Object.assign(views, { query: asked });
      expect(await register.commandedBy('unit-phnom-penh', AT)).toEqual(['unit-phnom-penh', 'unit-phnom-penh-1']);
    });
  });
});
