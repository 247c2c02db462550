import { deriveUuid, type Event, eventCatalogue, typesOf } from '#libs/event-sourcing';
import { canonical, canonicalOfOld, type Id, type Line, looksOf } from '#libs/vocabulary';
import { IDENTIFIERS, type IdentifierKind } from './identifier-kinds.ts';

/** A number, as somebody wrote it. Two that a reader takes for the same are the same (`canonical`). */
export interface Identifier {
  readonly kind: IdentifierKind;
  /** Whose numbers it is one of, where those of a kind are counted apart: the register entry of the court or laboratory. */
  readonly scope?: Line;
  /** As written: a second spelling of it is no second number. */
  readonly value: Line;
}

/** What a number stands for. The same stream and id are the same holder. */
export interface Holder {
  /** Of the aggregate in which it stands. */
  readonly stream: Line;
  /** The thing in it: a payment of a reward, a receipt; of a thing that is the aggregate itself, its id. */
  readonly id: Line;
  /** The cases that it is of, with those linked to them where such holders may share a number. */
  readonly cases?: readonly Id[];
  /** The seizure that it is of, where it is of one. */
  readonly seizureId?: Id;
  /** What its paper says beside the number, where that tells two uses apart. */
  readonly says?: Line;
}

/** The id of a number: it follows from its kind, scope and canonical form, on every machine and for ever. */
export const identifierIdFor = ({ kind, scope = '', value }: Identifier): string =>
  deriveUuid('identifier', kind, canonical(scope), canonical(value));

/** The id that earlier versions gave it, which told letters of other scripts apart that look alike: it may stand under that. */
export const identifierIdOfOld = ({ kind, scope = '', value }: Identifier): string =>
  deriveUuid('identifier', kind, canonicalOfOld(scope), canonicalOfOld(value));

/** What it looks like: two numbers of one kind and scope that have one of these in common may be one, misread. None of what nobody types. */
export const looksOfNumber = ({ kind, scope = '', value }: Identifier): readonly string[] =>
  IDENTIFIERS[kind].typed ? looksOf(value).map((look) => deriveUuid('looks-like', kind, canonical(scope), look)) : [];

export const identifierStream = (identifierId: string) => `identifier-${identifierId}` as const;

/** The number whose stream this is. */
export const identifierIdOf = (stream: string): string => stream.slice('identifier-'.length);

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file.
export type IdentifierEvent =
  // `command`: under which the holder comes in; its claim stands and falls with it until somebody else of that holder claims it, too.
  | Event<'IdentifierClaimed', Identifier & { holder: Holder; command: Id }>
  // Both stand, and what rests on either is held up.
  | Event<'IdentifierClaimedAgain', Identifier & { first: Holder; second: Holder }>
  // With `command`: that command was refused, and what it claimed for is not there. Without: by two hands, whatever claimed it. `left`: the other holders.
  | Event<'IdentifierReleased', Identifier & { holder: Holder; command?: Id; reason: Line; left: readonly Holder[] }>
  // These uses are right as they are; another one is a second use again.
  | Event<'IdentifierUsesCleared', Identifier & { uses: readonly Holder[]; reason: Line }>;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const identifierEvents = eventCatalogue<IdentifierEvent>()
  .unchanged('IdentifierClaimed', 'IdentifierClaimedAgain', 'IdentifierReleased', 'IdentifierUsesCleared')
  .whole();

/** All of them, for projections that take every event of an identifier. */
export const identifierEventTypes = typesOf(identifierEvents);

/** Whether two are one: the same thing of the same aggregate. */
export const sameHolder = (a: Pick<Holder, 'stream' | 'id'>, b: Pick<Holder, 'stream' | 'id'>): boolean =>
  a.stream === b.stream && a.id === b.id;
