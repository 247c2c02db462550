import { IsIn } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import type { Condition, Query } from '#libs/event-sourcing';
import { Describe, IsText, Optional, PageQuery } from '#libs/http';
import { type AgencyKind, agencyKinds } from './agency.ts';
import { type InstrumentKind, instrumentKinds } from './legal-instrument.ts';
import { beginningWith } from './names.ts';
import type { Register } from './register-entries.ts';

/** Which entries of a register. All filters must hold. */
export class ListEntriesQuery extends PageQuery {
  @Describe('How the name begins, in Khmer or in Latin script; capitals, invisible characters and spaces between Khmer words do not matter')
  @Optional()
  @IsText(1, 200)
  q?: string;
}

export class ListAgenciesQuery extends ListEntriesQuery {
  @Optional()
  @IsIn(agencyKinds)
  kind?: AgencyKind;
}

export class ListInstrumentsQuery extends ListEntriesQuery {
  @Optional()
  @IsIn(instrumentKinds)
  kind?: InstrumentKind;

  @Optional()
  @IsIn(['announced', 'enacted', 'repealed'])
  status?: 'announced' | 'enacted' | 'repealed';
}

export class ListUnitsQuery extends ListEntriesQuery {
  @Optional()
  @IsRegisterEntry()
  agencyId?: string;

  @Describe('Units directly under this one, as ordered last')
  @Optional()
  @IsRegisterEntry()
  parent?: string;
}

export class ListOfficersQuery extends ListEntriesQuery {
  @Describe('The unit ordered last')
  @Optional()
  @IsRegisterEntry()
  unit?: string;

  @Describe('A unit they serve in or have ever served in')
  @Optional()
  @IsRegisterEntry()
  served?: string;

  @Describe('The agency ordered last')
  @Optional()
  @IsRegisterEntry()
  agency?: string;
}

/** Agencies, laboratories or instruments as a query of rows. */
export function entriesOf(register: Register, query: ListEntriesQuery & { readonly kind?: string; readonly status?: string }): Query {
  const { kind, status } = query;
  return page(query, {
    register: { is: register },
    ...(kind !== undefined && { kind: { is: kind } }),
    ...(status !== undefined && { status: { is: status } }),
  });
}

/** Units as a query of rows. */
export function unitRowsOf(query: ListUnitsQuery): Query {
  const { agencyId, parent } = query;
  return page(query, {
    ...(agencyId !== undefined && { agencyId: { is: agencyId } }),
    ...(parent !== undefined && { parent: { is: parent } }),
  });
}

/** Officers as a query of rows. */
export function officerRowsOf(query: ListOfficersQuery): Query {
  const { unit, served, agency } = query;
  return page(query, {
    ...(unit !== undefined && { unit: { is: unit } }),
    ...(served !== undefined && { served: { contains: served } }),
    ...(agency !== undefined && { agency: { is: agency } }),
  });
}

/** By id; where a name is searched for, by that name. */
function page({ q, limit = 50, cursor }: ListEntriesQuery, where: Readonly<Record<string, Condition>>): Query {
  const name = q === undefined ? undefined : beginningWith(q);
  return {
    where: { ...where, ...name?.where },
    ...(name !== undefined && { sort: [{ field: name.field }] }),
    limit,
    ...(cursor !== undefined && { cursor }),
  };
}
