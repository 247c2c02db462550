import { CommandHandler } from '@nestjs/cqrs';
import { Describe, IsCalendarDate, IsText, PassedOn } from '#libs/http';
import { instrument, instrumentStream } from '../legal-instrument.ts';
import { CommandAtEntry } from './command-at-entry.ts';

export class RepealInstrumentBody {
  static readonly example = { from: '2027-01-01', reason: 'Replaced by sub-decree 3 of 2027' };

  @Describe('First day no longer in force, in Cambodia')
  @IsCalendarDate()
  from!: string;

  @IsText(1, 500)
  reason!: string;
}

export class RepealInstrument extends CommandAtEntry('v1/instruments/:id/repeal', {
  body: RepealInstrumentBody,
  roles: ['legal-officer'],
  confirmedBy: { roles: ['legal-officer'] },
  summary: 'Record that a legal instrument was repealed',
}) {}

@CommandHandler(RepealInstrument)
export class RepealInstrumentHandler extends PassedOn(RepealInstrument, instrument, instrumentStream, 'RepealLegalInstrument') {}
