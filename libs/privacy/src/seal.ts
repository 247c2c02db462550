import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Personal, Sealed } from './sealed.ts';

/** Bytes of a key, of a nonce and of a tag. */
export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Plaintexts are filled up to a multiple of this, so that the length of a sealed name tells little about the name. Bytes. */
const BLOCK_BYTES = 32;

/** A person's key, ready for work: two keys derived from it, so that what makes nonces never encrypts. */
export class DataKey {
  private readonly encrypting: Uint8Array;
  private readonly naming: Uint8Array;

  /** A key that nobody keeps: what it seals never opens. */
  static random(): DataKey {
    return new DataKey(randomBytes(KEY_BYTES));
  }

  constructor(secret: Uint8Array) {
    if (secret.length !== KEY_BYTES) throw new Error(`A person's key has ${KEY_BYTES} bytes`);
    this.encrypting = derived(secret, 'caseledger seal v1 encryption');
    this.naming = derived(secret, 'caseledger seal v1 nonce');
  }

  /**
   * Seals what a field says of this key's person. The same command seals the same to the same bytes, so that a retry of it is recognised as the
   * command it was; AES-256-GCM with a synthetic nonce: HMAC-SHA-256 over command id, field and plaintext, cut to 96 bits.
   *
   * A nonce that comes twice is what breaks GCM, and here it cannot reveal anything: under one key the same nonce comes again only for the same
   * command, field and plaintext, that is for the same message with the same additional data, which yields the same bytes again and says no more
   * than that it was sent twice. Another plaintext under the same command or field makes another nonce, as the plaintext is part of what is hashed.
   * Two different inputs that happen on one nonce are the 96-bit collision any random nonce risks: for one person's fields, which are few, less
   * likely than 1 in 2^50 after ten million. What makes nonces is another key than what encrypts, and no person shares either with another.
   */
  seal(
    value: Personal,
    { person, field, commandId }: { readonly person: string; readonly field: string; readonly commandId: string },
  ): Sealed {
    const plaintext = padded(value);
    const nonce = createHmac('sha256', this.naming)
      .update(JSON.stringify([commandId, field]))
      .update(plaintext)
      .digest()
      .subarray(0, NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.encrypting, nonce).setAAD(boundTo(person, field));
    const ciphertext = [cipher.update(plaintext), cipher.final()];
    return { person, sealed: Buffer.concat([nonce, ...ciphertext, cipher.getAuthTag()]).toString('base64url'), v: 1 };
  }

  /** What was sealed. `field` is the name it was sealed under. @throws CannotOpen it was changed, or belongs to another person, field or key */
  open({ person, sealed }: Sealed, field: string): Personal {
    const bytes = Buffer.from(sealed, 'base64url');
    // Other spellings of the same bytes (trailing bits, foreign characters) are changes too.
    if (bytes.length < NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== sealed) throw new CannotOpen(person, field);
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.encrypting, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(boundTo(person, field))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      const plaintext = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
      return JSON.parse(plaintext.toString('utf8')) as Personal;
    } catch (cause) {
      throw new CannotOpen(person, field, { cause });
    }
  }
}

/** A sealed field is not what was sealed: changed, put under another person or field, or sealed with another key. Says nothing of what is in it. */
export class CannotOpen extends Error {
  override readonly name = 'CannotOpen';
  constructor(
    readonly person: string,
    readonly field: string,
    options?: ErrorOptions,
  ) {
    super(`The sealed field "${field}" of person ${person} is not what was sealed`, options);
  }
}

/** A key for one purpose, from a key for many (HKDF-SHA-256, RFC 5869). */
export function derived(secret: Uint8Array, purpose: string, bytes = KEY_BYTES): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(), purpose, bytes));
}

/** What a sealed field cannot be moved away from. */
function boundTo(person: string, field: string): Buffer {
  return Buffer.from(JSON.stringify(['caseledger sealed field', 1, person, field]));
}

/** JSON with sorted fields, so that a retry written in another order seals the same; spaces at its end are no part of JSON's meaning. */
function padded(value: Personal): Buffer {
  const json = Buffer.from(canonical(value));
  return Buffer.concat([json, Buffer.alloc((BLOCK_BYTES - (json.length % BLOCK_BYTES)) % BLOCK_BYTES, ' ')]);
}

function canonical(value: Personal): string {
  return JSON.stringify(value, (_, inner: Personal) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
