import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { CommandAt, Describe, IsInstant, IsText, PassedOn } from '#libs/http';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';

/** Money for a reward is set aside by the process that carries out the committee's decision, never by hand. */
const byHand = ['costs', 'operational-use'] as const;

export class ReserveFundsBody {
  static readonly example = {
    amount: { currency: 'KHR', amount: '250000' },
    purpose: 'costs',
    reference: 'invoice-2026-0017',
    expiresAt: '2027-01-31T17:00:00+07:00',
  };

  @IsMoney()
  amount!: MoneyBody;

  @Describe('What it may be paid out for')
  @IsIn(byHand)
  purpose!: (typeof byHand)[number];

  @Describe('The invoice or order it is made for')
  @IsText(1, 100)
  reference!: string;

  @Describe('Within 90 days. Not paid out by then, it is available again by itself')
  @IsInstant()
  expiresAt!: string;
}

export class ReserveFunds extends CommandAt('v1/pools/:id/reserve', {
  body: ReserveFundsBody,
  roles: ['finance-officer'],
  confirmedBy: { roles: ['finance-officer'] },
  summary: 'Set money aside',
  description:
    'Up to what is available, for one purpose and until a deadline. Somebody else enters what is paid of it. Answers the id of the reservation. What rewards take is reserved by the decision on the reward, by nobody by hand.',
}) {}

@CommandHandler(ReserveFunds)
export class ReserveFundsHandler extends PassedOn(ReserveFunds, pool, poolStream, 'ReserveFunds', {
  makes: { reservationId: 'reservation' },
}) {}
