import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  AggregateStore,
  type CommandContext,
  CommandIdReused,
  defined,
  deriveUuid,
  sameJson,
  type WouldRecord,
} from '#libs/event-sourcing';
import { type CommandClass, type CommandOutcome, LAPSES_AFTER_DAYS, ProposeCommand, UseCases } from '#libs/http';
import { contextOf } from '../complete-proposal.ts';
import { proposal } from '../proposal.ts';
import { type Proposed, proposalStream } from '../proposal-events.ts';

const DAY_MS = 86_400_000;

/**
 * Keeps a command that takes two hands until the second one confirms it. It is tried first, so that what a rule refuses is refused at once, to whoever can put
 * it right. The proposal's id follows from the command's: a retry is the same proposal.
 */
@CommandHandler(ProposeCommand)
export class ProposeCommandHandler implements ICommandHandler<ProposeCommand> {
  constructor(
    private readonly aggregates: AggregateStore,
    private readonly useCases: UseCases,
  ) {}

  async execute({ given: { constructor, path, body, context } }: ProposeCommand): Promise<CommandOutcome> {
    const { name: command, options } = constructor as unknown as CommandClass;
    const { commandId, ifRevision, ...given } = context;
    const proposalId = deriveUuid('proposal', commandId);
    const stream = proposalStream(proposalId);
    const proposed = defined({ command, path, body: body as Proposed['body'] });
    const { made } = (await this.aggregates.load(proposal, stream)).state;
    const { roles, lapsesAfterDays = LAPSES_AFTER_DAYS, apart } = options.confirmedBy ?? { roles: [] };
    const trying = contextOf(proposalId, defined({ proposedBy: given.actor, standing: given.standing, ifRevision }), given);
    const records = made?.records ?? (await this.recordsOf(proposed, trying, stream));
    const lapsesAt = new Date(Date.parse(given.at) + lapsesAfterDays * DAY_MS).toISOString();
    const data = { ...proposed, ...defined({ ifRevision }), records, secondHands: { roles, ...defined({ apart }) }, lapsesAt };
    const make = { type: 'MakeProposal', data } as const;
    // What it would record is looked up at each try: its id alone tells the command, and whether it says the same is looked at here.
    const handled = await this.aggregates.handle(proposal, stream, make, { ...given, commandId, idAlone: true });
    if (handled.repeated) await this.requireSame(stream, proposed, commandId);
    return { id: proposalId, ...handled };
  }

  /** What it would record. The same command at another program may have come to its end meanwhile: then it is refused for what it did itself. */
  private async recordsOf(proposed: Proposed, context: CommandContext, stream: string): Promise<readonly WouldRecord[]> {
    try {
      return await this.useCases.preview(proposed, context);
    } catch (refusal) {
      const { made } = (await this.aggregates.load(proposal, stream)).state;
      if (made === undefined) throw refusal;
      return made.records;
    }
  }

  /** @throws CommandIdReused the id stands for a command of another content */
  private async requireSame(stream: string, proposed: Proposed, commandId: string): Promise<void> {
    const { command, path, body } = (await this.aggregates.load(proposal, stream)).state.made ?? {};
    if (!sameJson(proposed, defined({ command, path, body }))) throw new CommandIdReused(commandId);
  }
}
