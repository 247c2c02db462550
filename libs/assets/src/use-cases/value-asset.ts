import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, IsRegisterEntry, MoneyBody } from '#libs/bodies';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, IsInstant, IsText } from '#libs/http';
import { AssetHandler } from './asset-handler.ts';
import { price } from './examples.ts';

export class ValueAssetBody {
  static readonly example = { valuerId: 'valuer-chan', report: 'VAL-1', value: price, valuedAt: '2026-10-05T10:00:00+07:00' };

  @IsRegisterEntry()
  valuerId!: string;

  @Describe("The number of the valuer's report")
  @IsText(1, 100)
  report!: string;

  @IsMoney()
  value!: MoneyBody;

  @IsInstant()
  valuedAt!: string;
}

export class ValueAsset extends CommandAt('v1/assets/:id/value', {
  body: ValueAssetBody,
  roles: ['legal-officer'],
  stated: true,
  summary: 'Record a valuation',
  description: 'What a second valuer found is recorded by a second person; it weighs nothing until then.',
}) {}

@CommandHandler(ValueAsset)
export class ValueAssetHandler extends AssetHandler<ValueAsset> {
  execute({ path: { id }, body, context }: ValueAsset): Promise<CommandOutcome> {
    const { valuerId, report, value, valuedAt } = body;
    const valuationId = deriveUuid('valuation', id, valuerId, report);
    const command = { type: 'ValueAsset', data: { valuerId, report, value, valuedAt, valuationId } } as const;
    return this.decide(id, command, context, { id: valuationId, occurredAt: valuedAt });
  }
}
