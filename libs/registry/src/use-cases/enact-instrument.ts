import { CommandHandler } from '@nestjs/cqrs';
import { Describe, IsCalendarDate, PassedOn } from '#libs/http';
import { instrument, instrumentStream } from '../legal-instrument.ts';
import { CommandAtEntry } from './command-at-entry.ts';

export class EnactInstrumentBody {
  static readonly example = { from: '2026-02-15' };

  @Describe('First day in force, in Cambodia. Said again, the later word stands')
  @IsCalendarDate()
  from!: string;
}

export class EnactInstrument extends CommandAtEntry('v1/instruments/:id/enact', {
  body: EnactInstrumentBody,
  roles: ['legal-officer'],
  confirmedBy: { roles: ['legal-officer'] },
  summary: 'Record that a legal instrument was enacted',
}) {}

@CommandHandler(EnactInstrument)
export class EnactInstrumentHandler extends PassedOn(EnactInstrument, instrument, instrumentStream, 'EnactLegalInstrument') {}
