import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, type Handled, AggregateStore, RuleBroken } from '#libs/event-sourcing';
import type { CommandOutcome } from '#libs/http';
import { agency, type AgencyCommand, agencyStream } from './agency.ts';
import { dayBegins } from './day.ts';
import { laboratory, type LaboratoryCommand, laboratoryStream } from './laboratory.ts';
import { instrument, type InstrumentCommand, instrumentStream } from './legal-instrument.ts';
import { officer, type OfficerCommand, type OfficerEntry, officerStream, type Transfer } from './officer.ts';
import { chainOf, unit, type UnitCommand, unitStream } from './unit.ts';

/** What is said of an officer's service. Which agency it is in follows from the unit. */
export type ServiceOrder =
  | { readonly type: 'RegisterOfficer'; readonly data: Omit<OfficerEntry, 'agency'> }
  | { readonly type: 'TransferOfficer'; readonly data: Omit<Transfer, 'agency'> }
  | Extract<OfficerCommand, { type: 'UpdateOfficerDetails' | 'PromoteOfficer' | 'SuspendOfficer' | 'ReinstateOfficer' }>;

/** What is entered in which register. */
export type Entering =
  | { readonly in: 'agencies'; readonly command: AgencyCommand }
  | { readonly in: 'units'; readonly command: UnitCommand }
  | { readonly in: 'officers'; readonly command: ServiceOrder }
  | { readonly in: 'laboratories'; readonly command: LaboratoryCommand }
  | { readonly in: 'instruments'; readonly command: InstrumentCommand };

/** Enters something in a register or changes it. The use cases differ in what they say alone, and that is their bodies; so one command carries them all. */
export class KeepRegister extends Command<CommandOutcome> {
  constructor(
    readonly id: string,
    readonly entering: Entering,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/**
 * Entries refer to each other, and who may decide on a reward rests on it: a unit that nobody registered would end a chain of command unnoticed.
 * So what is referred to is there first. Entries never go away; what was there stays there.
 */
@CommandHandler(KeepRegister)
export class KeepRegisterHandler implements ICommandHandler<KeepRegister> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ id, entering, context }: KeepRegister): Promise<CommandOutcome> {
    const { data } = entering.command;
    const reason = 'reason' in data ? data.reason : undefined;
    return { id, ...(await this.enter(id, entering, { ...context, ...(reason !== undefined && { reason }) })) };
  }

  private async enter(id: string, entering: Entering, context: CommandContext): Promise<Handled> {
    switch (entering.in) {
      case 'agencies':
        return this.aggregates.handle(agency, agencyStream(id), entering.command, context);
      case 'units':
        await this.requireSoundUnit(id, entering.command);
        return this.aggregates.handle(unit, unitStream(id), entering.command, context);
      case 'officers':
        return this.aggregates.handle(officer, officerStream(id), await this.withAgency(entering.command), context);
      case 'laboratories': {
        const { unit: its } = entering.command.data;
        if (its !== undefined) await this.agencyOf(its);
        return this.aggregates.handle(laboratory, laboratoryStream(id), entering.command, context);
      }
      case 'instruments':
        return this.aggregates.handle(instrument, instrumentStream(id), entering.command, context);
    }
  }

  private async requireSoundUnit(id: string, { type, data }: UnitCommand): Promise<void> {
    if (type === 'UpdateUnitDetails') return;
    if (type === 'RegisterUnit') {
      const { state } = await this.aggregates.load(agency, agencyStream(data.agencyId));
      if (state.entry === undefined)
        throw new RuleBroken('agency.not-registered', 'The unit is of an agency that is not in the register; register that first', {
          agencyId: data.agencyId,
        });
    }
    const { parent } = data;
    if (parent === undefined || parent === null) return;
    await this.agencyOf(parent);
    // On the first day of it, and once everything that is ordered already has come.
    for (const at of type === 'MoveUnit' ? [dayBegins(data.from), undefined] : [undefined]) {
      const above = await chainOf(async (unitId) => (await this.aggregates.load(unit, unitStream(unitId))).state, parent, at);
      if (above.includes(id))
        throw new RuleBroken('unit.circle', 'The unit would be above itself: the other one is under it', { unitId: id, parent, above });
    }
  }

  private async withAgency(command: ServiceOrder): Promise<OfficerCommand> {
    switch (command.type) {
      case 'RegisterOfficer':
        return { type: command.type, data: { ...command.data, agency: await this.agencyOf(command.data.unit) } };
      case 'TransferOfficer':
        return { type: command.type, data: { ...command.data, agency: await this.agencyOf(command.data.unit) } };
      default:
        return command;
    }
  }

  /** @throws RuleBroken 'unit.not-registered' */
  private async agencyOf(unitId: string): Promise<string> {
    const { state } = await this.aggregates.load(unit, unitStream(unitId));
    if (state.entry === undefined)
      throw new RuleBroken('unit.not-registered', 'There is no such unit in the register; register it first', { unitId });
    return state.entry.agencyId;
  }
}
