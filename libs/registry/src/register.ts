import { setTimeout as deadline } from 'node:timers/promises';
import type { Register, Registered } from '#libs/access';
import { type AggregateStore, defined, type EventStore, type Query, RowsUnavailable, type Views } from '#libs/event-sourcing';
import type { Instant } from '#libs/vocabulary';
import { officerStream } from './officer-events.ts';
import { agencyAt, isSuspended, restsOnOneWord, rolesAt, type Service, unitAt } from './officer-standing.ts';
import { officer } from './officer.ts';
import { type OfficerRow, officers } from './officers.ts';
import { shared } from './shared-lookup.ts';
import { parentAt } from './unit.ts';
import { unitOf, type UnitRow, units } from './units.ts';

const PAGE = 1_000;

/** What rows say of units is waited for so long, milliseconds: commands go on without rows, also where those do not even refuse. */
const PATIENCE_MS = 1_000;

/** The registers as the door of the program asks them: who somebody is, and whom they command, at the moment of a request. */
export function registerOf(aggregates: AggregateStore, views: Pick<Views, 'get' | 'query'>, events: Pick<EventStore, 'readAll'>): Register {
  // One who asks on many connections at once is not looked up in a row, one after the other.
  const recorded = shared(async (subject) => (await aggregates.load(officer, officerStream(subject))).state);
  const unitsNow = latest(shared(() => everyUnit(views)));
  const headsNow = latest(shared(() => everyHead(views)));
  // Entries never go away: once there was somebody, there is.
  let hasAnybody = false;

  return {
    async person(subject, at, by) {
      if (by === 'facts') return standing(await recorded(subject), at);
      const { row } = await views.get(officers, subject);
      return row && standing(row.doc, at);
    },

    async commandedBy(unit, at) {
      const below = childrenIn(await unitsNow(), at);
      const commanded = new Set([unit]);
      // A set is walked on while it grows; a circle adds nothing.
      for (const one of commanded) for (const child of below.get(one) ?? []) commanded.add(child);
      return [...commanded];
    },

    async hasHead(unit, at) {
      const heads = await headsNow();
      return heads.some((row) => unitAt(row, at) === unit && !isSuspended(row, at) && rolesAt(row, at)?.includes('unit-head') === true);
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
  if (unit === undefined || agency === undefined) return undefined;
  const onOneWord = restsOnOneWord(service, at) || undefined;
  return { unit, agency, suspended: isSuspended(service, at), ...defined({ onOneWord, appointed: rolesAt(service, at) }) };
}

/**
 * What is looked up, and, while that takes long or rows cannot be had, what it was the last time; before the first time, nothing: a head commands their own unit
 * then, as far as anybody knows.
 */
function latest<Row>(lookUp: (key: string) => Promise<readonly Row[] | undefined>): () => Promise<readonly Row[]> {
  let last: readonly Row[] = [];
  return async () => {
    const settled = new AbortController();
    const found = lookUp('all of them')
      .then((rows) => (last = rows ?? last))
      .finally(() => settled.abort());
    const late = deadline(PATIENCE_MS, undefined, { signal: settled.signal }).then(
      () => last,
      () => found,
    );
    return Promise.race([found, late]);
  };
}

/** Every unit that rows know. Undefined while rows cannot be had. */
const everyUnit = (views: Pick<Views, 'query'>): Promise<readonly UnitRow[] | undefined> => every(views, units, {});

/** Everybody who was ever appointed head of a unit, as rows know. Undefined while rows cannot be had. */
const everyHead = (views: Pick<Views, 'query'>): Promise<readonly OfficerRow[] | undefined> =>
  every(views, officers, { appointed: { contains: 'unit-head' } });

async function every<Row extends object>(
  views: Pick<Views, 'query'>,
  of: Parameters<Views['query']>[0],
  where: NonNullable<Query['where']>,
): Promise<readonly Row[] | undefined> {
  const found: Row[] = [];
  try {
    for (let cursor: string | undefined; ;) {
      const { rows, next } = await views.query(of, { where, limit: PAGE, ...(cursor !== undefined && { cursor }) });
      found.push(...rows.map(({ doc }) => doc as Row));
      if (next === undefined) return found;
      cursor = next;
    }
  } catch (error) {
    if (error instanceof RowsUnavailable) return undefined;
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
