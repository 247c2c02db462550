import type { Position } from './event.ts';

/**
 * How a field of a row's document is indexed, so that it can be filtered and sorted on.
 * `text` by code point, its first 500 characters; `integer` within ±2^53; `time` an ISO 8601 instant in UTC with milliseconds; `boolean`;
 * `texts` an array of texts, filtered with `{ contains }` and not sortable. A missing field or null counts as absent and sorts first.
 */
export type IndexKind = 'text' | 'integer' | 'time' | 'boolean' | 'texts';

/** What a read store must know of a projection to keep its rows. `index` names top-level fields of the document. */
export interface RowShape {
  readonly name: string;
  readonly version: number;
  readonly index: Readonly<Record<string, IndexKind>>;
}

/** A row: its document, and which event last wrote it. */
export interface Row<Doc = unknown> {
  /** At most 600 bytes of UTF-8; any character but NUL. */
  readonly key: string;
  readonly doc: Doc;
  readonly position: Position;
  readonly eventId: string;
}

export type IndexValue = string | number | boolean;

/** A condition on one index field: equal; one of; within a range (`from` inclusive, `to` exclusive); an array that contains; absent. */
export type Condition =
  | { readonly is: IndexValue }
  | { readonly anyOf: readonly IndexValue[] }
  | { readonly from?: string | number; readonly to?: string | number }
  | { readonly contains: string }
  | { readonly absent: boolean };

export interface Query {
  /** All conditions must hold. */
  readonly where?: Readonly<Record<string, Condition>>;
  /** Index fields, most significant first; the key breaks ties, ascending. Default: by key. */
  readonly sort?: readonly { readonly field: string; readonly descending?: boolean }[];
  /** 1 to 1000. */
  readonly limit: number;
  /** The `next` of the page before. Only with the same `where` and `sort`. */
  readonly cursor?: string;
  /** The page is to tell the cursor behind any of its rows, too (`RowPage.cursorAfter`). */
  readonly cursors?: true;
}

/** What was found, and the position that the rows are true to. */
export interface Found<Doc> {
  readonly row: Row<Doc> | undefined;
  readonly position: Position;
}

export interface RowPage<Doc> {
  readonly rows: readonly Row<Doc>[];
  /** Present if there is more. */
  readonly next?: string;
  readonly position: Position;
  /** Where it was asked for: the cursor of the page that begins after this row of it. */
  readonly cursorAfter?: (row: Row<Doc>) => string;
}

/** One set of rows of a projection, with a checkpoint of its own. Several can stand side by side; one of them is live. */
export interface Build {
  readonly projection: string;
  readonly version: number;
  /** Grows by one with each rebuild. */
  readonly number: number;
}

export interface BuildStatus extends Build {
  readonly checkpoint: Position;
  readonly live: boolean;
  /** Who projects into it now, if anybody holds an unexpired lease. */
  readonly owner?: string;
}

/** A batch of changes that takes a build from one checkpoint to the next, whole or not at all. */
export interface Batch {
  readonly build: Build;
  /** Holder of the lease. */
  readonly owner: string;
  /** The checkpoint the build must be at. */
  readonly from: Position;
  /** The checkpoint it is at afterwards; may equal `from` where a batch changes rows without reading events. */
  readonly to: Position;
  readonly upserts: readonly Row[];
  readonly deletes: readonly string[];
}

/**
 * Where rows live. Readers see the live build only; writers hold a lease and move a checkpoint with their rows in one transaction.
 * Every adapter passes the contract suite in `#libs/event-sourcing/testing`.
 * Every method throws `RowsUnavailable` when the database cannot be used just now.
 */
export interface ReadStore {
  /** A row of the live build. A projection that has never been built has no rows and stands at BEGINNING. */
  get<Doc>(projection: string, key: string): Promise<Found<Doc>>;

  /** Rows of the live build. @throws InvalidQuery an unknown field, a condition its kind does not have, a cursor of another query, a limit out of range */
  query<Doc>(projection: string, query: Query): Promise<RowPage<Doc>>;

  /** The checkpoint of the live build. */
  checkpoint(projection: string): Promise<Position>;

  /** Every build there is. */
  builds(projection?: string): Promise<readonly BuildStatus[]>;

  /**
   * The build to project into for this shape: the live one if it has this version; else the newest unfinished one of this version; else a new, empty one.
   * The first build of a projection is live at once. With `fresh`, always a new one, beside the live one.
   * @throws ShapeChanged the same version was built with another index
   */
  prepare(shape: RowShape, options?: { readonly fresh?: boolean }): Promise<BuildStatus>;

  /**
   * Takes or renews the lease on projecting into a build, for this long. Answers false while somebody else's lease lasts.
   * A lease lapses by the database's clock, so that a dead owner's work is taken over.
   * @throws LeaseLost the build is gone
   */
  claim(build: Build, owner: string, leaseMs: number): Promise<boolean>;

  /** Renews the leases on builds in one write, for this long from now. Answers those that are another's now, or gone. */
  renew(builds: readonly Build[], owner: string, leaseMs: number): Promise<readonly Build[]>;

  /** Gives the lease back early. */
  release(build: Build, owner: string): Promise<void>;

  /** The rows of a build with these keys, live or not, for the one that projects into it. @throws LeaseLost the build is gone */
  rowsOf<Doc>(build: Build, keys: readonly string[]): Promise<ReadonlyMap<string, Row<Doc>>>;

  /** All rows of a build by key, for comparison; pages of at most 1000, each true to its own moment. Holds nothing between pages. @throws LeaseLost the build is gone */
  scan<Doc>(build: Build): AsyncIterable<readonly Row<Doc>[]>;

  /**
   * Commits rows and checkpoints together, of as many builds as there are batches: all or nothing. Where a key is upserted twice the last one counts; a delete
   * counts more than both. Each build is in one of the batches.
   * @throws LeaseLost a build is gone, is not at `from`, is leased to another, or is leased to nobody any more: the error names it
   * @throws TypeError an index field holds what is not of its kind, or a document is not JSON: a defect of the projection
   * @throws RangeError a key that cannot be stored
   */
  apply(...batches: readonly Batch[]): Promise<void>;

  /** Makes a build the live one: one pointer switch, no reader fails or sees half. Every older build of the projection is dropped once nobody can be reading it. @throws LeaseLost */
  promote(build: Build, owner: string): Promise<void>;

  /** Drops a build that is not live and has served its purpose, as one made for comparison. @throws LeaseLost it is live, gone, or leased to another */
  discard(build: Build, owner: string): Promise<void>;

  close(): Promise<void>;
}

/** The database behind the rows cannot be used just now. Worth trying again. */
export class RowsUnavailable extends Error {
  override readonly name = 'RowsUnavailable';
  readonly code = 'rows.unavailable';
  readonly retryable = true;
}

/** Somebody else projects into this build now, or it was replaced: stop, and ask again for what to project into. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
  readonly code = 'rows.lease-lost';
  constructor(
    readonly build: Build,
    why: string,
  ) {
    super(`${build.projection} version ${build.version} build ${build.number}: ${why}`);
  }
}

/** A query that the projection's index cannot answer. */
export class InvalidQuery extends Error {
  override readonly name = 'InvalidQuery';
  readonly code = 'rows.invalid-query';
  constructor(
    /** The index field, or 'cursor', 'limit', 'sort'. */
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

/** The declared index differs from the one this version was built with: give the projection a new version. */
export class ShapeChanged extends Error {
  override readonly name = 'ShapeChanged';
  readonly code = 'rows.shape-changed';
}
