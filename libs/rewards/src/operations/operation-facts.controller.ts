import { Controller, Query } from '@nestjs/common';
import { CurrentIdentity, type Identity } from '#libs/access';
import { defined } from '#libs/event-sourcing';
import { AfterQuery, PathId, QueryRoute, type RowAnswer, rowAnswer } from '#libs/http';
import { ViewsFor } from '#libs/need-to-know';
import { NOTICE } from '../notice.ts';
import { type AssessableFacts, assessableFacts } from './assessable-facts.ts';
import { operationFacts, type OperationRow } from './operation-facts.ts';
import { assessableIn, readOperation } from './read-operation.ts';

/** An operation as its rewards are assessed on it. */
export interface OperationPage extends Pick<OperationRow, 'caseId' | 'duplicates' | 'updatedAt'> {
  /** What an assessment rests on; absent while nothing is known to be seized. There is no number of arrests in it. */
  readonly assessable?: AssessableFacts;
  /** What is always to be said of suspects. */
  readonly notice: typeof NOTICE;
}

/** What rewards rest on. */
@Controller('v1/operations')
export class OperationFactsController {
  constructor(private readonly views: ViewsFor) {}

  @QueryRoute({
    path: ':id',
    roles: ['investigator', 'unit-head', 'legal-officer', 'committee-member', 'integrity-officer', 'auditor'],
    summary: 'Show what is known of the operation of a case, as its rewards are assessed on it',
    description:
      'The id is the case. Seizures of one case are one operation; a case that is said to be the same operation as another one is its duplicate, and what it knows is added to the other one’s.',
  })
  async showOperation(
    @PathId() id: string,
    @Query() query: AfterQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<RowAnswer<OperationPage>> {
    const views = this.views.of(identity);
    const found = rowAnswer(await views.get(operationFacts, id, query), 'operation');
    const { caseId, duplicates, updatedAt, position } = found;
    const cases = duplicates.length === 0 ? undefined : await readOperation(views, id, query);
    const assessable = cases === undefined ? assessableFacts(found) : assessableIn(cases, id);
    return defined({ caseId, assessable, duplicates, updatedAt, notice: NOTICE, position });
  }
}
