import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsRegisterEntry } from '#libs/bodies';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsId, IsText } from '#libs/http';
import { resting } from '#libs/reward-law';
import { isEnacted } from './registered.ts';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';

export class WriteOffRecoveryBody {
  static readonly example = {
    recoveryId: '5a0f1c52-3f0e-8b5e-8a36-51d7d3a0c2b4',
    reason: 'He died in service and left nothing',
    instrument: 'decision-2026-77',
  };

  @IsId()
  recoveryId!: string;

  @IsText(1, 2000)
  reason!: string;

  @Describe('The enacted instrument that allows it')
  @IsRegisterEntry()
  instrument!: string;
}

export class WriteOffRecovery extends Command<CommandOutcome> {
  constructor(
    readonly rewardId: string,
    readonly body: WriteOffRecoveryBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(WriteOffRecovery)
export class WriteOffRecoveryHandler implements ICommandHandler<WriteOffRecovery> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ rewardId, body, context }: WriteOffRecovery): Promise<CommandOutcome> {
    const { recoveryId, reason, instrument } = body;
    const enacted = await isEnacted(this.aggregates, instrument, context.at);
    const command = { type: 'WriteOffRecovery', data: { recoveryId, reason, instrument, enacted } } as const;
    const told = { ...resting(context, enacted), reason, legalInstrument: instrument };
    return { id: rewardId, ...(await this.aggregates.handle(reward, rewardStream(rewardId), command, told)) };
  }
}
