import fc from 'fast-check';
import type { Condition, IndexKind, Query, Row } from '../../read-store.ts';
import { cases } from './given.ts';

const integers = [-(2 ** 53), -1, 0, 1, 7, 2 ** 53];
const instants = ['0001-01-01T00:00:00.000Z', '2026-03-01T23:59:59.999Z', '2026-03-02T00:00:00.000Z', '9999-12-31T23:59:59.999Z'];

/** Any document whose index fields hold some of a few values, null or nothing. */
export function anyDoc(texts: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  const some = (values: readonly unknown[]) => fc.option(fc.constantFrom(...values), { nil: null });
  const fields: Record<string, fc.Arbitrary<unknown>> = {
    status: some(texts),
    unit: some(texts.slice(0, 3)),
    severity: some(integers),
    openedAt: some(instants),
    urgent: some([true, false]),
    officers: fc.option(fc.subarray([...texts]), { nil: null }),
  };
  return fc.record(fields, { requiredKeys: [] });
}

/** Any query that the index can answer. */
export function anyQuery(texts: readonly string[]): fc.Arbitrary<Query> {
  const absent = fc.record({ absent: fc.boolean() });
  const scalar = <T>(values: readonly T[]) => {
    const one = fc.constantFrom(...values);
    return fc.oneof(fc.record({ is: one }), fc.record({ anyOf: fc.array(one, { maxLength: 4 }) }), absent);
  };
  const ordered = <T>(values: readonly T[]) => {
    const one = fc.constantFrom(...values);
    return fc.oneof(scalar(values), fc.record({ from: one, to: one }), fc.record({ from: one }), fc.record({ to: one }));
  };
  const conditions: Record<string, fc.Arbitrary<Condition>> = {
    status: ordered(texts),
    unit: ordered(texts.slice(0, 3)),
    severity: ordered(integers),
    openedAt: ordered(instants),
    urgent: scalar([true, false]),
    officers: fc.oneof(fc.record({ contains: fc.constantFrom(...texts) }), absent),
  };
  const sortable = Object.keys(conditions).filter((field) => field !== 'officers');
  const sort = fc
    .tuple(fc.shuffledSubarray(sortable, { maxLength: 3 }), fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }))
    .map(([fields, descending]) => fields.map((field, i) => ({ field, descending: descending[i] === true })));
  const where = fc
    .shuffledSubarray(Object.keys(conditions), { maxLength: 2 })
    .chain((fields) => fc.record(Object.fromEntries(fields.map((field) => [field, conditions[field] ?? absent]))));
  return fc.record({ where, sort, limit: fc.integer({ min: 1, max: 12 }) });
}

/** The port's words on filters and order, said a second time in the plainest way: what an adapter is measured by. */
export function inModel(rows: readonly Row[], query: Query): Row[] {
  const fieldOf = (each: Row, field: string) => (each.doc as Record<string, string | number | boolean | null>)[field] ?? null;
  const kept = rows.filter((each) =>
    Object.entries(query.where ?? {}).every(([field, condition]) => {
      const value = fieldOf(each, field);
      if ('absent' in condition) return condition.absent === (value === null);
      if (value === null) return false;
      if ('is' in condition) return value === condition.is;
      if ('anyOf' in condition) return condition.anyOf.some((one) => one === value);
      if ('contains' in condition) return (value as unknown as string[]).includes(condition.contains);
      const { from, to } = condition;
      return (from === undefined || order(value, from, field) >= 0) && (to === undefined || order(value, to, field) < 0);
    }),
  );
  return kept.sort((a, b) => {
    for (const { field, descending } of query.sort ?? []) {
      const found = order(fieldOf(a, field), fieldOf(b, field), field);
      if (found !== 0) return descending ? -found : found;
    }
    return order(a.key, b.key, 'status');
  });
}

export function order(a: string | number | boolean | null, b: typeof a, field: string): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  const kind: IndexKind | undefined = cases.index[field];
  if (kind === 'time') return Date.parse(String(a)) - Date.parse(String(b));
  if (kind !== 'text') return Number(a) - Number(b);
  const [left, right] = [a, b].map((text) => Array.from(String(text), (character) => character.codePointAt(0) ?? 0));
  for (let i = 0; ; i++) {
    const [x, y] = [left?.[i], right?.[i]];
    if (x === undefined || y === undefined) return (x === undefined ? 0 : 1) - (y === undefined ? 0 : 1);
    if (x !== y) return x - y;
  }
}
