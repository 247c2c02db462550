import type { AggregateStore } from '#libs/event-sourcing';
import { instrument, instrumentStream, lawOf } from '#libs/registry';
import type { Law } from '../policy/policy-rules.ts';

/** What the register says of an instrument, for commands that rest on it from a moment on. Read from its stream itself: no row is as fresh. */
export async function lawAt(aggregates: AggregateStore, instrumentId: string, moment: string): Promise<Law> {
  return lawOf((await aggregates.load(instrument, instrumentStream(instrumentId))).state, moment);
}
