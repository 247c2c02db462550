import { randomBytes } from 'node:crypto';
import { type KeyStore, PersonErased, type StoredKey, type WaitingKey } from './key-store.ts';
import type { MasterKeys } from './master-key.ts';
import { DataKey, KEY_BYTES } from './seal.ts';

/** What a store is asked for at once. */
const PAGE = 1_000;

export interface KeyringOptions {
  /** Keys that stay unwrapped in memory at most. Default 10,000. */
  readonly cached?: number;
  /** How long an unwrapped key is believed, milliseconds: so long may another program still open what was erased here. Default 30 s. */
  readonly believedMs?: number;
  /** Milliseconds since any beginning. Default: the process's clock. */
  readonly now?: () => number;
}

/** The data key of each person: made with the first fact about them, unwrapped when needed, destroyed for ever when they are erased. */
export class Keyring {
  private readonly cache = new Map<string, { readonly key: DataKey; readonly until: number }>();
  /** How often a key was destroyed here: what was read before may not be cached after. */
  private destroyed = 0;
  private readonly cached: number;
  private readonly believedMs: number;
  private readonly now: () => number;

  constructor(
    private readonly store: KeyStore,
    private readonly masters: MasterKeys,
    { cached = 10_000, believedMs = 30_000, now = () => performance.now() }: KeyringOptions = {},
  ) {
    this.cached = cached;
    this.believedMs = believedMs;
    this.now = now;
  }

  /** The person's key, made if there is none. Any number of programs that do so at once get the same one. @throws PersonErased @throws KeysUnavailable */
  async create(person: string): Promise<DataKey> {
    const known = this.remembered(person);
    if (known !== undefined) return known;
    const before = this.destroyed;
    const stored =
      (await this.store.find([person])).get(person) ?? (await this.store.add(person, this.masters.wrap(person, randomBytes(KEY_BYTES))));
    if (stored === 'destroyed') throw new PersonErased(person);
    return this.unwrapped(person, stored, before);
  }

  /**
   * Whether the person has a key. One that waits for its first fact, as after a crash, waits anew: for as long again nobody sweeps it.
   * @throws PersonErased @throws KeysUnavailable
   */
  async holds(person: string): Promise<boolean> {
    if (this.remembered(person) !== undefined) return true;
    await this.store.renew(person);
    const stored = (await this.store.find([person])).get(person);
    if (stored === 'destroyed') throw new PersonErased(person);
    return stored !== undefined;
  }

  /**
   * Makes the person's first key, for what is about to be recorded in a stream; undefined where somebody else has made one. It waits until `settle`: what is
   * not recorded after all gives it back by `drop`, and what nobody gives back is taken by `sweep`. Not kept in memory: whoever else wants to seal with it
   * asks the store (`holds`), and the store then refuses to have it dropped. @throws KeysUnavailable
   */
  async begin(person: string, stream: string): Promise<{ readonly key: DataKey; readonly waiting: WaitingKey } | undefined> {
    const secret = randomBytes(KEY_BYTES);
    const waiting = await this.store.begin(person, this.masters.wrap(person, secret), stream);
    return waiting && { key: new DataKey(secret), waiting };
  }

  /** Takes a key away that nothing was sealed with, unless somebody wanted it meanwhile. @throws KeysUnavailable it is taken by `sweep` */
  async drop(waiting: WaitingKey): Promise<boolean> {
    const dropped = await this.store.drop(waiting);
    if (dropped) this.forget(waiting.person);
    return dropped;
  }

  /** A fact that is sealed with the person's key is recorded. @throws KeysUnavailable it is found out by `sweep` instead */
  settle(person: string): Promise<void> {
    return this.store.settle(person);
  }

  /**
   * Takes away the keys that waited for so long and that nothing is sealed with: what they were made for was refused at the last moment, or its program died.
   * `isUsed` says whether anything in a stream is sealed for a person. Answers how many it took away. @throws KeysUnavailable
   */
  async sweep(forMs: number, isUsed: (person: string, stream: string) => Promise<boolean>): Promise<number> {
    let swept = 0;
    for (const key of await this.store.waiting(forMs)) {
      if (await isUsed(key.person, key.stream)) await this.store.settle(key.person);
      else if (await this.drop(key)) swept++;
    }
    return swept;
  }

  /** The person's key; undefined if there is none: never made, or destroyed. @throws KeysUnavailable @throws CannotUnwrap */
  async get(person: string): Promise<DataKey | undefined> {
    return (await this.getAll([person])).get(person);
  }

  /** The keys of those of these persons that have one. @throws KeysUnavailable @throws CannotUnwrap */
  async getAll(persons: Iterable<string>): Promise<ReadonlyMap<string, DataKey>> {
    const found = new Map<string, DataKey>();
    const asked: string[] = [];
    for (const person of new Set(persons)) {
      const known = this.remembered(person);
      if (known === undefined) asked.push(person);
      else found.set(person, known);
    }
    for (let at = 0; at < asked.length; at += PAGE) {
      const before = this.destroyed;
      for (const [person, stored] of await this.store.find(asked.slice(at, at + PAGE)))
        if (stored !== 'destroyed') found.set(person, this.unwrapped(person, stored, before));
    }
    return found;
  }

  /** Destroys the person's key for ever: nothing sealed for them opens again, and no key is ever made for them. Doing it again is harmless. @throws KeysUnavailable */
  async destroy(person: string): Promise<void> {
    this.forget(person);
    await this.store.destroy(person);
    // Whoever read the key from the store meanwhile may have cached it since.
    this.forget(person);
  }

  /**
   * Wraps every key anew under the current master key; sealed fields stay as they are. May run beside programs that hold both master keys, and be
   * broken off and begun again. Answers how many keys it wrapped. @throws CannotUnwrap a key is under a master key not given @throws KeysUnavailable
   */
  async rewrap(onProgress?: (done: number) => void): Promise<number> {
    let done = 0;
    for (let after = ''; ;) {
      const persons = await this.store.notUnder(this.masters.id, after, PAGE);
      const last = persons.at(-1);
      if (last === undefined) return done;
      for (const [person, stored] of await this.store.find(persons)) {
        if (stored === 'destroyed') continue;
        if (await this.store.replace(person, stored, this.masters.wrap(person, this.masters.unwrap(person, stored)))) done++;
      }
      onProgress?.(done);
      after = last;
    }
  }

  /** @throws KeysUnavailable if the keys cannot be used just now */
  check(): Promise<void> {
    return this.store.check();
  }

  async close(): Promise<void> {
    this.cache.clear();
    await this.store.close();
  }

  private remembered(person: string): DataKey | undefined {
    const known = this.cache.get(person);
    if (known !== undefined && known.until > this.now()) return known.key;
    this.cache.delete(person);
    return undefined;
  }

  private unwrapped(person: string, stored: Exclude<StoredKey, 'destroyed'>, before: number): DataKey {
    const key = new DataKey(this.masters.unwrap(person, stored));
    if (before !== this.destroyed) return key;
    this.cache.set(person, { key, until: this.now() + this.believedMs });
    if (this.cache.size > this.cached) {
      const oldest = this.cache.keys().next();
      if (!oldest.done) this.cache.delete(oldest.value);
    }
    return key;
  }

  private forget(person: string): void {
    this.destroyed++;
    this.cache.delete(person);
  }
}
