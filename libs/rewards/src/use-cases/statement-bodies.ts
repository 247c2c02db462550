import { IsText } from '#libs/http';

// What somebody says who signs a reward, or stands in its way.

export class StatementBody {
  static readonly example = { statement: 'The unit was there from the first day, and the roster says who' };

  @IsText(1, 4000, { lines: true })
  statement!: string;
}

export class RewardReasonBody {
  static readonly example = { reason: 'My brother serves in the unit' };

  @IsText(1, 2000)
  reason!: string;
}
