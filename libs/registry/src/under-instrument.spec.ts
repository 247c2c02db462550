import fc from 'fast-check';
import { AggregateStore, type CommandContext, deriveUuid, RuleBroken, Upcaster } from '#libs/event-sourcing';
import { identifierEvents } from '#libs/identifiers';
import { memoryEventStore } from '#libs/event-store/memory';
import {
  type Enactable,
  enactables,
  instrument,
  instrumentEvents,
  type InstrumentKind,
  instrumentStream,
  type Mandate,
} from './legal-instrument.ts';
import { underInstrument, underInstruments } from './under-instrument.ts';

const NOW = '2026-06-01T00:00:00.000Z';
let commands = 0;
const context = (): CommandContext => ({
  commandId: deriveUuid('command', ++commands),
  correlationId: deriveUuid('conversation'),
  actor: { id: 'legal-bopha', roles: ['legal-officer'] },
  at: NOW,
});

describe('what rests on a legal instrument', () => {
  let aggregates: AggregateStore;
  beforeEach(() => {
    aggregates = new AggregateStore(memoryEventStore(), new Upcaster(instrumentEvents, identifierEvents));
  });

  const decree = (mayEnact?: readonly Mandate[], kind: InstrumentKind = 'sub-decree', date = '2026-01-01') =>
    aggregates.handle(
      instrument,
      instrumentStream('decree-14'),
      {
        type: 'RegisterLegalInstrument',
        data: {
          instrumentId: 'decree-14',
          kind,
          title: { en: 'On rewards' },
          number: '14',
          date,
          status: 'enacted',
          ...(mayEnact && { mayEnact }),
        },
      },
      context(),
    );
  const under = (act: Enactable, id: string) => ({
    instrument: 'decree-14',
    act,
    subject: { stream: `thing-${id}`, id },
    at: NOW,
    room: 'policy',
  });
  /** The code of the refusal, or what was done. */
  const named = async (act: Enactable, id: string, work: () => Promise<string> = () => Promise.resolve('done')): Promise<string> => {
    try {
      return await underInstrument(aggregates, under(act, id), context(), work);
    } catch (refusal) {
      if (!(refusal instanceof RuleBroken)) throw refusal;
      return refusal.code;
    }
  };

  it('names one of the register that is in force', async () => {
    expect(await named('reward-policy', 'a')).toBe('policy.instrument-not-enacted');
    await decree(undefined, 'sub-decree', '2026-06-02');
    expect(await named('reward-policy', 'a')).toBe('policy.before-instrument');
    await aggregates.handle(
      instrument,
      instrumentStream('decree-14'),
      { type: 'EnactLegalInstrument', data: { from: '2026-01-01' } },
      context(),
    );
    expect(await named('reward-policy', 'a')).toBe('done');
    const repeal = { type: 'RepealLegalInstrument', data: { from: '2026-05-01', reason: 'Replaced' } } as const;
    await aggregates.handle(instrument, instrumentStream('decree-14'), repeal, context());
    expect(await named('supersession', 'a')).toBe('policy.instrument-not-enacted');
  });

  it('names one of a kind that is enough: an announcement enacts nothing, and no decision makes an exception for an office', async () => {
    await decree(undefined, 'announcement');
    for (const act of enactables) expect(await named(act, 'a')).toBe('instrument.other-kind');
    aggregates = new AggregateStore(memoryEventStore(), new Upcaster(instrumentEvents, identifierEvents));
    await decree(undefined, 'decision');
    expect(await named('erasure', 'a')).toBe('done');
    expect(await named('office-exception', 'a')).toBe('instrument.other-kind');
  });

  it('names it for one thing of each kind, unless it says more, and for the same thing as often as is said', async () => {
    await decree();
    expect([await named('reward-policy', 'a'), await named('reward-policy', 'a')]).toEqual(['done', 'done']);
    expect(await named('reward-policy', 'b')).toBe('instrument.used-up');
    expect(await named('supersession', 'b')).toBe('done');
  });

  it('names it for nothing that it does not say, nor for another one than it says', async () => {
    await decree([
      { act: 'erasure', subject: 'vuthy' },
      { act: 'write-off', count: 2 },
    ]);
    expect(await named('reward-policy', 'a')).toBe('instrument.no-mandate');
    expect(await named('erasure', 'dara')).toBe('instrument.no-mandate');
    expect(await named('erasure', 'vuthy')).toBe('done');
    expect([await named('write-off', 'a'), await named('write-off', 'b'), await named('write-off', 'c')]).toEqual([
      'done',
      'done',
      'instrument.used-up',
    ]);
  });

  it('gives its use back where the act is refused, so that it is there for the right one', async () => {
    await decree();
    const refused = () => Promise.reject(new RuleBroken('policy.incoherent', 'No'));
    expect(await named('reward-policy', 'a', refused)).toBe('policy.incoherent');
    expect(await named('reward-policy', 'b')).toBe('done');
    const two = underInstruments(aggregates, [under('erasure', 'a'), under('reward-policy', 'c')], context(), () =>
      Promise.resolve('done'),
    );
    await expect(two).rejects.toMatchObject({ code: 'instrument.used-up' });
    expect(await named('erasure', 'b')).toBe('done');
  });

  it('never is more than it may be, whoever names it for what at once', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 8 }),
        async (count, things) => {
          aggregates = new AggregateStore(memoryEventStore(), new Upcaster(instrumentEvents, identifierEvents));
          await decree([{ act: 'reward-policy', count }]);
          const outcomes = await Promise.all(things.map((thing) => named('reward-policy', thing)));
          const enacted = new Set(things.filter((_, index) => outcomes[index] === 'done'));
          expect(enacted.size).toBeLessThanOrEqual(count);
          if (new Set(things).size <= count) expect(outcomes.every((outcome) => outcome === 'done')).toBe(true);
        },
      ),
      { numRuns: 60 },
    ));
});
