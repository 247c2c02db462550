import { projection } from '#libs/event-sourcing';
import { LAST_DAY } from './day.ts';
import { nameIndex, searchable, type SearchableName } from './names.ts';
import {
  agencyAt,
  type Officer,
  officer,
  type OfficerEntry,
  type OfficerEvent,
  officerEventTypes,
  officerIdOf,
  officerStream,
  rankAt,
  unitAt,
} from './officer.ts';

/** An officer with their whole service. What is so today depends on the day that is asked on, which no row knows. */
export interface OfficerRow extends OfficerEntry, SearchableName, Pick<Officer, 'postings' | 'ranks' | 'suspensions' | 'caps'> {
  /** When the last event was recorded, UTC. */
  readonly updatedAt: string;
  /** Of the officer's stream: what `If-Match` is compared with. */
  readonly revision: number;
  /** All they have served in, for lists to filter on. */
  readonly served: readonly string[];
}

/** One row an officer. `rank`, `unit` and `agency` are those ordered last, also where the order begins on a later day. */
export const officers = projection<OfficerEvent, OfficerRow>({
  name: 'officers',
  version: 1,
  handles: officerEventTypes,
  keysOf: (event) => [officerIdOf(event.stream)],
  streamsOf: (officerId) => [officerStream(officerId)],
  evolve(row, event) {
    const { entry, ...service } = officer.evolve(row === undefined ? officer.initial : stateOf(row), event);
    if (entry === undefined) return undefined;
    const last = `${LAST_DAY}T00:00:00Z`;
    return {
      ...entry,
      ...service,
      ...searchable(entry.name),
      rank: rankAt(service, last) ?? entry.rank,
      unit: unitAt(service, last) ?? entry.unit,
      agency: agencyAt(service, last) ?? entry.agency,
      updatedAt: new Date(event.recordedAt).toISOString(),
      revision: event.revision,
      served: [...new Set(service.postings.map(({ unit }) => unit))].sort(),
    };
  },
  index: { unit: 'text', agency: 'text', rank: 'text', served: 'texts', updatedAt: 'time', ...nameIndex },
});

/** The row is the folded officer, and more. */
function stateOf({ officerId, name, rank, unit, agency, since, postings, ranks, suspensions, caps }: OfficerRow): Officer {
  return { entry: { officerId, name, rank, unit, agency, since }, postings, ranks, suspensions, caps };
}
