import { chmod, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { folderForEach } from '../../../test/folder.ts';
import { CannotUnwrap, developmentMasterKeys, MasterKeys, readMasterKeys } from './master-key.ts';
import { master, sokunthea, vannak } from './testing/key-store-contract.ts';

const secret = new Uint8Array(32).fill(9);

describe('a master key', () => {
  const keys = new MasterKeys([master(1)]);

  it('wraps a key so that it opens for that person alone, each time in other bytes', () => {
    const wrapped = keys.wrap(sokunthea, secret);
    expect(keys.wrap(sokunthea, secret).bytes).not.toEqual(wrapped.bytes);
    expect(Buffer.from(keys.unwrap(sokunthea, wrapped))).toEqual(Buffer.from(secret));
    expect(() => keys.unwrap(vannak, wrapped)).toThrow(CannotUnwrap);
    const changed = Buffer.from(wrapped.bytes);
    changed[20] = (changed[20] ?? 0) ^ 1;
    expect(() => keys.unwrap(sokunthea, { ...wrapped, bytes: changed })).toThrow(CannotUnwrap);
  });

  it('is named by an id that follows from it and does not reveal it', () => {
    expect(keys.id).toMatch(/^[0-9a-f]{16}$/);
    expect(new MasterKeys([master(1)]).id).toBe(keys.id);
    expect(new MasterKeys([master(2)]).id).not.toBe(keys.id);
  });

  it('of an earlier time still opens what it wrapped, and without it the error says what is missing', () => {
    const wrapped = keys.wrap(sokunthea, secret);
    expect(Buffer.from(new MasterKeys([master(2), master(1)]).unwrap(sokunthea, wrapped))).toEqual(Buffer.from(secret));
    expect(() => new MasterKeys([master(2)]).unwrap(sokunthea, wrapped)).toThrow(
      `master key ${keys.id}, which MASTER_KEY_FILE does not hold`,
    );
  });
});

describe('the file of master keys', () => {
  const folder = folderForEach();
  let file: string;
  beforeEach(() => {
    file = folder.at('master.key');
  });
  const holding = (text: string, mode = 0o600): Promise<void> => writeFile(file, text, { mode });
  const hex = Buffer.from(master(1)).toString('hex');
  const base64 = Buffer.from(master(2)).toString('base64');

  it('holds 32 bytes in hex or base64, one key a line, the current one first', async () => {
    await holding(`${hex}\n`);
    expect((await readMasterKeys(file)).id).toBe(new MasterKeys([master(1)]).id);
    await holding(`\n${base64}\n${hex.toUpperCase()}`);
    const both = await readMasterKeys(file);
    expect(both.id).toBe(new MasterKeys([master(2)]).id);
    both.unwrap(sokunthea, new MasterKeys([master(1)]).wrap(sokunthea, secret));
  });

  it.each([
    ['nothing', '', 'is empty'],
    ['half a key', hex.slice(1), 'wrong in line 1'],
    ['a password', `${hex}\ncorrect horse battery staple`, 'wrong in line 2'],
    ['31 bytes', Buffer.alloc(31, 1).toString('base64'), 'wrong in line 1'],
  ])('is refused with %s in it, in words that do not repeat it', async (_, text, why) => {
    await holding(text);
    const refusal = await readMasterKeys(file).catch((error: unknown) => error as Error);
    expect(refusal).toMatchObject({ message: expect.stringContaining(why) as string });
    for (const line of text.split('\n').filter((one) => one !== '')) expect((refusal as Error).message).not.toContain(line);
  });

  it('is refused when others can read it, and when it is not there', async () => {
    await expect(readMasterKeys(file)).rejects.toThrow(`The master key file ${file} cannot be read: ENOENT`);
    await holding(hex);
    await chmod(file, 0o640);
    await expect(readMasterKeys(file)).rejects.toThrow(`chmod 600 ${file}`);
  });

  it('is made in development on first start, for its owner alone, once for all programs that start together', async () => {
    const data = folder.at('data');
    const keys = await Promise.all(Array.from({ length: 8 }, () => developmentMasterKeys(data)));
    expect(new Set(keys.map(({ id }) => id)).size).toBe(1);
    expect(await readdir(data)).toEqual(['development-master-key']);
    expect((await stat(join(data, 'development-master-key'))).mode & 0o777).toBe(0o600);
    expect((await developmentMasterKeys(data)).id).toBe(keys[0]?.id);
    await writeFile(join(data, 'development-master-key'), 'spoilt');
    await expect(developmentMasterKeys(data)).rejects.toThrow('wrong in line 1');
  });

  it('is not made in production', async () => {
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    try {
      await expect(developmentMasterKeys(folder.path)).rejects.toThrow('MASTER_KEY_FILE');
    } finally {
      process.env.NODE_ENV = before;
    }
    expect(await readdir(folder.path)).toEqual([]);
  });
});
