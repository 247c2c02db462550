import { readFileSync } from 'node:fs';
const swcrc = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));

/** One Jest configuration: ESM, TypeScript through swc, `#libs/*` resolved to sources. */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swcrc, swcrc: false, jsc: { ...swcrc.jsc, rewriteRelativeImportExtensions: false } }] },
  testMatch: ['<rootDir>/{apps,libs,test}/**/*.spec.ts'],
  setupFiles: ['reflect-metadata'],
  maxWorkers: 2,
  // Modules of a spec that has run are not let go: a worker that has grown is replaced between two specs.
  workerIdleMemoryLimit: '1GB',
  // Test machines are busy; a time-out only ends what hangs.
  testTimeout: 60_000,
};
