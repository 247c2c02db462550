import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, IsMoneyDocument, MoneyBody, MoneyDocumentBody } from '#libs/bodies';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId, IsText } from '#libs/http';
import { claiming } from '#libs/identifiers';
import { entryOf } from '../persistent-map.ts';
import { pool } from '../pool.ts';
import { poolStream } from '../pool-events.ts';
import { requireOthersDebt } from './creditors.ts';
import { transfer } from './examples.ts';
import { MONEY_OUT } from './money-out.ts';

export class CorrectLiabilityBody {
  static readonly example = {
    liabilityId: '9c8b7a69-5847-8362-9514-0f1e2d3c4b5a',
    amount: { currency: 'KHR', amount: '1200000' },
    reason: 'A nought too many: the judgment says 1,200,000',
    document: transfer('AP-2026-41', '1200000'),
  };

  @Describe('One that was entered by hand')
  @IsId()
  liabilityId!: string;

  @Describe('What is owed as it is now known, whole, with what of it is paid already; nothing, where nothing was owed')
  @IsMoney()
  amount!: MoneyBody;

  @IsText(1, 2000)
  reason!: string;

  @Describe('The paper that says so: the one that was misread, or one that corrects it')
  @IsMoneyDocument()
  document!: MoneyDocumentBody;
}

export class CorrectLiability extends CommandAt('v1/pools/:id/correct-liability', {
  body: CorrectLiabilityBody,
  roles: ['finance-officer'],
  confirmedBy: MONEY_OUT,
  summary: 'Correct what the pool owes',
  description:
    'A new entry that says what is owed, made by two who had no hand in saying it before, of two units. What was booked first stays in the books; a shortfall that came of it ends with it.',
}) {}

@CommandHandler(CorrectLiability)
export class CorrectLiabilityHandler extends Handler<CorrectLiability> {
  async execute({ path: { id }, body, context }: CorrectLiability): Promise<CommandOutcome> {
    const { liabilities } = (await this.aggregates.load(pool, poolStream(id))).state;
    await requireOthersDebt(this.aggregates, entryOf(liabilities, body.liabilityId)?.fact?.creditor, context);
    const command = { type: 'CorrectLiability', data: body } as const;
    const paper = { kind: 'document', value: body.document.reference, holder: { stream: poolStream(id), id: body.liabilityId } } as const;
    return claiming(this.aggregates, [paper], context, () => this.handle(pool, poolStream(id), command, context, { id: body.liabilityId }));
  }
}
