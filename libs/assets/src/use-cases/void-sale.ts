import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, IsId, IsInstant, IsText } from '#libs/http';
import { PassedOnAsset } from './asset-handler.ts';
import { sale } from './examples.ts';

export class VoidSaleBody {
  static readonly example = { saleId: sale, voidedAt: '2026-11-05T10:00:00+07:00', reason: 'The buyer did not pay' };

  @IsId()
  saleId!: string;

  @IsInstant()
  voidedAt!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class VoidSale extends CommandAt('v1/assets/:id/void-sale', {
  body: VoidSaleBody,
  roles: ['legal-officer'],
  confirmedBy: { roles: ['legal-officer', 'finance-officer'] },
  stated: true,
  summary: 'Record that a sale failed',
}) {}

@CommandHandler(VoidSale)
export class VoidSaleHandler extends PassedOnAsset(VoidSale, 'VoidSale', ({ voidedAt }) => voidedAt) {}
