import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, Describe, IsId, IsInstant, IsText } from '#libs/http';
import { PassedOnAsset } from './asset-handler.ts';
import { person } from './court-orders.ts';

export class FileClaimBody {
  static readonly example = {
    claim: 'CLM-12/26',
    claimantId: person,
    grounds: 'Bought it in 2019, before the case',
    filedAt: '2026-10-04T10:00:00+07:00',
  };

  @Describe("The claim's number on paper")
  @IsText(1, 100)
  claim!: string;

  @Describe('Reference to the person who claims it, never a name')
  @IsId()
  claimantId!: string;

  @IsText(1, 2000)
  grounds!: string;

  @IsInstant()
  filedAt!: string;
}

export class FileClaim extends CommandAt('v1/assets/:id/file-claim', {
  body: FileClaimBody,
  roles: ['legal-officer'],
  stated: true,
  summary: 'Record a claim of somebody else on the asset',
  description: 'While it is open nothing is disposed of or distributed. Facts are recorded all the same.',
}) {}

@CommandHandler(FileClaim)
export class FileClaimHandler extends PassedOnAsset(FileClaim, 'FileClaim', ({ filedAt }) => filedAt) {}
