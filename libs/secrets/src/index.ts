/** Secrets that lie in a file: readable by its owner alone, made once. */
export * from './secret-file.ts';
