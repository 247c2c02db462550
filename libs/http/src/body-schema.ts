import type { Type } from '@nestjs/common';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage } from 'class-validator';
import type { JsonSchema } from './json-schema.ts';
import { descriptionOf, isPresent, Optional, StatedSchema } from './rules.ts';

/** A field of a class, as its decorators state it. */
export interface Field {
  readonly name: string;
  readonly optional: boolean;
  readonly description: string | undefined;
  /** Everything but the fields of a nested class. */
  readonly schema: JsonSchema;
  /** The nested class, in the field itself or in each item of its list. */
  readonly nested: { readonly of: Type; readonly list: boolean } | undefined;
  /** Takes an object of any fields. */
  readonly free: boolean;
}

type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];
type Translate = (constraints: readonly unknown[], metadata: Metadata) => JsonSchema;

const known = new WeakMap<object, readonly Field[]>();

/** The fields of a class with class-validator decorators. @throws a decorator that cannot be translated, or a set of them that would let too much through */
export function fieldsOf(of: Type): readonly Field[] {
  let fields = known.get(of);
  if (fields === undefined) {
    const metadata = getMetadataStorage().getTargetValidationMetadatas(of, '', false, false);
    if (metadata.length === 0) throw new Error(`${of.name} has no fields with rules`);
    const names = [...new Set(metadata.map(({ propertyName }) => propertyName))];
    fields = names.map((name) =>
      fieldOf(
        of,
        name,
        metadata.filter(({ propertyName }) => propertyName === name),
      ),
    );
    known.set(of, fields);
  }
  return fields;
}

/** A class with the same fields and rules, each of which may be left out: what a change of some of them is checked by. */
export function partOf<T extends object>(whole: Type<T>): Type<Partial<T>> {
  class Part extends (whole as Type<object>) {}
  for (const { name } of fieldsOf(whole)) Optional()(Part.prototype, name);
  return Part;
}

/** The schema of a class. `refer` says what stands for a nested class; without it the nested class stands there itself. */
export function schemaOf(of: Type, refer?: (nested: Type) => JsonSchema, within: readonly Type[] = []): JsonSchema {
  if (within.includes(of)) throw new Error(`${of.name} holds itself, so nothing bounds how deep its bodies go`);
  const properties: Record<string, JsonSchema> = {};
  const fields = fieldsOf(of);
  for (const { name, schema, nested, description } of fields) {
    let whole = schema;
    if (nested !== undefined) {
      const inner = refer?.(nested.of) ?? schemaOf(nested.of, refer, [...within, of]);
      whole = nested.list ? { ...schema, items: inner } : inner;
    }
    properties[name] = description === undefined ? whole : { ...whole, description };
  }
  const required = fields.filter(({ optional }) => !optional).map(({ name }) => name);
  return { type: 'object', properties, ...(required.length > 0 && { required }), additionalProperties: false };
}

function fieldOf(of: Type, name: string, metadata: readonly Metadata[]): Field {
  const wrong = (why: string): Error => new Error(`${of.name}.${name}: ${why}`);
  let optional = false;
  let nests = false;
  let list = false;
  let anyObject = false;
  let open = false;
  const own: JsonSchema[] = [];
  const each: JsonSchema[] = [];
  for (const entry of metadata) {
    const { groups } = entry as { readonly groups?: readonly string[] };
    if ((groups !== undefined && groups.length > 0) || entry.always === true || entry.validateIf !== undefined)
      throw wrong('groups, always and validateIf make a rule depend on more than the body');
    if (entry.type === 'conditionalValidation') {
      if ((entry.constraints as readonly unknown[])[0] !== isPresent)
        throw wrong('@IsOptional lets null pass and @ValidateIf depends on the program: say @Optional() of #libs/http, or nothing');
      optional = true;
    } else if (entry.type === 'nestedValidation') {
      nests = true;
    } else {
      const rule = entry.name ?? entry.type;
      const [stated] = (entry.constraints as readonly unknown[] | undefined) ?? [];
      const translate: Translate | undefined = stated instanceof StatedSchema ? () => stated.schema : TRANSLATIONS[rule];
      if (translate === undefined)
        throw wrong(`the rule ${rule} has no JSON schema; use one that has, or state a new one with rule() of #libs/http`);
      if (rule === 'isArray' && !entry.each) list = true;
      if (rule === 'isObject') anyObject = true;
      if (stated instanceof StatedSchema && isOpen(stated.schema)) open = true;
      try {
        (entry.each ? each : own).push(translate((entry.constraints as readonly unknown[] | undefined) ?? [], entry));
      } catch (error) {
        throw wrong((error as Error).message);
      }
    }
  }
  requireNoTransformation(of, name, wrong);
  const type = defaultMetadataStorage.findTypeMetadata(of, name)?.typeFunction();
  if (each.length > 0 && !list) throw wrong('{ each: true } lets a value pass that is no list: add @IsArray()');
  const schema = merged(own, wrong);
  const items = merged(each, wrong);
  if (nests) {
    if (typeof type !== 'function') throw wrong('@ValidateNested() needs @Type(() => TheClass)');
    if ((list ? items : schema).type !== 'object')
      throw wrong('@ValidateNested() lets null and lists pass: say @Nested(() => TheClass) or @ListOf(() => TheClass, …) of #libs/http');
  } else if (type !== undefined) {
    throw wrong('@Type changes nothing here: bodies are checked as they came');
  }
  if (list) {
    if (schema.maxItems === undefined) throw wrong('a list says how long it may get: add @ArrayMaxSize()');
    if (!nests && !saysType(items)) throw wrong('a list says what its items are: add a rule with { each: true }');
    if (schema.uniqueItems === true && (nests || items.type === 'object' || items.type === 'array'))
      throw wrong('@ArrayUnique() compares objects by identity, so it never finds two alike');
  } else if (!saysType(schema)) {
    throw wrong('no rule says of what type the value is');
  }
  return {
    name,
    optional,
    description: descriptionOf(of.prototype as object, name),
    schema: list && !nests ? { ...schema, items } : schema,
    nested: nests ? { of: type as Type, list } : undefined,
    free: open || (anyObject && !nests),
  };
}

function saysType(schema: JsonSchema): boolean {
  return schema.type !== undefined || schema.enum !== undefined;
}

/** True for a schema of a rule that lets objects or lists of anything pass. */
function isOpen(schema: JsonSchema): boolean {
  const choices = (schema.oneOf ?? schema.anyOf) as readonly JsonSchema[] | undefined;
  if (choices !== undefined) return choices.some(isOpen);
  const inner = Object.values((schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>);
  if (schema.type === 'object') return schema.additionalProperties !== false || inner.some(isOpen);
  if (schema.type === 'array') return schema.items === undefined || isOpen(schema.items as JsonSchema);
  return !saysType(schema) && schema.const === undefined;
}

function requireNoTransformation(of: Type, name: string, wrong: (why: string) => Error): void {
  const fromPlain = 0;
  if (
    defaultMetadataStorage.findTransformMetadatas(of, name, fromPlain).length > 0 ||
    defaultMetadataStorage.findExposeMetadata(of, name) !== undefined ||
    defaultMetadataStorage.findExcludeMetadata(of, name) !== undefined
  )
    throw wrong('@Transform, @Expose and @Exclude change nothing here: bodies are checked as they came');
}

/** One schema that holds where all hold. */
function merged(schemas: readonly JsonSchema[], wrong: (why: string) => Error): JsonSchema {
  const whole: Record<string, unknown> = {};
  const beside: JsonSchema[] = [];
  for (const schema of schemas) {
    const { type, ...rest } = schema;
    if (type !== undefined && whole.type !== undefined && whole.type !== type) {
      if (![type, whole.type].every((one) => one === 'integer' || one === 'number'))
        throw wrong(`a value cannot be both ${JSON.stringify(whole.type)} and ${JSON.stringify(type)}`);
      whole.type = 'integer';
    } else if (type !== undefined) {
      whole.type = type;
    }
    if (Object.keys(rest).some((keyword) => Object.hasOwn(whole, keyword))) beside.push(schema);
    else Object.assign(whole, rest);
  }
  return beside.length === 0 ? whole : { ...whole, allOf: beside };
}

function scalars(values: readonly unknown[]): JsonSchema {
  if (values.length === 0 || !values.every((value) => ['string', 'number', 'boolean'].includes(typeof value) && !Number.isNaN(value)))
    throw new Error('a choice is between texts, numbers or booleans');
  return { enum: [...new Set(values)] };
}

function size(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new Error(`${String(value)} is no size`);
  return value;
}

function limit(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`${String(value)} is no limit`);
  return value;
}

/** class-validator's rules as JSON schema, by the name of the rule. What is not here does not compile. */
const TRANSLATIONS: Readonly<Record<string, Translate>> = {
  isDefined: () => ({}),
  isString: () => ({ type: 'string' }),
  isNotEmpty: () => ({ not: { enum: ['', null] } }),
  isLength: ([min, max]) => ({ type: 'string', minLength: size(min), ...(max !== undefined && { maxLength: size(max) }) }),
  minLength: ([min]) => ({ type: 'string', minLength: size(min) }),
  maxLength: ([max]) => ({ type: 'string', maxLength: size(max) }),
  matches: ([pattern, flags]) => {
    if (!(pattern instanceof RegExp) || flags !== undefined || pattern.flags !== 'u')
      throw new Error('@Matches takes a pattern with the flag u and no other, as that is how JSON schema reads patterns');
    return { type: 'string', pattern: pattern.source };
  },
  isInt: () => ({ type: 'integer' }),
  isNumber: ([options]) => {
    if (Object.keys((options as object | undefined) ?? {}).length > 0) throw new Error('@IsNumber takes no options here');
    return { type: 'number' };
  },
  min: ([least]) => ({ type: 'number', minimum: limit(least) }),
  max: ([most]) => ({ type: 'number', maximum: limit(most) }),
  isBoolean: () => ({ type: 'boolean' }),
  isUuid: ([version]) => {
    if (version === undefined || version === 'all') return { type: 'string', format: 'uuid' };
    const digit = JSON.stringify(version).replaceAll('"', '');
    if (!/^[1-8]$/.test(digit)) throw new Error(`@IsUUID(${digit}) has no JSON schema`);
    return {
      type: 'string',
      pattern: `^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-${digit}[0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$`,
    };
  },
  isIn: ([values]) => scalars(values as readonly unknown[]),
  isEnum: ([values]) => scalars(Object.values(values as object)),
  isObject: () => ({ type: 'object' }),
  isArray: () => ({ type: 'array' }),
  arrayNotEmpty: () => ({ type: 'array', minItems: 1 }),
  arrayMinSize: ([min]) => ({ type: 'array', minItems: size(min) }),
  arrayMaxSize: ([max]) => ({ type: 'array', maxItems: size(max) }),
  arrayUnique: (_, metadata) => {
    if (comparesByIdentifier(metadata)) throw new Error('@ArrayUnique with an identifier hides what it compares from the schema');
    return { type: 'array', uniqueItems: true };
  },
};

/** The identifier of `@ArrayUnique` is in no metadata; but it cannot look at these items, or take two for one, unseen. */
function comparesByIdentifier(metadata: Metadata): boolean {
  const [constraint] = getMetadataStorage().getTargetValidatorConstraints(metadata.constraintCls);
  const look = (): never => {
    throw new Error('looked at');
  };
  const opaque = (): object => new Proxy({}, { get: look, has: look, ownKeys: look, getPrototypeOf: look, getOwnPropertyDescriptor: look });
  const args = { value: [], constraints: [], targetName: '', object: {}, property: '' };
  try {
    return constraint?.instance.validate([opaque(), opaque()], args) !== true;
  } catch {
    return true;
  }
}
