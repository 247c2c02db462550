import { Controller, Query } from '@nestjs/common';
import { CurrentIdentity, type Identity } from '#libs/access';
import { AfterQuery, type ListAnswer, listAnswer, PathId, QueryRoute, type RowAnswer, rowAnswer } from '#libs/http';
import { ViewsFor } from '#libs/need-to-know';
import { Persons } from '#libs/privacy';
import { ListStatementsQuery, statementRegister, type StatementRow } from '#libs/statements';
import { type Shown, shown } from './shown.ts';

const READERS = [
  'investigator',
  'unit-head',
  'legal-officer',
  'custodian',
  'laboratory-analyst',
  'committee-member',
  'integrity-officer',
  'auditor',
] as const;

/** Statements on cases, exhibits and assets: names in them are opened as on the page of a case. */
@Controller('v1/statements')
export class StatementsController {
  constructor(
    private readonly views: ViewsFor,
    private readonly persons: Persons,
  ) {}

  @QueryRoute({
    roles: READERS,
    summary: 'List statements',
    description: 'What people say of something that they have no part in. Nothing follows from one before a person with a part adopts it.',
  })
  async list(@Query() query: ListStatementsQuery, @CurrentIdentity() identity: Identity): Promise<ListAnswer<Shown<StatementRow>>> {
    const page = listAnswer(await this.views.of(identity).query(statementRegister, ListStatementsQuery.rows(query), query));
    return { ...page, items: await shown(this.persons, identity, page.items) };
  }

  @QueryRoute({ path: ':id', roles: READERS, summary: 'Show a statement and what became of it' })
  async show(
    @PathId() id: string,
    @Query() query: AfterQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<Shown<RowAnswer<StatementRow>>> {
    return shown(this.persons, identity, rowAnswer(await this.views.of(identity).get(statementRegister, id, query), 'statement'));
  }
}
