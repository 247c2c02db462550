import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { keptSecret, readSecret } from '#libs/secrets';
import { derived, KEY_BYTES } from './seal.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A person's key as it is stored: encrypted under a master key. */
export interface WrappedKey {
  /** Which master key wraps it. */
  readonly master: string;
  /** Nonce, ciphertext and tag. */
  readonly bytes: Uint8Array;
}

/** A person's key is wrapped under a master key that this program was not given, or was changed where it is stored. */
export class CannotUnwrap extends Error {
  override readonly name = 'CannotUnwrap';
}

interface MasterKey {
  readonly id: string;
  readonly wrapping: Uint8Array;
}

/** The keys that wrap persons' keys: the first wraps what is new, the others still open what they wrapped until it is wrapped anew. */
export class MasterKeys {
  private readonly current: MasterKey;
  private readonly known: ReadonlyMap<string, MasterKey>;

  /** Secrets of 32 bytes, the current one first. */
  constructor(secrets: readonly [Uint8Array, ...Uint8Array[]]) {
    const keys = secrets.map((secret) => {
      if (secret.length !== KEY_BYTES) throw new Error(`A master key has ${KEY_BYTES} bytes`);
      return {
        id: Buffer.from(derived(secret, 'caseledger master key id v1', 8)).toString('hex'),
        wrapping: derived(secret, 'caseledger key wrapping v1'),
      };
    });
    this.current = keys[0] as MasterKey;
    this.known = new Map(keys.map((key) => [key.id, key]));
  }

  /** Names the current key without revealing it. */
  get id(): string {
    return this.current.id;
  }

  /** Encrypts a person's key under the current master key, bound to the person: it opens in nobody else's place. */
  wrap(person: string, secret: Uint8Array): WrappedKey {
    const { id, wrapping } = this.current;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', wrapping, nonce).setAAD(boundTo(person, id));
    const ciphertext = [cipher.update(secret), cipher.final()];
    return { master: id, bytes: Buffer.concat([nonce, ...ciphertext, cipher.getAuthTag()]) };
  }

  /** @throws CannotUnwrap */
  unwrap(person: string, { master, bytes }: WrappedKey): Uint8Array {
    const key = this.known.get(master);
    if (key === undefined)
      throw new CannotUnwrap(
        `The key of person ${person} is wrapped under master key ${master}, which MASTER_KEY_FILE does not hold: add it as a further line`,
      );
    try {
      const decipher = createDecipheriv('aes-256-gcm', key.wrapping, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(boundTo(person, master))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    } catch (cause) {
      throw new CannotUnwrap(`The key of person ${person} was changed where it is stored, or belongs to another person`, { cause });
    }
  }
}

function boundTo(person: string, master: string): Buffer {
  return Buffer.from(JSON.stringify(['caseledger person key', 1, person, master]));
}

/**
 * The master keys of a file: a line each, 32 bytes in hex or base64, the current one first, later ones for what they wrapped before it.
 * @throws with a sentence for the operator: it is not there, others can read it, or a line is no key. Never says what is in it
 */
export async function readMasterKeys(file: string): Promise<MasterKeys> {
  return masterKeysIn(await readable(file, readSecret(file, NAME)), file);
}

const NAME = 'the master key';
const DEVELOPMENT_FILE = 'development-master-key';

/**
 * The master key of a data folder, for development: made on first start, readable by its owner alone.
 * @throws in production, where it would lie beside what it wraps; and what `readMasterKeys` throws
 */
export async function developmentMasterKeys(directory: string): Promise<MasterKeys> {
  if (process.env.NODE_ENV === 'production')
    throw new Error('The development master key is not for production: name a file with MASTER_KEY_FILE');
  const file = join(directory, DEVELOPMENT_FILE);
  const newKey = (): string => `${randomBytes(KEY_BYTES).toString('hex')}\n`;
  return masterKeysIn(await readable(file, keptSecret(file, NAME, newKey)), file);
}

/** Whoever reads the file and the key store reads every name. @throws Error with a sentence where the system does not give the file */
async function readable(file: string, text: Promise<string>): Promise<string> {
  try {
    return await text;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
    throw new Error(`The master key file ${file} cannot be read: ${message}`, { cause });
  }
}

function masterKeysIn(text: string, file: string): MasterKeys {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [first, ...rest] = lines.map((line, index) => {
    const secret = secretOf(line);
    if (secret === undefined)
      throw new Error(
        `The master key file ${file} is wrong in line ${index + 1}: a line is 32 bytes in hex (64 digits) or base64 (44 characters), for example from \`openssl rand -hex 32\``,
      );
    return secret;
  });
  if (first === undefined) throw new Error(`The master key file ${file} is empty: make a key with \`openssl rand -hex 32\``);
  return new MasterKeys([first, ...rest]);
}

function secretOf(line: string): Uint8Array | undefined {
  if (/^[0-9a-f]{64}$/i.test(line)) return Buffer.from(line, 'hex');
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(line)) return undefined;
  const secret = Buffer.from(line, 'base64');
  return secret.length === KEY_BYTES ? secret : undefined;
}
