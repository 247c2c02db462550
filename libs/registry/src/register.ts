import type { Register, Registered } from '#libs/access';
import { type AggregateStore, type EventStore, RowsUnavailable, type Views } from '#libs/event-sourcing';
import type { Instant } from '#libs/vocabulary';
import { officerStream } from './officer-events.ts';
import { agencyAt, isSuspended, type Service, unitAt } from './officer-standing.ts';
import { officer } from './officer.ts';
import { officers } from './officers.ts';
import { shared } from './shared-lookup.ts';
import { parentAt } from './unit.ts';
import { unitOf, type UnitRow, units } from './units.ts';

const PAGE = 1_000;

/** The registers as the door of the program asks them: who somebody is, and whom they command, at the moment of a request. */
export function registerOf(aggregates: AggregateStore, views: Pick<Views, 'get' | 'query'>, events: Pick<EventStore, 'readAll'>): Register {
  // One who asks on many connections at once is not looked up in a row, one after the other.
  const recorded = shared(async (subject) => (await aggregates.load(officer, officerStream(subject))).state);
  // Entries never go away: once there was somebody, there is.
  let hasAnybody = false;

  return {
    async person(subject, at, by) {
      if (by === 'facts') return standing(await recorded(subject), at);
      const { row } = await views.get(officers, subject);
      return row && standing(row.doc, at);
    },

    async commandedBy(unit, at) {
      const below = childrenIn(await everyUnit(views), at);
      const commanded = new Set([unit]);
      // A set is walked on while it grows; a circle adds nothing.
      for (const one of commanded) for (const child of below.get(one) ?? []) commanded.add(child);
      return [...commanded];
    },

    async hasAnybody() {
      // By what is recorded and not by rows: while those are made anew, there would seem to be nobody.
      if (!hasAnybody)
        for await (const page of events.readAll({ filter: { types: ['OfficerRegistered'] }, limit: 1 }))
          hasAnybody ||= page.events.length > 0;
      return hasAnybody;
    },
  };
}

/** Nobody who is not registered has served anywhere; nor has, before their first day, who is. */
function standing(service: Service, at: Instant): Registered | undefined {
  const [unit, agency] = [unitAt(service, at), agencyAt(service, at)];
  return unit === undefined || agency === undefined ? undefined : { unit, agency, suspended: isSuspended(service, at) };
}

/** Every unit that rows know. While rows cannot be had, none: a head commands their own unit then, as far as anybody knows. */
async function everyUnit(views: Pick<Views, 'query'>): Promise<readonly UnitRow[]> {
  const found: UnitRow[] = [];
  try {
    for (let cursor: string | undefined; ;) {
      const { rows, next } = await views.query(units, { limit: PAGE, ...(cursor !== undefined && { cursor }) });
      found.push(...rows.map(({ doc }) => doc));
      if (next === undefined) return found;
      cursor = next;
    }
  } catch (error) {
    if (error instanceof RowsUnavailable) return [];
    throw error;
  }
}

function childrenIn(every: readonly UnitRow[], at: Instant): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  for (const row of every) {
    const parent = parentAt(unitOf(row), at);
    if (parent === undefined) continue;
    const known = children.get(parent);
    if (known === undefined) children.set(parent, [row.unitId]);
    else known.push(row.unitId);
  }
  return children;
}
