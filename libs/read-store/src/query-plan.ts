import {
  defined,
  InvalidQuery,
  type Condition,
  type Position,
  type Query,
  type Row,
  type RowPage,
  type RowShape,
} from '#libs/event-sourcing';
import { comparable, fingerprint, indexFields, isKey, valueOf, type Comparable, type IndexField } from './index-fields.ts';

/** A condition with its values as the database compares them. */
export type PlannedCondition = { readonly field: IndexField } & (
  | { readonly anyOf: readonly (string | number)[] }
  | { readonly from: string | number | undefined; readonly to: string | number | undefined }
  | { readonly contains: string }
  | { readonly absent: boolean }
);

/** A query that was found answerable. */
export interface QueryPlan {
  readonly where: readonly PlannedCondition[];
  readonly sort: readonly { readonly field: IndexField; readonly descending: boolean }[];
  readonly limit: number;
  /** The row the page begins after: its values of the sort fields, and its key. */
  readonly after: { readonly values: readonly Comparable[]; readonly key: string } | undefined;
  /** The cursor of the page that begins after this row. */
  cursorAfter(key: string, doc: object): string;
  /** Whether the page tells it of every row. */
  readonly cursors: boolean;
}

/** @throws InvalidQuery what the index cannot answer, before the database is asked */
export function planQuery(projection: string, index: RowShape['index'], query: Query): QueryPlan {
  const { limit } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new InvalidQuery('limit', 'A page has 1 to 1000 rows');
  const fields = new Map(indexFields(index).map((field) => [field.name, field]));
  const where = Object.entries(query.where ?? {}).map(([name, condition]) => {
    const field = fields.get(name);
    if (field === undefined) throw new InvalidQuery(name, `${projection} is not indexed by ${name}`);
    return planCondition(field, condition);
  });
  const sort = (query.sort ?? []).map(({ field: name, descending = false }, place, all) => {
    const field = fields.get(name);
    if (field === undefined) throw new InvalidQuery('sort', `${projection} is not indexed by ${name}`);
    if (field.kind === 'texts') throw new InvalidQuery('sort', `${name} holds several texts and cannot be sorted by`);
    if (all.findIndex((other) => other.field === name) < place) throw new InvalidQuery('sort', `${name} is named twice`);
    return { field, descending };
  });
  const identity = identityOf(projection, query);
  return {
    where,
    sort,
    limit,
    cursors: query.cursors === true,
    after: query.cursor === undefined ? undefined : openCursor(query.cursor, identity, sort),
    cursorAfter: (key, doc) => {
      const values = sort.map(({ field }) => valueOf(field, doc) ?? null);
      return Buffer.from(JSON.stringify([fingerprint([identity, values, key]), key, ...values])).toString('base64url');
    },
  };
}

/** The page of a plan, of what was found: one more than a page holds says that another one follows. */
export function pageOf<Found, Doc>(
  plan: QueryPlan,
  found: readonly Found[],
  toRow: (found: Found) => Row<Doc>,
  position: Position,
): RowPage<Doc> {
  const rows = found.slice(0, plan.limit).map(toRow);
  const last = found.length > plan.limit ? rows.at(-1) : undefined;
  const cursorAfter = plan.cursors ? (row: Row<Doc>): string => plan.cursorAfter(row.key, row.doc as object) : undefined;
  return defined({ rows, next: last && plan.cursorAfter(last.key, last.doc as object), position, cursorAfter });
}

/** Checks as much of a query as can be told of a projection that has never been built. @throws InvalidQuery */
export function planUnbuilt(query: Query): void {
  const { limit, cursor } = query;
  planQuery('', {}, defined({ limit, cursor }));
}

function planCondition(field: IndexField, condition: Condition): PlannedCondition {
  const given = new Map(Object.entries(condition).filter(([, value]) => value !== undefined));
  const only = given.size === 1 ? [...given.keys()].join() : 'range';
  const value = (raw: unknown): string | number => {
    const planned = comparable(field.kind, raw);
    if (planned === undefined)
      throw new InvalidQuery(field.name, `${field.name} is compared with ${WORDS[field.kind]}, not with ${JSON.stringify(raw)}`);
    return planned;
  };
  const many = field.kind === 'texts';
  if (only === 'absent' && typeof given.get('absent') === 'boolean') return { field, absent: given.get('absent') === true };
  if (only === 'contains' && many) return { field, contains: String(value(given.get('contains'))) };
  if (only === 'is' && !many) return { field, anyOf: [value(given.get('is'))] };
  const list: unknown = given.get('anyOf');
  if (only === 'anyOf' && !many && Array.isArray(list)) {
    if (list.length > 1000) throw new InvalidQuery(field.name, `${field.name} is compared with at most 1000 values at once`);
    return { field, anyOf: [...new Set(list.map(value))] };
  }
  const range = given.size > 0 && [...given.keys()].every((name) => name === 'from' || name === 'to');
  if (range && !many && field.kind !== 'boolean') {
    const bound = (name: string) => (given.has(name) ? value(given.get(name)) : undefined);
    return { field, from: bound('from'), to: bound('to') };
  }
  throw new InvalidQuery(
    field.name,
    `${field.name} is indexed as ${field.kind}, which has no condition of this form: ${JSON.stringify(condition)}`,
  );
}

const WORDS = {
  text: 'a text',
  texts: 'a text',
  integer: 'an integer within ±2^53',
  boolean: 'true or false',
  time: 'an ISO 8601 instant with its offset',
};

/** What makes two queries the same one: conditions and order, however they are written down. */
function identityOf(projection: string, query: Query): unknown {
  const sorted = (object: object) => Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
  const where = sorted(query.where ?? {}).map(([field, condition]) => [field, sorted(condition as Condition)]);
  return [projection, where, (query.sort ?? []).map(({ field, descending = false }) => [field, descending])];
}

function openCursor(cursor: string, identity: unknown, sort: QueryPlan['sort']): NonNullable<QueryPlan['after']> {
  const refused = () => new InvalidQuery('cursor', 'The cursor is damaged or belongs to another query: read from the first page again');
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw refused();
  }
  if (!Array.isArray(parts)) throw refused();
  const [check, key, ...values] = parts as unknown[];
  if (typeof key !== 'string' || !isKey(key) || values.length !== sort.length) throw refused();
  if (check !== fingerprint([identity, values, key])) throw refused();
  // The fingerprint is no secret: what it vouches for is looked at all the same.
  const fits = (value: unknown, place: number): value is Comparable =>
    value === null || (sort[place]?.field.kind === 'text' ? typeof value === 'string' : Number.isInteger(value));
  if (!values.every(fits)) throw refused();
  return { values, key };
}
