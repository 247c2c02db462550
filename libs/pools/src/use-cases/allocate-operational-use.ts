import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, IsRegisterEntry, MoneyBody } from '#libs/bodies';
import { CommandAt, Describe, IsId, IsText, PassedOn } from '#libs/http';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';
import { reservation } from './examples.ts';

export class AllocateOperationalUseBody {
  static readonly example = {
    reservationId: reservation,
    amount: { currency: 'KHR', amount: '16000000' },
    unit: 'unit-phnom-penh-1',
    description: 'Two motorcycles',
  };

  @Describe('What somebody else reserved for operational use')
  @IsId()
  reservationId!: string;

  @Describe('At most what is reserved; the rest is available again')
  @IsMoney()
  amount!: MoneyBody;

  @Describe('The unit that uses it')
  @IsRegisterEntry()
  unit!: string;

  @IsText(1, 500)
  description!: string;
}

export class AllocateOperationalUse extends CommandAt('v1/pools/:id/allocate-operational-use', {
  body: AllocateOperationalUseBody,
  roles: ['finance-officer'],
  summary: 'Give a unit what was reserved for operational use',
  description: 'By somebody else than who reserved it.',
}) {}

@CommandHandler(AllocateOperationalUse)
export class AllocateOperationalUseHandler extends PassedOn(AllocateOperationalUse, pool, poolStream, 'AllocateOperationalUse', {
  makes: { allocationId: 'allocation' },
}) {}
