import type { Condition, Query } from '#libs/event-sourcing';

/** Whether a document holds what it was found by. Of what stands in it only: how a database folds and orders it does not matter for equality. */
export function matches(doc: object, where: NonNullable<Query['where']>): boolean {
  return Object.entries(where).every(([field, condition]) =>
    holds((doc as Readonly<Record<string, unknown>>)[field] ?? undefined, condition),
  );
}

function holds(value: unknown, condition: Condition): boolean {
  if ('absent' in condition) return (value === undefined) === condition.absent;
  if ('contains' in condition) return Array.isArray(value) && value.includes(condition.contains);
  if ('is' in condition) return value === condition.is;
  if ('anyOf' in condition) return condition.anyOf.some((one) => one === value);
  // What is withheld is an id, and nobody asks for a range of these: what lies in one was not changed.
  return true;
}
