import { IsText } from '#libs/http';

/** What somebody says who signs a reward. */
export class StatementBody {
  static readonly example = { statement: 'The unit was there from the first day, and the roster says who' };

  @IsText(1, 4000, { lines: true })
  statement!: string;
}
