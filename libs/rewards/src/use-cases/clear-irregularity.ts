import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { defined, resting } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, Optional } from '#libs/http';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { requireKnown } from '../reward/rules/due.ts';
import { assessedTerms } from './assessed-terms.ts';
import { independently } from './independence.ts';
import { IrregularityBody } from './irregularity-body.ts';

export class ClearIrregularityBody extends IrregularityBody {
  @Describe('Of people who were named later: they were not there. Otherwise they were, and decide nothing about the reward')
  @Optional()
  @IsIn([true])
  absent?: true;
}

export class ClearIrregularity extends CommandAt('v1/rewards/:id/clear-irregularity', {
  body: ClearIrregularityBody,
  roles: ['unit-head', 'integrity-officer'],
  confirmedBy: { roles: ['unit-head', 'integrity-officer'] },
  summary: 'Clear up an irregularity that holds a reward up',
  description:
    'The head of the case’s unit, or of one above it, and an integrity officer who has done nothing else for the reward, in whatever order; neither has a share. Only what holds it up under its policy or by law: what excludes a seizure excludes it for ever. What was said later then counts as it is said. It is assessed anew at once; it stays cleared as far as it was known, and what is said after that holds the reward up again.',
}) {}

@CommandHandler(ClearIrregularity)
export class ClearIrregularityHandler extends Handler<ClearIrregularity> {
  /** What is due without the irregularity is assessed by the terms that the reward was assessed under. */
  async execute({ path: { id }, body, context }: ClearIrregularity): Promise<CommandOutcome> {
    const { state } = await this.aggregates.load(reward, rewardStream(id));
    requireKnown(state);
    const terms = await assessedTerms(this.aggregates, state);
    const { subjectId, defect, reason, absent } = body;
    const command = { type: 'ClearIrregularity', data: defined({ subjectId, defect, reason, absent, ...terms }) } as const;
    const placed = await independently(this.aggregates, id, context);
    return this.handle(reward, rewardStream(id), command, resting(placed, terms));
  }
}
