import { Body, Controller, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CurrentIdentity, type Identity, ROLE_NAMES, type Role } from '#libs/access';
import { PathEntry } from '#libs/bodies';
import { type CommandContext, Views } from '#libs/event-sourcing';
import {
  AfterQuery,
  askedAt,
  type CommandOutcome,
  CommandRoute,
  Context,
  listAnswer,
  type ListAnswer,
  QueryRoute,
  rowAnswer,
} from '#libs/http';
import {
  EnactInstrumentBody,
  MoveUnitBody,
  PromoteOfficerBody,
  RegisterAgencyBody,
  RegisterInstrumentBody,
  RegisterLaboratoryBody,
  RegisterOfficerBody,
  RegisterUnitBody,
  ReinstateOfficerBody,
  RepealInstrumentBody,
  SuspendOfficerBody,
  TransferOfficerBody,
  UpdateAgencyDetailsBody,
  UpdateInstrumentDetailsBody,
  UpdateLaboratoryDetailsBody,
  UpdateOfficerDetailsBody,
  UpdateUnitDetailsBody,
} from './bodies.ts';
import { type Entering, KeepRegister } from './keep-register.ts';
import {
  entriesOf,
  ListAgenciesQuery,
  ListEntriesQuery,
  ListInstrumentsQuery,
  ListOfficersQuery,
  ListUnitsQuery,
  officerRowsOf,
  unitRowsOf,
} from './lists.ts';
import type { SearchableName } from './names.ts';
import { officers } from './officers.ts';
import { type Register, registerEntries, type RegisterRow, rowKey } from './register-entries.ts';
import { shownEntry, shownOfficer, type ShownOfficer, without } from './shown.ts';
import { chainOf, parentAt } from './unit.ts';
import { unitOf, type UnitRow, units } from './units.ts';

/** Everybody with a role reads the registers; what is not for everybody is left out of what they see. */
const READERS = ROLE_NAMES as readonly [Role, ...Role[]];
const KEEPERS = ['administrator'] as const;
const LEGAL = ['legal-officer'] as const;

type Shown<Row extends SearchableName> = Omit<Row, keyof SearchableName>;

/** The registers: who and what the cases and rewards refer to, entered by those who keep them. */
@Controller('v1')
export class RegistersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly views: Views,
  ) {}

  @CommandRoute({ path: 'agencies', roles: KEEPERS, summary: 'Register an agency', created: true })
  registerAgency(@Body() body: RegisterAgencyBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.keep(body.agencyId, { in: 'agencies', command: { type: 'RegisterAgency', data: body } }, context);
  }

  @CommandRoute({ path: 'agencies/:id/details', method: 'patch', roles: KEEPERS, summary: 'Change the details of an agency' })
  updateAgencyDetails(
    @PathEntry() id: string,
    @Body() body: UpdateAgencyDetailsBody,
    @Context() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.keep(id, { in: 'agencies', command: { type: 'UpdateAgencyDetails', data: body } }, context);
  }

  @CommandRoute({
    path: 'units',
    roles: KEEPERS,
    summary: 'Register a unit',
    description: 'Its agency and the unit it is under are registered first: chains of command are what decides who may vote on a reward.',
    created: true,
  })
  registerUnit(@Body() body: RegisterUnitBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.keep(body.unitId, { in: 'units', command: { type: 'RegisterUnit', data: body } }, context);
  }

  @CommandRoute({ path: 'units/:id/details', method: 'patch', roles: KEEPERS, summary: 'Change the details of a unit' })
  updateUnitDetails(
    @PathEntry() id: string,
    @Body() body: UpdateUnitDetailsBody,
    @Context() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.keep(id, { in: 'units', command: { type: 'UpdateUnitDetails', data: body } }, context);
  }

  @CommandRoute({ path: 'units/:id/move', roles: KEEPERS, summary: 'Put a unit under another one, or under none' })
  moveUnit(@PathEntry() id: string, @Body() body: MoveUnitBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.keep(id, { in: 'units', command: { type: 'MoveUnit', data: body } }, context);
  }

  @CommandRoute({
    path: 'officers',
    roles: KEEPERS,
    summary: 'Register an officer',
    description: 'Nobody enters themselves or changes their own entry.',
    created: true,
  })
  registerOfficer(@Body() body: RegisterOfficerBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.keep(body.officerId, { in: 'officers', command: { type: 'RegisterOfficer', data: body } }, context);
  }

  @CommandRoute({ path: 'officers/:id/details', method: 'patch', roles: KEEPERS, summary: 'Change the details of an officer' })
  updateOfficerDetails(
    @PathEntry() id: string,
    @Body() body: UpdateOfficerDetailsBody,
    @Context() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.keep(id, { in: 'officers', command: { type: 'UpdateOfficerDetails', data: body } }, context);
  }

  @CommandRoute({ path: 'officers/:id/transfer', roles: KEEPERS, summary: 'Transfer an officer to another unit' })
  transferOfficer(@PathEntry() id: string, @Body() body: TransferOfficerBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.keep(id, { in: 'officers', command: { type: 'TransferOfficer', data: body } }, context);
  }

  @CommandRoute({ path: 'officers/:id/promote', roles: KEEPERS, summary: 'Give an officer another rank' })
  promoteOfficer(@PathEntry() id: string, @Body() body: PromoteOfficerBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.keep(id, { in: 'officers', command: { type: 'PromoteOfficer', data: body } }, context);
  }

  @CommandRoute({
    path: 'officers/:id/suspend',
    roles: KEEPERS,
    summary: 'Suspend an officer',
    description: 'While it lasts nothing is reserved for the officer of any reward.',
  })
  suspendOfficer(@PathEntry() id: string, @Body() body: SuspendOfficerBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.keep(id, { in: 'officers', command: { type: 'SuspendOfficer', data: body } }, context);
  }

  @CommandRoute({ path: 'officers/:id/reinstate', roles: KEEPERS, summary: 'Reinstate an officer' })
  reinstateOfficer(
    @PathEntry() id: string,
    @Body() body: ReinstateOfficerBody,
    @Context() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.keep(id, { in: 'officers', command: { type: 'ReinstateOfficer', data: body } }, context);
  }

  @CommandRoute({ path: 'laboratories', roles: KEEPERS, summary: 'Register a laboratory', created: true })
  registerLaboratory(@Body() body: RegisterLaboratoryBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.keep(body.laboratoryId, { in: 'laboratories', command: { type: 'RegisterLaboratory', data: body } }, context);
  }

  @CommandRoute({ path: 'laboratories/:id/details', method: 'patch', roles: KEEPERS, summary: 'Change the details of a laboratory' })
  updateLaboratoryDetails(
    @PathEntry() id: string,
    @Body() body: UpdateLaboratoryDetailsBody,
    @Context() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.keep(id, { in: 'laboratories', command: { type: 'UpdateLaboratoryDetails', data: body } }, context);
  }

  @CommandRoute({ path: 'instruments', roles: LEGAL, summary: 'Register a legal instrument', created: true })
  registerInstrument(@Body() body: RegisterInstrumentBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.keep(body.instrumentId, { in: 'instruments', command: { type: 'RegisterLegalInstrument', data: body } }, context);
  }

  @CommandRoute({ path: 'instruments/:id/details', method: 'patch', roles: LEGAL, summary: 'Change the details of a legal instrument' })
  updateInstrumentDetails(
    @PathEntry() id: string,
    @Body() body: UpdateInstrumentDetailsBody,
    @Context() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.keep(id, { in: 'instruments', command: { type: 'UpdateLegalInstrumentDetails', data: body } }, context);
  }

  @CommandRoute({ path: 'instruments/:id/enact', roles: LEGAL, summary: 'Record that a legal instrument was enacted' })
  enactInstrument(@PathEntry() id: string, @Body() body: EnactInstrumentBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.keep(id, { in: 'instruments', command: { type: 'EnactLegalInstrument', data: body } }, context);
  }

  @CommandRoute({ path: 'instruments/:id/repeal', roles: LEGAL, summary: 'Record that a legal instrument was repealed' })
  repealInstrument(
    @PathEntry() id: string,
    @Body() body: RepealInstrumentBody,
    @Context() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.keep(id, { in: 'instruments', command: { type: 'RepealLegalInstrument', data: body } }, context);
  }

  @QueryRoute({ path: 'officers', roles: READERS, summary: 'List officers' })
  async listOfficers(@Query() query: ListOfficersQuery, @CurrentIdentity() identity: Identity): Promise<ListAnswer<ShownOfficer>> {
    // What the sums of a career add up from is long, and stands on the officer's own page.
    const page = listAnswer(await this.views.query(officers, officerRowsOf(query), query));
    const now = askedAt(query);
    return { ...page, items: page.items.map((row) => without(shownOfficer(row, identity, now), 'reserved')) };
  }

  @QueryRoute({
    path: 'officers/:id',
    roles: READERS,
    summary: 'Show an officer with their service',
    description: 'What counts against caps is shown to those who decide on rewards, pay or watch over them, and to the officer.',
  })
  async showOfficer(@PathEntry() id: string, @Query() query: AfterQuery, @CurrentIdentity() identity: Identity): Promise<ShownOfficer> {
    return shownOfficer(rowAnswer(await this.views.get(officers, id, query), 'officer'), identity, askedAt(query));
  }

  @QueryRoute({ path: 'units', roles: READERS, summary: 'List units' })
  async listUnits(@Query() query: ListUnitsQuery): Promise<ListAnswer<Shown<UnitRow>>> {
    const page = listAnswer(await this.views.query(units, unitRowsOf(query), query));
    const now = askedAt(query);
    return { ...page, items: page.items.map((row) => shownUnit(row, now)) };
  }

  @QueryRoute({ path: 'units/:id', roles: READERS, summary: 'Show a unit and its chain of command' })
  async showUnit(
    @PathEntry() id: string,
    @Query() query: AfterQuery,
  ): Promise<Shown<UnitRow> & { readonly chain: readonly string[]; readonly position: string }> {
    const row = rowAnswer(await this.views.get(units, id, query), 'unit');
    const now = askedAt(query);
    const load = async (unitId: string) => {
      const above = await this.views.get(units, unitId, query);
      return above.row === undefined ? { moves: [] } : unitOf(above.row.doc);
    };
    return { ...shownUnit(row, now), chain: await chainOf(load, id, now), position: row.position };
  }

  @QueryRoute({ path: 'agencies', roles: READERS, summary: 'List agencies' })
  listAgencies(@Query() query: ListAgenciesQuery): Promise<ListAnswer<Shown<RegisterRow>>> {
    return this.list('agencies', query);
  }

  @QueryRoute({ path: 'agencies/:id', roles: READERS, summary: 'Show an agency' })
  async showAgency(@PathEntry() id: string, @Query() query: AfterQuery): Promise<Shown<RegisterRow>> {
    return shownEntry(rowAnswer(await this.views.get(registerEntries, rowKey('agencies', id), query), 'agency'));
  }

  @QueryRoute({ path: 'laboratories', roles: READERS, summary: 'List laboratories' })
  listLaboratories(@Query() query: ListEntriesQuery): Promise<ListAnswer<Shown<RegisterRow>>> {
    return this.list('laboratories', query);
  }

  @QueryRoute({ path: 'laboratories/:id', roles: READERS, summary: 'Show a laboratory' })
  async showLaboratory(@PathEntry() id: string, @Query() query: AfterQuery): Promise<Shown<RegisterRow>> {
    return shownEntry(rowAnswer(await this.views.get(registerEntries, rowKey('laboratories', id), query), 'laboratory'));
  }

  @QueryRoute({ path: 'instruments', roles: READERS, summary: 'List legal instruments' })
  listInstruments(@Query() query: ListInstrumentsQuery): Promise<ListAnswer<Shown<RegisterRow>>> {
    return this.list('instruments', query);
  }

  @QueryRoute({ path: 'instruments/:id', roles: READERS, summary: 'Show a legal instrument' })
  async showInstrument(@PathEntry() id: string, @Query() query: AfterQuery): Promise<Shown<RegisterRow>> {
    return shownEntry(rowAnswer(await this.views.get(registerEntries, rowKey('instruments', id), query), 'legal instrument'));
  }

  private keep(id: string, entering: Entering, context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new KeepRegister(id, entering, context));
  }

  private async list(register: Register, query: ListEntriesQuery): Promise<ListAnswer<Shown<RegisterRow>>> {
    const page = listAnswer(await this.views.query(registerEntries, entriesOf(register, query), query));
    return { ...page, items: page.items.map(shownEntry) };
  }
}

/** The row tells what was ordered last; an order may begin on a later day. */
function shownUnit(row: UnitRow, now: string): Shown<UnitRow> {
  const parent = parentAt(unitOf(row), now);
  return { ...without(row, 'parent', 'searchEn', 'searchKm'), ...(parent !== undefined && { parent }) };
}
