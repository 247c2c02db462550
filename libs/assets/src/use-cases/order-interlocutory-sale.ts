import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, IsText, Nested } from '#libs/http';
import { PassedOnAsset } from './asset-handler.ts';
import { court, CourtDecisionBody } from './court-orders.ts';

export class OrderInterlocutorySaleBody {
  static readonly example = {
    order: { court, reference: 'SAL-2/26', decidedAt: '2026-04-10T10:00:00+07:00' },
    reason: 'The herd cannot be kept',
  };

  @Nested(() => CourtDecisionBody)
  order!: CourtDecisionBody;

  @IsText(1, 2000)
  reason!: string;
}

export class OrderInterlocutorySale extends CommandAt('v1/assets/:id/interlocutory-sale', {
  body: OrderInterlocutorySaleBody,
  roles: ['legal-officer'],
  stated: true,
  summary: 'Record that a court ordered a sale before the final order',
  description: 'The money of such a sale waits in escrow until the order is final or it is owed back.',
}) {}

@CommandHandler(OrderInterlocutorySale)
export class OrderInterlocutorySaleHandler extends PassedOnAsset(
  OrderInterlocutorySale,
  'OrderInterlocutorySale',
  ({ order }) => order.decidedAt,
) {}
