import { CommandHandler } from '@nestjs/cqrs';
import { IsRegisterEntry } from '#libs/bodies';
import { type CommandOutcome, Describe, Handler, IsCalendarDate, IsText, Optional } from '#libs/http';
import { officerStream, type Transfer } from '../officer-events.ts';
import { officer } from '../officer.ts';
import { agencyOfUnit } from './between-entries.ts';
import { CommandAtEntry } from './command-at-entry.ts';

export class TransferOfficerBody implements Omit<Transfer, 'agency'> {
  static readonly example = { unit: 'unit-kandal-1', from: '2026-05-01', reason: 'Order 41 of the general commissariat' };

  @Describe('A registered unit; the officer is of its agency from then on')
  @IsRegisterEntry()
  unit!: string;

  @Describe('Where it changes with the unit')
  @Optional()
  @IsText(1, 100)
  rank?: string;

  @Describe('First day there, in Cambodia. A transfer of the same day stands in for one that was wrong')
  @IsCalendarDate()
  from!: string;

  @Optional()
  @IsText(1, 500)
  reason?: string;
}

export class TransferOfficer extends CommandAtEntry('v1/officers/:id/transfer', {
  body: TransferOfficerBody,
  roles: ['administrator'],
  summary: 'Transfer an officer to another unit',
}) {}

@CommandHandler(TransferOfficer)
export class TransferOfficerHandler extends Handler<TransferOfficer> {
  async execute({ path: { id }, body, context }: TransferOfficer): Promise<CommandOutcome> {
    const order: Omit<Transfer, 'agency'> = body;
    const agency = await agencyOfUnit(this.aggregates, order.unit);
    return this.handle(officer, officerStream(id), { type: 'TransferOfficer', data: { ...order, agency } }, context);
  }
}
