import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { CommandAt, Describe, IsId, IsText, PassedOn } from '#libs/http';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';
import { reservation } from './examples.ts';

export class DebitCostsBody {
  static readonly example = {
    reservationId: reservation,
    amount: { currency: 'KHR', amount: '250000' },
    description: 'Storage of a vehicle, February',
  };

  @Describe('What somebody else reserved for costs')
  @IsId()
  reservationId!: string;

  @Describe('At most what is reserved; the rest is available again')
  @IsMoney()
  amount!: MoneyBody;

  @IsText(1, 500)
  description!: string;
}

export class DebitCosts extends CommandAt('v1/pools/:id/debit-costs', {
  body: DebitCostsBody,
  roles: ['finance-officer'],
  summary: 'Pay costs from what was reserved for them',
  description: 'By somebody else than who reserved it.',
}) {}

@CommandHandler(DebitCosts)
export class DebitCostsHandler extends PassedOn(DebitCosts, pool, poolStream, 'DebitCosts', { makes: { costId: 'costs' } }) {}
