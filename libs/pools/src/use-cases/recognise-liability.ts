import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { CommandAt, Describe, IsText, PassedOn } from '#libs/http';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';

export class RecogniseLiabilityBody {
  static readonly example = {
    amount: { currency: 'KHR', amount: '12000000' },
    creditor: 'The former owner of asset 7b1e',
    reason: 'The confiscation was reversed on appeal',
  };

  @IsMoney()
  amount!: MoneyBody;

  @Describe('Whom the pool owes it')
  @IsText(1, 300)
  creditor!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class RecogniseLiability extends CommandAt('v1/pools/:id/recognise-liability', {
  body: RecogniseLiabilityBody,
  roles: ['finance-officer'],
  summary: 'Recognise that the pool owes something',
  description: 'A fact, whatever the pool has: what is lacking stands as a shortfall, which the next money covers.',
}) {}

@CommandHandler(RecogniseLiability)
export class RecogniseLiabilityHandler extends PassedOn(RecogniseLiability, pool, poolStream, 'RecogniseLiability', {
  makes: { liabilityId: 'liability' },
}) {}
