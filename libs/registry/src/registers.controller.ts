import { Controller, Query } from '@nestjs/common';
import { CurrentIdentity, type Identity, ROLE_NAMES, type Role } from '#libs/access';
import { PathEntry } from '#libs/bodies';
import {
  AfterQuery,
  askedAt,
  listAnswer,
  type ListAnswer,
  type ListClass,
  type PageQuery,
  QueryRoute,
  type RowAnswer,
  rowAnswer,
} from '#libs/http';
import { ViewsFor } from '#libs/need-to-know';
import type { RegisterEntry } from '#libs/vocabulary';
import { without } from './entry-row.ts';
import {
  ListAgenciesQuery,
  ListInstrumentsQuery,
  ListLaboratoriesQuery,
  ListOfficersQuery,
  ListUnitsQuery,
  ListValuersQuery,
} from './lists.ts';
import { officers } from './officers.ts';
import {
  type AgencyRow,
  type InstrumentRow,
  type LaboratoryRow,
  type Register,
  registerEntries,
  rowKey,
  type RowOf,
  type ValuerRow,
} from './register-entries.ts';
import { shownEntry, shownOfficer, type ShownOfficer, shownUnit, type ShownUnit } from './shown.ts';
import { chainOf } from './unit.ts';
import { unitOf, units } from './units.ts';

/** Everybody with a role reads the registers; what is not for everybody is left out of what they see. */
const READERS = ROLE_NAMES as readonly [Role, ...Role[]];

/** What the page of one unit says besides the unit itself. */
interface ChainOfCommand {
  /** The chain of command today: the unit and every unit above it. */
  readonly chain: readonly RegisterEntry[];
}

/** The registers: who and what the cases and rewards refer to. */
@Controller('v1')
export class RegistersController {
  constructor(private readonly views: ViewsFor) {}

  @QueryRoute({ path: 'officers', roles: READERS, summary: 'List officers' })
  async listOfficers(@Query() query: ListOfficersQuery, @CurrentIdentity() identity: Identity): Promise<ListAnswer<ShownOfficer>> {
    // What the sums of a career add up from is long, and stands on the officer's own page.
    const page = listAnswer(await this.views.of(identity).query(officers, ListOfficersQuery.rows(query), query));
    const now = askedAt(query);
    return { ...page, items: page.items.map((row) => without(shownOfficer(row, identity, now), 'reserved')) };
  }

  @QueryRoute({
    path: 'officers/:id',
    roles: READERS,
    summary: 'Show an officer with their service',
    description: 'What counts against caps is shown to those who decide on rewards, pay or watch over them, and to the officer.',
  })
  async showOfficer(
    @PathEntry() id: string,
    @Query() query: AfterQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<RowAnswer<ShownOfficer>> {
    const row = rowAnswer(await this.views.of(identity).get(officers, id, query), 'officer');
    return { ...shownOfficer(row, identity, askedAt(query)), position: row.position };
  }

  @QueryRoute({ path: 'units', roles: READERS, summary: 'List units' })
  async listUnits(@Query() query: ListUnitsQuery, @CurrentIdentity() identity: Identity): Promise<ListAnswer<ShownUnit>> {
    const page = listAnswer(await this.views.of(identity).query(units, ListUnitsQuery.rows(query), query));
    const now = askedAt(query);
    return { ...page, items: page.items.map((row) => shownUnit(row, now)) };
  }

  @QueryRoute({ path: 'units/:id', roles: READERS, summary: 'Show a unit and its chain of command' })
  async showUnit(
    @PathEntry() id: string,
    @Query() query: AfterQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<RowAnswer<ShownUnit & ChainOfCommand>> {
    const row = rowAnswer(await this.views.of(identity).get(units, id, query), 'unit');
    const now = askedAt(query);
    const load = async (unitId: string) => {
      const above = await this.views.of(identity).get(units, unitId, query);
      return above.row === undefined ? { moves: [] } : unitOf(above.row.doc);
    };
    return { ...shownUnit(row, now), chain: await chainOf(load, id, now), position: row.position };
  }

  @QueryRoute({ path: 'agencies', roles: READERS, summary: 'List agencies' })
  listAgencies(@Query() query: ListAgenciesQuery, @CurrentIdentity() identity: Identity): Promise<ListAnswer<AgencyRow>> {
    return this.list('agencies', ListAgenciesQuery, query, identity);
  }

  @QueryRoute({ path: 'agencies/:id', roles: READERS, summary: 'Show an agency' })
  showAgency(@PathEntry() id: string, @Query() query: AfterQuery, @CurrentIdentity() identity: Identity): Promise<RowAnswer<AgencyRow>> {
    return this.show('agencies', id, query, 'agency', identity);
  }

  @QueryRoute({ path: 'laboratories', roles: READERS, summary: 'List laboratories' })
  listLaboratories(@Query() query: ListLaboratoriesQuery, @CurrentIdentity() identity: Identity): Promise<ListAnswer<LaboratoryRow>> {
    return this.list('laboratories', ListLaboratoriesQuery, query, identity);
  }

  @QueryRoute({ path: 'laboratories/:id', roles: READERS, summary: 'Show a laboratory' })
  showLaboratory(
    @PathEntry() id: string,
    @Query() query: AfterQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<RowAnswer<LaboratoryRow>> {
    return this.show('laboratories', id, query, 'laboratory', identity);
  }

  @QueryRoute({ path: 'valuers', roles: READERS, summary: 'List valuers' })
  listValuers(@Query() query: ListValuersQuery, @CurrentIdentity() identity: Identity): Promise<ListAnswer<ValuerRow>> {
    return this.list('valuers', ListValuersQuery, query, identity);
  }

  @QueryRoute({ path: 'valuers/:id', roles: READERS, summary: 'Show a valuer' })
  showValuer(@PathEntry() id: string, @Query() query: AfterQuery, @CurrentIdentity() identity: Identity): Promise<RowAnswer<ValuerRow>> {
    return this.show('valuers', id, query, 'valuer', identity);
  }

  @QueryRoute({ path: 'instruments', roles: READERS, summary: 'List legal instruments' })
  listInstruments(@Query() query: ListInstrumentsQuery, @CurrentIdentity() identity: Identity): Promise<ListAnswer<InstrumentRow>> {
    return this.list('instruments', ListInstrumentsQuery, query, identity);
  }

  @QueryRoute({ path: 'instruments/:id', roles: READERS, summary: 'Show a legal instrument' })
  showInstrument(
    @PathEntry() id: string,
    @Query() query: AfterQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<RowAnswer<InstrumentRow>> {
    return this.show('instruments', id, query, 'legal instrument', identity);
  }

  private async list<R extends Register>(register: R, of: ListClass, query: PageQuery, identity: Identity): Promise<ListAnswer<RowOf<R>>> {
    const page = listAnswer(await this.views.of(identity).query(registerEntries, of.rows(query, { register: { is: register } }), query));
    return { ...page, items: page.items.map((row) => shownEntry(register, row)) };
  }

  private async show<R extends Register>(
    register: R,
    id: string,
    query: AfterQuery,
    what: string,
    identity: Identity,
  ): Promise<RowAnswer<RowOf<R>>> {
    const row = rowAnswer(await this.views.of(identity).get(registerEntries, rowKey(register, id), query), what);
    return { ...shownEntry(register, row), position: row.position };
  }
}
