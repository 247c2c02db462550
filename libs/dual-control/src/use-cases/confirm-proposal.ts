import { Inject } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import type { Register } from '#libs/access';
import { AggregateStore, type CommandContext, defined, DryRun, resting } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Handler, UseCases } from '#libs/http';
import { completeProposal, contextOf } from '../complete-proposal.ts';
import { HANDS } from '../hands.ts';
import { proposal } from '../proposal.ts';
import { type Proposed, proposalStream } from '../proposal-events.ts';
import type { HandsNow } from '../proposal-rules.ts';
import { handsNow } from '../register-of-hands.ts';

export class ConfirmProposal extends CommandAt('v1/proposals/:id/confirm', {
  roles: HANDS,
  summary: 'Confirm a proposal, and carry it out',
  description:
    'By another person than who proposed it, in a role that its command names, not commanded by who proposed it, while who proposed it serves as what they proposed it as. It is decided anew: what a rule refuses now is answered as it is, and the proposal stays open. The answer’s `outcome` is what was carried out. Confirmed again by the same person, it comes to the same.',
}) {}

@CommandHandler(ConfirmProposal)
export class ConfirmProposalHandler extends Handler<ConfirmProposal> {
  constructor(
    aggregates: AggregateStore,
    private readonly useCases: UseCases,
    @Inject('Register') private readonly register: Register,
  ) {
    super(aggregates);
  }

  /** Tried as a whole before anything is recorded; recorded as confirmed before it is carried out, so that a crash between the two loses nothing. */
  async execute({ path: { id }, context: given }: ConfirmProposal): Promise<CommandOutcome> {
    const stream = proposalStream(id);
    const register = await this.handsNow(stream, given);
    const context = register === undefined ? given : resting(given, register);
    const confirm = { type: 'ConfirmProposal', data: defined({ register }) } as const;
    const dry = new DryRun(this.aggregates);
    const { commandId, correlationId, actor, at, standing } = context;
    // Without the revision that was seen: a retry has changed it itself, and only the store knows its tries.
    const trying = defined({ commandId, correlationId, actor, at, standing });
    const { repeated } = await dry.handle(proposal, stream, confirm, trying);
    const { made, confirmed } = (await dry.load(proposal, stream)).state;
    if (!repeated && made !== undefined) await this.tryOut(id, made, contextOf(id, made, context, confirmed));
    const recorded = await this.handle(proposal, stream, confirm, context);
    const completed = await completeProposal(this.aggregates, this.useCases, id, context);
    if (completed !== undefined && 'refusal' in completed) throw completed.refusal;
    if (completed !== undefined) return { id, ...completed };
    const { state, revision, position } = await this.aggregates.load(proposal, stream);
    return { ...recorded, revision: Number(revision), position, ...(state.outcome && { outcome: state.outcome }) };
  }

  /** What the register says of both hands while the proposal waits for the second one. */
  private async handsNow(stream: string, { actor, at }: CommandContext): Promise<HandsNow | undefined> {
    const { state, position: proposedAt } = await this.aggregates.load(proposal, stream);
    if (state.made === undefined || state.status !== 'open') return undefined;
    const serves = this.useCases.rolesOf(state.made.command);
    return handsNow(this.register, this.aggregates, state.made, { serves, by: actor, at, proposedAt });
  }

  /** The same confirmation at another program may have carried it out meanwhile: then it is refused for what it did itself. */
  private async tryOut(id: string, made: Proposed, context: CommandContext): Promise<void> {
    try {
      await this.useCases.preview(made, context);
    } catch (refusal) {
      if ((await this.aggregates.load(proposal, proposalStream(id))).state.confirmed === undefined) throw refusal;
    }
  }
}
