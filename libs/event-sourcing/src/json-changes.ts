import { type Json, sameJson } from './json.ts';

/**
 * What made one JSON value of another: another value, fields that changed or are gone, or a list step by step. Storage format where an event carries it.
 */
export type JsonChanges =
  | { readonly is: Json }
  | { readonly fields: Readonly<Record<string, JsonChanges>>; readonly without?: readonly string[] }
  | { readonly list: readonly ListStep[] };

/** In the order of the list: so many stay, so many go, these come. */
export type ListStep = { readonly keep: number } | { readonly drop: number } | { readonly add: readonly Json[] };

/** How far ahead it is looked where two lists go on differently. What moved further is told as gone and come: more to store, and as right. */
const LOOK_AHEAD = 16;

type Fields = Readonly<Record<string, Json | undefined>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What changed, undefined where nothing did. Costs what changed, and a look at the rest: values that are the very same are not looked into.
 */
export function changesBetween(before: unknown, after: unknown): JsonChanges | undefined {
  if (sameJson(before, after)) return undefined;
  if (Array.isArray(before) && Array.isArray(after)) return { list: stepsBetween(before as readonly Json[], after as readonly Json[]) };
  if (!isFields(before) || !isFields(after)) return { is: after as Json };
  const fields: Record<string, JsonChanges> = {};
  for (const [field, value] of Object.entries(after)) {
    if (value === undefined) continue;
    const changes = before[field] === undefined ? { is: value } : changesBetween(before[field], value);
    if (changes !== undefined) fields[field] = changes;
  }
  const without = Object.keys(before).filter((field) => before[field] !== undefined && after[field] === undefined);
  return without.length === 0 ? { fields } : { fields, without };
}

/** The value after these changes. Whatever did not change stays the very same. */
export function withChanges<T>(before: T, changes: JsonChanges | undefined): T {
  return changes === undefined ? before : (changed(before as Json, changes) as T);
}

function changed(before: Json, changes: JsonChanges): Json {
  if ('is' in changes) return changes.is;
  if ('list' in changes) return listAfter(before as readonly Json[], changes.list);
  const { fields, without = [] } = changes;
  const known = before as Fields;
  const after = new Map(Object.entries(known).filter(([field]) => !without.includes(field)));
  for (const [field, change] of Object.entries(fields)) after.set(field, changed(known[field] ?? null, change));
  return Object.fromEntries(after);
}

function stepsBetween(before: readonly Json[], after: readonly Json[]): readonly ListStep[] {
  const steps: ListStep[] = [];
  let [old, now, kept] = [0, 0, 0];
  const keeping = (): void => {
    if (kept > 0) steps.push({ keep: kept });
    kept = 0;
  };
  while (old < before.length || now < after.length) {
    if (old < before.length && now < after.length && sameJson(before[old], after[now])) {
      [old, now, kept] = [old + 1, now + 1, kept + 1];
      continue;
    }
    keeping();
    const { drop, add } = untilTheSame(before, old, after, now);
    if (drop > 0) steps.push({ drop });
    if (add > 0) steps.push({ add: after.slice(now, now + add) });
    [old, now] = [old + drop, now + add];
  }
  keeping();
  return steps;
}

/** The fewest that go and come before both lists go on alike; all that is left of them where they do not as far as is looked. */
function untilTheSame(
  before: readonly Json[],
  old: number,
  after: readonly Json[],
  now: number,
): { readonly drop: number; readonly add: number } {
  const [left, more] = [before.length - old, after.length - now];
  for (let together = 1; together <= 2 * LOOK_AHEAD; together++)
    for (let drop = Math.max(0, together - more); drop <= Math.min(together, left); drop++) {
      const add = together - drop;
      if (drop === left && add === more) return { drop, add };
      if (drop < left && add < more && sameJson(before[old + drop], after[now + add])) return { drop, add };
    }
  return { drop: Math.min(left, LOOK_AHEAD), add: Math.min(more, LOOK_AHEAD) };
}

function listAfter(before: readonly Json[], steps: readonly ListStep[]): readonly Json[] {
  const after: Json[] = [];
  let old = 0;
  for (const step of steps) {
    if ('add' in step) for (const one of step.add) after.push(one);
    else if ('drop' in step) old += step.drop;
    else for (const end = old + step.keep; old < end; old++) after.push(before[old] as Json);
  }
  return after;
}
