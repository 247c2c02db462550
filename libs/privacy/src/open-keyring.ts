import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Keyring } from './keyring.ts';
import { developmentMasterKeys, readMasterKeys } from './master-key.ts';

export interface KeyringSettings {
  /** Folder of `keys.sqlite`, and of the development master key where no other is named. */
  readonly dataDir: string;
  /** PostgreSQL; without it keys are in SQLite. */
  readonly databaseUrl?: string;
  readonly masterKeyFile?: string;
}

/** The keyring that the settings name; a driver that is not needed is not loaded. @throws with a sentence for the operator @throws KeysUnavailable */
export async function openKeyring({ dataDir, databaseUrl, masterKeyFile }: KeyringSettings): Promise<Keyring> {
  const masters = await (masterKeyFile === undefined ? developmentMasterKeys(dataDir) : readMasterKeys(masterKeyFile));
  if (databaseUrl !== undefined)
    return new Keyring(await (await import('./postgres-keys.ts')).openPostgresKeyStore({ url: databaseUrl }), masters);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  return new Keyring((await import('./sqlite-keys.ts')).openSqliteKeyStore(join(dataDir, 'keys.sqlite')), masters);
}
