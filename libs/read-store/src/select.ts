import type { QueryPlan, PlannedCondition } from './query-plan.ts';

/** Where the two databases speak differently. */
export interface Dialect {
  /** The placeholder of the parameter with this number; the first is 1. */
  readonly placeholder: (number: number) => string;
  /** True where the texts of a column contain the one behind the placeholder. */
  readonly contains: (column: number, placeholder: string, isCommon: boolean) => string;
  /** Most rows may meet this condition: its index leads to more rows than a page needs, and is left alone. */
  readonly isCommon?: (condition: PlannedCondition) => boolean;
}

/** The WHERE and ORDER BY of a plan. Only column numbers and placeholders enter the text. */
export interface Selection {
  readonly where: string;
  readonly order: string;
  /** Rows without the first field are left out: a page that is not full may be so for that reason. */
  readonly partial: boolean;
}

/**
 * Parameters are numbered on from those that are there. With `partly`, a page that continues a descending order leaves out the rows without the first
 * field, if that helps: they come last, no index reaches both them and the others, and all but the last pages are full without them.
 */
export function selection(plan: QueryPlan, dialect: Dialect, parameters: (string | number)[], partly: boolean): Selection {
  const partial = partly && plan.sort[0]?.descending === true && (plan.after?.values[0] ?? null) !== null;
  const bind = (value: string | number): string => dialect.placeholder(parameters.push(value));
  const conditions = plan.where.map((condition) => conditionText(condition, bind, dialect));
  if (plan.after !== undefined) conditions.push(afterText(plan, plan.after, bind, partial));
  const order = plan.sort.map(({ field, descending }) => `f${field.column} ${descending ? 'DESC NULLS LAST' : 'ASC NULLS FIRST'}`);
  return { where: conditions.length === 0 ? 'TRUE' : conditions.join(' AND '), order: [...order, 'key'].join(', '), partial };
}

function conditionText(condition: PlannedCondition, bind: (value: string | number) => string, { contains, isCommon }: Dialect): string {
  const common = isCommon?.(condition) ?? false;
  // A column in an expression is not looked up in its index.
  const column = `${common ? '+' : ''}f${condition.field.column}`;
  if ('absent' in condition) return `${column} IS ${condition.absent ? '' : 'NOT '}NULL`;
  if ('contains' in condition) return contains(condition.field.column, bind(condition.contains), common);
  if ('anyOf' in condition) {
    const [first, ...more] = condition.anyOf;
    if (first === undefined) return 'FALSE';
    return more.length === 0 ? `${column} = ${bind(first)}` : `${column} IN (${condition.anyOf.map(bind).join(', ')})`;
  }
  const { from, to } = condition;
  return [from === undefined ? [] : `${column} >= ${bind(from)}`, to === undefined ? [] : `${column} < ${bind(to)}`].flat().join(' AND ');
}

/** What comes after a row in the plan's order: later in the first field, or equal there and later in the second, and so on to the key. */
function afterText(
  { sort }: QueryPlan,
  after: NonNullable<QueryPlan['after']>,
  bind: (value: string | number) => string,
  partial: boolean,
): string {
  const key = `key > ${bind(after.key)}`;
  return sort.reduceRight((rest, { field, descending }, place) => {
    const column = `f${field.column}`;
    const value = after.values[place] ?? null;
    if (value === null) return descending ? `(${column} IS NULL AND ${rest})` : `(${column} IS NOT NULL OR ${rest})`;
    const at = bind(value);
    // The first, redundant bound is what lets an index begin at the page instead of at the beginning.
    if (!descending) return `(${column} >= ${at} AND (${column} > ${at} OR ${rest}))`;
    if (partial && place === 0) return `(${column} <= ${at} AND (${column} < ${at} OR ${rest}))`;
    return `(${column} < ${at} OR ${column} IS NULL OR (${column} = ${at} AND ${rest}))`;
  }, key);
}
