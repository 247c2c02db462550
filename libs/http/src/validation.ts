import type { Type } from '@nestjs/common';
import { validateSync, type ValidationError } from 'class-validator';
import { fieldsOf, schemaOf } from './body-schema.ts';
import { compileSchema, DEEPEST, pointerTo, unsafePlace } from './json-schema.ts';

/** One thing that is wrong with what was sent. */
export interface FieldError {
  /** Where: JSON Pointer into the body. */
  readonly pointer: string;
  /** The rule: class-validator's name for it, or 'required', 'unknownField', 'tooDeep'. */
  readonly code: string;
  /** For the person who sent it. */
  readonly detail: string;
}

/** A class whose rules were compiled. */
export interface Compiled {
  readonly of: Type;
  /** The fast check: the same verdict as `explain`, without a reason. */
  readonly accepts: (value: unknown) => boolean;
  /** What is wrong, in class-validator's judgement; empty if nothing is. */
  readonly explain: (value: unknown) => readonly FieldError[];
}

/** Answered at most: a body can be wrong in more places than anybody reads. */
const MOST_ERRORS = 100;
/** A wrong body of more values than this is answered with the compiled check's finding: explaining it would cost more than it took to send. */
const MOST_EXPLAINED = 5_000;

const compiled = new WeakMap<object, Compiled>();

/**
 * What judges by the rules of a class, made once. The schema is made at once, so that rules without one show at start; the check is compiled of it when
 * somebody is first judged by it, as most classes of a program are not needed today. @throws with the field and the reason where there is no schema
 */
export function compiledFor(of: Type): Compiled {
  let whole = compiled.get(of);
  if (whole === undefined) {
    whole = compile(of);
    compiled.set(of, whole);
  }
  return whole;
}

function compile(of: Type): Compiled {
  const schema = schemaOf(of);
  const free = takesAnything(of);
  let made: ReturnType<typeof compileSchema> | undefined;
  const check = (): ReturnType<typeof compileSchema> => (made ??= compileSchema(schema));
  return {
    of,
    accepts: (value) => check()(value) && (!free || unsafePlace(value) === undefined),
    explain(value) {
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        return [{ pointer: '', code: 'isObject', detail: 'The body must be a JSON object' }];
      const place = unsafePlace(value);
      if (place?.why === 'deep')
        return [{ pointer: place.pointer, code: 'tooDeep', detail: `Nothing is taken that is nested more than ${DEEPEST} deep` }];
      if (place !== undefined) return [unknownField(place.pointer)];
      if (larger(value, MOST_EXPLAINED)) {
        if (check()(value)) return [];
        const [found] = check().errors ?? [];
        return [{ pointer: found?.instancePath ?? '', code: 'schema', detail: found?.message ?? 'This does not fit its schema' }];
      }
      const instance = instanceOf(of, value);
      return validateSync(instance, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true })
        .flatMap((error) => flattened(error, ''))
        .slice(0, MOST_ERRORS);
    },
  };
}

function takesAnything(of: Type): boolean {
  return fieldsOf(of).some(({ free, nested }) => free || (nested !== undefined && takesAnything(nested.of)));
}

function larger(value: unknown, most: number): boolean {
  let left = most;
  const open = [value];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (typeof place !== 'object' || place === null) continue;
    const inner: readonly unknown[] = Object.values(place);
    left -= inner.length;
    if (left < 0) return true;
    open.push(...inner.filter((one) => typeof one === 'object' && one !== null));
  }
  return false;
}

/** The value as class-validator wants it: objects that know their class. Made without calling a constructor, and with nothing but what was sent. */
function instanceOf(of: Type, value: object): object {
  const instance = Object.assign(Object.create(of.prototype as object) as Record<string, unknown>, value);
  for (const { name, nested } of fieldsOf(of)) {
    const inner = instance[name];
    if (nested === undefined || typeof inner !== 'object' || inner === null) continue;
    if (!Array.isArray(inner)) instance[name] = instanceOf(nested.of, inner);
    else if (nested.list)
      instance[name] = inner.map((item: unknown) =>
        typeof item === 'object' && item !== null && !Array.isArray(item) ? instanceOf(nested.of, item) : item,
      );
  }
  return instance;
}

/** Where one of these does not hold, what else is said of the value is noise. */
const OF_TYPE = ['isObject', 'isArray', 'isString', 'isInt', 'isNumber', 'isBoolean', 'isText'];

function flattened(error: ValidationError, above: string): readonly FieldError[] {
  const pointer = pointerTo(above, error.property);
  const below = (): readonly FieldError[] => (error.children ?? []).flatMap((child) => flattened(child, pointer));
  const broken = Object.entries(error.constraints ?? {});
  if (broken.length === 0) return below();
  if (broken[0]?.[0] === 'whitelistValidation') return [unknownField(pointer)];
  if (error.value === undefined) return [{ pointer, code: 'required', detail: `"${error.property}" is missing` }];
  const worst = broken.find(([code]) => OF_TYPE.includes(code));
  if (worst !== undefined) return [{ pointer, code: worst[0], detail: worst[1] }];
  return [...broken.map(([code, detail]) => ({ pointer, code, detail })), ...below()];
}

function unknownField(pointer: string): FieldError {
  const name = pointer.slice(pointer.lastIndexOf('/') + 1);
  return { pointer, code: 'unknownField', detail: `There is no field "${name.slice(0, 100)}" here` };
}

/**
 * A query string's parameters as the fields of a class: whole numbers, booleans and lists are made of text where the class wants them, and nothing else is.
 * What cannot be made stays text, for the rules to refuse.
 * @throws the class wants what a query string cannot say
 */
export function parametersFor(of: Type): (query: Readonly<Record<string, unknown>>) => Record<string, unknown> {
  const makers = new Map(
    fieldsOf(of).map(({ name, schema, nested }) => {
      if (nested !== undefined || schema.type === 'object') throw new Error(`${of.name}.${name}: a query string has no objects`);
      if (schema.type !== 'array') return [name, scalar(schema)] as const;
      const item = scalar(schema.items as Readonly<Record<string, unknown>>);
      return [name, (sent: unknown): unknown => (Array.isArray(sent) ? sent : [sent]).map(item)] as const;
    }),
  );
  return (query) => {
    const made: Record<string, unknown> = {};
    for (const [name, sent] of Object.entries(query)) {
      const make = makers.get(name);
      // An own property whatever its name, so that __proto__ is one more unknown parameter.
      Object.defineProperty(made, name, {
        value: make === undefined ? sent : make(sent),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
    return made;
  };
}

function scalar(schema: Readonly<Record<string, unknown>>): (sent: unknown) => unknown {
  switch (schema.type) {
    case 'integer':
    case 'number':
      return (sent) => (typeof sent === 'string' && /^-?(?:0|[1-9]\d{0,15})(?:\.\d{1,15})?$/.test(sent) ? Number(sent) : sent);
    case 'boolean':
      return (sent) => (sent === 'true' ? true : sent === 'false' ? false : sent);
    default:
      return (sent) => sent;
  }
}
