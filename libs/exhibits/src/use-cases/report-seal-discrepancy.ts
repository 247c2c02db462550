import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { CommandAt, Describe, IsInstant, IsText, Optional, PassedOn } from '#libs/http';
import { exhibit } from '../exhibit.ts';
import { type DiscrepancyKind, discrepancyKinds, exhibitStream } from '../exhibit-events.ts';
import { HANDS } from './hands.ts';

export class SealDiscrepancyBody {
  static readonly example = { kind: 'broken', foundAt: '2026-03-03T09:00:00+07:00', description: 'Torn along the edge' };

  @IsIn(discrepancyKinds)
  kind!: DiscrepancyKind;

  @IsInstant()
  foundAt!: string;

  @Describe('What the seal says, where there is one')
  @Optional()
  @IsText(1, 100)
  sealNumber?: string;

  @Optional()
  @IsText(1, 2000, { lines: true })
  description?: string;
}

export class ReportSealDiscrepancy extends CommandAt('v1/exhibits/:id/seal-discrepancies', {
  body: SealDiscrepancyBody,
  roles: HANDS,
  stated: true,
  summary: 'Record that a seal is not as it was',
}) {}

@CommandHandler(ReportSealDiscrepancy)
export class ReportSealDiscrepancyHandler extends PassedOn(ReportSealDiscrepancy, exhibit, exhibitStream, 'ReportSealDiscrepancy', {
  happenedAt: ({ foundAt }) => foundAt,
  makes: { discrepancyId: 'seal-discrepancy' },
  idLast: true,
}) {}
