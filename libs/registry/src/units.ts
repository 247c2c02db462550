import { defined, projection, rowPerStream } from '#libs/event-sourcing';
import type { RegisterEntry } from '#libs/vocabulary';
import { kept, type Kept, type Stored } from './entry-row.ts';
import { nameIndex } from './names.ts';
import { parentAt, type Move, type Unit, unit, type UnitEntry, type UnitEvent, unitEventTypes } from './unit.ts';

/** A unit with where it has stood. What is so today depends on the day that is asked on. */
export interface UnitRow extends UnitEntry, Kept {
  /** The unit it was registered under, where it was. */
  readonly registeredUnder?: RegisterEntry;
  /** In the order they were recorded; of one day the last stands. */
  readonly moves: readonly Move[];
}

/** One row a unit. `parent` is the one ordered last, also where the order begins on a later day. */
export const units = projection<UnitEvent, Stored<UnitRow>>({
  name: 'units',
  version: 1,
  handles: unitEventTypes,
  ...rowPerStream('unit'),
  evolve(row, event) {
    const state = unit.evolve(row === undefined ? unit.initial : unitOf(row), event);
    if (state.entry === undefined) return undefined;
    const { parent: registeredUnder, ...entry } = state.entry;
    return {
      ...entry,
      ...defined({ parent: parentAt(state), registeredUnder }),
      moves: state.moves,
      ...kept(entry.name, event),
    };
  },
  index: { agencyId: 'text', parent: 'text', updatedAt: 'time', ...nameIndex },
  discloses: 'open',
});

/** The unit as its row tells it. */
export function unitOf({ unitId, agencyId, name, registeredUnder, moves }: UnitRow): Unit {
  return { entry: defined({ unitId, agencyId, name, parent: registeredUnder }), moves };
}
