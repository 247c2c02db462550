import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, IsMoneyDocument, MoneyBody, MoneyDocumentBody } from '#libs/bodies';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId, IsText } from '#libs/http';
import { claiming } from '#libs/identifiers';
import { pool } from '../pool.ts';
import { poolStream } from '../pool-events.ts';
import { transfer } from './examples.ts';
import { MONEY_OUT } from './money-out.ts';

export class CorrectTopUpBody {
  static readonly example = {
    topUpId: '24e76bcb-3989-8402-9c38-c9d57711667e',
    amount: { currency: 'KHR', amount: '50000000' },
    reason: 'A nought too many: the bank shows 50,000,000',
    document: transfer('BT-2026-004', '50000000'),
  };

  @IsId()
  topUpId!: string;

  @Describe('What came in as it is now known, whole; nothing, where nothing came')
  @IsMoney()
  amount!: MoneyBody;

  @IsText(1, 2000)
  reason!: string;

  @Describe('The transfer as the bank shows it; where none came, the statement that shows none')
  @IsMoneyDocument()
  document!: MoneyDocumentBody;
}

export class CorrectTopUp extends CommandAt('v1/pools/:id/correct-top-up', {
  body: CorrectTopUpBody,
  roles: ['finance-officer'],
  confirmedBy: MONEY_OUT,
  summary: 'Correct what came from the budget',
  description:
    'A new entry that says what came in, made by two who had no hand in saying it before, of two units: more lets the pool pay what is not there, less can keep it from paying anybody. What was booked first stays in the books; what is set aside, owed or gone of money that never came is a shortfall. A transfer that belongs in another pool is corrected to nothing here, and its number released (`identifiers/:id/release`) before it is entered there.',
}) {}

@CommandHandler(CorrectTopUp)
export class CorrectTopUpHandler extends Handler<CorrectTopUp> {
  execute({ path: { id }, body, context }: CorrectTopUp): Promise<CommandOutcome> {
    const command = { type: 'CorrectTopUp', data: body } as const;
    // As the top-up itself claims its number: one transfer raises no second entry.
    const paper = { kind: 'bank-reference', value: body.document.reference, holder: { stream: poolStream(id), id: body.topUpId } } as const;
    return claiming(this.aggregates, [paper], context, () => this.handle(pool, poolStream(id), command, context, { id: body.topUpId }));
  }
}
