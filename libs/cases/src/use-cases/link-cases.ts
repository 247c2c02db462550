import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Handler, Describe, IsId, IsText } from '#libs/http';
import { caseStream, type Relation, relations } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { sameOperationAs } from '../case-standing.ts';

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

export class LinkCases extends CommandAt('v1/cases/:id/link', {
  body: LinkCasesBody,
  roles: ['unit-head', 'legal-officer'],
  stated: true,
  summary: 'Link a case to another one',
  description:
    'As `same-operation` this case is a duplicate of the other one, and what would be rewarded twice is rewarded there only: that is said by the head of the unit that leads this case, or by its legal officer.',
}) {}

@CommandHandler(LinkCases)
export class LinkCasesHandler extends Handler<LinkCases> {
  async execute({ path: { id }, body, context }: LinkCases): Promise<CommandOutcome> {
    const { linkedCaseId, relation, reason } = body;
    await this.requireOtherCase(linkedCaseId);
    if (relation === 'same-operation') await this.requireNoCircle(id, linkedCaseId);
    const command = { type: 'LinkCases', data: { caseId: id, linkedCaseId, relation, reason } } as const;
    return this.handle(caseFile, caseStream(id), command, context);
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
