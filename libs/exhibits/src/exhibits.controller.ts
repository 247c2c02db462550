import { Controller, Query } from '@nestjs/common';
import { CurrentIdentity, type Identity } from '#libs/access';
import { AfterQuery, type ListAnswer, listAnswer, PageQuery, PathId, QueryRoute, type RowAnswer, rowAnswer, linesAsked } from '#libs/http';
import { ViewsFor } from '#libs/need-to-know';
import { exhibitRegister, type ExhibitRow } from './exhibit-register.ts';
import { exhibitTimeline, type ExhibitTimelineEntry } from './exhibit-timeline.ts';
import { ListExhibitsQuery } from './list-exhibits.ts';
import { HANDS } from './use-cases/hands.ts';

const READERS = [...HANDS, 'unit-head', 'legal-officer', 'committee-member', 'integrity-officer', 'auditor'] as const;

/** Exhibits: who holds each, what it weighs, what was certified of it, how it ends. */
@Controller('v1/exhibits')
export class ExhibitsController {
  constructor(private readonly views: ViewsFor) {}

  @QueryRoute({ roles: READERS, summary: 'List exhibits' })
  async register(@Query() query: ListExhibitsQuery, @CurrentIdentity() identity: Identity): Promise<ListAnswer<ExhibitRow>> {
    return listAnswer(await this.views.of(identity).query(exhibitRegister, ListExhibitsQuery.rows(query), query));
  }

  @QueryRoute({ path: ':id', roles: READERS, summary: 'Show an exhibit as it stands' })
  async show(@PathId() id: string, @Query() query: AfterQuery, @CurrentIdentity() identity: Identity): Promise<RowAnswer<ExhibitRow>> {
    return rowAnswer(await this.views.of(identity).get(exhibitRegister, id, query), 'exhibit');
  }

  @QueryRoute({
    path: ':id/timeline',
    roles: READERS,
    summary: 'Show everything recorded on an exhibit',
    description: 'In the order it was recorded, with when it happened: the chain of custody.',
  })
  async timeline(
    @PathId() id: string,
    @Query() query: PageQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<ListAnswer<ExhibitTimelineEntry>> {
    return listAnswer(await this.views.of(identity).lines(exhibitTimeline, id, linesAsked(query), query));
  }
}
