import { IsIn } from 'class-validator';
import { contains, is, IsId, IsText, ListQuery, where } from '#libs/http';
import { canonical } from '#libs/vocabulary';
import { identifierKinds } from './identifier-kinds.ts';
import { identifierRegister } from './identifier-register.ts';

/** Which numbers, those that something happened to last first. */
export class ListIdentifiersQuery extends ListQuery(identifierRegister, {
  filters: {
    kind: is(IsIn(identifierKinds)),
    status: is(IsIn(['free', 'used-once', 'used-twice'])),
    value: where(IsText(1, 300), (value: string) => ({ canonical: { is: canonical(value) } }), 'This number, however it is spelt'),
    case: contains('cases', IsId(), 'Numbers that were used in this case'),
  },
  order: '-updatedAt',
}) {}
