import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, Nested } from '#libs/http';
import { PassedOnAsset } from './asset-handler.ts';
import { CourtDecisionBody, order } from './court-orders.ts';

export class OrderConfiscationBody {
  static readonly example = { order: { ...order, decidedAt: '2026-06-01T10:00:00+07:00' } };

  @Nested(() => CourtDecisionBody)
  order!: CourtDecisionBody;
}

export class OrderConfiscation extends CommandAt('v1/assets/:id/order-confiscation', {
  body: OrderConfiscationBody,
  roles: ['legal-officer'],
  stated: true,
  summary: 'Record a confiscation order of first instance',
}) {}

@CommandHandler(OrderConfiscation)
export class OrderConfiscationHandler extends PassedOnAsset(OrderConfiscation, 'OrderConfiscation', ({ order }) => order.decidedAt) {}
