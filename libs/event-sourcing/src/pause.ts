import { setTimeout as delay } from 'node:timers/promises';

/** Resolves after this long, or at once when the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

/** Asked anew each time: a signal can abort during any await. */
export function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
