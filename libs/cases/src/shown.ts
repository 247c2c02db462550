import type { Identity } from '#libs/access';
import type { Persons, Unsealed } from '#libs/privacy';

/** Stands on every page of a case and beside every suspect that is shown. */
export const NOTICE = 'A suspect is not a convict';

/** Who sees who a suspect is. Committee members and integrity officers judge rewards, for which no name is needed. */
const SEES_NAMES: ReadonlySet<string> = new Set(['investigator', 'unit-head', 'legal-officer', 'auditor']);

/** An answer as this person may see it: names opened or withheld, and what is said of a suspect marked as that. @throws KeysUnavailable */
export async function shown<T>(persons: Persons, { roles }: Identity, answer: T): Promise<Unsealed<T>> {
  const unsealed = roles.some((role) => SEES_NAMES.has(role)) ? await persons.open(answer) : persons.withhold(answer);
  return marked(unsealed) as Unsealed<T>;
}

function marked(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(marked);
  const fields = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, marked(inner)]));
  return 'suspectId' in fields || 'caseId' in fields ? { ...fields, notice: NOTICE } : fields;
}
