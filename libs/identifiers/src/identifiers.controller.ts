import { Controller, Query } from '@nestjs/common';
import { CurrentIdentity, type Identity } from '#libs/access';
import { AfterQuery, type ListAnswer, listAnswer, PathId, QueryRoute, type RowAnswer, rowAnswer } from '#libs/http';
import { ViewsFor } from '#libs/need-to-know';
import { type IdentifierEntry, identifierRegister } from './identifier-register.ts';
import { ListIdentifiersQuery } from './list-identifiers.ts';

/** A number says in which cases it was used: that is for those who watch over all of them. */
const READERS = ['integrity-officer', 'auditor'] as const;

/** The registers of numbers. */
@Controller('v1/identifiers')
export class IdentifiersController {
  constructor(private readonly views: ViewsFor) {}

  @QueryRoute({
    roles: READERS,
    summary: 'List numbers and what they stand for',
    description: 'Seals, certificates, orders, verdicts, references, receipts and the names in the registers: each stands for one thing.',
  })
  async list(@Query() query: ListIdentifiersQuery, @CurrentIdentity() identity: Identity): Promise<ListAnswer<IdentifierEntry>> {
    return listAnswer(await this.views.of(identity).query(identifierRegister, ListIdentifiersQuery.rows(query), query));
  }

  @QueryRoute({ path: ':id', roles: READERS, summary: 'Show a number: what it stands for, and which of its uses are held up' })
  async show(@PathId() id: string, @Query() query: AfterQuery, @CurrentIdentity() identity: Identity): Promise<RowAnswer<IdentifierEntry>> {
    return rowAnswer(await this.views.of(identity).get(identifierRegister, id, query), 'identifier');
  }
}
