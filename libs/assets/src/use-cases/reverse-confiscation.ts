import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, Nested } from '#libs/http';
import { PassedOnAsset } from './asset-handler.ts';
import { ConfiscatedBody, CourtDecisionBody, order } from './court-orders.ts';

export class ReverseConfiscationBody extends ConfiscatedBody {
  static readonly example = { order, decision: { court: 'court-appeal', reference: 'REV-1/26', decidedAt: '2026-11-20T10:00:00+07:00' } };

  @Nested(() => CourtDecisionBody)
  decision!: CourtDecisionBody;
}

export class ReverseConfiscation extends CommandAt('v1/assets/:id/reverse', {
  body: ReverseConfiscationBody,
  roles: ['legal-officer'],
  confirmedBy: { roles: ['legal-officer'] },
  stated: true,
  summary: 'Record that a confiscation was reversed',
  description:
    'What had become the state’s, or what it was sold for, is then owed back: entered by one legal officer, confirmed by another who has read the decision.',
}) {}

@CommandHandler(ReverseConfiscation)
export class ReverseConfiscationHandler extends PassedOnAsset(
  ReverseConfiscation,
  'ReverseConfiscation',
  ({ decision }) => decision.decidedAt,
) {}
