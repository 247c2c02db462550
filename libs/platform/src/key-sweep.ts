import type { EventStore } from '#libs/event-sourcing';
import type { Persons } from '#libs/privacy';
import type { Log } from './log.ts';

/** So long after a key was made may another program still record what it was made for, milliseconds: far longer than any of them waits for a store. */
const PATIENCE_MS = 3_600_000;

export interface KeySweepSettings {
  readonly persons: Persons;
  readonly events: EventStore;
  /** No other program writes to the events: whatever waits when this one starts was left behind by one that is gone. */
  readonly alone: boolean;
  readonly log: Log;
}

/** Takes away keys of persons that were made for what was never recorded: when the program starts, and every hour from then on. */
export class KeySweep {
  private again: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly settings: KeySweepSettings) {}

  /** Resolves when the first sweep is over. A key store that is away keeps nothing from starting: what waits is swept an hour later. */
  async start(): Promise<void> {
    this.again = setInterval(() => void (this.running = this.sweep(PATIENCE_MS)), PATIENCE_MS).unref();
    await this.sweep(this.settings.alone ? 0 : PATIENCE_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.again);
    await this.running;
  }

  private async sweep(forMs: number): Promise<void> {
    const { persons, events, log } = this.settings;
    try {
      const swept = await persons.sweep(forMs, async function* (stream) {
        for await (const page of events.read(stream, { from: 0 })) for (const { data } of page.events) yield data;
      });
      if (swept > 0) log.info({ swept }, 'keys that were made for what was never recorded are gone');
    } catch (error) {
      log.warn({ err: error as Error }, 'keys that wait for what they were made for could not be looked at; tried again in an hour');
    }
  }
}
