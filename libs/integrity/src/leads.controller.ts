import { Controller, Query } from '@nestjs/common';
import { CurrentIdentity, type Identity } from '#libs/access';
import { AfterQuery, type ListAnswer, listAnswer, PathId, QueryRoute, type RowAnswer, rowAnswer } from '#libs/http';
import { ViewsFor } from '#libs/need-to-know';
import { type Lead, leads } from './leads.ts';
import { ListLeadsQuery } from './list-leads.ts';

/** Whoever is looked into does not see it coming: integrity and auditors alone. */
const READERS = ['integrity-officer', 'auditor'] as const;

/** What integrity is to look into. */
@Controller('v1/leads')
export class LeadsController {
  constructor(private readonly views: ViewsFor) {}

  @QueryRoute({
    roles: READERS,
    summary: 'List what is to be looked into',
    description:
      'Raised by what follows the facts, never by a person. A lead says that something is to be looked at, and of nobody that they did it.',
  })
  async list(@Query() query: ListLeadsQuery, @CurrentIdentity() identity: Identity): Promise<ListAnswer<Lead>> {
    return listAnswer(await this.views.of(identity).query(leads, ListLeadsQuery.rows(query), query));
  }

  @QueryRoute({ path: ':id', roles: READERS, summary: 'Show a lead: what was found, the facts it rests on, and what came of it' })
  async show(@PathId() id: string, @Query() query: AfterQuery, @CurrentIdentity() identity: Identity): Promise<RowAnswer<Lead>> {
    return rowAnswer(await this.views.of(identity).get(leads, id, query), 'lead');
  }
}
