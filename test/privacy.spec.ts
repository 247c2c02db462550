import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openKeyring } from '#libs/privacy';
import { dataFolder, endPrograms, runProgram, startProgram } from './program.ts';

/** Generous: machines that test are busy. Nothing is asserted of time. */
const PATIENCE_MS = 120_000;
const someone = '11111111-1111-8111-8111-111111111111';

afterEach(endPrograms);

describe('the master key', () => {
  it(
    'is rotated by an operator: a new first line, rewrap, and the old line is needed no more',
    async () => {
      const dataDir = await dataFolder();
      const masterKeyFile = join(dataDir, 'master.key');
      const [old, next] = ['1'.repeat(64), Buffer.alloc(32, 2).toString('base64')];
      await writeFile(masterKeyFile, old, { mode: 0o600 });
      const before = await openKeyring({ dataDir, masterKeyFile });
      const sealed = (await before.create(someone)).seal('Chea Sokunthea', { person: someone, field: 'name', commandId: 'c' });
      await before.close();

      await writeFile(masterKeyFile, `${next}\n${old}\n`);
      const rewrapped = await runProgram('cli', { dataDir, args: ['rewrap'], env: { MASTER_KEY_FILE: masterKeyFile } });
      expect(rewrapped).toMatchObject({ code: 0, stdout: '1 key was wrapped anew\n' });

      await writeFile(masterKeyFile, next);
      const after = await openKeyring({ dataDir, masterKeyFile });
      expect((await after.get(someone))?.open(sealed, 'name')).toBe('Chea Sokunthea');
      await after.close();
    },
    PATIENCE_MS,
  );

  it(
    'that others can read, or that is not there, keeps the program from starting, in a sentence',
    async () => {
      const dataDir = await dataFolder();
      const file = join(dataDir, 'master.key');
      const missing = await runProgram('api', { dataDir, env: { MASTER_KEY_FILE: file } });
      expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining(`The master key file ${file} cannot be read`) as string });
      await writeFile(file, '1'.repeat(64));
      await chmod(file, 0o644);
      const open = await runProgram('api', { dataDir, env: { MASTER_KEY_FILE: file } });
      expect(open).toMatchObject({ code: 1, stderr: `Caseledger could not start: Others can read the master key: chmod 600 ${file}\n` });
    },
    PATIENCE_MS,
  );
});

describe('a key store that cannot be used', () => {
  it(
    'is said by health and metrics, and is found again when it is mended',
    async () => {
      const program = await startProgram('api');
      const anybody = await program.client('investigator');
      const broken = new DatabaseSync(join(program.dataDir, 'keys.sqlite'));
      broken.exec('ALTER TABLE keys RENAME TO hidden');
      const health = await anybody.get('/health/ready');
      expect(health).toMatchObject({ status: 200, body: { status: 'degraded', keyStore: { state: 'down' }, readStore: { state: 'up' } } });
      expect((await anybody.get<string>('/metrics')).body).toContain('caseledger_store_up{store="keys"} 0');
      broken.exec('ALTER TABLE hidden RENAME TO keys');
      broken.close();
      expect(await anybody.get('/health/ready')).toMatchObject({ body: { status: 'ready', keyStore: { state: 'up' } } });
    },
    PATIENCE_MS,
  );
});
