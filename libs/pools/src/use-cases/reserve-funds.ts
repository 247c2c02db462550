import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsId, IsInstant, IsText } from '#libs/http';
import { pool, poolStream } from './pool.ts';

/** Money for a reward is set aside by the process that carries out the committee's decision, never by hand. */
const byHand = ['costs', 'operational-use'] as const;

export class ReserveFundsBody {
  static readonly example = {
    reservationId: '0f9e8d7c-6b5a-8493-8271-605f4e3d2c1b',
    amount: { currency: 'KHR', amount: '250000' },
    purpose: 'costs',
    reference: 'invoice-2026-0017',
    expiresAt: '2027-03-31T17:00:00+07:00',
  };

  @Describe('Chosen by who reserves; the same id is the same reservation')
  @IsId()
  reservationId!: string;

  @IsMoney()
  amount!: MoneyBody;

  @Describe('What it may be paid out for')
  @IsIn(byHand)
  purpose!: (typeof byHand)[number];

  @Describe('The invoice or order it is made for')
  @IsText(1, 100)
  reference!: string;

  @Describe('Not paid out by then, it is available again by itself')
  @IsInstant()
  expiresAt!: string;
}

export class ReserveFunds extends Command<CommandOutcome> {
  constructor(
    readonly poolId: string,
    readonly body: ReserveFundsBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ReserveFunds)
export class ReserveFundsHandler implements ICommandHandler<ReserveFunds> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ poolId, body, context }: ReserveFunds): Promise<CommandOutcome> {
    const command = { type: 'ReserveFunds', data: body } as const;
    return { id: body.reservationId, ...(await this.aggregates.handle(pool, poolStream(poolId), command, context)) };
  }
}
