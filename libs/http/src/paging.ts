import { IsInt, Max, Min } from 'class-validator';
import { defined, type LinesAsked } from '#libs/event-sourcing';
import { both, Describe, IsPosition, IsPositionOrInstant, IsText, Optional } from './rules.ts';

/** How many of what is listed make a page; `what` names them in the description. */
export const PageSize = (what: string): PropertyDecorator => both(Max(500), Min(1), IsInt(), Optional(), Describe(`${what} a page`));

/** Which page of a list, whatever it lists. */
export class CursorQuery {
  @PageSize('Rows')
  limit?: number;

  @Describe('The `next` of the page before')
  @Optional()
  @IsText(1, 4000)
  cursor?: string;
}

/** What a page of a list of rows takes. A controller hands it on to `Views` whole: the moment is in it. */
export class PageQuery extends CursorQuery {
  @Describe('The position a command answered: waits until the list shows at least that much')
  @Optional()
  @IsPosition()
  after?: number;

  @Describe('The list as it was: at a position, or at a moment of recorded time. Not together with `after`')
  @Optional()
  @IsPositionOrInstant()
  asOf?: string;
}

/** What a page that shows one thing takes. A controller hands it on to `Views` whole. */
export class AfterQuery {
  @Describe('The position a command answered: waits until the page shows at least that much')
  @Optional()
  @IsPosition()
  after?: number;

  @Describe('The page as it was: at a position, or at a moment of recorded time. Not together with `after`')
  @Optional()
  @IsPositionOrInstant()
  asOf?: string;
}

/**
 * What the days in a row are compared with, ISO 8601: the instant that is asked about; now, where none is. A position has no day of its own: rows as of
 * one are judged by today.
 */
export function askedAt({ asOf }: { readonly asOf?: string }): string {
  const instant = asOf === undefined || /^\d+$/.test(asOf) ? new Date() : new Date(asOf);
  return instant.toISOString();
}

/** A page of a timeline. */
export function linesAsked({ limit = 100, cursor }: PageQuery): LinesAsked {
  return { limit, ...defined({ cursor }) };
}
