import { CommandIdReused, PreconditionFailed, RevisionConflict, RuleBroken } from '#libs/event-sourcing';
import type { Keyring } from './keyring.ts';
import { DataKey } from './seal.ts';
import { isSealed, type Personal, type Sealed } from './sealed.ts';

/** What stands in an answer where a sealed field was: its content; or that it was erased for ever; or that it is not for the one who asks. */
export type PersonalField<Content = Personal> = Content | { readonly erased: true } | { readonly withheld: true };

/** A value as it is answered, with what was sealed in it opened, erased or withheld. */
export type Unsealed<T> =
  T extends Sealed<infer Content>
    ? PersonalField<Content>
    : T extends readonly (infer Item)[]
      ? readonly Unsealed<Item>[]
      : T extends object
        ? { readonly [Field in keyof T]: Unsealed<T[Field]> }
        : T;

/** Fields of a person, each sealed under its name. */
type SealedFields<Fields> = { readonly [Field in keyof Fields]: Sealed<Exclude<Fields[Field], undefined>> };

/** What records a fact about a person, tried before it is done. */
export interface Recording<Fields, Outcome> {
  /** Of the fact that is sealed, and where it would be recorded. */
  readonly of: { readonly person: string; readonly commandId: string; readonly stream: string };
  readonly fields: Fields;
  /** Decides with fields sealed by a key that nobody keeps, and records nothing. Answers only if nothing is to be recorded; refuses what is refused. */
  readonly rehearse: (sealed: SealedFields<Fields>) => Promise<Outcome | undefined>;
  readonly record: (sealed: SealedFields<Fields>) => Promise<Outcome>;
}

/** What names and identifies private persons: sealed before it is recorded, opened for those who may see it, erased for ever. */
export class Persons {
  constructor(private readonly keyring: Keyring) {}

  /**
   * Records what names a person, and makes their key with the first fact of them and not for what is refused: a command is decided before there is a key,
   * and one that is refused all the same, as others were first, gives it back. The key is durable before anything sealed with it is recorded; where the
   * program dies between the two, it waits until `sweep`. @throws PersonErased @throws KeysUnavailable nothing was recorded @throws as `rehearse` and `record`
   */
  async record<Fields extends Readonly<Record<string, Personal | undefined>>, Outcome>({
    of,
    fields,
    rehearse,
    record,
  }: Recording<Fields, Outcome>): Promise<Outcome> {
    const { person, stream } = of;
    while (!(await this.keyring.holds(person))) {
      const nothing = await rehearse(sealedWith(DataKey.random(), of, fields));
      if (nothing !== undefined) return nothing;
      const begun = await this.keyring.begin(person, stream);
      if (begun === undefined) continue;
      const { key, waiting } = begun;
      // What fails here is done by a sweep: the answer is that of the command.
      const later = (): undefined => undefined;
      try {
        const outcome = await record(sealedWith(key, of, fields));
        await this.keyring.settle(person).catch(later);
        return outcome;
      } catch (error) {
        if (isRefusal(error)) await this.keyring.drop(waiting).catch(later);
        throw error;
      }
    }
    return record(await this.seal(of, fields));
  }

  /** See `Keyring.sweep`: looks into the streams through `read`. @throws KeysUnavailable and as `read` */
  sweep(forMs: number, read: (stream: string) => AsyncIterable<unknown>): Promise<number> {
    return this.keyring.sweep(forMs, async (person, stream) => {
      let used = false;
      for await (const recorded of read(stream)) replaced(recorded, '', (sealed) => (used ||= sealed.person === person));
      return used;
    });
  }

  /**
   * Seals fields of a person, each under its name; absent ones stay absent. The person's key is made with the first of them and is durable before
   * this answers. The same command seals the same to the same. @throws PersonErased @throws KeysUnavailable
   */
  async seal<Fields extends Readonly<Record<string, Personal | undefined>>>(
    { person, commandId }: { readonly person: string; readonly commandId: string },
    fields: Fields,
  ): Promise<SealedFields<Fields>> {
    return sealedWith(await this.keyring.create(person), { person, commandId }, fields);
  }

  /**
   * A value with every sealed field in it opened; one whose person was erased becomes `{ "erased": true }`. A sealed field lies under the name it was
   * sealed under, in a list under the list's. @throws CannotOpen one is not what was sealed @throws KeysUnavailable
   */
  async open<T>(value: T): Promise<Unsealed<T>> {
    const persons = new Set<string>();
    replaced(value, '', ({ person }) => persons.add(person));
    if (persons.size === 0) return value as Unsealed<T>;
    const keys = await this.keyring.getAll(persons);
    return replaced(value, '', (sealed, field) => {
      const key = keys.get(sealed.person);
      return key === undefined ? { erased: true } : key.open(sealed, field);
    }) as Unsealed<T>;
  }

  /** A value in which every sealed field says that it is withheld: for those who may see everything else. */
  withhold<T>(value: T): Unsealed<T> {
    return replaced(value, '', () => ({ withheld: true })) as Unsealed<T>;
  }

  /** Destroys the person's key for ever. @throws KeysUnavailable it may have been destroyed or not; doing it again is harmless */
  erase(person: string): Promise<void> {
    return this.keyring.destroy(person);
  }

  /** Wraps every person's key anew under the current master key, and answers how many were not under it: see `Keyring.rewrap`. */
  rewrap(): Promise<number> {
    return this.keyring.rewrap();
  }

  /** @throws KeysUnavailable if nothing can be sealed or opened just now */
  check(): Promise<void> {
    return this.keyring.check();
  }

  close(): Promise<void> {
    return this.keyring.close();
  }
}

function sealedWith<Fields extends Readonly<Record<string, Personal | undefined>>>(
  key: DataKey,
  { person, commandId }: { readonly person: string; readonly commandId: string },
  fields: Fields,
): SealedFields<Fields> {
  return Object.fromEntries(
    Object.entries<Personal | undefined>(fields).flatMap(([field, value]) =>
      value === undefined ? [] : [[field, key.seal(value, { person, field, commandId })]],
    ),
  ) as SealedFields<Fields>;
}

/** Whether it says for certain that nothing was recorded. */
function isRefusal(error: unknown): boolean {
  return [RuleBroken, PreconditionFailed, CommandIdReused, RevisionConflict].some((refusal) => error instanceof refusal);
}

/** A copy in which each sealed field is what `by` makes of it; `field` is the name it lies under. */
function replaced(value: unknown, field: string, by: (sealed: Sealed, field: string) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isSealed(value)) return by(value, field);
  if (Array.isArray(value)) return value.map((item) => replaced(item, field, by));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, replaced(inner, name, by)]));
}
