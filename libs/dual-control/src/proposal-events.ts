import { type Actor, type Event, eventCatalogue, type Standing, typesOf, type WouldRecord } from '#libs/event-sourcing';
import type { Id, Instant, Line } from '#libs/vocabulary';

export const proposalStream = (proposalId: string) => `proposal-${proposalId}` as const;

/** The proposal whose stream this is. */
export const proposalIdOf = (stream: string): string => stream.slice('proposal-'.length);

/** A command that takes two hands, whole, as the first one gave it. */
export interface Proposed {
  /** The name of the command, for example `TopUpBudget`. */
  readonly command: string;
  /** The parts of its address. */
  readonly path: Readonly<Record<string, string>>;
  /** What was said; absent where the command takes no body. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Who may be the second hand: another person than the first, in one of these roles. */
export interface SecondHands {
  readonly roles: readonly string[];
  /** Serves in another unit than the first hand. */
  readonly apart?: 'unit';
}

/** What a proposal was about once it was carried out, and its revision then. */
export interface Outcome {
  readonly id: string;
  /** @minimum -1 */
  readonly revision: number;
  /** It was kept as a statement, whose id this is: nothing follows from it. */
  readonly statement?: true;
}

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file.
export type ProposalEvent =
  | Event<
      'ProposalMade',
      Proposed & {
        /** The revision of its subject that the first hand had seen. */
        readonly ifRevision?: number;
        /** What it would have recorded when it was proposed. */
        readonly records: readonly WouldRecord[];
        readonly secondHands: SecondHands;
        readonly lapsesAt: Instant;
        readonly proposedBy: Actor;
        /** How the first hand stood then: it is decided by that. */
        readonly standing?: Standing;
      }
    >
  | Event<'ProposalConfirmed', { readonly confirmedBy: Actor; readonly standing?: Standing; readonly confirmedAt: Instant }>
  | Event<'ProposalCarriedOut', { readonly outcome: Outcome }>
  /** Between the confirmation and the carrying out something came that a rule refuses it for. */
  | Event<'ProposalFailed', { readonly code: string; readonly message: string }>
  | Event<'ProposalRefused', { readonly reason: Line }>
  | Event<'ProposalWithdrawn', { readonly reason: Line }>
  | Event<'ProposalLapsed', { readonly proposalId: Id }>;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const proposalEvents = eventCatalogue<ProposalEvent>()
  .unchanged('ProposalMade', 'ProposalConfirmed', 'ProposalCarriedOut', 'ProposalFailed')
  .unchanged('ProposalRefused', 'ProposalWithdrawn', 'ProposalLapsed')
  .whole();

/** All of them, for projections that take every event of a proposal. */
export const proposalEventTypes = typesOf(proposalEvents);
