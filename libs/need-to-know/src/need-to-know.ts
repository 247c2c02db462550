import { AsyncLocalStorage } from 'node:async_hooks';
import type { Identity } from '#libs/access';
import { type Freshness, kindOf, type Position, type ReadStore } from '#libs/event-sourcing';
import type { AccessOfStreams } from './access-of-streams.ts';
import { type AccessRow, type BelongingAccess, CASE_ACCESS, type CaseAccess, KINDS_OF_CASES } from './access-row.ts';
import {
  type Asker,
  askerOf,
  hangsOnLinks,
  isKeptFrom,
  isOnDuty,
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

/** What the log restricted by the time that a request first asked: it is read once a request, however many streams that looks up. */
const restrictedFor = new WeakMap<Asking, Promise<ReadonlySet<string>>>();

/** Who may know what: of what is read by rows, at least as fresh as those that are read; of what is commanded by the log itself. */
export class NeedToKnow {
  constructor(
    private readonly rows: ReadStore,
    private readonly freshness: Freshness,
    /** How long it is waited for these rows at most, milliseconds. */
    private readonly patienceMs: number,
    private readonly log: AccessOfStreams,
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
   * Whether a stream is of a case that is kept from who asks now: to them it is as if it had never begun. Nothing is kept from a process. By the log, so that
   * commands go on while rows are away. @throws StoreUnavailable
   */
  async hides(stream: string): Promise<boolean> {
    const request = asking.getStore();
    if (request?.identity === undefined || !KINDS_OF_CASES.has(kindOf(stream))) return false;
    const asker = askerOf(request.identity);
    if (oversees(asker)) return false;
    const restricted = await this.restrictedFor(request);
    if (restricted.size === 0) return false;
    const cases = await this.log.casesOf(stream);
    const kept = await Promise.all(cases.filter((one) => restricted.has(one)).map((one) => this.log.of(one)));
    if (!kept.some((row) => row?.kind === 'case' && isKeptFrom(row, asker))) return false;
    const row = await this.log.of(stream);
    return !(row?.kind === 'belonging' && isOnDuty(row, asker));
  }

  /** Resolves once everything up to a position counts for whoever asks from then on. @throws ProjectionBehind @throws RowsUnavailable */
  reached(position: Position): Promise<void> {
    return this.freshness.reach(CASE_ACCESS, position, this.patienceMs);
  }

  private restrictedFor(request: Asking): Promise<ReadonlySet<string>> {
    const asked = restrictedFor.get(request) ?? this.log.restrictedCases();
    restrictedFor.set(request, asked);
    return asked;
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
