import { type AggregateStore, type CommandContext, RuleBroken } from '#libs/event-sourcing';
import { claiming, type Holder } from '#libs/identifiers';
import type { Id, Instant, RegisterEntry } from '#libs/vocabulary';
import { requireInForce, requireMandate, usedUp } from './instrument-law.ts';
import { type Enactable, instrument, instrumentStream } from './legal-instrument.ts';

/** An act that rests on an instrument. */
export interface UnderInstrument {
  readonly instrument: RegisterEntry;
  readonly act: Enactable;
  /** What it makes law: the stream and the thing in it. Named again for the same thing, it is used once. */
  readonly subject: Pick<Holder, 'stream' | 'id'>;
  /** The id that a mandate may name. Default: the subject's. */
  readonly named?: Id;
  /** When it has to be in force. */
  readonly at: Instant;
  /** Whose refusal it is where it is not: `<room>.instrument-not-enacted`. */
  readonly room: string;
}

/**
 * The one guard before everything that names a legal instrument: it is of the register and in force, of a kind that is enough, says that it may, and is
 * used no more often than it says. Its use is entered first and given back where the act is refused, so that of two acts at once one has it.
 * @throws RuleBroken `<room>.instrument-not-enacted`, `instrument.other-kind`, `instrument.no-mandate`, `instrument.used-up`, or what the act is refused with
 */
export async function underInstrument<T>(
  aggregates: AggregateStore,
  { instrument: name, act, subject, named = subject.id, at, room }: UnderInstrument,
  context: CommandContext,
  work: () => Promise<T>,
): Promise<T> {
  const { state } = await aggregates.load(instrument, instrumentStream(name));
  requireInForce(state, name, at, room);
  const { count = 1 } = requireMandate(state, name, act, named);
  for (let use = 1; ; use++)
    try {
      const refusal = (first: object) => usedUp(name, act, first);
      return await claiming(
        aggregates,
        [{ kind: 'instrument-use', value: `${name} ${act} ${use}`, holder: subject, refusal }],
        context,
        work,
      );
    } catch (refusal) {
      if (use >= count || !(refusal instanceof RuleBroken && refusal.code === 'instrument.used-up')) throw refusal;
    }
}

/** Several acts under as many instruments: each of them guarded, and then the work. */
export const underInstruments = <T>(
  aggregates: AggregateStore,
  acts: readonly UnderInstrument[],
  context: CommandContext,
  work: () => Promise<T>,
): Promise<T> => acts.reduceRight<() => Promise<T>>((inner, act) => () => underInstrument(aggregates, act, context, inner), work)();
