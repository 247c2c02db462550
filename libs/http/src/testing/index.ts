/** For the specs of other rooms: that a body's two judges agree. */
import type { Type } from '@nestjs/common';
import fc from 'fast-check';
import { compiledFor, compileSchema, exampleOf, type JsonSchema, schemaOf } from '#libs/http';

/** How a run went. */
export interface Verdicts {
  readonly accepted: number;
  readonly refused: number;
}

/**
 * Throws with a body on which the compiled check and class-validator differ, if one is found among so many good, slightly wrong and hostile ones;
 * or if none was good or none was wrong, as then nothing was compared. A class whose good bodies are hard to guess (a pattern) has a static `example`.
 */
export function equivalence(of: Type, runs = 500): Verdicts {
  const compiled = compiledFor(of);
  const example = exampleOf(of);
  const good = valuesOf(schemaOf(of));
  const bases = example === undefined ? good : fc.oneof(good, fc.constant(example));
  const bodies = fc.oneof(
    { weight: 2, arbitrary: bases },
    { weight: 6, arbitrary: fc.tuple(bases, fc.array(changes, { minLength: 1, maxLength: 2 })).map(changed) },
    HOSTILE,
  );
  let accepted = 0;
  let refused = 0;
  const agree = fc.property(bodies, (body) => {
    const verdict = compiled.accepts(body);
    if (verdict) accepted++;
    else refused++;
    return verdict === (compiled.explain(body).length === 0);
  });
  const { failed, counterexample } = fc.check(agree, { numRuns: runs });
  if (failed) {
    const [body] = counterexample ?? [];
    const errors = JSON.stringify(compiled.explain(body));
    throw new Error(
      `The compiled check of ${of.name} and class-validator differ on ${fc.stringify(body)}, of which class-validator says ${errors}`,
    );
  }
  if (accepted < runs / 50 || refused < runs / 50)
    throw new Error(
      `Of ${runs} bodies for ${of.name}, ${accepted} were accepted and ${refused} refused, which compares too little: give it a static example`,
    );
  return { accepted, refused };
}

const TEXTS = [
  '',
  ' ',
  'a',
  'A',
  'ab',
  ' a',
  'a ',
  'a\nb',
  'a\tb',
  'a\0b',
  'a\u202Eb',
  '\uFE0F',
  'a\uFE0F',
  '❤️❤️',
  '\uD800',
  '👮🏽‍♀️',
  'រឹបអូស',
  '\u00A0a',
  '0',
  '7',
  '-1',
  '01',
  '1e3',
  '40000000',
  '999999999999999999',
  '1000000000000000000',
  'null',
  'true',
  '__proto__',
  'heroin',
  'KHR',
  'USD',
  '2026-03-02',
  '2026-02-30',
  '1899-12-31',
  '2026-03-02T14:30:00+07:00',
  '2024-02-29T23:59:59.999Z',
  '2023-02-29T10:00:00Z',
  '2026-03-02T14:30:00',
  '2026-03-02T24:00:00Z',
  '2026-03-02T14:30:60Z',
  '2026-03-02t14:30:00z',
  '2026-03-02T14:30:00+15:00',
  '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  '7C9E6679-7425-40DE-944B-E07FC1F90AE7',
  '00000000-0000-0000-0000-000000000000',
  '7c9e6679-7425-00de-944b-e07fc1f90ae7',
  'x'.repeat(300),
];
const NUMBERS = [0, -0, 1, -1, 2, 0.5, 99, 100, 101, 10_000, 10_001, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 1e21, 1e-7, Infinity, -Infinity];

const HOSTILE: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, [], {}, [null], [[]], [{}], { a: 1 }, ...TEXTS, ...NUMBERS),
  fc.string({ unit: 'binary' }),
  fc.double({ noNaN: true }),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constant(null).map(() => nestedDeep(40)),
);

function nestedDeep(depth: number): unknown {
  return depth === 0 ? 1 : { inner: nestedDeep(depth - 1) };
}

/** Good values of a schema, mostly. What is missed is only judged as one more wrong value. */
function valuesOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const number = (keyword: string, otherwise: number): number => (typeof schema[keyword] === 'number' ? schema[keyword] : otherwise);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  if (schema.const !== undefined) return fc.constant(schema.const);
  const choices = (schema.oneOf ?? schema.anyOf) as readonly JsonSchema[] | undefined;
  if (choices !== undefined) return fc.oneof(...choices.map(valuesOf));
  switch (schema.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number': {
      const [min, max] = [number('minimum', -1e6), number('maximum', 1e6)];
      const whole = fc.integer({
        min: Math.max(Math.ceil(min), Number.MIN_SAFE_INTEGER),
        max: Math.min(Math.floor(max), Number.MAX_SAFE_INTEGER),
      });
      return schema.type === 'integer' ? fc.oneof(whole, fc.constantFrom(min, max)) : fc.oneof(whole, fc.double({ min, max, noNaN: true }));
    }
    case 'array': {
      const least = number('minItems', 0);
      const most = number('maxItems', least + 5);
      const items = valuesOf(schema.items as JsonSchema);
      const lengths = { minLength: least, maxLength: Math.min(most, least + 4) };
      return schema.uniqueItems === true ? fc.uniqueArray(items, lengths) : fc.array(items, lengths);
    }
    case 'object': {
      const properties = (schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
      const required = (schema.required ?? []) as readonly string[];
      if (Object.keys(properties).length === 0)
        return fc.dictionary(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), fc.jsonValue({ maxDepth: 1 }));
      return fc.record(Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, valuesOf(inner)])), {
        requiredKeys: number('minProperties', 0) > 0 && required.length === 0 ? Object.keys(properties).slice(0, 1) : [...required],
        noNullPrototype: true,
      });
    }
    default:
      return textsOf(schema);
  }
}

function textsOf(schema: JsonSchema): fc.Arbitrary<string> {
  const check = compileSchema(schema);
  const fitting = TEXTS.filter((text) => check(text));
  const some: fc.Arbitrary<string>[] = [fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), fc.uuid()];
  if (fitting.length > 0) some.push(fc.constantFrom(...fitting));
  const pattern = schema.pattern;
  if (typeof pattern === 'string')
    try {
      some.push(fc.stringMatching(new RegExp(pattern, 'u')));
    } catch {
      // fast-check makes no texts for patterns that look around; the others have to do.
      some.push(fc.string({ unit: 'grapheme-ascii' }).map((text) => text.trim()));
    }
  return fc.tuple(...some, fc.nat()).map((drawn) => {
    const texts = drawn.slice(0, -1) as string[];
    const good = texts.filter((text) => check(text));
    return good[(drawn.at(-1) as number) % Math.max(1, good.length)] ?? texts[0] ?? '';
  });
}

type Change = { readonly at: number } & (
  { readonly put: unknown } | { readonly drop: true } | { readonly add: string; readonly value: unknown } | { readonly repeat: number }
);

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ at: fc.nat(), put: HOSTILE }),
  fc.record({ at: fc.nat(), drop: fc.constant(true as const) }),
  fc.record({
    at: fc.nat(),
    add: fc.oneof(fc.constantFrom('extra', '', 'a/b', '__proto__', 'toString', 'constructor', 'hasOwnProperty'), fc.string()),
    value: HOSTILE,
  }),
  fc.record({ at: fc.nat(), repeat: fc.constantFrom(1, 2, 60) }),
);

/** A copy of the body with each change made at some place of it. */
function changed([body, wanted]: readonly [unknown, readonly Change[]]): unknown {
  let copy: unknown = structuredClone(body);
  for (const change of wanted) {
    const places = placesOf(copy);
    const place = places[change.at % Math.max(1, places.length)];
    if (place === undefined) copy = 'put' in change ? structuredClone(change.put) : copy;
    else apply(change, place);
  }
  return copy;
}

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

function placesOf(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesOf(holder[key])]);
}

function apply(change: Change, { holder, key }: Place): void {
  // Copied: what stands in two places would hold itself, once it is put into itself.
  const put = (at: object, name: string, value: unknown) =>
    Object.defineProperty(at, name, { value: structuredClone(value), enumerable: true, writable: true, configurable: true });
  const here = holder[key];
  if ('put' in change) put(holder, key, change.put);
  else if ('drop' in change) {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else Reflect.deleteProperty(holder, key);
  } else if ('add' in change)
    put(
      typeof here === 'object' && here !== null && !Array.isArray(here) ? here : Array.isArray(holder) ? {} : holder,
      change.add,
      change.value,
    );
  else if (Array.isArray(here))
    for (let count = 0; count < change.repeat; count++) here.push(structuredClone((here as unknown[])[0] ?? null));
}
