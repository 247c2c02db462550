import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, Nested } from '#libs/http';
import { PassedOnAsset } from './asset-handler.ts';
import { court, CourtDecisionBody, freeze, FrozenBody } from './court-orders.ts';

export class LiftFreezeBody extends FrozenBody {
  static readonly example = { freeze, decision: { court, reference: 'LFT-1/26', decidedAt: '2026-05-01T10:00:00+07:00' } };

  @Nested(() => CourtDecisionBody)
  decision!: CourtDecisionBody;
}

export class LiftFreeze extends CommandAt('v1/assets/:id/lift-freeze', {
  body: LiftFreezeBody,
  roles: ['legal-officer'],
  stated: true,
  summary: 'Record that a freeze was lifted',
}) {}

@CommandHandler(LiftFreeze)
export class LiftFreezeHandler extends PassedOnAsset(LiftFreeze, 'LiftFreeze', ({ decision }) => decision.decidedAt) {}
