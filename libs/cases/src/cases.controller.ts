import { Controller, Query } from '@nestjs/common';
import { CurrentIdentity, type Identity } from '#libs/access';
import {
  AfterQuery,
  type ListAnswer,
  listAnswer,
  PageQuery,
  PathId,
  Problem,
  QueryRoute,
  rowAnswer,
  linesAsked,
  type RowAnswer,
} from '#libs/http';
import { ViewsFor } from '#libs/need-to-know';
import { Persons } from '#libs/privacy';
import type { CaseStatus } from './case-page.ts';
import { caseStatus } from './case-status.ts';
import { caseTimeline, type CaseTimelineEntry } from './case-timeline.ts';
import { ListCasesQuery } from './list-cases.ts';
import { ListSeizuresQuery } from './list-seizures.ts';
import { type SeizureRow, seizures } from './seizures.ts';
import { type Shown, shown } from './shown.ts';

const READERS = ['investigator', 'unit-head', 'legal-officer', 'committee-member', 'integrity-officer', 'auditor'] as const;

/** Case files: how they stand, and everything that was recorded of them. */
@Controller('v1/cases')
export class CasesController {
  constructor(
    private readonly views: ViewsFor,
    private readonly persons: Persons,
  ) {}

  @QueryRoute({ roles: READERS, summary: 'List cases' })
  async list(@Query() query: ListCasesQuery, @CurrentIdentity() identity: Identity): Promise<ListAnswer<Shown<CaseStatus>>> {
    const page = listAnswer(await this.views.of(identity).query(caseStatus, ListCasesQuery.rows(query), query));
    return { ...page, items: await shown(this.persons, identity, page.items) };
  }

  @QueryRoute({ path: ':id', roles: READERS, summary: 'Show a case as it stands' })
  async show(
    @PathId() id: string,
    @Query() query: AfterQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<Shown<RowAnswer<CaseStatus>>> {
    return shown(this.persons, identity, rowAnswer(await this.views.of(identity).get(caseStatus, id, query), 'case'));
  }

  @QueryRoute({
    path: ':id/seizures',
    roles: READERS,
    summary: 'List the seizures of a case',
    description: 'As now known, in the order they were first recorded. The page of the case shows the latest hundred.',
  })
  async listSeizures(
    @PathId() id: string,
    @Query() query: ListSeizuresQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<ListAnswer<SeizureRow>> {
    return listAnswer(await this.views.of(identity).query(seizures, ListSeizuresQuery.rows(query, { caseId: { is: id } }), query));
  }

  @QueryRoute({ path: ':id/seizures/:seizureId', roles: READERS, summary: 'Show a seizure as now known' })
  async showSeizure(
    @PathId() id: string,
    @PathId('seizureId') seizureId: string,
    @Query() query: AfterQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<RowAnswer<SeizureRow>> {
    const seizure = rowAnswer(await this.views.of(identity).get(seizures, seizureId, query), 'seizure');
    if (seizure.caseId !== id) throw new Problem('resource.not-found', 'The case has no such seizure');
    return seizure;
  }

  @QueryRoute({
    path: ':id/timeline',
    roles: READERS,
    summary: 'Show everything recorded on a case',
    description: 'In the order it was recorded. What was corrected stands beside its correction.',
  })
  async timeline(
    @PathId() id: string,
    @Query() query: PageQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<ListAnswer<Shown<CaseTimelineEntry>>> {
    const page = listAnswer(await this.views.of(identity).lines(caseTimeline, id, linesAsked(query), query));
    return { ...page, items: await shown(this.persons, identity, page.items) };
  }
}
