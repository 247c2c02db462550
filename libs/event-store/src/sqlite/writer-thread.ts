/**
 * The thread that writes: it owns the writing connection and its fsync, commits one group of appends after the other, and answers each when it is durable.
 * It loads nothing but the driver and files of this folder that import no other room: it starts fast, and from sources as they are.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Committer } from './committer.ts';
import { connect, makeDurable } from './connection.ts';
import { CLOSE, type Group } from './group.ts';

const api = parentPort;
if (api === null) throw new Error('This is started as a thread, by the store that it writes for');
const db = connect(workerData as string);
makeDurable(db);
const committer = new Committer(db);
api.on('message', (said: Group | typeof CLOSE) => {
  if (said === CLOSE) {
    db.close();
    api.close();
  } else {
    api.postMessage(committer.commit(said));
  }
});
