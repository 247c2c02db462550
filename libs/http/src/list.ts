import type { Type } from '@nestjs/common';
import { IsIn } from 'class-validator';
import { type Condition, defined, type Event, type Projection, type Query } from '#libs/event-sourcing';
import { PageQuery } from './paging.ts';
import { Describe, IsInstant, Optional } from './rules.ts';

/** Conditions by index field. */
type Where<Field extends string> = Readonly<Partial<Record<Field, Condition>>>;

/** One parameter of a list: what may be said, what it means to whoever asks, and which rows it leaves. */
export interface Filter<Field extends string = string> {
  /** The rule of the parameter. */
  readonly rule: PropertyDecorator;
  /** For the API's description. */
  readonly describe: string | undefined;
  /** The rows that a value leaves; `name` is the parameter's. */
  where(value: never, name: string): Where<Field>;
}

/** Any condition that follows from the value. */
export function where<Field extends string>(
  rule: PropertyDecorator,
  leaves: (value: never) => Where<Field>,
  describe?: string,
): Filter<Field> {
  return { rule, describe, where: leaves };
}

/** Rows that have exactly the value, in the field of the parameter's name or in another one. */
export const is = <Field extends string>(rule: PropertyDecorator, describe?: string, on?: Field): Filter<Field> => ({
  rule,
  describe,
  where: (value: string | number | boolean, name) => ({ [on ?? name]: { is: value } }) as Where<Field>,
});

/** Rows in whose list the value stands. */
export const contains = <Field extends string>(on: Field, rule: PropertyDecorator, describe?: string): Filter<Field> =>
  where(rule, (value: string) => ({ [on]: { contains: value } }) as Where<Field>, describe);

/** Rows with at least this much. */
export const atLeast = <Field extends string>(on: Field, rule: PropertyDecorator, describe?: string): Filter<Field> =>
  where(rule, (value: number) => ({ [on]: { from: value } }) as Where<Field>, describe);

/** Rows of this instant or later, however its offset is written. */
export const since = <Field extends string>(on: Field, describe?: string): Filter<Field> =>
  where(IsInstant(), (instant: string) => ({ [on]: { from: new Date(instant).toISOString() } }) as Where<Field>, describe);

/** Rows of before this instant, however its offset is written. */
export const before = <Field extends string>(on: Field, describe?: string): Filter<Field> =>
  where(IsInstant(), (instant: string) => ({ [on]: { to: new Date(instant).toISOString() } }) as Where<Field>, describe);

/** The table of a list: which parameters filter it, and which fields order it. */
export interface ListTable<Field extends string> {
  readonly filters: Readonly<Record<string, Filter<Field>>>;
  /** Fields that the list can be ordered by; without them it has the one order of `order`, or of its keys. */
  readonly sort?: readonly Field[];
  /** The order where nobody asks for another: a field, with a minus for the greatest or latest first. */
  readonly order?: Field | `-${Field}`;
  /** Of `sort`, for the API's description. */
  readonly describeSort?: string;
  /** Rows a page where nobody says how many. Default 50. */
  readonly limit?: number;
}

/** The class of a list's query string: `Views.query(projection, TheList.rows(query), query)`. */
export interface ListClass extends Type<PageQuery> {
  /** The list as a query of rows. All filters must hold, those of `fixed` besides. */
  rows(query: PageQuery, fixed?: Readonly<Record<string, Condition>>): Query;
}

/**
 * The query string of a list of a projection's rows, from one table: its rules, its description in the API and the query of rows are made of it.
 * @throws Error an order by a field that the projection has no index of
 *
 *     export class ListCases extends ListQuery(caseStatus, { filters: { status: is(IsIn(caseStatuses)) }, sort: ['openedAt'], order: '-openedAt' }) {}
 */
export function ListQuery<E extends Event, Doc extends object>(of: Projection<E, Doc>, table: ListTable<keyof Doc & string>): ListClass {
  const { filters, sort = [], order, limit: most = 50 } = table;
  const unknown = [...sort, ...(order === undefined ? [] : [order.replace('-', '')])].filter((field) => !(field in of.index));
  if (unknown.length > 0) throw new Error(`${of.name} has no index by which a list could be ordered: ${unknown.join(', ')}`);
  class Listed extends PageQuery {
    static rows(query: PageQuery, fixed: Readonly<Record<string, Condition>> = {}): Query {
      const said = query as unknown as Readonly<Record<string, unknown>>;
      const where: Record<string, Condition> = { ...fixed };
      for (const [name, filter] of Object.entries(filters))
        if (said[name] !== undefined)
          for (const [field, condition] of Object.entries<Condition | undefined>(filter.where(said[name] as never, name)))
            where[field] = { ...where[field], ...condition };
      const by = (said.sort as string | undefined) ?? order;
      const { limit = most, cursor } = query;
      return {
        where,
        ...(by !== undefined && { sort: [{ field: by.replace('-', ''), ...(by.startsWith('-') && { descending: true }) }] }),
        limit,
        ...defined({ cursor }),
      };
    }
  }
  for (const [name, { rule, describe }] of Object.entries(filters)) decorate(name, rule, describe);
  if (sort.length > 0)
    decorate(
      'sort',
      IsIn(sort.flatMap((field) => [field, `-${field}`])),
      table.describeSort ?? 'Order; with a minus, the greatest or latest first',
    );
  return Listed;

  function decorate(name: string, rule: PropertyDecorator, describe?: string): void {
    rule(Listed.prototype, name);
    Optional()(Listed.prototype, name);
    if (describe !== undefined) Describe(describe)(Listed.prototype, name);
  }
}
