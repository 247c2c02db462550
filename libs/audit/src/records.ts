import {
  type Condition,
  defined,
  type EventStore,
  eventsOf,
  type HistoryEntry,
  history,
  linkOf,
  type Moment,
  type Position,
  type Query,
  type Views,
} from '#libs/event-sourcing';
import type { KnownViews } from '#libs/need-to-know';
import type { Instant } from '#libs/vocabulary';
import { type CaseLink, caseLinks } from './case-links.ts';
import { type ChainedFact, type Fact, factOf, type LinkedFact } from './fact.ts';

/** The causes and effects of an event. */
export interface Chain {
  readonly facts: readonly ChainedFact[];
  /** What the first cause was caused by. */
  readonly request?: string;
  /** It is longer than it is shown. */
  readonly truncated: boolean;
  readonly position: Position;
}

/** Which events. All filters must hold. */
export interface FactFilter {
  /** Any of these. */
  readonly streams?: readonly string[];
  readonly kind?: string;
  readonly type?: string;
  readonly actor?: string;
  readonly correlation?: string;
  /** Recorded at this instant or later. */
  readonly from?: Instant;
  /** Recorded before this instant. */
  readonly to?: Instant;
}

/** A page of events. */
export interface FactPage {
  readonly facts: readonly Fact[];
  /** Present if there is more: the `cursor` of the next page. */
  readonly next?: string;
  readonly position: Position;
}

/** Which page, as of when. */
export interface PageAsked {
  /** 1 to 1000. */
  readonly limit: number;
  readonly cursor?: string;
  readonly newestFirst?: boolean;
  readonly moment?: Moment;
}

/** A chain is shown up to so many events. */
const MAX_CHAIN = 1_000;
/** Revisions of one stream that lie no further apart are read in one go. */
const NEAR = 16;

/** All that was recorded: found by the history's rows, read from the event store itself. */
export class Records {
  private readonly history = history([]);
  private readonly links = caseLinks([]);

  constructor(
    private readonly store: EventStore,
    /** All of it, or as one person may know it. */
    private readonly views: Views | KnownViews,
  ) {}

  /** Events in the one order. @throws InvalidQuery @throws ProjectionBehind @throws RowsUnavailable @throws StoreUnavailable */
  async list(filter: FactFilter, { limit, cursor, newestFirst = false, moment = {} }: PageAsked): Promise<FactPage> {
    const at = await this.views.positionOf(moment);
    const where = whereOf(filter, positionsOf(cursor === undefined ? undefined : Number(cursor), newestFirst, at));
    const query = { where, sort: [{ field: 'position', descending: newestFirst }], limit };
    const { rows, next, position } = await this.views.query(this.history, query, upTo(at, moment));
    const facts = await this.read(rows.map(({ doc }) => doc));
    const end = rows.at(-1);
    return defined({ facts, next: next === undefined || end === undefined ? undefined : String(end.position), position: at ?? position });
  }

  /** One event; undefined if there is none with this id. */
  async event(eventId: string, moment: Moment = {}): Promise<LinkedFact | undefined> {
    const { found } = await this.find('eventId', [eventId], 1, moment);
    const [entry] = found;
    if (entry === undefined) return undefined;
    const { stream, revision } = entry;
    const from = Math.max(0, revision - 1);
    const events = await Array.fromAsync(eventsOf(this.store.read(stream, { from, limit: revision - from + 1 })));
    const event = events.find(({ id }) => id === eventId);
    if (event === undefined) return undefined;
    const before = events.find((other) => other.revision === revision - 1);
    const previous = event.metadata.prev;
    const intact = previous === (before === undefined ? null : linkOf(before));
    return { ...factOf(event), link: linkOf(event), ...(previous !== null && { previous }), intact };
  }

  /** A stream's events, straight from the event store; the cursor is the revision of the last one. No facts: there is no such stream. */
  async stream(stream: string, { limit, cursor, moment = {} }: PageAsked): Promise<FactPage> {
    const at = await this.views.positionOf(moment);
    const from = cursor === undefined ? 0 : Number(cursor) + 1;
    const head = at ?? (await this.store.head());
    if ('hidden' in this.views && (await this.views.hidden([stream], head)).size > 0) return { facts: [], position: head };
    const events = await Array.fromAsync(eventsOf(this.store.read(stream, { from, limit: limit + 1 })));
    const known = events.filter(({ position }) => position <= head);
    const shown = known.slice(0, limit);
    const next = known.length > limit ? shown.at(-1)?.revision.toString() : undefined;
    return defined({ facts: shown.map(factOf), next, position: head });
  }

  /**
   * What caused an event, up to the first cause, and everything it caused: each event right behind its cause, depth first. `request` is what the first cause
   * was caused by. Undefined if there is no such event.
   */
  async chain(eventId: string, moment: Moment = {}): Promise<Chain | undefined> {
    const { found, position } = await this.find('eventId', [eventId], 1, moment);
    const [asked] = found;
    if (asked === undefined) return undefined;
    const { causes, request } = await this.causesOf(asked);
    const effects = await this.effectsOf(asked, MAX_CHAIN - causes.length, moment);
    const chain = [...causes.map((entry, depth) => ({ entry, depth })), ...treeOf(asked, effects, causes.length)];
    const depths = new Map(chain.map(({ entry, depth }) => [entry.eventId, depth]));
    const facts = (await this.read(chain.map(({ entry }) => entry))).map((fact) => ({
      ...fact,
      depth: depths.get(fact.eventId) ?? 0,
      asked: fact.eventId === eventId,
    }));
    return defined({ facts, request, truncated: chain.length >= MAX_CHAIN, position });
  }

  /** The streams of a case as far as they are of these kinds: its own, those that belong to it, and the streams of cases it is linked with. */
  async streamsOfCase(caseId: string, moment: Moment = {}): Promise<readonly CaseLink[]> {
    const at = await this.views.positionOf(moment);
    const found: CaseLink[] = [{ caseId, stream: `case-${caseId}`, kind: 'case', since: 0 }];
    for (let cursor: string | undefined; ;) {
      const query = defined({ where: { caseId: { is: caseId } }, limit: 1_000, cursor });
      const page = await this.views.query(this.links, query, upTo(at, moment));
      found.push(...page.rows.map(({ doc }) => doc).filter(({ since }) => since <= (at ?? since)));
      if (page.next === undefined) return found;
      cursor = page.next;
    }
  }

  /** The first cause first. `request` is what caused that one and is no event before it. */
  private async causesOf(asked: HistoryEntry): Promise<{ readonly causes: readonly HistoryEntry[]; readonly request?: string }> {
    const causes: HistoryEntry[] = [];
    for (let { causationId } = asked; causationId !== undefined;) {
      const { found } = await this.find('eventId', [causationId], 1);
      const [cause] = found;
      // Nothing causes what was there before it.
      if (cause === undefined || cause.position >= (causes[0] ?? asked).position) return { causes, request: causationId };
      causes.unshift(cause);
      if (causes.length >= MAX_CHAIN) break;
      causationId = cause.causationId;
    }
    return { causes };
  }

  /** Everything that an event caused, by what caused it, up to so many events. */
  private async effectsOf(entry: HistoryEntry, most: number, moment: Moment): Promise<Effects> {
    const effects = new Map<string, HistoryEntry[]>();
    const seen = new Set([entry.eventId]);
    for (let causes = [entry.eventId]; causes.length > 0 && seen.size < most;) {
      const effectsOf = await this.find('causationId', causes, most - seen.size, moment, entry.correlationId);
      const found = effectsOf.found.filter((one) => !seen.has(one.eventId));
      for (const one of found) {
        seen.add(one.eventId);
        effects.set(one.causationId ?? '', [...(effects.get(one.causationId ?? '') ?? []), one]);
      }
      causes = found.map(({ eventId }) => eventId);
    }
    return effects;
  }

  private async find(
    field: 'eventId' | 'causationId',
    values: readonly string[],
    limit: number,
    moment: Moment = {},
    correlation?: string,
  ): Promise<{ readonly found: readonly HistoryEntry[]; readonly position: Position }> {
    const at = await this.views.positionOf(moment);
    const where = {
      [field]: { anyOf: values },
      ...defined({
        correlationId: correlation === undefined ? undefined : { is: correlation },
        position: positionsOf(undefined, false, at),
      }),
    };
    const { rows, position } = await this.views.query(this.history, { where, limit: Math.max(1, limit) }, upTo(at, moment));
    return { found: rows.map(({ doc }) => doc), position: at ?? position };
  }

  /** The events of entries, in their order. */
  private async read(entries: readonly HistoryEntry[]): Promise<readonly Fact[]> {
    const wanted = new Map<string, number[]>();
    for (const { stream, revision } of entries) wanted.set(stream, [...(wanted.get(stream) ?? []), revision]);
    const facts = new Map<string, Fact>();
    for (const [stream, revisions] of wanted)
      for (const [from, to] of runsOf(revisions))
        for await (const event of eventsOf(this.store.read(stream, { from, limit: to - from + 1 }))) facts.set(event.id, factOf(event));
    return entries.flatMap(({ eventId }) => facts.get(eventId) ?? []);
  }
}

/** As of a moment: events are added and never changed, so those up to its position are the history as it was. */
const upTo = (at: Position | undefined, moment: Moment): Moment => (at === undefined ? moment : { after: at });

/** The positions of a page behind this one, up to that of the moment. */
function positionsOf(last: Position | undefined, newestFirst: boolean, at: Position | undefined): Condition | undefined {
  const end = at === undefined ? undefined : at + 1;
  if (last === undefined) return end === undefined ? undefined : { to: end };
  return newestFirst ? { to: Math.min(last, end ?? last) } : defined({ from: last + 1, to: end });
}

function whereOf(
  { streams, kind, type, actor, correlation, from, to }: FactFilter,
  position: Condition | undefined,
): NonNullable<Query['where']> {
  const is = (value: string | undefined): Condition | undefined => (value === undefined ? undefined : { is: value });
  return defined({
    stream: streams && { anyOf: streams },
    kind: is(kind),
    type: is(type),
    actorId: is(actor),
    correlationId: is(correlation),
    recordedAt: from === undefined && to === undefined ? undefined : defined({ from: from && inUtc(from), to: to && inUtc(to) }),
    position,
  });
}

/** Effects of events, by the id of what caused them. */
type Effects = ReadonlyMap<string, readonly HistoryEntry[]>;

/** An event and everything it caused, each right behind its cause, depth first. */
function treeOf(entry: HistoryEntry, effects: Effects, depth: number): readonly { readonly entry: HistoryEntry; readonly depth: number }[] {
  return [{ entry, depth }, ...(effects.get(entry.eventId) ?? []).flatMap((effect) => treeOf(effect, effects, depth + 1))];
}

/** First and last revisions of stretches that are worth reading whole. */
function runsOf(revisions: readonly number[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const revision of revisions.toSorted((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && revision - run[1] <= NEAR) run[1] = revision;
    else runs.push([revision, revision]);
  }
  return runs;
}

function inUtc(instant: Instant): string {
  return new Date(instant).toISOString();
}
