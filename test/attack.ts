import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type DeclaredRoute, routesOf } from '#libs/access';
import { capabilities } from '#libs/composition';
import type { ReadStore } from '#libs/event-sourcing';
import { exampleOf, type JsonSchema, natureOf, parametersOf, schemaOf } from '#libs/http';
import type { Random } from '../apps/demo/src/random.ts';

/** A command as it is given over HTTP. */
export interface Attempt {
  readonly route: string;
  readonly method: string;
  readonly url: string;
  readonly body?: unknown;
}

/** A route of a command, with the rules of its body. Found among the routes that the program has: a new one is tried from the day it is there. */
export interface Aim {
  /** `POST /v1/pools/:id/freeze` */
  readonly route: string;
  readonly method: string;
  readonly path: string;
  readonly schema?: JsonSchema;
  readonly example?: unknown;
}

export function aimsOf(app: NestFastifyApplication): readonly Aim[] {
  return routesOf(app).flatMap((declared) => {
    const { method, path, controller, handler } = declared;
    if (!isCommand(declared)) return [];
    const body = parametersOf(controller, handler).body as Type | undefined;
    return [{ route: `${method} ${path}`, method, path, ...(body && { schema: schemaOf(body), example: exampleOf(body) }) }];
  });
}

const isCommand = ({ controller, handler }: DeclaredRoute): boolean =>
  natureOf((controller.prototype as Record<string, object>)[handler] ?? {})?.kind === 'command';

type Values = ReadonlyMap<string, readonly unknown[]>;

/** What an insider knows: every row that there is, by the fields in it. */
export class Known {
  private constructor(
    private readonly telling: ReadonlyMap<string, readonly Values[]>,
    private readonly mentioning: ReadonlyMap<unknown, readonly Values[]>,
    private readonly everywhere: Values,
  ) {}

  static async from(rows: ReadStore): Promise<Known> {
    const telling = new Map<string, Values[]>();
    const mentioning = new Map<unknown, Values[]>();
    const everywhere = new Map<string, unknown[]>();
    for (const { name } of capabilities.flatMap(({ projections }) => projections))
      for (let cursor: string | undefined; ;) {
        const page = await rows.query<object>(name, { limit: 1000, ...(cursor !== undefined && { cursor }) });
        for (const { doc } of page.rows) {
          const values = new Map<string, unknown[]>();
          collect(doc, '', values);
          collect(doc, '', everywhere);
          for (const [field, said] of values) {
            push(telling, field, values);
            for (const one of new Set(said)) if (typeof one === 'string') push(mentioning, one, values);
          }
        }
        if (page.next === undefined) break;
        cursor = page.next;
      }
    return new Known(telling, mentioning, everywhere);
  }

  /** A row that tells of something of this field, any of them alike. */
  about(field: string, random: Random): Values | undefined {
    const telling = this.telling.get(field);
    return telling && random.pick(telling);
  }

  /** Rows that name this value anywhere, as one. */
  naming(value: unknown): Values {
    const merged = new Map<string, unknown[]>();
    for (const row of this.mentioning.get(value)?.slice(-MOST_AROUND) ?? [])
      for (const [field, values] of row) merged.set(field, [...(merged.get(field) ?? []), ...values]);
    return merged;
  }

  of(field: string): readonly unknown[] {
    return this.everywhere.get(field) ?? [];
  }
}

/** Rows that are looked at around one id. */
const MOST_AROUND = 30;

function push<Key, One>(into: Map<Key, One[]>, key: Key, one: One): void {
  const known = into.get(key);
  if (known === undefined) into.set(key, [one]);
  else known.push(one);
}

/** Every value of a document by the name it stands under; objects, too, as amounts are such. */
function collect(value: unknown, name: string, into: Map<string, unknown[]>): void {
  if (name !== '' && value !== null && !Array.isArray(value)) push(into, name, value);
  if (typeof value !== 'object' || value === null) return;
  for (const [inner, content] of Object.entries(value)) collect(content, Array.isArray(value) ? name : inner, into);
}

/** Makes commands as somebody would who knows every id there is, and who each row is about. */
export class Attacker {
  private made = 0;

  constructor(
    private readonly known: Known,
    private readonly random: Random,
    private readonly now: () => number,
  ) {}

  attempt({ route, method, path, schema, example }: Aim): Attempt {
    let around: Values = new Map();
    const url = path.replaceAll(/([\w-]+)\/:(\w+)/g, (_, room: string, part: string) => {
      const field = part === 'id' ? idFieldOf(room) : part;
      const near = around.get(field);
      const row = near === undefined ? this.known.about(field, this.random) : undefined;
      const values = near ?? row?.get(field) ?? this.known.of(field);
      const id = values.length === 0 ? '00000000-0000-8000-8000-000000000000' : String(this.random.pick(values));
      if (around.size === 0) around = this.known.naming(id);
      return `${room}/${encodeURIComponent(id)}`;
    });
    const body =
      schema && this.random.chance(0.5) && example !== undefined
        ? this.varied(example, schema, around)
        : schema && this.value(schema, '', around);
    return { route, method, url, ...(body !== undefined && { body }) };
  }

  /** An example in which whatever names something names something that there is. */
  private varied(example: unknown, schema: JsonSchema, around: Values): unknown {
    const properties = (schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
    const copy: Record<string, unknown> = { ...(example as object) };
    for (const [name, inner] of Object.entries(properties))
      if (name in copy && !this.random.chance(0.3)) copy[name] = this.value(inner, name, around);
    return copy;
  }

  private value(schema: JsonSchema, name: string, around: Values): unknown {
    const { random } = this;
    const choices = (schema.oneOf ?? schema.anyOf) as readonly JsonSchema[] | undefined;
    if (choices !== undefined) return this.value(random.pick(choices), name, around);
    if (schema.const !== undefined) return schema.const;
    if (Array.isArray(schema.enum)) return random.pick(schema.enum as unknown[]);
    const near = around.get(name) ?? [];
    const far = this.known.of(name);
    const type = Array.isArray(schema.type) ? (schema.type as string[])[0] : schema.type;
    switch (type) {
      case 'boolean':
        return random.chance(0.5);
      case 'integer':
      case 'number': {
        const numbers = near.filter((one) => typeof one === 'number');
        if (numbers.length > 0 && random.chance(0.7)) return random.pick(numbers);
        const least = Number(schema.minimum ?? 0);
        return random.whole(least, Math.min(Number(schema.maximum ?? 3_000_000), least + (random.chance(0.5) ? 5 : 3_000_000)));
      }
      case 'array': {
        const least = Number(schema.minItems ?? 0);
        const items = Array.from({ length: random.whole(least, Math.min(Number(schema.maxItems ?? 3), least + 2)) }, () =>
          this.value(schema.items as JsonSchema, singular(name), around),
        );
        return schema.uniqueItems === true ? [...new Set(items)] : items;
      }
      case 'object':
        return this.object(schema, name, around);
      default:
        return this.text(schema, name, near, far);
    }
  }

  private object(schema: JsonSchema, name: string, around: Values): unknown {
    const properties = (schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
    if ('currency' in properties && 'amount' in properties) {
      const amounts = [...around.values()].flat().filter(isMoney);
      return amounts.length > 0 && this.random.chance(0.7)
        ? this.random.pick(amounts)
        : { currency: 'KHR', amount: String(this.random.whole(1, 50) * 1_000_000) };
    }
    const required = (schema.required ?? []) as readonly string[];
    return Object.fromEntries(
      Object.entries(properties).flatMap(([inner, rules]) =>
        required.includes(inner) || this.random.chance(0.5) ? [[inner, this.value(rules, inner, around)]] : [],
      ),
    );
  }

  private text({ format, pattern, maxLength }: JsonSchema, name: string, near: readonly unknown[], far: readonly unknown[]): unknown {
    const { random } = this;
    if (format === 'date-time')
      return new Date(this.now() - random.pick([0, 1_000, 3_600_000, 86_400_000 * random.whole(1, 400)])).toISOString();
    if (format === 'date') return new Date(this.now() + 86_400_000 * random.pick([0, 0, -1, 30, -30])).toISOString().slice(0, 10);
    const texts = (values: readonly unknown[]) => values.filter((one): one is string => typeof one === 'string');
    const isFree = /reference|number|certificate|statement|reason|text|name|description|receipt|bankReference|km|en$/i.test(name);
    if (texts(near).length > 0 && random.chance(isFree ? 0.2 : 0.85)) return random.pick(texts(near));
    if (texts(far).length > 0 && random.chance(isFree ? 0.1 : 0.9)) return random.pick(texts(far));
    if (isFree) return `Said alone ${random.whole(0, 1e9)}-${this.made++}`.slice(0, Number(maxLength ?? 100));
    const alike = ALIKE.find(([words]) => words.test(name))?.[1].flatMap((field) => texts(this.known.of(field))) ?? [];
    if (alike.length > 0) return random.pick(alike);
    if (typeof pattern === 'string' && pattern.startsWith('^[0-9a-f]{8}-')) return random.pick(texts(this.known.of('caseId')));
    return `said-${random.whole(0, 1e9)}`;
  }
}

/** Fields that name the same kind of thing under another name. */
const ALIKE: readonly (readonly [RegExp, readonly string[]])[] = [
  [/to|holder|person|officer|member|analyst|witness|seller|valuer|buyer|claimant/i, ['officerId']],
  [/unit|parent/i, ['unitId', 'unit']],
  [/instrument/i, ['instrumentId']],
  [/court/i, ['court']],
  [/province/i, ['province']],
];

const isMoney = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && 'currency' in value && 'amount' in value && Object.keys(value).length === 2;

const singular = (name: string): string => name.replace(/ies$/, 'y').replace(/s$/, '');

/** What rows call the id that stands behind the name of a room in an address: `reward-policies` is of policies. */
const idFieldOf = (room: string): string => `${singular(room.split('-').at(-1) ?? '')}Id`;
