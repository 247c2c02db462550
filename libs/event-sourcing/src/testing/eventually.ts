import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits for something to come true by asking for it again and again: for what happens elsewhere and cannot be awaited.
 * @throws Error with the last thing seen, after ten seconds of asking
 */
export async function eventually<T>(ask: () => Promise<T | undefined> | T | undefined, what = 'what was waited for'): Promise<T> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`Never came: ${what}`);
    await delay(1);
  }
}
