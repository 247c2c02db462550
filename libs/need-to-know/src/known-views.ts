import type { Identity } from '#libs/access';
import {
  type Actor,
  BEGINNING,
  defined,
  type Discloses,
  type Disclosing,
  type Event,
  type Found,
  idOfStream,
  type LinesAsked,
  type Moment,
  type Position,
  type Projection,
  type Query,
  type Row,
  type RowPage,
  type Timeline,
  uuidsIn,
  type Views,
  withholding,
} from '#libs/event-sourcing';
import { KINDS_OF_CASES } from './access-row.ts';
import type { CursorSeal } from './cursor-seal.ts';
import { type Asker, askerOf, type Knowledge, oversees } from './knowledge.ts';
import { matches } from './matches.ts';
import type { NeedToKnow } from './need-to-know.ts';
import { OfAnotherAgency } from './of-another-agency.ts';

/** Rows that are read on beyond a page's own, each time, to fill it up. */
const MORE = 100;
/** How often it is read on for one page: after that the page is shorter, and the next one goes on from there. */
const MOST_READS = 40;
const LARGEST_PAGE = 1_000;

/** What says for whom it is: a projection, or a timeline. */
type Told<Doc> = Readonly<{ name: string; discloses: Discloses<Doc> }>;

/** What of a page's rows somebody may see, with where it was found. */
interface Shown<Doc> {
  readonly row: Row<Doc>;
  /** As it stands in the rows. */
  readonly found: Row<Doc>;
}

/**
 * Rows as one person may know them: the one filter under every read. What a projection discloses says which cases a row is about and which it names;
 * a row about a case that they may not know whole is not there for them, and the id of a case that they may not know at all is withheld.
 * Who may know what is decided by how things stand now, also of rows as they were.
 */
export class KnownViews {
  constructor(
    private readonly views: Views,
    private readonly need: NeedToKnow,
    private readonly seal: CursorSeal,
    private readonly asker: Asker,
  ) {}

  /** One row. @throws OfAnotherAgency they may know that it is there, and no more @throws as `Views.get` */
  async get<E extends Event, Doc extends object>(of: Projection<E, Doc>, key: string, moment: Moment | Position = {}): Promise<Found<Doc>> {
    const found = await this.views.get(of, key, moment);
    if (found.row === undefined) return found;
    const [shown] = await this.shown(of, [found.row], moment);
    if (shown === undefined) await this.tellExistence(of, found.row);
    return { row: shown?.row, position: found.position };
  }

  /** A page of rows, filled up as far as can be. One that has a `next` may be shorter than was asked for. @throws as `Views.query` */
  async query<E extends Event, Doc extends object>(
    of: Projection<E, Doc>,
    query: Query,
    moment: Moment | Position = {},
  ): Promise<RowPage<Doc>> {
    const opened = defined({ ...query, cursor: query.cursor === undefined ? undefined : this.seal.opened(query.cursor) });
    if (this.seesAllOf(of)) return this.views.query(of, opened, moment);
    const { limit } = query;
    const kept: Row<Doc>[] = [];
    let last: string | undefined;
    let { cursor } = opened;
    for (let reads = 1; ; reads++) {
      // One more than the page holds: that there is a next page is said only where there is something on it for them.
      const wanted = Math.min(LARGEST_PAGE, reads === 1 ? limit + 1 : Math.max(limit + 1 - kept.length, MORE));
      const page = await this.views.query(of, defined({ ...opened, cursor, limit: wanted, cursors: true as const }), moment);
      const { position, next, cursorAfter } = page;
      for (const { row, found } of await this.shown(of, page.rows, moment, query.where)) {
        if (kept.length === limit) return defined({ rows: kept, next: last, position });
        kept.push(row);
        last = cursorAfter?.(found);
      }
      if (next === undefined) return { rows: kept, position };
      // A cursor names the row that it stands behind, which may be one that they may not know.
      if (reads === MOST_READS)
        return { rows: kept, next: kept.length === limit && last !== undefined ? last : this.seal.sealed(next), position };
      cursor = next;
    }
  }

  /** A page of the timeline of one subject, filled up as far as can be. @throws as `Views.lines` */
  async lines<E extends Event, Line extends object>(
    of: Timeline<E, Line>,
    id: string,
    { limit, cursor }: LinesAsked,
    moment: Moment | Position = {},
  ): Promise<RowPage<Line>> {
    const kept: Row<Line>[] = [];
    for (let from = cursor, reads = 1; ; reads++) {
      const page = await this.views.lines(of, id, defined({ limit: limit - kept.length, cursor: from }), moment);
      const shown = await this.shown(of, page.rows, moment);
      kept.push(...shown.map(({ row }) => row));
      const { next, position } = page;
      // Of a subject that they may not know no line is shown, however many there are.
      if (shown.length === 0 && (await this.hidden([`${of.kind}-${id}`], position)).size > 0) return { rows: [], position };
      if (next === undefined || kept.length === limit || reads === MOST_READS) return defined({ rows: kept, next, position });
      from = next;
    }
  }

  /** The position that is meant by `asOf`. @throws as `Views.positionOf` */
  positionOf(moment: Moment): Promise<Position | undefined> {
    return this.views.positionOf(moment);
  }

  /** Which of these streams they may not know whole, by what was recorded up to a position at least. @throws ProjectionBehind @throws RowsUnavailable */
  async hidden(streams: readonly string[], atLeast: Position): Promise<ReadonlySet<string>> {
    return keysWhere(await this.need.of(this.asker, streams, atLeast), ({ of }) => of !== 'whole');
  }

  /**
   * A value that is no row, with the ids withheld of cases that they may not know of at all and of what belongs to these, wherever they stand in it.
   * By what was recorded up to a position at least. @throws ProjectionBehind @throws RowsUnavailable
   */
  async withheld<T>(value: T, atLeast: Position = BEGINNING): Promise<T> {
    const unknown = await this.unknownIn(value, atLeast);
    return unknown.size === 0 ? value : withholding(value, unknown);
  }

  /**
   * Of values that are no rows, those that name no case that they may not know of at all, nor what belongs to one: what is said beside such a name may tell as
   * much. By what was recorded up to a position at least. @throws ProjectionBehind @throws RowsUnavailable
   */
  async withoutUnknown<T>(values: readonly T[], atLeast: Position): Promise<readonly T[]> {
    const unknown = await this.unknownIn(values, atLeast);
    const ids = new Set([...unknown].map(idOfStream));
    return ids.size === 0 ? values : values.filter((value) => uuidsIn(value).every((id) => !ids.has(id)));
  }

  private async unknownIn(value: unknown, atLeast: Position): Promise<ReadonlySet<string>> {
    if (oversees(this.asker)) return new Set();
    const named = uuidsIn(value).flatMap((id) => [...KINDS_OF_CASES].map((kind) => `${kind}-${id}`));
    return keysWhere(await this.need.of(this.asker, named, atLeast), ({ of }) => of === 'nothing');
  }

  private seesAllOf<Doc extends object>({ name, discloses }: Told<Doc>): boolean {
    if (discloses === 'nobody') throw new Error(`${name} is for programs, and shown to nobody`);
    return discloses === 'open' || oversees(this.asker);
  }

  /** What of rows they may see. A row with something withheld is looked at again: what it was found by may be just that. */
  private async shown<Doc extends object>(
    of: Told<Doc>,
    rows: readonly Row<Doc>[],
    moment: Moment | Position,
    where: Query['where'] = {},
  ): Promise<readonly Shown<Doc>[]> {
    if (this.seesAllOf(of) || rows.length === 0) return rows.map((row) => ({ row, found: row }));
    const discloses = of.discloses as Disclosing<Doc>;
    const told = rows.map((row) => ({
      row,
      about: discloses.about(row.doc, row.key),
      names: discloses.names?.(row.doc, row.key) ?? [],
    }));
    const after = typeof moment === 'number' ? moment : (moment.after ?? 0);
    const atLeast = rows.reduce((latest, { position }) => Math.max(latest, position), after);
    const known = await this.need.of(
      this.asker,
      told.flatMap(({ about, names }) => [...about, ...names]),
      atLeast,
    );
    const isKnown = (stream: string, ...of: readonly Knowledge['of'][]): boolean => of.includes(known.get(stream)?.of ?? 'nothing');
    return told.flatMap(({ row, about, names }) => {
      if (!about.every((stream) => isKnown(stream, 'whole'))) return [];
      const hidden = new Set(names.filter((stream) => isKnown(stream, 'nothing')));
      if (hidden.size === 0) return [{ row, found: row }];
      const doc = discloses.without === undefined ? withholding(row.doc, hidden) : discloses.without(row.doc, hidden);
      return doc === undefined || !matches(doc, where) ? [] : [{ row: { ...row, doc }, found: row }];
    });
  }

  /** Of a case itself, and of nothing that belongs to one, it is told that it is there. @throws OfAnotherAgency */
  private async tellExistence<E extends Event, Doc extends object>(
    { discloses }: Projection<E, Doc>,
    { doc, key, position }: Row<Doc>,
  ): Promise<void> {
    const about = typeof discloses === 'string' ? [] : discloses.about(doc, key);
    const known = await this.need.of(this.asker, about, position);
    for (const [stream, knowledge] of known)
      if (knowledge.of === 'existence' && idOfStream(stream) === key) throw new OfAnotherAgency(knowledge.unit);
  }
}

const keysWhere = (known: ReadonlyMap<string, Knowledge>, holds: (knowledge: Knowledge) => boolean): ReadonlySet<string> =>
  new Set([...known].filter(([, knowledge]) => holds(knowledge)).map(([stream]) => stream));

/**
 * What controllers and use cases read by: rows as the one who asks may know them. There is no other way from a request to a row; who adds up rows of all
 * cases says so.
 */
export class ViewsFor {
  constructor(
    private readonly views: Views,
    private readonly need: NeedToKnow,
    private readonly seal: CursorSeal,
  ) {}

  /** Rows as this person may know them. */
  of(who: Identity | Actor): KnownViews {
    return new KnownViews(this.views, this.need, this.seal, askerOf(who));
  }

  /** All rows, whole: for sums over many cases that are shown without any of them, and for what is decided and not shown. */
  get ofAllCases(): Views {
    return this.views;
  }

  /** Resolves once everything up to a position counts for whoever asks from then on. @throws ProjectionBehind @throws RowsUnavailable */
  reached(position: Position): Promise<void> {
    return this.need.reached(position);
  }
}
