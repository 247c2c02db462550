import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Handler } from '#libs/http';
import { resting } from '#libs/event-sourcing';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { requireKnown } from '../reward/rules/due.ts';
import { assessedTerms } from './assessed-terms.ts';
import { independently } from './independence.ts';
import { IrregularityBody } from './irregularity-body.ts';

export class UpholdIrregularity extends CommandAt('v1/rewards/:id/uphold-irregularity', {
  body: IrregularityBody,
  roles: ['integrity-officer'],
  confirmedBy: { roles: ['integrity-officer'] },
  summary: 'Find that what holds a reward up is so',
  description:
    'By two integrity officers who have done nothing else for the reward. A seizure that has the defect counts for nothing from then on; where it is of the operation as a whole, nothing is due. What was granted on it and is due no more is claimed back.',
}) {}

@CommandHandler(UpholdIrregularity)
export class UpholdIrregularityHandler extends Handler<UpholdIrregularity> {
  /** What is due with the finding is assessed by the terms that the reward was assessed under. */
  async execute({ path: { id }, body, context }: UpholdIrregularity): Promise<CommandOutcome> {
    const { state } = await this.aggregates.load(reward, rewardStream(id));
    requireKnown(state);
    const terms = await assessedTerms(this.aggregates, state);
    const { subjectId, defect, reason } = body;
    const command = { type: 'UpholdIrregularity', data: { subjectId, defect, reason, ...terms } } as const;
    const placed = await independently(this.aggregates, id, context);
    return this.handle(reward, rewardStream(id), command, resting(placed, terms));
  }
}
