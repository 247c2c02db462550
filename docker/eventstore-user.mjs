/**
 * The user that Caseledger is to EventStoreDB, and what it may do: read everything, add to streams, and neither delete nor hide what is there.
 * Runs as often as you like; a changed APP_PASSWORD is set anew. Not for a node that runs insecure: that one knows no users.
 *
 *   ADMIN_URL            esdb://admin:PASSWORD@host:2113[,…]?…&tlsCAFile=… of an administrator
 *   APP_PASSWORD         of the user `caseledger`
 *   NODE_EXTRA_CA_CERTS  the same authority for the users' own API, which is HTTP
 *   USERS_URL            that API, where it is not on the first host of ADMIN_URL: https://host:2113/users/
 */
import { Buffer } from 'node:buffer';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';

const LOGIN = 'caseledger';
/** A cluster that has just started elects a leader first, and only then has users. Milliseconds. */
const PATIENCE_MS = 120_000;

const { ADMIN_URL = '', APP_PASSWORD = '' } = process.env;
const [, name = '', password = '', host = ''] = /^esdb:\/\/([^:@]+):([^@]+)@([^,/?]+)/.exec(ADMIN_URL) ?? [];
if (host === '' || APP_PASSWORD === '') throw new Error('ADMIN_URL must be esdb://user:password@host:2113…, and APP_PASSWORD must be set');
const administrator = `Basic ${Buffer.from(`${decodeURIComponent(name)}:${decodeURIComponent(password)}`).toString('base64')}`;
const users = process.env.USERS_URL ?? `https://${host}/users/`;

function post(path, body) {
  return globalThis.fetch(`${users}${path}`, {
    method: 'POST',
    headers: { authorization: administrator, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: globalThis.AbortSignal.timeout(10_000),
  });
}

async function user() {
  const created = await post('', { loginName: LOGIN, fullName: 'Caseledger', groups: [], password: APP_PASSWORD });
  if (created.ok) return;
  if (created.status !== 409) throw new Error(`${users} answered ${created.status}`);
  const reset = await post(`${LOGIN}/command/reset-password`, { newPassword: APP_PASSWORD });
  if (!reset.ok) throw new Error(`${users}${LOGIN}/command/reset-password answered ${reset.status}`);
}

async function rights(client) {
  // A user's own name is a role of theirs. Only administrators may read $all by default.
  await client.setStreamMetadata('$all', {
    acl: { readRoles: ['$admins', LOGIN], metaReadRoles: ['$admins'], metaWriteRoles: ['$admins'] },
  });
  // What holds for streams that say nothing of their own. By default every user may delete them and change how much of them is shown.
  const others = '$admins';
  await client.appendToStream(
    '$settings',
    jsonEvent({
      type: 'update-default-acl',
      data: {
        $userStreamAcl: { $r: LOGIN, $w: LOGIN, $d: others, $mr: LOGIN, $mw: others },
        $systemStreamAcl: { $r: others, $w: others, $d: others, $mr: others, $mw: others },
      },
    }),
  );
}

const until = Date.now() + PATIENCE_MS;
for (;;) {
  // A client that failed to find its cluster does not recover.
  const client = EventStoreDBClient.connectionString(ADMIN_URL);
  try {
    await user();
    await rights(client);
    break;
  } catch (error) {
    const why = error.cause?.message ?? error.message;
    if (Date.now() > until) throw new Error(`EventStoreDB has not taken the user ${LOGIN}: ${why}`, { cause: error });
    process.stderr.write(`Not yet: ${why}\n`);
    await pause(2_000);
  } finally {
    await client.dispose();
  }
}
process.stdout.write(`${LOGIN} may read everything and add to streams, and neither delete nor hide\n`);
