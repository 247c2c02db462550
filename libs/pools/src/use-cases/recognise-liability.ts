import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, IsMoneyDocument, MoneyBody, MoneyDocumentBody } from '#libs/bodies';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsText } from '#libs/http';
import { claiming } from '#libs/identifiers';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';
import { requireOthersDebt } from './creditors.ts';
import { transfer } from './examples.ts';

export class RecogniseLiabilityBody {
  static readonly example = {
    amount: { currency: 'KHR', amount: '12000000' },
    creditor: 'The former owner of asset 7b1e',
    reason: 'The confiscation was reversed on appeal',
    document: transfer('AP-2026-41', '12000000'),
  };

  @IsMoney()
  amount!: MoneyBody;

  @Describe('Whom the pool owes it')
  @IsText(1, 300)
  creditor!: string;

  @IsText(1, 2000)
  reason!: string;

  @Describe('The judgment, order or bill that says so; one paper is one liability')
  @IsMoneyDocument()
  document!: MoneyDocumentBody;
}

export class RecogniseLiability extends CommandAt('v1/pools/:id/recognise-liability', {
  body: RecogniseLiabilityBody,
  roles: ['finance-officer'],
  confirmedBy: { roles: ['finance-officer'] },
  summary: 'Recognise that the pool owes something',
  description:
    'A fact, whatever the pool has: what is lacking stands as a shortfall, which the next money covers. To nobody who is called as one of the two hands.',
}) {}

@CommandHandler(RecogniseLiability)
export class RecogniseLiabilityHandler extends Handler<RecogniseLiability> {
  async execute({ path: { id }, body, context }: RecogniseLiability): Promise<CommandOutcome> {
    const liabilityId = deriveUuid('liability', id, context.commandId);
    const { amount, creditor, reason, document } = body;
    await requireOthersDebt(this.aggregates, creditor, context);
    const command = { type: 'RecogniseLiability', data: { liabilityId, amount, creditor, reason, document } } as const;
    const paper = { kind: 'document', value: document.reference, holder: { stream: poolStream(id), id: liabilityId } } as const;
    return claiming(this.aggregates, [paper], context, () => this.handle(pool, poolStream(id), command, context, { id: liabilityId }));
  }
}
