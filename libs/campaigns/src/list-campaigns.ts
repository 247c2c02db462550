import { IsIn } from 'class-validator';
import { is, IsCalendarDate, ListQuery, where } from '#libs/http';
import type { Day } from '#libs/vocabulary';
import { daysAfter } from './calendar.ts';
import { campaignPage } from './campaign-page.ts';

/** Which campaigns, the latest first. */
export class ListCampaignsQuery extends ListQuery(campaignPage, {
  filters: {
    status: is(IsIn(['launched', 'closed'])),
    on: where(
      IsCalendarDate(),
      (on: Day) => ({ from: { to: daysAfter(on, 1) }, until: { from: on } }),
      'Campaigns that are announced for this day',
    ),
  },
  order: '-from',
}) {}
