import { IsIn } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import type { Condition, Query } from '#libs/event-sourcing';
import { contains, is, IsText, type ListClass, ListQuery, type PageQuery, where } from '#libs/http';
import { agencyKinds } from './agency.ts';
import { instrumentKinds } from './legal-instrument.ts';
import { beginningWith } from './names.ts';
import { officers } from './officers.ts';
import { registerEntries } from './register-entries.ts';
import { units } from './units.ts';

const q = where(
  IsText(1, 200),
  (name: string) => beginningWith(name).where,
  'How the name begins, in Khmer or in Latin script; capitals, invisible characters and spaces between Khmer words do not matter',
);

/** A list in the order of ids; where a name is searched for (`q`), in that of names. */
function searched(list: ListClass): ListClass {
  return class extends list {
    static override rows(query: PageQuery & { readonly q?: string }, fixed?: Readonly<Record<string, Condition>>): Query {
      const rows = super.rows(query, fixed);
      return query.q === undefined ? rows : { ...rows, sort: [{ field: beginningWith(query.q).field }] };
    }
  };
}

export class ListAgenciesQuery extends searched(ListQuery(registerEntries, { filters: { q, kind: is(IsIn(agencyKinds)) } })) {}

export class ListLaboratoriesQuery extends searched(ListQuery(registerEntries, { filters: { q } })) {}

export class ListValuersQuery extends searched(ListQuery(registerEntries, { filters: { q } })) {}

export class ListInstrumentsQuery extends searched(
  ListQuery(registerEntries, {
    filters: { q, kind: is(IsIn(instrumentKinds)), status: is(IsIn(['announced', 'enacted', 'repealed'])) },
  }),
) {}

export class ListUnitsQuery extends searched(
  ListQuery(units, {
    filters: {
      q,
      agencyId: is(IsRegisterEntry()),
      parent: is(IsRegisterEntry(), 'Units directly under this one, as ordered last'),
    },
  }),
) {}

export class ListOfficersQuery extends searched(
  ListQuery(officers, {
    filters: {
      q,
      unit: is(IsRegisterEntry(), 'The unit ordered last'),
      served: contains('served', IsRegisterEntry(), 'A unit they serve in or have ever served in'),
      agency: is(IsRegisterEntry(), 'The agency ordered last'),
    },
  }),
) {}
