import { type Command, process } from '#libs/event-sourcing';
import type { Id } from '#libs/vocabulary';
import { type Holder, type Identifier, type IdentifierEvent, identifierIdOf, looksOfNumber } from './published.ts';

/** That what holds one number may hold another, which looks like it. `command`: the one under which the holder came in. */
export type NoteLookAlike = Command<
  'NoteLookAlike',
  { readonly claimed: Id; readonly number: Identifier; readonly holder: Holder; readonly command: Id }
>;

type Claimed = Extract<IdentifierEvent, { type: 'IdentifierClaimed' }>;

interface Alike {
  /** By the id of each number, as it was written first. */
  readonly numbers: readonly { readonly identifierId: Id; readonly number: Identifier }[];
}

/** Of numbers that all look like one another, the first ones are enough: the next is entered as a second use of the first. */
const REMEMBERED = 10;

/**
 * Two numbers that look alike may be one, misread or written so that nobody sees it: KH-OO41 for KH-0041, BT-1/26 for BT-01/26. One instance a look. Each is a
 * number of its own, and nothing is refused; what holds the later one is entered as a second use of the earlier one. So it is held up and told as any second
 * use, and cleared by two hands where they are two numbers after all.
 */
export const lookAlikeNumbers = process<Claimed, NoteLookAlike, Alike>({
  name: 'look-alike-numbers',
  handles: ['IdentifierClaimed'],
  keysOf: ({ data }) => looksOfNumber(data),
  react(state = { numbers: [] }, input) {
    if (input.type === 'CommandRefused' || input.type === 'TimeoutReached') return { state };
    const identifierId = identifierIdOf(input.stream);
    const { holder, command, kind, scope, value } = input.data;
    const number: Identifier = { kind, value, ...(scope !== undefined && { scope }) };
    const other = state.numbers.find((known) => known.identifierId !== identifierId);
    const known = state.numbers.some((one) => one.identifierId === identifierId);
    const numbers = known ? state.numbers : [...state.numbers, { identifierId, number }].slice(0, REMEMBERED);
    if (other === undefined) return { state: { numbers } };
    return {
      state: { numbers },
      commands: [{ type: 'NoteLookAlike', data: { claimed: identifierId, number: other.number, holder, command } }],
    };
  },
});
