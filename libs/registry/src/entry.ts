import { changesOf, type Command, type Decider, type Event, RuleBroken, sameJson, UnknownSubject } from '#libs/event-sourcing';

// What the entries of every register have in common: each is registered once, under an id of its own, and its details may change.

/** Of whatever has an entry in a register. */
interface Entered<Entry> {
  /** Absent before it is registered. */
  readonly entry?: Entry;
}

/** Nothing to record where an entry says just what is known. @throws RuleBroken `<what>.already-registered` where it says something else */
export function registeredAlready(said: object, fact: object, what: string): readonly [] {
  if (sameJson(said, fact)) return [];
  throw new RuleBroken(
    `${what}.already-registered`,
    `The register has this ${what} already, with other particulars; a second one needs an id of its own`,
  );
}

/** The entry; `called` is what its kind is called in the sentence of the refusal. @throws UnknownSubject `<what>.unknown` before it is registered */
export function requireEntry<Entry>({ entry }: Entered<Entry>, what: string, called = what): Entry {
  if (entry === undefined) throw new UnknownSubject(`${what}.unknown`, `There is no ${called} with this id in the register`);
  return entry;
}

/** The state after details of its entry changed. */
export function withDetails<Entry extends object, State extends Entered<Entry>>(
  state: State & Entered<Entry>,
  details: Partial<Entry>,
): State {
  return state.entry === undefined ? state : { ...state, entry: { ...state.entry, ...details } };
}

/** What the decider of a plain entry is told and what it records: a command, and the event that comes of it. */
interface PlainEntry<C extends Command, E extends Event> {
  readonly what: string;
  readonly registered: readonly [command: C['type'], event: E['type']];
  readonly detailsUpdated: readonly [command: C['type'], event: E['type']];
}

/** The rules of an entry that is registered, whose details change, and to which nothing else happens. */
export function plainEntry<
  Entry extends object,
  C extends Command<string, Entry | Partial<Entry>>,
  E extends Event<string, Entry | Partial<Entry>>,
>({ what, registered, detailsUpdated }: PlainEntry<C, E>): Decider<C, E, Entered<Entry>> {
  return {
    initial: {},

    decide({ type, data }, state) {
      if (type === registered[0])
        return state.entry === undefined ? [{ type: registered[1], data } as E] : registeredAlready(data, state.entry, what);
      const changes = changesOf(requireEntry(state, what), data);
      return Object.keys(changes).length === 0 ? [] : [{ type: detailsUpdated[1], data: changes } as E];
    },

    evolve(state, { type, data }) {
      return type === registered[1] ? { entry: data as Entry } : withDetails(state, data);
    },
  };
}
