import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsLocalizedText, IsProvince } from '#libs/bodies';
import { CommandAt, Describe, IsId, IsInstant, Optional } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import { type AssetKind, assetKinds } from '../asset-events.ts';
import { PassedOnAsset } from './asset-handler.ts';
import { person } from './court-orders.ts';

export class IdentifyAssetBody {
  static readonly example = {
    caseId: 'b2471dd0-f579-8034-a7c0-4ee7c1b2a9fd',
    kind: 'real-estate',
    description: { en: 'Villa in Toul Kork', km: 'វីឡានៅទួលគោក' },
    holderId: person,
    province: 'KH-12',
  };

  @Describe('The case it came up in')
  @IsId()
  caseId!: string;

  @IsIn(assetKinds)
  kind!: AssetKind;

  @Describe('What it is, without anybody’s name')
  @IsLocalizedText(500)
  description!: LocalizedText;

  @Describe('Reference to the person who holds it, never a name')
  @Optional()
  @IsId()
  holderId?: string;

  @Optional()
  @IsProvince()
  province?: string;

  @Describe('When it was identified on paper, if that was earlier')
  @Optional()
  @IsInstant()
  identifiedAt?: string;
}

export class IdentifyAsset extends CommandAt('v1/assets', {
  body: IdentifyAssetBody,
  roles: ['legal-officer'],
  stated: true,
  summary: 'Identify an asset',
  created: true,
}) {}

@CommandHandler(IdentifyAsset)
export class IdentifyAssetHandler extends PassedOnAsset(IdentifyAsset, 'IdentifyAsset', ({ identifiedAt }) => identifiedAt) {}
