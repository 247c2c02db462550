import { execFile } from 'node:child_process';
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { folderForEach } from '../../../test/folder.ts';
import { issueToken, localIssuer } from './local-issuer.ts';
import { tokenVerifier } from './token-verifier.ts';

describe('the development issuer', () => {
  const folder = folderForEach();
  const keyFile = () => folder.at('development-identity.json');

  it('issues tokens that stand for whom they were asked', async () => {
    const issuer = await localIssuer({ directory: folder.path });
    const token = await issueToken(issuer, {
      roles: ['investigator', 'unit-head'],
      unit: 'unit-7',
      agency: 'police',
      name: 'សុខា ចាន់',
      subject: 'sokha',
    });
    expect(await tokenVerifier({ localIssuer: issuer }).verify(token)).toEqual({
      subject: 'sokha',
      name: 'សុខា ចាន់',
      roles: ['investigator', 'unit-head'],
      unit: 'unit-7',
      agency: 'police',
    });
  });

  it('keeps its key for the next start, and publishes only the public part', async () => {
    const first = await localIssuer({ directory: folder.path });
    const second = await localIssuer({ directory: folder.path });
    expect(second.jwks).toEqual(first.jwks);
    expect(JSON.stringify(first.jwks)).not.toContain('"d"');
    const token = await issueToken(first, { roles: ['auditor'] });
    expect(await tokenVerifier({ localIssuer: second }).verify(token)).toMatchObject({ subject: 'dev-auditor', name: 'dev-auditor' });
  });

  it('keeps its key to its owner', async () => {
    await localIssuer({ directory: folder.path });
    expect((await stat(keyFile())).mode & 0o777).toBe(0o600);
    await chmod(keyFile(), 0o644);
    await expect(localIssuer({ directory: folder.path })).rejects.toThrow(/chmod 600/);
  });

  it('has one key however many start at once, and leaves no draft behind', async () => {
    const issuers = await Promise.all(Array.from({ length: 8 }, () => localIssuer({ directory: folder.path })));
    expect(new Set(issuers.map(({ jwks }) => JSON.stringify(jwks))).size).toBe(1);
    expect(await readdir(folder.path)).toEqual(['development-identity.json']);
  });

  it('has one key however many programs start at once', async () => {
    const program = `import { localIssuer } from ${JSON.stringify(new URL('./local-issuer.ts', import.meta.url).href)};
      console.log(JSON.stringify((await localIssuer({ directory: ${JSON.stringify(folder.path)} })).jwks));`;
    const starts = Array.from({ length: 4 }, () =>
      promisify(execFile)(
        process.execPath,
        ['--no-warnings', '--conditions=source', '--experimental-transform-types', '--input-type=module', '--eval', program],
        {
          env: { ...process.env, NODE_ENV: 'test' },
        },
      ),
    );
    expect(new Set((await Promise.all(starts)).map(({ stdout }) => stdout)).size).toBe(1);
  });

  it('says what to do with a damaged key', async () => {
    await localIssuer({ directory: folder.path });
    const whole = await readFile(keyFile(), 'utf8');
    for (const damaged of ['', whole.slice(0, 40), '{}', whole.replace(/"x":"./, '"x":"_')]) {
      await writeFile(keyFile(), damaged);
      await expect(localIssuer({ directory: folder.path })).rejects.toThrow(/remove the file/);
    }
  });

  it('is not for production', async () => {
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    try {
      await expect(localIssuer({ directory: folder.path })).rejects.toThrow(/OIDC_ISSUER/);
      expect(await readdir(folder.path)).toEqual([]);
    } finally {
      process.env.NODE_ENV = before;
    }
  });

  it('answers a request it cannot meet with a sentence', async () => {
    const issuer = await localIssuer({ directory: folder.path });
    await expect(issueToken(issuer, { roles: ['Investigator'] })).rejects.toThrow(/"Investigator" is no role.*investigator/);
    await expect(issueToken(issuer, { roles: [] })).rejects.toThrow(/needs a role/);
    for (const ttl of ['8', '0h', '31d', 'h', '-1h', '1e3s'])
      await expect(issueToken(issuer, { roles: ['auditor'], ttl })).rejects.toThrow(/time to live/);
  });
});
