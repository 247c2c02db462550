import type { Identity } from '#libs/access';
import type { PersonalField, Persons, Sealed } from '#libs/privacy';

/** Stands on every page of a case and beside every suspect that is shown. */
export const NOTICE = 'A suspect is not a convict';
export type Notice = typeof NOTICE;

/** What is shown of a case: personal fields opened, erased or withheld, and the notice beside everything that is about a case or a suspect. */
export type Shown<T> =
  T extends Sealed<infer Content>
    ? PersonalField<Content>
    : T extends readonly (infer Item)[]
      ? readonly Shown<Item>[]
      : T extends object
        ? { readonly [Field in keyof T]: Shown<T[Field]> } & Noticed<T>
        : T;

type Noticed<T> = T extends { readonly caseId: unknown } | { readonly suspectId: unknown }
  ? { readonly notice: Notice }
  : 'suspectId' extends keyof T
    ? {
        /** Where it is about a suspect. */
        readonly notice?: Notice;
      }
    : unknown;

/** Who sees who a suspect is. Committee members and integrity officers judge rewards, for which no name is needed. */
const SEES_NAMES: ReadonlySet<string> = new Set(['investigator', 'unit-head', 'legal-officer', 'auditor']);

/** An answer as this person may see it: names opened or withheld, and what is said of a suspect marked as that. @throws KeysUnavailable */
export async function shown<T>(persons: Persons, { roles }: Identity, answer: T): Promise<Shown<T>> {
  const unsealed = roles.some((role) => SEES_NAMES.has(role)) ? await persons.open(answer) : persons.withhold(answer);
  return marked(unsealed) as Shown<T>;
}

function marked(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(marked);
  const fields = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, marked(inner)]));
  return 'suspectId' in fields || 'caseId' in fields ? { ...fields, notice: NOTICE } : fields;
}
