import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { AggregateStore, deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, IsId, IsInstant, IsText } from '#libs/http';
import { claiming } from '#libs/identifiers';
import { canonical } from '#libs/vocabulary';
import { assetStream } from '../asset-events.ts';
import { DisposalPolicies } from '../disposal-policy.ts';
import { AssetHandler } from './asset-handler.ts';
import { sale } from './examples.ts';

export class CreditEscrowInterestBody {
  static readonly example = {
    saleId: sale,
    amount: { currency: 'KHR', amount: '4500000' },
    bankReference: 'NBC-2026-90001',
    creditedAt: '2026-12-31T10:00:00+07:00',
  };

  @IsId()
  saleId!: string;

  @IsMoney()
  amount!: MoneyBody;

  @Describe("The bank's number of the credit. The same credit is recorded once")
  @IsText(1, 100)
  bankReference!: string;

  @IsInstant()
  creditedAt!: string;
}

export class CreditEscrowInterest extends CommandAt('v1/assets/:id/escrow-interest', {
  body: CreditEscrowInterestBody,
  roles: ['finance-officer'],
  confirmedBy: { roles: ['finance-officer'] },
  summary: 'Record interest on money that waits in escrow',
  description:
    'It goes with the money: to the pool once the order is final, or back to whoever is owed what the asset was sold for. Refused once that money has left; more than a bank gives in the time is recorded, and held up.',
}) {}

@CommandHandler(CreditEscrowInterest)
export class CreditEscrowInterestHandler extends AssetHandler<CreditEscrowInterest> {
  constructor(
    aggregates: AggregateStore,
    private readonly policies: DisposalPolicies,
  ) {
    super(aggregates);
  }

  execute({ path: { id }, body, context }: CreditEscrowInterest): Promise<CommandOutcome> {
    const { saleId, amount, bankReference, creditedAt } = body;
    const interestId = deriveUuid('escrow-interest', id, canonical(bankReference));
    const { interestCeilingBp: ceilingBp } = this.policies.at(context.at);
    const command = { type: 'CreditEscrowInterest', data: { saleId, interestId, amount, bankReference, creditedAt, ceilingBp } } as const;
    const claims = [{ kind: 'bank-reference', value: bankReference, holder: { stream: assetStream(id), id: interestId } }] as const;
    return claiming(this.aggregates, claims, context, () => this.decide(id, command, context, { id: interestId, occurredAt: creditedAt }));
  }
}
