import { IsIn } from 'class-validator';
import { AfterQuery, Describe, IsInstant, IsText, Optional, PageSize, pathRule, rule } from '#libs/http';

const streamName = { type: 'string', minLength: 1, maxLength: 200, pattern: '^[A-Za-z0-9][A-Za-z0-9._@-]*$' };
const sentence = 'the name of a stream, for example case-7c9e6679-7425-80de-944b-e07fc1f90ae7';
const IsStream = rule('isStream', streamName, `$property must be ${sentence}`);
/** The parameter of a handler that is the stream in its path. */
export const PathStream = pathRule('isStream', streamName, `must be ${sentence}`);

const IsName = rule(
  'isName',
  { type: 'string', minLength: 1, maxLength: 100, pattern: '^[A-Za-z][A-Za-z-]*$' },
  '$property must be a word of letters and dashes',
);
const IsPlace = rule('isPlace', { type: 'string', pattern: '^(?:0|[1-9][0-9]{0,15})$' }, '$property must be the `next` of the page before');

/** A page of what was recorded. */
export class HistoryPageQuery extends AfterQuery {
  @PageSize('Events')
  limit?: number;

  @Describe('The `next` of the page before')
  @Optional()
  @IsPlace()
  cursor?: string;
}

/** Which events. All filters must hold. */
export class ListHistoryQuery extends HistoryPageQuery {
  @Optional()
  @IsStream()
  stream?: string;

  @Describe('What the stream is of: `case`, `asset`, `reward` …')
  @Optional()
  @IsName()
  kind?: string;

  @Describe('For example `SeizureCorrected`')
  @Optional()
  @IsName()
  type?: string;

  @Describe('Who entered it; `process:…` for what a process did')
  @Optional()
  @IsText(1, 200)
  actor?: string;

  @Describe('The conversation it belongs to: `X-Correlation-Id` of the request that began it')
  @Optional()
  @IsText(1, 200)
  correlation?: string;

  @Describe('Recorded at this moment or later')
  @Optional()
  @IsInstant()
  from?: string;

  @Describe('Recorded before this moment')
  @Optional()
  @IsInstant()
  to?: string;

  @Optional()
  @IsIn(['oldest-first', 'newest-first'])
  order?: 'oldest-first' | 'newest-first';
}
