import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, IsMoneyDocument, MoneyBody, MoneyDocumentBody } from '#libs/bodies';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId, IsText } from '#libs/http';
import { claiming } from '#libs/identifiers';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';
import { transfer } from './examples.ts';
import { MONEY_OUT } from './money-out.ts';

export class CorrectCostsBody {
  static readonly example = {
    costId: '1a2b3c4d-5e6f-8071-9283-a4b5c6d7e8f9',
    amount: { currency: 'KHR', amount: '200000' },
    reason: 'The invoice says 200,000',
    document: transfer('INV-2026-0017', '200000'),
  };

  @IsId()
  costId!: string;

  @Describe('The costs as they are now known, whole')
  @IsMoney()
  amount!: MoneyBody;

  @IsText(1, 2000)
  reason!: string;

  @Describe('The paper that says so: the invoice that was misread, or one that corrects it')
  @IsMoneyDocument()
  document!: MoneyDocumentBody;
}

export class CorrectCosts extends CommandAt('v1/pools/:id/correct-costs', {
  body: CorrectCostsBody,
  roles: ['finance-officer'],
  confirmedBy: MONEY_OUT,
  summary: 'Correct costs',
  description:
    'A new entry that names what it replaces, made by two who had no hand in that, of two units. What was booked first stays in the books.',
}) {}

@CommandHandler(CorrectCosts)
export class CorrectCostsHandler extends Handler<CorrectCosts> {
  execute({ path: { id }, body, context }: CorrectCosts): Promise<CommandOutcome> {
    const command = { type: 'CorrectCosts', data: body } as const;
    const paper = { kind: 'document', value: body.document.reference, holder: { stream: poolStream(id), id: body.costId } } as const;
    return claiming(this.aggregates, [paper], context, () => this.handle(pool, poolStream(id), command, context, { id: body.costId }));
  }
}
