import type { RunnerStatus } from '../projector.ts';

/** Waits for how a projector or a process manager stands: `options` goes into those of the runner, `until` answers the first status that holds. */
export function watching() {
  const watchers = new Set<() => void>();
  const notify = (): void => watchers.forEach((watcher) => watcher());
  return {
    options: { onProgress: notify, onStatus: notify },
    until: (runner: { readonly status: RunnerStatus }, holds: (status: RunnerStatus) => boolean): Promise<RunnerStatus> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!holds(runner.status)) return;
          watchers.delete(look);
          resolve(runner.status);
        };
        watchers.add(look);
        look();
      }),
  };
}
