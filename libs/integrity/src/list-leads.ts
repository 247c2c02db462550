import { IsIn } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import { before, type Filter, is, IsId, ListQuery, since, where } from '#libs/http';
import { verdicts, type SubjectKind } from './lead-events.ts';
import { leadKinds } from './lead-kinds.ts';
import { concernOf, leads } from './leads.ts';

/** Leads about this one. */
const about = (of: SubjectKind, rule: PropertyDecorator = IsId()): Filter<'concerns'> =>
  where(rule, (id: string) => ({ concerns: { contains: concernOf({ of, id }) } }), `Leads about this ${of}`);

/** Which leads, the latest first. What is asked for by what they are about is one thing at a time: the last of them counts. */
export class ListLeadsQuery extends ListQuery(leads, {
  filters: {
    kind: is(IsIn(leadKinds)),
    status: is(IsIn(['open', ...verdicts])),
    case: about('case'),
    reward: about('reward'),
    asset: about('asset'),
    exhibit: about('exhibit'),
    policy: about('policy'),
    identifier: about('identifier'),
    person: about('person', IsRegisterEntry()),
    raisedFrom: since('raisedAt', 'Raised first at this moment or later'),
    raisedTo: before('raisedAt', 'Raised first before this moment'),
  },
  order: '-raisedAt',
}) {}
