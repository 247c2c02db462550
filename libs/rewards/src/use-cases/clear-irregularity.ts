import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsRegisterEntry } from '#libs/bodies';
import { type CommandContext, AggregateStore, UnknownSubject } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsText } from '#libs/http';
import { IsDefectCode, policyStream, resting, rewardPolicy } from '#libs/reward-law';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';

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

export class ClearIrregularity extends Command<CommandOutcome> {
  constructor(
    readonly rewardId: string,
    readonly body: ClearIrregularityBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ClearIrregularity)
export class ClearIrregularityHandler implements ICommandHandler<ClearIrregularity> {
  constructor(private readonly aggregates: AggregateStore) {}

  /** What is due without the irregularity is assessed by the terms that the reward was assessed under. */
  async execute({ rewardId, body, context }: ClearIrregularity): Promise<CommandOutcome> {
    const { entitlement, assessment } = (await this.aggregates.load(reward, rewardStream(rewardId))).state;
    if (entitlement === undefined || assessment === undefined)
      throw new UnknownSubject('reward.unknown', 'There is no reward with this id');
    const { version } = assessment;
    const terms = (await this.aggregates.load(rewardPolicy, policyStream(entitlement.policyId))).state.versions[version - 1]?.terms;
    if (terms === undefined) throw new UnknownSubject('policy.version-unknown', `The policy has no version ${version}`);
    const gathered = { version, terms };
    const { subjectId, defect, reason } = body;
    const command = { type: 'ClearIrregularity', data: { subjectId, defect, reason, ...gathered } } as const;
    const told = { ...resting(context, gathered), reason };
    return { id: rewardId, ...(await this.aggregates.handle(reward, rewardStream(rewardId), command, told)) };
  }
}
