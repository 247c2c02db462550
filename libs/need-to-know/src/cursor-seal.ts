import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { InvalidQuery } from '#libs/event-sourcing';

const MARK = '~';
const [IV, TAG] = [12, 16];

/**
 * Seals a cursor that stands behind a row which the reader may not know: a cursor says which row it stands behind. Opened by the program that sealed it; another
 * one, or the same after a new start, refuses it, and the reader begins the list again. That is rare: after thousands of hidden rows in a row.
 */
export class CursorSeal {
  private readonly key = randomBytes(32);

  sealed(cursor: string): string {
    const iv = randomBytes(IV);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv);
    const text = Buffer.concat([cipher.update(cursor, 'utf8'), cipher.final()]);
    return MARK + Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url');
  }

  /** The cursor itself; one that was never sealed as it is. @throws InvalidQuery */
  opened(cursor: string): string {
    if (!cursor.startsWith(MARK)) return cursor;
    try {
      const bytes = Buffer.from(cursor.slice(MARK.length), 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, IV), { authTagLength: TAG });
      decipher.setAuthTag(bytes.subarray(IV, IV + TAG));
      return Buffer.concat([decipher.update(bytes.subarray(IV + TAG)), decipher.final()]).toString('utf8');
    } catch {
      throw new InvalidQuery('cursor', 'This cursor was given by another program, or before this one started: begin the list again');
    }
  }
}
