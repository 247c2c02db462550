import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsLocalizedText } from '#libs/bodies';
import { IsCalendarDate, IsText, Optional, PassedOn } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import { instrument, type InstrumentKind, instrumentKinds, instrumentStream } from '../legal-instrument.ts';
import { CommandAtEntry } from './command-at-entry.ts';

export class UpdateInstrumentDetailsBody {
  static readonly example = { number: '14 ANK.BK' };

  @Optional()
  @IsIn(instrumentKinds)
  kind?: InstrumentKind;

  @Optional()
  @IsLocalizedText(500)
  title?: LocalizedText;

  @Optional()
  @IsText(1, 100)
  number?: string;

  @Optional()
  @IsCalendarDate()
  date?: string;
}

export class UpdateInstrumentDetails extends CommandAtEntry('v1/instruments/:id/details', {
  body: UpdateInstrumentDetailsBody,
  method: 'patch',
  roles: ['legal-officer'],
  confirmedBy: { roles: ['legal-officer'] },
  summary: 'Change the details of a legal instrument',
}) {}

@CommandHandler(UpdateInstrumentDetails)
export class UpdateInstrumentDetailsHandler extends PassedOn(
  UpdateInstrumentDetails,
  instrument,
  instrumentStream,
  'UpdateLegalInstrumentDetails',
) {}
