import { Describe, IsText, Nested } from '#libs/http';
import { court, CourtDecisionBody } from './court-orders.ts';

/** How a claim was decided, either way. */
export class DecideClaimBody {
  static readonly example = { claim: 'CLM-12/26', decision: { court, reference: 'CLD-4/26', decidedAt: '2026-11-01T10:00:00+07:00' } };

  @Describe("The claim's number on paper")
  @IsText(1, 100)
  claim!: string;

  @Nested(() => CourtDecisionBody)
  decision!: CourtDecisionBody;
}
