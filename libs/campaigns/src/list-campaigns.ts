import { IsIn } from 'class-validator';
import type { Condition, Query } from '#libs/event-sourcing';
import { Describe, IsCalendarDate, Optional, PageQuery } from '#libs/http';
import { daysAfter } from './calendar.ts';

/** Which campaigns. All filters must hold. */
export class ListCampaignsQuery extends PageQuery {
  @Optional()
  @IsIn(['launched', 'closed'])
  status?: 'launched' | 'closed';

  @Describe('Campaigns that are announced for this day')
  @Optional()
  @IsCalendarDate()
  on?: string;
}

/** The list as a query of rows, the latest campaign first. */
export function rowsOf({ status, on, limit = 50, cursor }: ListCampaignsQuery): Query {
  const where: Record<string, Condition> = {
    ...(status !== undefined && { status: { is: status } }),
    ...(on !== undefined && { from: { to: daysAfter(on, 1) }, until: { from: on } }),
  };
  return { where, sort: [{ field: 'from', descending: true }], limit, ...(cursor !== undefined && { cursor }) };
}
