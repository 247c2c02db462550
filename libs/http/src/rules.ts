import { Type as TypeOf } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsObject,
  ValidateBy,
  ValidateIf,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';
import type { Type } from '@nestjs/common';
import { type Check, compileSchema, type JsonSchema } from './json-schema.ts';

/** What a rule of ours carries in class-validator's metadata: its schema, from which both checks are made. */
export class StatedSchema {
  constructor(readonly schema: JsonSchema) {}
}

/**
 * Makes a decorator for a field of a body from a name, a JSON schema and a sentence (`$property` stands for the field).
 * class-validator, the compiled check and the API's description all read the schema, so a rule is stated once.
 */
export function rule(name: string, schema: JsonSchema, sentence: string): (options?: ValidationOptions) => PropertyDecorator {
  // Compiled when a wrong body is first explained: hundreds of rules are stated, and the check of the whole body judges all others.
  let check: Check | undefined;
  const validate = (value: unknown): boolean => (check ??= compileSchema(schema))(value);
  return (options) =>
    ValidateBy({ name, constraints: [new StatedSchema(schema)], validator: { validate, defaultMessage: () => sentence } }, options);
}

/** The condition behind `@Optional()`, by which the compiler knows it. */
export const isPresent = (_: object, value: unknown): boolean => value !== undefined;

/** The field may be left out. It may not be null: there is one way to say nothing. */
export const Optional = (): PropertyDecorator => ValidateIf(isPresent);

const DESCRIPTION = 'caseledger:description';

/** Says what a field means, in the API's description. */
export const Describe =
  (text: string): PropertyDecorator =>
  (target, property) =>
    Reflect.defineMetadata(DESCRIPTION, text, target, property);

/** What `@Describe` says of a field. */
export function descriptionOf(prototype: object, property: string): string | undefined {
  return Reflect.getMetadata(DESCRIPTION, prototype, property) as string | undefined;
}

/** One object of a class with rules of its own. */
export function Nested(of: () => Type): PropertyDecorator {
  return both(TypeOf(of), IsObject(), ValidateNested());
}

/** A list of objects of a class with rules of its own. */
export function ListOf(of: () => Type, { min = 0, max }: { readonly min?: number; readonly max: number }): PropertyDecorator {
  return both(TypeOf(of), IsArray(), ArrayMinSize(min), ArrayMaxSize(max), IsObject({ each: true }), ValidateNested({ each: true }));
}

/** One rule of several that always go together. */
export function both(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };
}

/** The schema behind `IsId` and `PathId`. */
export const idSchema: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' };

/** An id of ours: a UUID in lower case, as ids are part of stream names. */
export const IsId = rule('isId', idSchema, '$property must be a UUID in lower case');

/** A moment: ISO 8601 date-time with offset, a real day, from 1900 to 9998. */
export const IsInstant = rule(
  'isInstant',
  { type: 'string', format: 'date-time' },
  '$property must be a moment with its offset, for example 2026-03-02T14:30:00+07:00',
);

/** A day of the calendar, `YYYY-MM-DD`. */
export const IsCalendarDate = rule('isCalendarDate', { type: 'string', format: 'date' }, '$property must be a day, for example 2026-03-02');

/** A place in the order of all events, as a command answered it. */
export const IsPosition = rule(
  'isPosition',
  { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  '$property must be a position that a command answered',
);

/** A place in the order of all events, or a moment of recorded time. */
export const IsPositionOrInstant = rule(
  'isPositionOrInstant',
  {
    type: 'string',
    anyOf: [
      { type: 'string', pattern: '^(?:0|[1-9][0-9]{0,15})$' },
      { type: 'string', format: 'date-time' },
    ],
  },
  '$property must be a position, or a moment with its offset, for example 2026-03-02T14:30:00+07:00 (in an address, + is written %2B)',
);

// Text that turns its reader around (bidirectional overrides) or that no database keeps (NUL, lone surrogates) is no text.
const NEVER = '\\p{Cs}\\u202A-\\u202E\\u2066-\\u2069';
const ONE_LINE = `^(?!\\s)[^\\p{Cc}${NEVER}]*(?<!\\s)$`;
const LINES = `^(?!\\s)[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F${NEVER}]*(?<!\\s)$`;

/** The schema behind `IsText`, for the parts of rules that are stated as a schema. */
export function textSchema(min: number, max: number, lines = false): JsonSchema {
  return { type: 'string', minLength: min, maxLength: max, pattern: lines ? LINES : ONE_LINE };
}

/**
 * Text for people, in any script: `min` (at least 1) to `max` characters, no space at either end, no control characters; with `lines`, line breaks and tabs too.
 * Kept as it was written: nothing is trimmed or normalised.
 */
export function IsText(min: number, max: number, options?: ValidationOptions & { readonly lines?: boolean }): PropertyDecorator {
  if (min < 1 || max < min) throw new Error(`IsText(${min}, ${max}): a text has at least one character`);
  return rule(
    'isText',
    textSchema(min, max, options?.lines),
    `$property must be a text of ${min} to ${max} characters, without spaces at its ends and without control characters`,
  )(options);
}
