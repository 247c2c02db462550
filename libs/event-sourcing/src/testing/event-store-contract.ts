import { appends, concurrentAppends } from './event-store/appends.ts';
import { closes } from './event-store/closes.ts';
import { fidelity } from './event-store/fidelity.ts';
import { follows } from './event-store/follows.ts';
import { able, type EventStoreHarness, type Given, PATIENCE_MS, type Subject } from './event-store/given.ts';
import { laws } from './event-store/laws.ts';
import { reads } from './event-store/reads.ts';
import { readsOfAll } from './event-store/reads-of-all.ts';
import { repeats } from './event-store/repeats.ts';

export type { EventStoreHarness } from './event-store/given.ts';

/** Proves an adapter against the port's docstrings: `eventStoreContract('memory', { open: … })` is its whole spec. */
export function eventStoreContract(name: string, harness: EventStoreHarness): void {
  describe(`the event store contract, kept by ${name}`, () => {
    let subject: Subject;
    const given: Given = {
      get store() {
        return subject.store;
      },
      reopen: () => able(subject.reopen?.()),
      second: () => able(subject.second?.()),
      tombstone: (stream) => able(subject.tombstone?.(stream)),
      interrupt: () => able(subject.interrupt?.()),
      can: (ability) => harness.can?.includes(ability) ?? false,
    };

    beforeEach(async () => {
      subject = await harness.open();
    }, PATIENCE_MS);
    afterEach(async () => {
      await subject.dispose();
    }, PATIENCE_MS);

    describe('append', () => appends(given));
    describe('append again', () => repeats(given));
    describe('append, many at once', () => concurrentAppends(given));
    describe('what is stored', () => fidelity(given));
    describe('read', () => reads(given));
    describe('readAll', () => readsOfAll(given));
    describe('follow', () => follows(given));
    describe('close', () => closes(given));
    describe('laws', () => laws(given));
  });
}
