import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId, IsText } from '#libs/http';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';

export class CorrectCostsBody {
  static readonly example = {
    costId: '1a2b3c4d-5e6f-8071-9283-a4b5c6d7e8f9',
    amount: { currency: 'KHR', amount: '200000' },
    reason: 'The invoice says 200,000',
  };

  @IsId()
  costId!: string;

  @Describe('The costs as they are now known, whole')
  @IsMoney()
  amount!: MoneyBody;

  @IsText(1, 2000)
  reason!: string;
}

export class CorrectCosts extends CommandAt('v1/pools/:id/correct-costs', {
  body: CorrectCostsBody,
  roles: ['finance-officer'],
  summary: 'Correct costs',
  description: 'A new entry that names what it replaces, made by somebody else. What was booked first stays in the books.',
}) {}

@CommandHandler(CorrectCosts)
export class CorrectCostsHandler extends Handler<CorrectCosts> {
  execute({ path: { id }, body, context }: CorrectCosts): Promise<CommandOutcome> {
    return this.handle(pool, poolStream(id), { type: 'CorrectCosts', data: body }, context, { id: body.costId });
  }
}
