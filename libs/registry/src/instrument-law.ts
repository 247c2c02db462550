import { RuleBroken } from '#libs/event-sourcing';
import type { Instant, RegisterEntry } from '#libs/vocabulary';
import { type Enactable, type Instrument, type InstrumentKind, isInForce, type Mandate } from './legal-instrument.ts';

// Law by law: what rests on a legal instrument names one of the register that is in force, of a kind that may do it, that says it may, and that has not
// done it already.

/** What an instrument is named for. Its name in a sentence, and the kinds of instruments that are enough for it. */
const LAW: Readonly<Record<Enactable, { readonly called: string; readonly kinds: readonly InstrumentKind[] }>> = {
  'reward-policy': { called: 'enact a reward policy', kinds: ['law', 'royal-decree', 'sub-decree', 'prakas', 'decision'] },
  supersession: { called: 'end a reward policy', kinds: ['law', 'royal-decree', 'sub-decree', 'prakas', 'decision'] },
  'distribution-rule': { called: 'divide proceeds', kinds: ['law', 'royal-decree', 'sub-decree', 'prakas', 'decision'] },
  // Rules of reward, 6: a share for who acts in the case for the court. No decision on one case makes that law.
  'office-exception': { called: 'give a share to an excluded office', kinds: ['law', 'royal-decree', 'sub-decree', 'prakas'] },
  erasure: { called: 'have a person or an entry erased', kinds: ['law', 'royal-decree', 'sub-decree', 'prakas', 'decision'] },
  'write-off': { called: 'give up what is owed', kinds: ['law', 'royal-decree', 'sub-decree', 'prakas', 'decision'] },
};

/** Where nothing is said, one of each kind: one policy, one rule, one person. */
export const mandateFor = ({ entry }: Instrument, act: Enactable): Mandate | undefined =>
  entry?.mayEnact === undefined ? { act } : entry.mayEnact.find((mandate) => mandate.act === act);

/** What the register says of an instrument that something is to rest on from a moment on; `not-yet`: it is enacted from a later day on. */
export function lawOf(state: Instrument, moment: Instant): 'in-force' | 'not-yet' | 'none' {
  if (isInForce(state, moment)) return 'in-force';
  return state.enactedFrom !== undefined && state.repealedFrom === undefined ? 'not-yet' : 'none';
}

/** Of the register, and in force. @throws RuleBroken `<room>.instrument-not-enacted`, `<room>.before-instrument` */
export function requireInForce(state: Instrument, instrument: RegisterEntry, at: Instant, room: string): void {
  const law = lawOf(state, at);
  if (law === 'not-yet')
    throw new RuleBroken(
      `${room}.before-instrument`,
      `Nothing rests on ${instrument} before that is law itself, and on ${at} it is not yet`,
      {
        instrument,
        at,
      },
    );
  if (law === 'none')
    throw new RuleBroken(
      `${room}.instrument-not-enacted`,
      `${instrument} is no instrument of the register that is in force; name one that is, or have it entered and enacted first`,
      { instrument, at },
    );
}

/**
 * Of a kind that is enough, and one that says it may. @throws RuleBroken 'instrument.other-kind' an announcement enacts nothing
 * @throws RuleBroken 'instrument.no-mandate'
 */
export function requireMandate(state: Instrument, instrument: RegisterEntry, act: Enactable, subject: RegisterEntry): Mandate {
  const { called, kinds } = LAW[act];
  const kind = state.entry?.kind;
  if (kind === undefined || !kinds.includes(kind))
    throw new RuleBroken(
      'instrument.other-kind',
      `To ${called} takes a ${kinds.join(', ')}; ${instrument} is a ${kind ?? 'stranger to the register'}`,
      {
        instrument,
        kind,
        kinds,
      },
    );
  const mandate = mandateFor(state, act);
  if (mandate === undefined || (mandate.subject !== undefined && mandate.subject !== subject))
    throw new RuleBroken('instrument.no-mandate', `${instrument} does not say that it may ${called}; name the one that does`, {
      instrument,
      act,
      subject,
    });
  return mandate;
}

/** What to refuse with where it has done so already, as often as it may. */
export const usedUp = (instrument: RegisterEntry, act: Enactable, first: object): RuleBroken =>
  new RuleBroken('instrument.used-up', `${instrument} was named for something else already; it may ${LAW[act].called} no more often`, {
    instrument,
    act,
    ...first,
  });
