import { CommandHandler } from '@nestjs/cqrs';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import { CommandAt, IsInstant, IsText } from '#libs/http';
import { PassedOnAsset } from './asset-handler.ts';

export class DestroyAssetBody {
  static readonly example = {
    reason: 'Unsafe to drive and to sell',
    witnesses: ['officer-sokha', 'officer-dara'],
    destroyedAt: '2026-10-20T10:00:00+07:00',
  };

  @IsText(1, 2000)
  reason!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsRegisterEntry({ each: true })
  witnesses!: string[];

  @IsInstant()
  destroyedAt!: string;
}

export class DestroyAsset extends CommandAt('v1/assets/:id/destroy', {
  body: DestroyAssetBody,
  roles: ['legal-officer'],
  confirmedBy: { roles: ['legal-officer', 'finance-officer'] },
  summary: 'Destroy the asset',
  description: 'Before three witnesses of the register, of two agencies, each of whom then says with their own token that they saw it.',
}) {}

@CommandHandler(DestroyAsset)
export class DestroyAssetHandler extends PassedOnAsset(DestroyAsset, 'DestroyAsset', ({ destroyedAt }) => destroyedAt) {}
