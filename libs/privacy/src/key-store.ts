import { RuleBroken, StoreUnavailable } from '#libs/event-sourcing';
import type { WrappedKey } from './master-key.ts';

/**
 * Where wrapped keys lie, one for each person: all that an adapter does. It never sees a key in the clear.
 * What was destroyed leaves a mark in place of the key, so that nothing can make that person a key again.
 * Every method may throw KeysUnavailable.
 */
export interface KeyStore {
  /** Stores a person's first key, durably before it answers. Where there is one already, or one was destroyed, changes nothing and answers what is there. */
  add(person: string, key: WrappedKey): Promise<StoredKey>;
  /** The keys of these persons; those without one are left out. At most 1,000 persons. */
  find(persons: readonly string[]): Promise<ReadonlyMap<string, StoredKey>>;
  /** Puts a key in the place of exactly this one. False if something else is there by now: it was destroyed or replaced meanwhile. */
  replace(person: string, from: WrappedKey, to: WrappedKey): Promise<boolean>;
  /** Persons in an order of their ids, after `after`, whose keys are wrapped under another master key than this; at most `limit`. */
  notUnder(master: string, after: string, limit: number): Promise<readonly string[]>;
  /**
   * Takes a person's key away for ever, whether there was one or not. When it answers, the bytes of the wrapped key are in no file of the store any
   * more; what the operating system, a disk, a log for replication or a backup keeps of deleted bytes is beyond it.
   */
  destroy(person: string): Promise<void>;
  /** Answers if the store can be used. */
  check(): Promise<void>;
  /** After this, nothing but KeysUnavailable. */
  close(): Promise<void>;
}

export type StoredKey = WrappedKey | 'destroyed';

/** The key store cannot be used just now: nothing personal can be sealed or opened. Everything else goes on. Worth trying again. */
export class KeysUnavailable extends StoreUnavailable {
  constructor(why: string, options?: ErrorOptions) {
    super(`The keys of persons are unavailable: ${why}`, 'not-applied', options);
  }
}

/** The person's key was destroyed: nothing can be sealed for them under this id again. */
export class PersonErased extends RuleBroken {
  constructor(readonly person: string) {
    super('person.erased', 'What was recorded of this person was erased for ever; nothing more can be recorded under this id', { person });
  }
}
