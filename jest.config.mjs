import { readFileSync } from 'node:fs';
const swcrc = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));

/** One Jest configuration: TypeScript through swc, loaded by Node itself (test/jest/runtime.mjs), `#libs/*` resolved to sources. */
export default {
  runtime: '<rootDir>/test/jest/runtime.mjs',
  testEnvironment: '<rootDir>/test/jest/environment.mjs',
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swcrc, swcrc: false, jsc: { ...swcrc.jsc, rewriteRelativeImportExtensions: false } }] },
  testSequencer: '<rootDir>/test/jest/sequencer.mjs',
  testMatch: ['<rootDir>/{apps,libs,test}/**/*.spec.ts'],
  setupFiles: ['reflect-metadata'],
  // One more than the cores of the smallest machine that tests: specs also wait, for disks, deadlines and programs that start.
  maxWorkers: 3,
  // A worker that has grown is replaced between two specs. With a limit, specs also always run in workers, so that `--watch` sees changes.
  workerIdleMemoryLimit: '1GB',
  // Test machines are busy; a time-out only ends what hangs.
  testTimeout: 240_000,
};
