import { projection } from '#libs/event-sourcing';
import { nameIndex, searchable, type SearchableName } from './names.ts';
import { parentAt, type Move, type Unit, unit, type UnitEntry, type UnitEvent, unitEventTypes, unitIdOf, unitStream } from './unit.ts';

/** A unit with where it has stood. What is so today depends on the day that is asked on. */
export interface UnitRow extends UnitEntry, SearchableName {
  /** The unit it was registered under, where it was. */
  readonly registeredUnder?: string;
  readonly moves: readonly Move[];
  /** When the last event was recorded, UTC. */
  readonly updatedAt: string;
  /** Of the unit's stream: what `If-Match` is compared with. */
  readonly revision: number;
}

/** One row a unit. `parent` is the one ordered last, also where the order begins on a later day. */
export const units = projection<UnitEvent, UnitRow>({
  name: 'units',
  version: 1,
  handles: unitEventTypes,
  keysOf: (event) => [unitIdOf(event.stream)],
  streamsOf: (unitId) => [unitStream(unitId)],
  evolve(row, event) {
    const state = unit.evolve(row === undefined ? unit.initial : unitOf(row), event);
    if (state.entry === undefined) return undefined;
    const { parent: registeredUnder, ...entry } = state.entry;
    const parent = parentAt(state);
    return {
      ...entry,
      ...(parent !== undefined && { parent }),
      ...(registeredUnder !== undefined && { registeredUnder }),
      moves: state.moves,
      ...searchable(entry.name),
      updatedAt: new Date(event.recordedAt).toISOString(),
      revision: event.revision,
    };
  },
  index: { agencyId: 'text', parent: 'text', updatedAt: 'time', ...nameIndex },
});

/** The unit as its row tells it. */
export function unitOf({ unitId, agencyId, name, registeredUnder, moves }: UnitRow): Unit {
  return { entry: { unitId, agencyId, name, ...(registeredUnder !== undefined && { parent: registeredUnder }) }, moves };
}
