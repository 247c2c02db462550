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
  /**
   * Stores a person's first key as `add` does, noted as one that nothing is sealed with yet, until `settle`: in that stream it would be. Undefined where
   * there is one already, or one was destroyed.
   */
  begin(person: string, key: WrappedKey, stream: string): Promise<WaitingKey | undefined>;
  /** The keys of these persons; those without one are left out. At most 1,000 persons. */
  find(persons: readonly string[]): Promise<ReadonlyMap<string, StoredKey>>;
  /** What is recorded is sealed with the person's key: it is noted as one that waits no more. Doing it again is harmless. */
  settle(person: string): Promise<void>;
  /** Begins the wait of a noted key anew, as somebody is about to seal with it. Of other keys, and of none, does nothing. */
  renew(person: string): Promise<void>;
  /** Keys noted as waiting for so long or longer, by the store's clock, with 0 all of them; at most 1,000, whoever waits longest first. */
  waiting(forMs: number): Promise<readonly WaitingKey[]>;
  /** Takes away a key that waits as it did when it was begun or listed, and leaves no mark: one may be made for the person again. False if it waits anew, or no more. */
  drop(key: WaitingKey): Promise<boolean>;
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

/** A key that nothing recorded is known to be sealed with. */
export interface WaitingKey {
  readonly person: string;
  /** Where what it seals would have been recorded. */
  readonly stream: string;
  /** Since when, by the store's clock: milliseconds since the Unix epoch. */
  readonly since: number;
}

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
