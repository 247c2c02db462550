import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * The text of a secret's file. `name` says what it is, as in "the master key".
 * @throws Error others can read it, in a sentence for the operator; and Node's own error where it cannot be read
 */
export async function readSecret(file: string, name: string): Promise<string> {
  if (process.platform !== 'win32') {
    const { mode } = await stat(file);
    if ((mode & 0o077) !== 0) throw new Error(`Others can read ${name}: chmod 600 ${file}`);
  }
  return readFile(file, 'utf8');
}

/**
 * The same, of a file that is made where there is none: of several programs that start at once one makes it, and all read that one.
 * @throws Error what `readSecret` throws; and Node's own error where it cannot be made
 */
export async function keptSecret(file: string, name: string, make: () => string | Promise<string>): Promise<string> {
  try {
    return await readSecret(file, name);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  await write(file, await make());
  return readSecret(file, name);
}

/** Whole and on disk, or not there at all. */
async function write(file: string, text: string): Promise<void> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  await using handle = await open(draft, 'wx', 0o600);
  await handle.writeFile(text);
  await handle.sync();
  try {
    // A link never replaces: it fails where another program was first, and the file is whole the moment it is there.
    await link(draft, file);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(draft);
  }
  await syncFolder(folder);
}

/** What was sealed with a key outlives a power cut only if the key does: its name in the folder is to be on disk too. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using handle = await open(folder, 'r');
  await handle.sync();
}

const hasCode = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code;
