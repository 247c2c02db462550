import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, IsInstant, Nested } from '#libs/http';
import { PassedOnAsset } from './asset-handler.ts';
import { ConfiscatedBody, CourtOrderBody, order } from './court-orders.ts';

export class ConfiscationAppealBody extends CourtOrderBody {
  @IsInstant()
  lodgedAt!: string;
}

export class AppealConfiscationBody extends ConfiscatedBody {
  static readonly example = { order, appeal: { court: 'court-appeal', reference: 'APP-3/26', lodgedAt: '2026-06-20T10:00:00+07:00' } };

  @Nested(() => ConfiscationAppealBody)
  appeal!: ConfiscationAppealBody;
}

export class AppealConfiscation extends CommandAt('v1/assets/:id/appeal', {
  body: AppealConfiscationBody,
  roles: ['legal-officer'],
  stated: true,
  summary: 'Record that a confiscation order was appealed',
}) {}

@CommandHandler(AppealConfiscation)
export class AppealConfiscationHandler extends PassedOnAsset(AppealConfiscation, 'AppealConfiscation', ({ appeal }) => appeal.lodgedAt) {}
