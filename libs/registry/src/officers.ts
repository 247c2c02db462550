import { projection, rowPerStream } from '#libs/event-sourcing';
import type { RegisterEntry } from '#libs/vocabulary';
import { LAST_DAY } from './day.ts';
import { kept, type Kept, type Stored, without } from './entry-row.ts';
import { nameIndex } from './names.ts';
import { type OfficerEntry, type OfficerEvent, officerEventTypes } from './officer-events.ts';
import { agencyAt, evolveOfficer, type Officer, rankAt, type Service, unitAt, unregistered } from './officer-standing.ts';
import type { Role } from './published.ts';

/** An officer with their whole service. What is so today depends on the day that is asked on, which no row knows. */
export interface OfficerRow extends Omit<OfficerEntry, 'roles'>, Kept, Service, Pick<Officer, 'caps'> {
  /** All they have served in, for lists to filter on. */
  readonly served: readonly RegisterEntry[];
  /** All they have ever been appointed to, for lists to filter on. */
  readonly appointed: readonly Role[];
}

/** One row an officer. `rank`, `unit` and `agency` are those ordered last, also where the order begins on a later day. */
export const officers = projection<OfficerEvent, Stored<OfficerRow>>({
  name: 'officers',
  version: 3,
  handles: officerEventTypes,
  ...rowPerStream('officer'),
  evolve(row, event) {
    const { entry, ...service } = evolveOfficer(row === undefined ? unregistered : stateOf(row), event);
    if (entry === undefined) return undefined;
    const last = `${LAST_DAY}T00:00:00Z`;
    return {
      ...without(entry, 'roles'),
      ...service,
      ...kept(entry.name, event),
      rank: rankAt(service, last) ?? entry.rank,
      unit: unitAt(service, last) ?? entry.unit,
      agency: agencyAt(service, last) ?? entry.agency,
      served: [...new Set(service.postings.map(({ unit }) => unit))].sort(),
      appointed: [...new Set(service.appointments.flatMap(({ roles }) => roles))].sort(),
    };
  },
  index: { unit: 'text', agency: 'text', rank: 'text', served: 'texts', appointed: 'texts', updatedAt: 'time', ...nameIndex },
  // What counts against somebody's caps is counted for everybody who sees it; for which reward, is for who may know that.
  discloses: { about: () => [], names: ({ caps }) => caps.map(({ rewardId }) => `reward-${rewardId}`) },
});

/** The row is the folded officer, and more. */
function stateOf({ officerId, name, rank, unit, agency, since, postings, ranks, suspensions, appointments, caps }: OfficerRow): Officer {
  return { entry: { officerId, name, rank, unit, agency, since }, postings, ranks, suspensions, appointments, caps };
}
