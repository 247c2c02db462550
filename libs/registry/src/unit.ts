import {
  type Command,
  decideBy,
  type Decider,
  type Event,
  type EventCatalogue,
  type Issued,
  RuleBroken,
  sameJson,
} from '#libs/event-sourcing';
import { type Day, dayOf, type Instant, type LocalizedText, type RegisterEntry } from '#libs/vocabulary';
import { inForceOn, LAST_DAY } from './day.ts';
import { registeredAlready, requireEntry, withDetails } from './entry.ts';

export const unitStream = (unitId: string) => `unit-${unitId}` as const;

/** The unit whose stream this is. */
export const unitIdOf = (stream: string): string => stream.slice('unit-'.length);

/** A unit as first entered. */
export interface UnitEntry {
  readonly unitId: RegisterEntry;
  readonly agencyId: RegisterEntry;
  /** The unit it is under, from the beginning on; absent for one at the head of its agency. */
  readonly parent?: RegisterEntry;
  readonly name: LocalizedText;
}

/** Under another unit from a day on, or under none. */
export interface Move {
  /** The unit it is under from that day on; null for none. */
  readonly parent: RegisterEntry | null;
  /** First day, in Cambodia. */
  readonly from: Day;
}

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file.
export type UnitEvent =
  Event<'UnitRegistered', UnitEntry> | Event<'UnitDetailsUpdated', { name: LocalizedText }> | Event<'UnitMoved', Move>;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const unitEvents: EventCatalogue<UnitEvent> = {
  UnitRegistered: { version: 1 },
  UnitDetailsUpdated: { version: 1 },
  UnitMoved: { version: 1 },
};

/** All of them, for projections that take every event of a unit. */
export const unitEventTypes = Object.keys(unitEvents) as readonly UnitEvent['type'][];

export type UnitCommand =
  Command<'RegisterUnit', UnitEntry> | Command<'UpdateUnitDetails', { name: LocalizedText }> | Command<'MoveUnit', Move>;

/** A unit as folded from its stream. */
export interface Unit {
  /** Absent before the unit is registered. */
  readonly entry?: UnitEntry;
  readonly moves: readonly Move[];
}

/** The rules of a unit's entry: it is under one other unit at a time, never under itself. */
export const unit: Decider<UnitCommand, UnitEvent, Unit> = {
  initial: { moves: [] },

  decide: decideBy<UnitCommand, UnitEvent, Unit>({
    RegisterUnit: register,
    UpdateUnitDetails: updateDetails,
    MoveUnit: move,
  }),

  evolve(state, event) {
    switch (event.type) {
      case 'UnitRegistered':
        return { ...state, entry: event.data };
      case 'UnitDetailsUpdated':
        return withDetails(state, event.data);
      case 'UnitMoved':
        return { ...state, moves: [...state.moves, event.data] };
    }
  },
};

/** The unit this one is under at a moment (ISO 8601), by default as ordered last; undefined for one that is under none. */
export function parentAt({ entry, moves }: Unit, at?: Instant): string | undefined {
  const move = inForceOn(moves, at === undefined ? LAST_DAY : dayOf(at));
  return move === undefined ? entry?.parent : (move.parent ?? undefined);
}

/**
 * The chain of command: the unit and every unit above it, from below, at a moment or by default as ordered last.
 * `load` gives a unit's state, fresh: `async (unitId) => (await aggregates.load(unit, unitStream(unitId))).state`. A unit nobody registered ends the chain,
 * and so does one that stands in it already: moves that cross each other can close a circle.
 */
export async function chainOf(load: (unitId: string) => Promise<Unit> | Unit, unitId: string, at?: Instant): Promise<readonly string[]> {
  const chain = [unitId];
  for (;;) {
    const above = parentAt(await load(chain.at(-1) ?? unitId), at);
    if (above === undefined || chain.includes(above)) return chain;
    chain.push(above);
  }
}

type CommandOf<Type extends UnitCommand['type']> = Issued<Extract<UnitCommand, { type: Type }>>;
type Decided = readonly UnitEvent[];

function register({ data }: CommandOf<'RegisterUnit'>, { entry }: Unit): Decided {
  if (entry !== undefined) return registeredAlready(data, entry, 'unit');
  requireNotUnderItself(data.unitId, data.parent);
  return [{ type: 'UnitRegistered', data }];
}

function updateDetails({ data }: CommandOf<'UpdateUnitDetails'>, state: Unit): Decided {
  return sameJson(data.name, requireEntry(state, 'unit').name) ? [] : [{ type: 'UnitDetailsUpdated', data }];
}

function move({ data }: CommandOf<'MoveUnit'>, state: Unit): Decided {
  const { parent, from } = data;
  requireNotUnderItself(requireEntry(state, 'unit').unitId, parent);
  return state.moves.findLast((known) => known.from === from)?.parent === parent ? [] : [{ type: 'UnitMoved', data }];
}

function requireNotUnderItself(unitId: string, parent: string | null | undefined): void {
  if (parent === unitId) throw new RuleBroken('unit.under-itself', 'A unit cannot be under itself', { unitId });
}
