import { AsyncLocalStorage } from 'node:async_hooks';
import type { Identity } from '#libs/access';
import { BEGINNING, type EventStore, type Freshness, kindOf, type Position, type ReadStore } from '#libs/event-sourcing';
import { type AccessRow, type BelongingAccess, CASE_ACCESS, type CaseAccess, KINDS_OF_CASES } from './access-row.ts';
import {
  type Asker,
  askerOf,
  hangsOnLinks,
  isKeptFrom,
  type Knowledge,
  knowledgeOfBelonging,
  knowledgeOfCase,
  oversees,
  WHOLE,
} from './knowledge.ts';

/** A request, as far as it tells who asks once that is known. */
interface Asking {
  readonly identity?: Identity;
}

/** The request that what runs now was asked by; nothing where a process or an operator runs. */
const asking = new AsyncLocalStorage<Asking>();

/** Runs what answers a request: everything in it is decided as by who asks. */
export const askedBy = <T>(request: Asking, answer: () => T): T => asking.run(request, answer);

/** Streams that are looked up at once. */
const AT_ONCE = 1_000;

/** Who may know what, by the rows of who has to do with which case: at least as fresh as what they are asked about. */
export class NeedToKnow {
  /** Up to where the log is known to restrict no case. */
  private nothingThrough: Position = BEGINNING;
  /** The log restricts some case, and the rows have come as far as when that was found out. */
  private restricts = false;

  constructor(
    private readonly rows: ReadStore,
    private readonly freshness: Freshness,
    /** How long it is waited for these rows at most, milliseconds. */
    private readonly patienceMs: number,
    private readonly events: Pick<EventStore, 'head' | 'readAll'>,
  ) {}

  /**
   * What somebody may know of each of these streams, by what was recorded up to a position at least. What belongs to no case is known whole.
   * @throws ProjectionBehind @throws RowsUnavailable
   */
  async of(asker: Asker, streams: readonly string[], atLeast: Position): Promise<ReadonlyMap<string, Knowledge>> {
    const asked = [...new Set(streams)];
    if (oversees(asker)) return new Map(asked.map((stream) => [stream, WHOLE]));
    const known = await this.read(asked, atLeast);
    await this.readMore(
      known,
      belongings(known).flatMap(({ cases }) => cases),
      atLeast,
    );
    const linked = cases(known)
      .filter((row) => hangsOnLinks(row, asker))
      .flatMap((row) => row.linked);
    await this.readMore(known, linked, atLeast);
    const ofCase = (row: CaseAccess): Knowledge =>
      knowledgeOfCase(
        row,
        asker,
        row.linked.flatMap((stream) => caseIn(known, stream) ?? []),
      );
    return new Map(
      asked.map((stream) => {
        const row = known.get(stream);
        if (row === undefined) return [stream, WHOLE];
        if (row.kind === 'case') return [stream, ofCase(row)];
        const of = row.cases.flatMap((one) => caseIn(known, one) ?? []);
        return [
          stream,
          knowledgeOfBelonging(
            row,
            asker,
            of.map((one) => ({ row: one, known: ofCase(one) })),
          ),
        ];
      }),
    );
  }

  /**
   * Whether a stream is of a case that is kept from who asks now: to them it is as if it had never begun. Nothing is kept from a process.
   * @throws ProjectionBehind @throws RowsUnavailable
   */
  async hides(stream: string): Promise<boolean> {
    const identity = asking.getStore()?.identity;
    if (identity === undefined || !KINDS_OF_CASES.has(kindOf(stream))) return false;
    const asker = askerOf(identity);
    if (oversees(asker)) return false;
    if (!(await this.isAnythingRestricted()) || !(await this.isAnythingKeptFrom(asker))) return false;
    let row = (await this.read([stream], 0)).get(stream);
    // Of what has just begun to be, the rows may know nothing yet.
    row ??= (await this.read([stream], await this.events.head())).get(stream);
    if (row === undefined) return false;
    const of = row.kind === 'case' ? [row] : cases(await this.read(row.cases, 0));
    return of.some((one) => isKeptFrom(one, asker));
  }

  /** Resolves once everything up to a position counts for whoever asks from then on. @throws ProjectionBehind @throws RowsUnavailable */
  reached(position: Position): Promise<void> {
    return this.freshness.reach(CASE_ACCESS, position, this.patienceMs);
  }

  /**
   * By the log itself, so that commands go on while the rows are away, as long as no case was ever restricted. Where one was, rows that are still being made
   * would keep nothing from anybody: they are waited for, once in a program's life. @throws ProjectionBehind @throws StoreUnavailable
   */
  private async isAnythingRestricted(): Promise<boolean> {
    if (this.restricts) return true;
    const asked = { filter: { types: ['CaseRestricted'] }, after: this.nothingThrough, limit: 1 };
    for await (const { events, through } of this.events.readAll(asked)) {
      if (events.length > 0) {
        await this.reached(await this.events.head());
        return (this.restricts = true);
      }
      this.nothingThrough = Math.max(this.nothingThrough, through);
    }
    return false;
  }

  private async isAnythingKeptFrom(asker: Asker): Promise<boolean> {
    for (let cursor: string | undefined; ;) {
      const query = { where: { restricted: { is: true } }, limit: AT_ONCE, ...(cursor !== undefined && { cursor }) };
      const { rows, next } = await this.rows.query<CaseAccess>(CASE_ACCESS, query);
      if (rows.some(({ doc }) => isKeptFrom(doc, asker))) return true;
      if (next === undefined) return false;
      cursor = next;
    }
  }

  private async readMore(known: Map<string, AccessRow>, streams: readonly string[], atLeast: Position): Promise<void> {
    const missing = [...new Set(streams)].filter((stream) => !known.has(stream));
    for (const [stream, row] of await this.read(missing, atLeast)) known.set(stream, row);
  }

  private async read(streams: readonly string[], atLeast: Position): Promise<Map<string, AccessRow>> {
    const found = new Map<string, AccessRow>();
    for (let from = 0; from < streams.length; from += AT_ONCE) {
      const some = streams.slice(from, from + AT_ONCE);
      const query = { where: { stream: { anyOf: some } }, limit: AT_ONCE };
      let page = await this.rows.query<AccessRow>(CASE_ACCESS, query);
      if (page.position < atLeast) {
        await this.reached(atLeast);
        page = await this.rows.query<AccessRow>(CASE_ACCESS, query);
      }
      for (const { doc } of page.rows) found.set(doc.stream, doc);
    }
    return found;
  }
}

const cases = (known: ReadonlyMap<string, AccessRow>): readonly CaseAccess[] => [...known.values()].filter((row) => row.kind === 'case');
const belongings = (known: ReadonlyMap<string, AccessRow>): readonly BelongingAccess[] =>
  [...known.values()].filter((row) => row.kind === 'belonging');

function caseIn(known: ReadonlyMap<string, AccessRow>, stream: string): CaseAccess | undefined {
  const row = known.get(stream);
  return row?.kind === 'case' ? row : undefined;
}
