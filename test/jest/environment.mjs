import process from 'node:process';
import { ModuleMocker } from 'jest-mock';

/** What a spec leaves on the global object under these names is its own: who listens to its events, its time-out. */
const OF_ONE_SPEC = [Symbol.for('EVENT_HANDLERS'), Symbol.for('TEST_TIMEOUT_SYMBOL')];

/**
 * Specs run in the process as it is, in no context of `node:vm`: there every look at a global costs, and an `Array` is not that of Node's
 * modules.
 */
export default class ProcessEnvironment {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  #before = { console: globalThis.console, exit: process.exit };

  async setup() {}

  async teardown() {
    globalThis.console = this.#before.console;
    process.exit = this.#before.exit;
    for (const name of OF_ONE_SPEC) delete globalThis[name];
  }

  getVmContext() {
    return null;
  }
}
