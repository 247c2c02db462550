import { RuleBroken } from '#libs/event-sourcing';

/** Everything said is in the fact. Compared by content: commands and stored events are JSON. */
export function restates(said: unknown, fact: unknown): boolean {
  if (typeof said !== 'object' || typeof fact !== 'object' || said === null || fact === null) return said === fact;
  const fields = new Set([...Object.keys(said), ...Object.keys(fact)]);
  return [...fields].every((field) => restates((said as Record<string, unknown>)[field], (fact as Record<string, unknown>)[field]));
}

/** Nothing to record where an entry says just what is known. @throws RuleBroken `<what>.already-registered` where it says something else */
export function registeredAlready(said: object, fact: object, what: string): readonly [] {
  if (restates(said, fact)) return [];
  throw new RuleBroken(
    `${what}.already-registered`,
    `The register has this ${what} already, with other particulars; a second one needs an id of its own`,
  );
}

/** The particulars among these that differ from what is known. */
export function changesOf<T extends object>(known: T, wanted: Partial<T>): Partial<T> {
  return Object.fromEntries(
    Object.entries(wanted).filter(([field, value]) => value !== undefined && !restates(value, known[field as keyof T])),
  ) as Partial<T>;
}
