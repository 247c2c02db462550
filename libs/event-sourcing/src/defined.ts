/** An object's fields as `defined` leaves them: those that may be undefined are optional, and never undefined where they stand. */
export type Defined<T extends object> = T extends unknown
  ? Flat<
      { [Field in keyof T as undefined extends T[Field] ? never : Field]: T[Field] } & {
        [Field in keyof T as undefined extends T[Field] ? Field : never]?: Exclude<T[Field], undefined>;
      }
    >
  : never;

type Flat<T> = { [Field in keyof T]: T[Field] };

/**
 * A copy without the fields that are undefined, in the order they were written: what is stored has no such field, and with `exactOptionalPropertyTypes`
 * an optional field takes none. Only the outermost fields are looked at.
 */
export function defined<const T extends object>(fields: T): Defined<T> {
  const kept: Record<string, unknown> = {};
  for (const field of Object.keys(fields)) {
    const value = (fields as Readonly<Record<string, unknown>>)[field];
    if (value !== undefined) kept[field] = value;
  }
  return kept as Defined<T>;
}
