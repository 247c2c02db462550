import { Ajv2020 } from 'ajv/dist/2020.js';
import { isUUID, maxLength, minLength } from 'class-validator';

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Deeper than any document we take. Bounds what recursion over a body can cost. */
export const DEEPEST = 32;

/** Names every JavaScript object has without being given them: a field called so reads as present where it is not. */
const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Where a JSON value breaks the rules that hold for every body, whatever its class says; undefined for nowhere. */
export function unsafePlace(body: unknown): { readonly pointer: string; readonly why: 'deep' | 'inherited' } | undefined {
  const open: { readonly value: unknown; readonly pointer: string; readonly depth: number }[] = [{ value: body, pointer: '', depth: 0 }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value, pointer, depth } = place;
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= DEEPEST) return { pointer, why: 'deep' };
    for (const [key, inner] of Object.entries(value)) {
      const at = pointerTo(pointer, key);
      if (!Array.isArray(value) && INHERITED.has(key)) return { pointer: at, why: 'inherited' };
      if (typeof inner === 'object') open.push({ value: inner, pointer: at, depth: depth + 1 });
    }
  }
  return undefined;
}

/** The JSON Pointer (RFC 6901) one step further. */
export function pointerTo(pointer: string, key: string): string {
  return `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Checks a value against a schema. */
export type Check = (value: unknown) => boolean;

/** Compiles a schema once; the check that comes out is fast. @throws the schema itself is wrong */
export function compileSchema(
  schema: JsonSchema,
): Check & { errors?: readonly { readonly instancePath: string; readonly message?: string }[] | null } {
  return ajv.compile(schema) as Check;
}

/**
 * Strict: an unknown keyword or format stops the program at start. Nothing is coerced and nothing is filled in.
 * Lengths are counted as class-validator counts them, so that both give the same verdict on every text: code points, a variation selector
 * and the character before it being one.
 */
const ajv = new Ajv2020({
  strict: true,
  // Its passes over the code it makes took a tenth of a start, and the engine does what they do: a check is not slower without them.
  code: { optimize: false },
  strictRequired: false,
  allowUnionTypes: true,
  allErrors: false,
  coerceTypes: false,
  useDefaults: false,
  formats: { 'date-time': isInstant, date: isCalendarDate, uuid: (text: string) => isUUID(text) },
});
for (const keyword of ['minLength', 'maxLength', 'uniqueItems']) ajv.removeKeyword(keyword);
ajv.addKeyword({
  keyword: 'minLength',
  type: 'string',
  schemaType: 'number',
  // A code point with its variation selector has three units at most, so most texts need no counting.
  compile: (least: number) => (text: string) => text.length >= 3 * least || minLength(text, least),
});
ajv.addKeyword({
  keyword: 'maxLength',
  type: 'string',
  schemaType: 'number',
  compile: (most: number) => (text: string) => text.length <= most || maxLength(text, most),
});
ajv.addKeyword({
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  // Only ever on lists of scalars.
  compile: (unique: boolean) => (items: readonly unknown[]) => !unique || new Set(items).size === items.length,
});

const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/**
 * True for an ISO 8601 date-time with offset, as RFC 3339 narrows it: a real day, seconds, `Z` or an offset up to 14 hours, in upper case.
 * From 1900 to 9998, so that every such instant has a four-digit year in UTC.
 */
export function isInstant(text: unknown): boolean {
  const day = typeof text === 'string' ? INSTANT.exec(text)?.[1] : undefined;
  return day !== undefined && isCalendarDate(day);
}

/** True for a day of the calendar, `YYYY-MM-DD`, from 1900 to 9998. */
export function isCalendarDate(text: unknown): boolean {
  const [, year, month, day] = typeof text === 'string' ? (/^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []) : [];
  if (year === undefined || year < '1900' || year > '9998') return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}
