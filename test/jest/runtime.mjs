import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);

/** Compiles what is imported: of the spec that is running, as Jest makes one for each. */
let transformer;

/** URL of a source -> the file its source map is in, for the stacks of errors. */
const sourceMaps = new Map();

const COMPILE = {
  isInternalModule: false,
  supportsDynamicImport: true,
  supportsExportNamespaceFrom: true,
  supportsStaticESM: true,
  supportsTopLevelAwait: true,
  collectCoverage: false,
  collectCoverageFrom: [],
  coverageProvider: 'v8',
};

const JEST_GLOBALS =
  'data:text/javascript,export const { jest, expect, describe, it, test, beforeAll, beforeEach, afterAll, afterEach } = globalThis';

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === '@jest/globals') return { url: JEST_GLOBALS, format: 'module', shortCircuit: true };
    // `#libs/*` are the sources.
    return next(specifier, specifier.startsWith('#') ? { ...context, conditions: [...context.conditions, 'source'] } : context);
  },
  load(url, context, next) {
    if (!url.endsWith('.ts') || url.includes('/node_modules/')) return next(url, context);
    const { code, sourceMapPath } = transformer.transform(fileURLToPath(url), COMPILE);
    if (sourceMapPath !== null) sourceMaps.set(url, sourceMapPath);
    return { source: code, format: 'module', shortCircuit: true };
  },
});

/**
 * Loads specs by Node's own module loader in place of Jest's (`runtime` of its configuration): what specs import is loaded once in each
 * worker, not again for every spec. Jest compiles and runs them as ever. In return no module is mocked or reset, no coverage is measured,
 * and a spec leaves what it shares with others as it found it.
 */
export default class NodeRuntime {
  #mocker;

  constructor(_config, environment, _resolver, ofThisSpec) {
    this.#mocker = environment.moduleMocker;
    transformer = ofThisSpec;
  }

  /** Jest's own state of one spec: loaded anew for each. */
  requireInternalModule(path) {
    delete require.cache[path];
    return require(path);
  }

  requireModule(path) {
    return require(path);
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  async unstable_importModule(path) {
    return import(pathToFileURL(path).href);
  }

  /** What specs use of the global `jest`: functions that note their calls, and the time-out of all tests of a spec. */
  setGlobalsForRuntime() {
    const jest = {
      fn: this.#mocker.fn.bind(this.#mocker),
      setTimeout(milliseconds) {
        globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')] = milliseconds;
        return jest;
      },
    };
    globalThis.jest = jest;
  }

  getSourceMaps() {
    return sourceMaps;
  }

  getAllCoverageInfoCopy() {}
  enterTestCode() {}
  leaveTestCode() {}
  teardown() {}
}
