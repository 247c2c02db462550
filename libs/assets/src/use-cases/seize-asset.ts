import { CommandHandler } from '@nestjs/cqrs';
import { IsRegisterEntry } from '#libs/bodies';
import { CommandAt, Describe, IsInstant, Nested, Optional } from '#libs/http';
import { PassedOnAsset } from './asset-handler.ts';
import { CourtOrderBody, freeze } from './court-orders.ts';

export class SeizeAssetBody {
  static readonly example = { seizedAt: '2026-03-06T10:00:00+07:00', custodian: 'unit-custody', order: freeze };

  @IsInstant()
  seizedAt!: string;

  @Describe('The unit that holds it now')
  @IsRegisterEntry()
  custodian!: string;

  @Describe('Whose order; a seizure without one is recorded with that as a defect')
  @Optional()
  @Nested(() => CourtOrderBody)
  order?: CourtOrderBody;
}

export class SeizeAsset extends CommandAt('v1/assets/:id/seize', {
  body: SeizeAssetBody,
  roles: ['legal-officer'],
  stated: true,
  summary: 'Record that the asset was seized',
  description: 'The authority holds it. Without an order, with that as a defect.',
}) {}

@CommandHandler(SeizeAsset)
export class SeizeAssetHandler extends PassedOnAsset(SeizeAsset, 'SeizeAsset', ({ seizedAt }) => seizedAt) {}
