import { CommandHandler } from '@nestjs/cqrs';
import { IsRegisterEntry } from '#libs/bodies';
import { resting } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId, IsText } from '#libs/http';
import { underInstrument } from '#libs/registry';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { recovery } from './example-ids.ts';
import { independently } from './independence.ts';
import { isEnacted } from './registered.ts';

export class WriteOffRecoveryBody {
  static readonly example = { recoveryId: recovery, reason: 'He died in service and left nothing', instrument: 'decision-2026-77' };

  @IsId()
  recoveryId!: string;

  @IsText(1, 2000)
  reason!: string;

  @Describe('The enacted instrument that allows it')
  @IsRegisterEntry()
  instrument!: string;
}

export class WriteOffRecovery extends CommandAt('v1/rewards/:id/write-off-recovery', {
  body: WriteOffRecoveryBody,
  roles: ['finance-officer'],
  confirmedBy: { roles: ['legal-officer'] },
  summary: 'Give up what is owed of a recovery',
  description: 'By finance and law, neither of whom planned it, with an enacted instrument.',
}) {}

@CommandHandler(WriteOffRecovery)
export class WriteOffRecoveryHandler extends Handler<WriteOffRecovery> {
  /** Whether the instrument is law now comes with it, from the register. */
  async execute({ path: { id }, body, context }: WriteOffRecovery): Promise<CommandOutcome> {
    const { recoveryId, reason, instrument } = body;
    const enacted = await isEnacted(this.aggregates, instrument, context.at);
    const command = { type: 'WriteOffRecovery', data: { recoveryId, reason, instrument, enacted } } as const;
    const subject = { stream: rewardStream(id), id: recoveryId };
    const act = { instrument, act: 'write-off', subject, at: context.at, room: 'recovery' } as const;
    const placed = await independently(this.aggregates, id, context);
    return underInstrument(this.aggregates, act, context, () =>
      this.handle(reward, rewardStream(id), command, resting(placed, enacted), { legalInstrument: instrument }),
    );
  }
}
