/** What JSON can carry. Event data and metadata are exactly this: no bigint, no Date, no undefined. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [field: string]: Json | undefined };

/** Whether two values are the same as JSON: fields in whatever order, and a field that is undefined is no field. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b) || (Array.isArray(a) && a.length !== (b as readonly unknown[]).length)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((field) =>
    sameJson((a as Readonly<Record<string, unknown>>)[field], (b as Readonly<Record<string, unknown>>)[field]),
  );
}

/** The fields of `wanted` that differ from what is known, as JSON; one that is undefined asks for nothing. */
export function changesOf<T extends object>(known: T, wanted: Partial<T>): Partial<T> {
  return Object.fromEntries(
    Object.entries(wanted).filter(([field, value]) => value !== undefined && !sameJson(value, known[field as keyof T])),
  ) as Partial<T>;
}
