/**
 * Personal data: what names or identifies a private person is never in the clear in an event or a row. It is sealed with a key of that person, which
 * lies wrapped under a master key; destroying the person's key makes it unreadable for ever and leaves everything else as it is.
 */
export * from './sealed.ts';
export { CannotOpen } from './seal.ts';
export { CannotUnwrap, developmentMasterKeys, MasterKeys, readMasterKeys } from './master-key.ts';
export { KeysUnavailable, type KeyStore, PersonErased, type StoredKey } from './key-store.ts';
export type { Erasing } from './erasing.ts';
export { Keyring, type KeyringOptions } from './keyring.ts';
export { memoryKeyStore } from './memory-keys.ts';
export { Persons, type PersonalField, type Unsealed } from './persons.ts';
export { type KeyringSettings, openKeyring } from './open-keyring.ts';
