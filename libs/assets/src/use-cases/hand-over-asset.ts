import { CommandHandler } from '@nestjs/cqrs';
import { IsRegisterEntry } from '#libs/bodies';
import { CommandAt, Describe, IsInstant, IsText } from '#libs/http';
import { PassedOnAsset } from './asset-handler.ts';

export class HandOverAssetBody {
  static readonly example = { institution: 'institution-hospital', receipt: 'RCP-1', handedOverAt: '2026-10-20T10:00:00+07:00' };

  @IsRegisterEntry()
  institution!: string;

  @Describe('The number of the receipt')
  @IsText(1, 100)
  receipt!: string;

  @IsInstant()
  handedOverAt!: string;
}

export class HandOverAsset extends CommandAt('v1/assets/:id/hand-over', {
  body: HandOverAssetBody,
  roles: ['legal-officer'],
  confirmedBy: { roles: ['legal-officer', 'finance-officer'] },
  summary: 'Hand the asset over to an institution',
}) {}

@CommandHandler(HandOverAsset)
export class HandOverAssetHandler extends PassedOnAsset(HandOverAsset, 'HandOverAsset', ({ handedOverAt }) => handedOverAt) {}
