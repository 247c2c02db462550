import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { type CommandContext, AggregateStore, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsId, IsText } from '#libs/http';
import { caseFile, caseStream, type Relation, relations, sameOperationAs } from './case-file.ts';

export class LinkCasesBody {
  static readonly example = {
    linkedCaseId: 'b2471dd0-f579-8034-a7c0-4ee7c1b2a9fd',
    relation: 'same-operation',
    reason: 'Two units reported the same raid',
  };

  @IsId()
  linkedCaseId!: string;

  @Describe('`same-operation`: this case is a duplicate, and whatever is rewarded is rewarded for the other one')
  @IsIn(relations)
  relation!: Relation;

  @IsText(1, 2000)
  reason!: string;
}

export class LinkCases extends Command<CommandOutcome> {
  constructor(
    readonly caseId: string,
    readonly body: LinkCasesBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(LinkCases)
export class LinkCasesHandler implements ICommandHandler<LinkCases> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ caseId, body, context }: LinkCases): Promise<CommandOutcome> {
    const { linkedCaseId, relation, reason } = body;
    await this.requireOtherCase(linkedCaseId);
    if (relation === 'same-operation') await this.requireNoCircle(caseId, linkedCaseId);
    const command = { type: 'LinkCases', data: { caseId, linkedCaseId, relation, reason } } as const;
    return { id: caseId, ...(await this.aggregates.handle(caseFile, caseStream(caseId), command, { ...context, reason })) };
  }

  private async requireOtherCase(linkedCaseId: string): Promise<void> {
    const { revision } = await this.aggregates.load(caseFile, caseStream(linkedCaseId));
    if (revision === 'none')
      throw new UnknownSubject('case.unknown', 'There is no case with the id that is to be linked', { linkedCaseId });
  }

  /**
   * Of cases that are duplicates of each other none would be the operation, and nothing would be rewarded. Links that are made both ways at the same
   * moment can still come through: they are two streams.
   */
  private async requireNoCircle(caseId: string, linkedCaseId: string): Promise<void> {
    const seen = new Set<string>();
    for (let next = linkedCaseId === caseId ? [] : [linkedCaseId]; next.length > 0;) {
      const [current = '', ...rest] = next;
      if (current === caseId)
        throw new RuleBroken(
          'link.circle',
          'The other case is linked as a duplicate of this one; only one of the two can be the operation',
          {
            linkedCaseId,
          },
        );
      seen.add(current);
      const { state } = await this.aggregates.load(caseFile, caseStream(current));
      next = [...rest, ...sameOperationAs(state).filter((id) => !seen.has(id))];
    }
  }
}
