import { CommandHandler } from '@nestjs/cqrs';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { IsLocalizedText, IsRegisterEntry } from '#libs/bodies';
import { CommandAt, type CommandOutcome, Describe, Handler, IsCalendarDate, IsText, ListOf, Optional } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import {
  type Enactable,
  enactables,
  instrument,
  type InstrumentKind,
  instrumentKinds,
  instrumentStream,
  type Mandate,
} from '../legal-instrument.ts';
import { namedOnce } from './named-once.ts';

export class MandateBody implements Mandate {
  @IsIn(enactables)
  act!: Enactable;

  @Describe('The one thing that it may enact, where it says which: the id of the policy, pool, recipient, recovery, person or entry')
  @Optional()
  @IsRegisterEntry()
  subject?: string;

  @Describe('How many; one, where it does not say')
  @Optional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  count?: number;
}

export class RegisterInstrumentBody {
  static readonly example = {
    instrumentId: 'sub-decree-2026-14',
    kind: 'sub-decree',
    title: { en: 'Sub-decree on rewards for seizures of drugs', km: 'អនុក្រឹត្យស្តីពីរង្វាន់' },
    number: '14',
    date: '2026-02-01',
    status: 'announced',
    mayEnact: [{ act: 'reward-policy' }, { act: 'supersession' }],
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

  @Describe('What it says that it may enact, each act once. Absent: one of each kind')
  @Optional()
  @ListOf(() => MandateBody, { min: 1, max: 20 })
  mayEnact?: MandateBody[];
}

export class RegisterInstrument extends CommandAt('v1/instruments', {
  body: RegisterInstrumentBody,
  roles: ['legal-officer'],
  confirmedBy: { roles: ['legal-officer'] },
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
