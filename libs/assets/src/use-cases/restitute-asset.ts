import { CommandHandler } from '@nestjs/cqrs';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, IsId, IsInstant, Nested, rule } from '#libs/http';
import { type Returned } from '../asset-events.ts';
import { AssetHandler } from './asset-handler.ts';
import { CourtOrderBody, person } from './court-orders.ts';
import { price, sale } from './examples.ts';

const ID = { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' };
const MONEY = {
  type: 'object',
  properties: { currency: { type: 'string', enum: ['KHR', 'USD'] }, amount: { type: 'string', pattern: '^(?:0|[1-9][0-9]{0,17})$' } },
  required: ['currency', 'amount'],
  additionalProperties: false,
};

/** What is given back. */
const IsReturned = rule(
  'isReturned',
  {
    type: 'object',
    oneOf: [
      { type: 'object', properties: { of: { const: 'asset' } }, required: ['of'], additionalProperties: false },
      {
        type: 'object',
        properties: { of: { enum: ['proceeds', 'price'] }, saleId: ID, amount: MONEY },
        required: ['of', 'saleId', 'amount'],
        additionalProperties: false,
      },
      { type: 'object', properties: { of: { const: 'value' }, amount: MONEY }, required: ['of', 'amount'], additionalProperties: false },
    ],
  },
  '$property must be {"of": "asset"}, {"of": "proceeds" or "price", "saleId", "amount"}, or {"of": "value", "amount"}',
);

export class RestituteAssetBody {
  static readonly example = {
    to: person,
    returned: { of: 'proceeds', saleId: sale, amount: price },
    decision: { court: 'court-appeal', reference: 'REV-1/26' },
    restitutedAt: '2026-11-25T10:00:00+07:00',
  };

  @Describe('Reference to the person who gets it')
  @IsId()
  to!: string;

  @Describe('The thing; the proceeds of its sale; the price, to the buyer of a voided sale; the value, of a thing that was destroyed')
  @IsReturned()
  returned!: Returned;

  @Describe('The decision that it carries out')
  @Nested(() => CourtOrderBody)
  decision!: CourtOrderBody;

  @IsInstant()
  restitutedAt!: string;
}

export class RestituteAsset extends CommandAt('v1/assets/:id/restitute', {
  body: RestituteAssetBody,
  roles: ['legal-officer', 'finance-officer'],
  confirmedBy: { roles: ['legal-officer', 'finance-officer'] },
  summary: 'Give back the asset, or its money, after it became the state’s or was sold',
  description: 'Money is given back by a finance officer who neither sold nor recorded that it came in.',
}) {}

@CommandHandler(RestituteAsset)
export class RestituteAssetHandler extends AssetHandler<RestituteAsset> {
  execute({ path: { id }, body, context }: RestituteAsset): Promise<CommandOutcome> {
    const { to, returned, decision, restitutedAt } = body;
    const restitutionId = deriveUuid('restitution', context.commandId);
    const command = { type: 'RestituteAsset', data: { to, returned, decision, restitutedAt, restitutionId } } as const;
    return this.decide(id, command, context, { id: restitutionId, occurredAt: restitutedAt });
  }
}
