import { Controller, Query } from '@nestjs/common';
import { Views } from '#libs/event-sourcing';
import {
  AfterQuery,
  type ListAnswer,
  listAnswer,
  PageQuery,
  PathId,
  QueryRoute,
  type RowAnswer,
  rowAnswer,
  timelineRows,
} from '#libs/http';
import { exhibitRegister, type ExhibitRow } from './exhibit-register.ts';
import { exhibitTimeline, type ExhibitTimelineEntry } from './exhibit-timeline.ts';
import { ListExhibitsQuery } from './list-exhibits.ts';
import { HANDS } from './use-cases/hands.ts';

const READERS = [...HANDS, 'unit-head', 'legal-officer', 'committee-member', 'integrity-officer', 'auditor'] as const;

/** Exhibits: who holds each, what it weighs, what was certified of it, how it ends. */
@Controller('v1/exhibits')
export class ExhibitsController {
  constructor(private readonly views: Views) {}

  @QueryRoute({ roles: READERS, summary: 'List exhibits' })
  async register(@Query() query: ListExhibitsQuery): Promise<ListAnswer<ExhibitRow>> {
    return listAnswer(await this.views.query(exhibitRegister, ListExhibitsQuery.rows(query), query));
  }

  @QueryRoute({ path: ':id', roles: READERS, summary: 'Show an exhibit as it stands' })
  async show(@PathId() id: string, @Query() query: AfterQuery): Promise<RowAnswer<ExhibitRow>> {
    return rowAnswer(await this.views.get(exhibitRegister, id, query), 'exhibit');
  }

  @QueryRoute({
    path: ':id/timeline',
    roles: READERS,
    summary: 'Show everything recorded on an exhibit',
    description: 'In the order it was recorded, with when it happened: the chain of custody.',
  })
  async timeline(@PathId() id: string, @Query() query: PageQuery): Promise<ListAnswer<ExhibitTimelineEntry>> {
    return listAnswer(await this.views.query(exhibitTimeline, timelineRows({ exhibitId: id }, query), query));
  }
}
