import { IsInt, Max, Min } from 'class-validator';
import { Describe, IsPosition, IsText, Optional } from './rules.ts';

/** What a page of a list takes, whatever it lists. */
export class PageQuery {
  @Describe('Rows a page')
  @Optional()
  @IsInt()
  @Min(1)
  @Max(500)
  limit?: number;

  @Describe('The `next` of the page before')
  @Optional()
  @IsText(1, 4000)
  cursor?: string;

  @Describe('The position a command answered: waits until the list shows at least that much')
  @Optional()
  @IsPosition()
  after?: number;
}

/** The parameter of a page that shows one thing. */
export class AfterQuery {
  @Describe('The position a command answered: waits until the page shows at least that much')
  @Optional()
  @IsPosition()
  after?: number;
}
