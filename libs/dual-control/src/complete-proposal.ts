import {
  type AggregateStore,
  type CarriesOut,
  type CommandContext,
  type DataOf,
  defined,
  deriveUuid,
  EventTooLarge,
  type Handled,
  PreconditionFailed,
  RuleBroken,
} from '#libs/event-sourcing';
import { proposal } from './proposal.ts';
import { type Outcome, type ProposalEvent, proposalStream } from './proposal-events.ts';

type Made = DataOf<ProposalEvent, 'ProposalMade'>;
type Confirmed = DataOf<ProposalEvent, 'ProposalConfirmed'>;

/** The id that a proposed command is carried out under. */
export const carriedOutAs = (proposalId: string): string => deriveUuid('carry-out', proposalId);

/**
 * The context that a proposed command is decided in: by the first hand, in the conversation of whoever asks for it; confirmed, at that moment and with the
 * second hand beside it. Its id follows from the proposal and alone tells the command, so it is carried out once, whoever tries it how often.
 */
export function contextOf(
  proposalId: string,
  { proposedBy, standing, ifRevision }: Pick<Made, 'proposedBy' | 'standing' | 'ifRevision'>,
  { correlationId, causationId, at }: Pick<CommandContext, 'correlationId' | 'causationId' | 'at'>,
  confirmed?: Confirmed,
): CommandContext {
  return defined({
    commandId: carriedOutAs(proposalId),
    correlationId,
    causationId,
    actor: proposedBy,
    at: confirmed?.confirmedAt ?? at,
    confirmedBy: confirmed?.confirmedBy,
    proposalId,
    ifRevision,
    standing: { ...standing, ...defined({ confirmer: confirmed?.standing }) },
    idAlone: true as const,
  });
}

/** What became of a confirmed proposal: its outcome, or the refusal that it met since it was confirmed. */
export type Completed = Handled & ({ readonly outcome: Outcome } | { readonly refusal: Error });

/**
 * Carries out what is confirmed and records what that came to. A crash at any moment leaves it confirmed; done again, by whomever, it comes to the same.
 * Undefined where nothing is confirmed, or it has come to its end already.
 * @throws StoreUnavailable @throws RowsUnavailable and whatever else is no refusal: it stays confirmed
 */
export async function completeProposal(
  aggregates: AggregateStore,
  commands: CarriesOut,
  proposalId: string,
  context: CommandContext,
): Promise<Completed | undefined> {
  const stream = proposalStream(proposalId);
  const { made, confirmed, status } = (await aggregates.load(proposal, stream)).state;
  if (made === undefined || confirmed === undefined || status !== 'confirmed') return undefined;
  const { actor, correlationId, causationId, at } = context;
  const recording = (what: string): CommandContext =>
    defined({ commandId: deriveUuid(what, proposalId), correlationId, causationId, actor, at, idAlone: true as const });
  try {
    const { id, revision, statement } = await commands.carryOut(made, contextOf(proposalId, made, context, confirmed));
    const outcome = defined({ id, revision, statement });
    const handled = await aggregates.handle(
      proposal,
      stream,
      { type: 'RecordOutcome', data: { outcome } },
      recording('proposal-carried-out'),
    );
    return { ...handled, outcome };
  } catch (refusal) {
    if (!isRefusal(refusal)) throw refusal;
    const data = { code: refusal.code, message: refusal.message };
    const handled = await aggregates.handle(proposal, stream, { type: 'RecordFailure', data }, recording('proposal-failed'));
    return { ...handled, refusal };
  }
}

/** What trying again would not change. */
function isRefusal(error: unknown): error is RuleBroken | PreconditionFailed | EventTooLarge {
  return error instanceof RuleBroken || error instanceof PreconditionFailed || error instanceof EventTooLarge;
}
