/**
 * What a program is preloaded with (`node --import … program`) so that its writing thread fails where a test wants it: at its commit number `FAULT_AT`, by what
 * `FAULT` says, 'before' or 'after' that commit took effect (`FAULT_WHEN`). Every other thread and everything else in it is as it is.
 */
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { isMainThread } from 'node:worker_threads';

const FAULTS: Readonly<Record<string, () => void>> = {
  throws: () => {
    throw new TypeError('Nobody expected this');
  },
  ends: () => process.exit(7),
  'is killed': () => process.kill(process.pid, 'SIGKILL'),
  'is refused the file': () => undefined,
};
const { FAULT = '', FAULT_AT = '1', FAULT_WHEN = 'before' } = process.env;

if (!isMainThread && FAULT === 'is refused the file') {
  DatabaseSync.prototype.exec = () => {
    throw Object.assign(new Error('unable to open database file'), { code: 'ERR_SQLITE_ERROR', errcode: 14 });
  };
} else if (!isMainThread) {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
  const run = StatementSync.prototype.run;
  let commits = 0;
  StatementSync.prototype.run = function (this: StatementSync, ...values: unknown[]) {
    const faulty = this.sourceSQL === 'COMMIT' && ++commits === Number(FAULT_AT);
    if (faulty && FAULT_WHEN === 'before') FAULTS[FAULT]?.();
    const answer = Reflect.apply(run, this, values) as ReturnType<typeof run>;
    if (faulty) FAULTS[FAULT]?.();
    return answer;
  };
}
