/** What a program is put together from: configuration, stores, runners, health, metrics and logs. */
export * from './configuration.ts';
export * from './stores.ts';
export * from './log.ts';
export * from './runners.ts';
export * from './health.ts';
export * from './metrics.ts';
export * from './platform.module.ts';
export * from './program.ts';
