import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, deriveUuid, AggregateStore } from '#libs/event-sourcing';
import type { CommandOutcome } from '#libs/http';
import { resting } from '#libs/reward-law';
import { reward } from '../reward/reward.ts';
import type { RecordSetOffBody } from './reward-bodies.ts';
import { rewardStream } from '../reward/reward-events.ts';

export class RecordSetOff extends Command<CommandOutcome> {
  constructor(
    readonly rewardId: string,
    readonly body: RecordSetOffBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(RecordSetOff)
export class RecordSetOffHandler implements ICommandHandler<RecordSetOff> {
  constructor(private readonly aggregates: AggregateStore) {}

  /** Answers with the receipt's id, which follows from the recovery and the payment: one payment sets off once, whoever says it how often. */
  async execute({ rewardId, body, context }: RecordSetOff): Promise<CommandOutcome> {
    const { recoveryId, amount, reference, ...from } = body;
    const other = (await this.aggregates.load(reward, rewardStream(from.rewardId))).state;
    const payment = other.payments.find(({ paymentId }) => paymentId === from.paymentId);
    const receiptId = deriveUuid('set-off', recoveryId, from.paymentId);
    const said = { recoveryId, receiptId, amount, reference, from: { rewardId: from.rewardId, paymentId: from.paymentId } };
    const command = { type: 'RecordSetOff', data: { ...said, ...(payment !== undefined && { payment }) } } as const;
    const told = resting(context, payment ?? null);
    return { id: receiptId, ...(await this.aggregates.handle(reward, rewardStream(rewardId), command, told)) };
  }
}
