import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsMilligrams, IsRegisterEntry } from '#libs/bodies';
import { caseFile, caseStream, seizureOf } from '#libs/cases';
import { deriveUuid, UnknownSubject } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId, IsInstant, IsText, Optional } from '#libs/http';
import { type Substance, substances } from '#libs/vocabulary';
import { exhibit } from '../exhibit.ts';
import { exhibitStream, type SeizureOfLot } from '../exhibit-events.ts';
import { asKnown } from './as-known.ts';

export class SealExhibitBody {
  static readonly example = {
    caseId: 'b2471dd0-f579-8034-a7c0-4ee7c1b2a9fd',
    seizureId: '0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f10',
    sealNumber: 'KH-0001',
    grossMg: 1_200_000,
    sealedAt: '2026-03-02T11:00:00+07:00',
    unit: 'unit-phnom-penh-1',
  };

  @IsId()
  caseId!: string;

  @Describe('The seizure that this is a lot of')
  @IsId()
  seizureId!: string;

  @IsText(1, 100)
  sealNumber!: string;

  @Describe('What it is taken to be; as the seizure says unless said here')
  @Optional()
  @IsIn(substances)
  substance?: Substance;

  @Describe('Weight with packaging and seal, in milligrams')
  @IsMilligrams()
  grossMg!: number;

  @IsInstant()
  sealedAt!: string;

  @Describe('The unit that sealed it. None of its analysts certifies what it is')
  @IsRegisterEntry()
  unit!: string;

  @Describe('Who holds it first; whoever sends this unless said here. Somebody else is recorded with that as a defect')
  @Optional()
  @IsRegisterEntry()
  custodian?: string;
}

export class SealExhibit extends CommandAt('v1/exhibits', {
  body: SealExhibitBody,
  roles: ['investigator'],
  stated: true,
  summary: 'Seal a lot of a seizure',
  created: true,
  description: 'The seizure is recorded before. What is irregular, such as a late entry or a lot heavier than its seizure, is a defect.',
}) {}

@CommandHandler(SealExhibit)
export class SealExhibitHandler extends Handler<SealExhibit> {
  /** Answers with the exhibit's id, which follows from the command's: a retry seals the same lot. @throws UnknownSubject the case has no such seizure */
  async execute({ body: { ...said }, context }: SealExhibit): Promise<CommandOutcome> {
    const seizure = await this.requireSeizure(said.caseId, said.seizureId);
    const { substance = seizure.substance, custodian = context.actor.id, ...lot } = said;
    const command = { type: 'SealExhibit', data: { ...lot, substance, custodian, seizure } } as const;
    const id = deriveUuid('exhibit', context.commandId);
    return this.handle(exhibit, exhibitStream(id), command, asKnown(context, command.data), { occurredAt: said.sealedAt });
  }

  private async requireSeizure(caseId: string, seizureId: string): Promise<SeizureOfLot> {
    const { state } = await this.aggregates.load(caseFile, caseStream(caseId));
    const known = seizureOf(state, seizureId);
    if (known === undefined)
      throw new UnknownSubject('exhibit.no-such-seizure', 'An exhibit is a lot of a recorded seizure; the case has none with this id', {
        caseId,
        seizureId,
      });
    const { substance, grossMg, seizedAt, units, officers } = known;
    return { substance, grossMg, seizedAt, units, officers };
  }
}
