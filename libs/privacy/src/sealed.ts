/** What may stand in a sealed field: JSON as it is written. */
export type Personal = string | number | boolean | null | readonly Personal[] | { readonly [field: string]: Personal | undefined };

/** Of what type the content is: for the compiler, as nobody else can see it. */
declare const CONTENT: unique symbol;

/**
 * A field that names or identifies a private person, as events and rows hold it: whose it is, and what nobody can read without that person's key.
 * Storage format: events carry it for ever.
 */
export interface Sealed<Content = unknown> {
  /** The person whose key opens it: a UUID. */
  readonly person: string;
  /** base64url of nonce (12 bytes), ciphertext and tag (16 bytes). */
  readonly sealed: string;
  readonly v: 1;
  readonly [CONTENT]?: Content;
}

/** True for exactly the shape of `Sealed`. Whether it opens is another question. */
export function isSealed(value: unknown): value is Sealed {
  if (typeof value !== 'object' || value === null) return false;
  const { person, sealed, v } = value as Partial<Record<keyof Sealed, unknown>>;
  return v === 1 && typeof person === 'string' && typeof sealed === 'string' && Object.keys(value).length === 3;
}
