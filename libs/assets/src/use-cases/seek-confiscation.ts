import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, IsInstant } from '#libs/http';
import { PassedOnAsset } from './asset-handler.ts';
import { court, CourtOrderBody } from './court-orders.ts';

export class SeekConfiscationBody extends CourtOrderBody {
  static readonly example = { court, reference: 'SEEK-1/26', soughtAt: '2026-05-10T10:00:00+07:00' };

  @IsInstant()
  soughtAt!: string;
}

export class SeekConfiscation extends CommandAt('v1/assets/:id/seek-confiscation', {
  body: SeekConfiscationBody,
  roles: ['legal-officer'],
  stated: true,
  summary: 'Record that confiscation was sought',
}) {}

@CommandHandler(SeekConfiscation)
export class SeekConfiscationHandler extends PassedOnAsset(SeekConfiscation, 'SeekConfiscation', ({ soughtAt }) => soughtAt) {}
