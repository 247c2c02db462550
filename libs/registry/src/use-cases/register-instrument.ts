import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsLocalizedText, IsRegisterEntry } from '#libs/bodies';
import { CommandAt, type CommandOutcome, Describe, Handler, IsCalendarDate, IsText } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import { instrument, type InstrumentKind, instrumentKinds, instrumentStream } from '../legal-instrument.ts';
import { namedOnce } from './named-once.ts';

export class RegisterInstrumentBody {
  static readonly example = {
    instrumentId: 'sub-decree-2026-14',
    kind: 'sub-decree',
    title: { en: 'Sub-decree on rewards for seizures of drugs', km: 'អនុក្រឹត្យស្តីពីរង្វាន់' },
    number: '14',
    date: '2026-02-01',
    status: 'announced',
  };

  @IsRegisterEntry()
  instrumentId!: string;

  @Describe('A prakas is a minister’s regulation')
  @IsIn(instrumentKinds)
  kind!: InstrumentKind;

  @IsLocalizedText(500)
  title!: LocalizedText;

  @Describe('On paper')
  @IsText(1, 100)
  number!: string;

  @Describe('On paper')
  @IsCalendarDate()
  date!: string;

  @Describe('What is announced is no law yet. What is entered as enacted is in force from its date on')
  @IsIn(['announced', 'enacted'])
  status!: 'announced' | 'enacted';
}

export class RegisterInstrument extends CommandAt('v1/instruments', {
  body: RegisterInstrumentBody,
  roles: ['legal-officer'],
  summary: 'Register a legal instrument',
  created: true,
}) {}

@CommandHandler(RegisterInstrument)
export class RegisterInstrumentHandler extends Handler<RegisterInstrument> {
  execute({ body, context }: RegisterInstrument): Promise<CommandOutcome> {
    const [id, stream] = [body.instrumentId, instrumentStream(body.instrumentId)];
    return namedOnce(this.aggregates, 'instrument', { stream, id }, context, () =>
      this.handle(instrument, stream, { type: 'RegisterLegalInstrument', data: body }, context),
    );
  }
}
