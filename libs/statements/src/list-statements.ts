import { IsIn } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import { before, is, IsId, IsText, ListQuery, since } from '#libs/http';
import { statementRegister } from './statement-register.ts';
import { statementStatuses } from './statements.ts';

/** Which statements, in which order. */
export class ListStatementsQuery extends ListQuery(statementRegister, {
  filters: {
    status: is(IsIn(statementStatuses)),
    kind: is(IsIn(['case', 'exhibit', 'asset']), 'Of what they are'),
    subject: is(IsId(), 'The case, exhibit or asset whose they are', 'subjectId'),
    case: is(IsId(), 'The case that they are about', 'caseId'),
    stated: is(IsText(1, 100), 'What would have been commanded, for example `CorrectSeizure`'),
    filedBy: is(IsRegisterEntry()),
    filedFrom: since('filedAt', 'Filed at this moment or later'),
    filedTo: before('filedAt', 'Filed before this moment'),
  },
  sort: ['filedAt'],
  order: '-filedAt',
}) {}
