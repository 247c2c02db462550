import { chmod, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keptSecret, readSecret } from '#libs/secrets';
import { folderForEach } from '../../../test/folder.ts';

describe('a secret in a file', () => {
  const folder = folderForEach();
  let file: string;
  beforeEach(() => {
    file = join(folder.path, 'data', 'key');
  });

  it('is made where there is none, for its owner alone, and read from then on', async () => {
    expect(await keptSecret(file, 'the key', () => 'first')).toBe('first');
    expect(await keptSecret(file, 'the key', () => 'second')).toBe('first');
    expect(await readSecret(file, 'the key')).toBe('first');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('is one, of however many programs make it at the same time, and no draft of it stays', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, (_, place) => keptSecret(file, 'the key', () => String(place))));
    expect(new Set(made).size).toBe(1);
    expect(await readdir(folder.at('data'))).toEqual(['key']);
  });

  it('is not read while others can read it', async () => {
    await keptSecret(file, 'the key', () => 'first');
    await chmod(file, 0o640);
    await expect(readSecret(file, 'the key')).rejects.toThrow(`Others can read the key: chmod 600 ${file}`);
    await expect(keptSecret(file, 'the key', () => 'second')).rejects.toThrow('chmod 600');
  });

  it('that is not there is not made by reading, and what stands in its way is told', async () => {
    await expect(readSecret(file, 'the key')).rejects.toMatchObject({ code: 'ENOENT' });
    await writeFile(folder.at('data'), '');
    await expect(keptSecret(file, 'the key', () => 'first')).rejects.toMatchObject({ code: 'ENOTDIR' });
  });
});
