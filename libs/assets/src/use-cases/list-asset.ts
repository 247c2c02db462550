import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { AggregateStore, defined, deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, IsInstant, Optional } from '#libs/http';
import { AssetHandler } from './asset-handler.ts';
import { DisposalPolicies } from '../disposal-policy.ts';

export class ListAssetBody {
  static readonly example = { listedAt: '2026-10-08T10:00:00+07:00', reserve: { currency: 'KHR', amount: '800000000' } };

  @IsInstant()
  listedAt!: string;

  @Describe('The least that is asked')
  @Optional()
  @IsMoney()
  reserve?: MoneyBody;
}

export class ListAsset extends CommandAt('v1/assets/:id/list', {
  body: ListAssetBody,
  roles: ['legal-officer'],
  summary: 'List the asset for sale',
  description:
    'Refused without title or a court that orders the sale, under an open claim, and without the valuations that the policy asks for.',
}) {}

@CommandHandler(ListAsset)
export class ListAssetHandler extends AssetHandler<ListAsset> {
  constructor(
    aggregates: AggregateStore,
    private readonly policies: DisposalPolicies,
  ) {
    super(aggregates);
  }

  execute({ path: { id }, body, context }: ListAsset): Promise<CommandOutcome> {
    const { listedAt, reserve } = body;
    const listingId = deriveUuid('listing', context.commandId);
    const { secondValuationAbove } = this.policies.at(context.at);
    const command = { type: 'ListAsset', data: defined({ listedAt, reserve, listingId, secondValuationAbove }) } as const;
    return this.decide(id, command, context, { id: listingId, occurredAt: listedAt });
  }
}
