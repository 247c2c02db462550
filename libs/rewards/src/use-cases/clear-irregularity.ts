import { CommandHandler } from '@nestjs/cqrs';
import { IsRegisterEntry } from '#libs/bodies';
import { resting } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsText } from '#libs/http';
import { IsDefectCode } from '#libs/reward-law';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { requireKnown } from '../reward/rules/due.ts';
import { assessedTerms } from './assessed-terms.ts';

export class ClearIrregularityBody {
  static readonly example = {
    subjectId: '0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f10',
    defect: 'weight.drift',
    reason: 'The scale of the unit was 2 % off; its calibration record says so',
  };

  @Describe('The seizure, as the explanation of the assessment names it')
  @IsRegisterEntry()
  subjectId!: string;

  @Describe('What is irregular about it')
  @IsDefectCode()
  defect!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class ClearIrregularity extends CommandAt('v1/rewards/:id/clear-irregularity', {
  body: ClearIrregularityBody,
  roles: ['integrity-officer'],
  summary: 'Clear up an irregularity that holds a reward up',
  description:
    'By somebody who has done nothing else for the reward. Only what holds it up under its policy: what excludes a seizure excludes it for ever. It is assessed anew at once; the same defect of the same seizure stays cleared, whatever becomes known later.',
}) {}

@CommandHandler(ClearIrregularity)
export class ClearIrregularityHandler extends Handler<ClearIrregularity> {
  /** What is due without the irregularity is assessed by the terms that the reward was assessed under. */
  async execute({ path: { id }, body, context }: ClearIrregularity): Promise<CommandOutcome> {
    const { state } = await this.aggregates.load(reward, rewardStream(id));
    requireKnown(state);
    const terms = await assessedTerms(this.aggregates, state);
    const { subjectId, defect, reason } = body;
    const command = { type: 'ClearIrregularity', data: { subjectId, defect, reason, ...terms } } as const;
    return this.handle(reward, rewardStream(id), command, resting(context, terms));
  }
}
