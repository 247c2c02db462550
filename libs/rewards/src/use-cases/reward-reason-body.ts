import { IsText } from '#libs/http';

/** Why somebody stands back from a reward, or stands in its way. */
export class RewardReasonBody {
  static readonly example = { reason: 'My brother serves in the unit' };

  @IsText(1, 2000)
  reason!: string;
}
