import {
  type Actor,
  type Condition,
  type EventStore,
  eventsOf,
  type HistoryEntry,
  history,
  kindOf,
  linkOf,
  type Moment,
  type Position,
  type RecordedEvent,
  type Views,
} from '#libs/event-sourcing';
import { type CaseLink, caseLinks } from './case-links.ts';

/** An event as it was recorded: never in another shape than it then had, and with what was sealed in it sealed. */
export interface Fact {
  readonly eventId: string;
  /** As on every answer: compare for equality only. */
  readonly position: string;
  readonly stream: string;
  /** What the stream is of, for example `case`. */
  readonly kind: string;
  readonly revision: number;
  readonly type: string;
  /** Of the shape of `data`. */
  readonly schemaVersion: number;
  readonly data: unknown;
  /** As reported, ISO 8601 with offset. */
  readonly occurredAt: string;
  /** When the store accepted it, UTC. */
  readonly recordedAt: string;
  readonly actor: Actor;
  readonly reason?: string;
  readonly legalInstrument?: string;
  readonly commandId: string;
  /** The conversation it belongs to. */
  readonly correlationId: string;
  /** The event, or the request, that led to its command. */
  readonly causationId?: string;
}

/** An event with its place in the chain of hashes of its stream. */
export interface LinkedFact extends Fact {
  /** What the next event of the stream must name. */
  readonly link: string;
  /** What it names of the event before it, where there is one. */
  readonly previous?: string;
  /** Whether the event before it is the one it names. */
  readonly intact: boolean;
}

/** An event in the chain of causes of another one. */
export interface ChainedFact extends Fact {
  /** Steps from the first cause. */
  readonly depth: number;
  /** The event that was asked about. */
  readonly asked: boolean;
}

export interface Chain {
  readonly facts: readonly ChainedFact[];
  /** What the first cause was caused by. */
  readonly request?: string;
  /** It is longer than it is shown. */
  readonly truncated: boolean;
  readonly position: Position;
}

export interface FactFilter {
  /** Any of these. */
  readonly streams?: readonly string[];
  readonly kind?: string;
  readonly type?: string;
  readonly actor?: string;
  readonly correlation?: string;
  /** Recorded at this instant or later. */
  readonly from?: string;
  /** Recorded before this instant. */
  readonly to?: string;
}

export interface FactPage {
  readonly facts: readonly Fact[];
  /** Present if there is more: the `cursor` of the next page. */
  readonly next?: string;
  readonly position: Position;
}

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
    private readonly views: Views,
  ) {}

  /** Events in the one order. @throws InvalidQuery @throws ProjectionBehind @throws RowsUnavailable @throws StoreUnavailable */
  async list(filter: FactFilter, { limit, cursor, newestFirst = false, moment = {} }: PageAsked): Promise<FactPage> {
    const { streams, kind, type, actor, correlation, from, to } = filter;
    const at = await this.views.positionOf(moment);
    const last = cursor === undefined ? undefined : Number(cursor);
    const range = {
      ...(last !== undefined && !newestFirst && { from: last + 1 }),
      ...(last !== undefined && newestFirst ? { to: Math.min(last, (at ?? last) + 1) } : at !== undefined && { to: at + 1 }),
    };
    const where: Record<string, Condition> = {
      ...(streams !== undefined && { stream: { anyOf: streams } }),
      ...(kind !== undefined && { kind: { is: kind } }),
      ...(type !== undefined && { type: { is: type } }),
      ...(actor !== undefined && { actorId: { is: actor } }),
      ...(correlation !== undefined && { correlationId: { is: correlation } }),
      ...((from !== undefined || to !== undefined) && {
        recordedAt: { ...(from !== undefined && { from: inUtc(from) }), ...(to !== undefined && { to: inUtc(to) }) },
      }),
      ...(Object.keys(range).length > 0 && { position: range }),
    };
    const sort = [{ field: 'position', descending: newestFirst }];
    // As of a moment: events are added and never changed, so those up to its position are the history as it was.
    const page = await this.views.query(this.history, { where, sort, limit }, at === undefined ? moment : { after: at });
    const facts = await this.read(page.rows.map(({ doc }) => doc));
    const end = page.rows.at(-1);
    return { facts, ...(page.next !== undefined && end !== undefined && { next: String(end.position) }), position: at ?? page.position };
  }

  /** One event; undefined if there is none with this id. */
  async event(eventId: string, moment: Moment = {}): Promise<LinkedFact | undefined> {
    const { found } = await this.find('eventId', [eventId], 1, moment);
    if (found[0] === undefined) return undefined;
    const { stream, revision } = found[0];
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
    const events = await Array.fromAsync(eventsOf(this.store.read(stream, { from, limit: limit + 1 })));
    const known = events.filter(({ position }) => position <= head);
    const shown = known.slice(0, limit);
    const next = known.length > limit ? shown.at(-1)?.revision : undefined;
    return { facts: shown.map(factOf), ...(next !== undefined && { next: String(next) }), position: head };
  }

  /**
   * What caused an event, up to the first cause, and everything it caused: each event right behind its cause, depth first. `request` is what the first cause
   * was caused by. Undefined if there is no such event.
   */
  async chain(eventId: string, moment: Moment = {}): Promise<Chain | undefined> {
    const {
      found: [asked],
      position,
    } = await this.find('eventId', [eventId], 1, moment);
    if (asked === undefined) return undefined;
    const causes: HistoryEntry[] = [];
    let request: string | undefined;
    for (let { causationId } = asked; causationId !== undefined;) {
      const {
        found: [cause],
      } = await this.find('eventId', [causationId], 1);
      // Nothing causes what was there before it.
      if (cause === undefined || cause.position >= (causes[0] ?? asked).position) {
        request = causationId;
        break;
      }
      causes.unshift(cause);
      if (causes.length >= MAX_CHAIN) break;
      causationId = cause.causationId;
    }
    const caused = await this.causedBy(asked, MAX_CHAIN - causes.length, moment);
    const depths = new Map<string, number>();
    const chain: HistoryEntry[] = [];
    const visit = (entry: HistoryEntry, depth: number): void => {
      depths.set(entry.eventId, depth);
      chain.push(entry);
      for (const effect of caused.get(entry.eventId) ?? []) visit(effect, depth + 1);
    };
    for (const [depth, cause] of causes.entries()) {
      depths.set(cause.eventId, depth);
      chain.push(cause);
    }
    visit(asked, causes.length);
    const facts = await this.read(chain);
    const chained = facts.map((fact) => ({ ...fact, depth: depths.get(fact.eventId) ?? 0, asked: fact.eventId === eventId }));
    return { facts: chained, ...(request !== undefined && { request }), truncated: chain.length >= MAX_CHAIN, position };
  }

  /** The streams of a case as far as they are of these kinds: its own, those that belong to it, and the streams of cases it is linked with. */
  async streamsOfCase(caseId: string, moment: Moment = {}): Promise<readonly CaseLink[]> {
    const at = await this.views.positionOf(moment);
    const found: CaseLink[] = [{ caseId, stream: `case-${caseId}`, kind: 'case', since: 0 }];
    for (let cursor: string | undefined; ;) {
      const query = { where: { caseId: { is: caseId } }, limit: 1_000, ...(cursor !== undefined && { cursor }) };
      const page = await this.views.query(this.links, query, at === undefined ? moment : { after: at });
      found.push(...page.rows.map(({ doc }) => doc).filter(({ since }) => since <= (at ?? since)));
      if (page.next === undefined) return found;
      cursor = page.next;
    }
  }

  private async causedBy(entry: HistoryEntry, most: number, moment: Moment): Promise<ReadonlyMap<string, readonly HistoryEntry[]>> {
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
    const where: Record<string, Condition> = {
      [field]: { anyOf: values },
      ...(correlation !== undefined && { correlationId: { is: correlation } }),
      ...(at !== undefined && { position: { to: at + 1 } }),
    };
    const { rows, position } = await this.views.query(
      this.history,
      { where, limit: Math.max(1, limit) },
      at === undefined ? moment : { after: at },
    );
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

function factOf({ id, stream, revision, position, type, data, metadata, recordedAt }: RecordedEvent): Fact {
  const { schemaVersion = 1, occurredAt, actor, reason, legalInstrument, commandId, correlationId, causationId } = metadata;
  return {
    eventId: id,
    position: String(position),
    stream,
    kind: kindOf(stream),
    revision,
    type,
    schemaVersion,
    data,
    occurredAt,
    recordedAt: new Date(recordedAt).toISOString(),
    actor,
    ...(reason !== undefined && { reason }),
    ...(legalInstrument !== undefined && { legalInstrument }),
    commandId,
    correlationId,
    ...(causationId !== undefined && { causationId }),
  };
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

function inUtc(instant: string): string {
  return new Date(instant).toISOString();
}
