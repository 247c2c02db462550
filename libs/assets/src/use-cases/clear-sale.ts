import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, Describe, IsId, IsText } from '#libs/http';
import { PassedOnAsset } from './asset-handler.ts';
import { sale } from './examples.ts';

export class ClearSaleBody {
  static readonly example = {
    saleId: sale,
    reason: 'Offered three times; the lorry does not run, and nobody bid more',
    reference: 'INT-12/26',
  };

  @IsId()
  saleId!: string;

  @IsText(1, 2000)
  reason!: string;

  @Describe('The number of the report that it rests on')
  @IsText(1, 100)
  reference!: string;
}

export class ClearSale extends CommandAt('v1/assets/:id/clear-sale', {
  body: ClearSaleBody,
  roles: ['integrity-officer'],
  confirmedBy: { roles: ['integrity-officer'] },
  summary: 'Clear a sale that was held up',
  description:
    'Found to be in order by somebody without another duty on the asset: its money may go where it belongs. Otherwise the sale is voided.',
}) {}

@CommandHandler(ClearSale)
export class ClearSaleHandler extends PassedOnAsset(ClearSale, 'ClearSale', () => undefined) {}
