import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsBasisPoints, IsMilligrams, IsRegisterEntry } from '#libs/bodies';
import { CommandAt, type CommandOutcome, Describe, Handler, IsInstant, IsText, Optional } from '#libs/http';
import { type Substance, substances } from '#libs/vocabulary';
import { exhibit } from '../exhibit.ts';
import { exhibitStream, type Measurement } from '../exhibit-events.ts';
import { asKnown } from './as-known.ts';
import { unitsOf } from './unit-of.ts';

export class CertifyResultBody implements Measurement {
  static readonly example = {
    certificate: 'LAB-44/26',
    secondAnalyst: 'analyst-nary',
    substance: 'methamphetamine',
    netMg: 1_100_000,
    purityBp: 8500,
    uncertaintyMg: 5000,
    certifiedAt: '2026-03-05T14:00:00+07:00',
  };

  @Describe("The certificate's number")
  @IsText(1, 100)
  certificate!: string;

  @Describe('Who measured it with you, and countersigns')
  @IsRegisterEntry()
  secondAnalyst!: string;

  @Describe('What it was found to be')
  @IsIn(substances)
  substance!: Substance;

  @Describe('With packaging, if the laboratory weighed it so')
  @Optional()
  @IsMilligrams({ zero: true })
  grossMg?: number;

  @Describe('Without packaging, in milligrams')
  @IsMilligrams({ zero: true })
  netMg!: number;

  @Describe('Purity in basis points')
  @IsBasisPoints()
  purityBp!: number;

  @Describe('Expanded uncertainty of the mass, in milligrams')
  @IsMilligrams({ zero: true })
  uncertaintyMg!: number;

  @IsInstant()
  certifiedAt!: string;
}

export class CertifyResult extends CommandAt('v1/exhibits/:id/certify', {
  body: CertifyResultBody,
  roles: ['laboratory-analyst'],
  summary: 'Certify net weight, purity and uncertainty',
  description:
    'By two analysts of the laboratory that has it, by the register, who never seized, sealed or held the exhibit and are not of a unit that it comes from. It stands once the second one has countersigned it.',
}) {}

@CommandHandler(CertifyResult)
export class CertifyResultHandler extends Handler<CertifyResult> {
  async execute({ path: { id }, body: { ...said }, context }: CertifyResult): Promise<CommandOutcome> {
    const { state } = await this.aggregates.load(exhibit, exhibitStream(id));
    const units = await unitsOf(this.aggregates, context.actor.id, said, state.holder?.laboratoryId);
    const command = { type: 'CertifyResult', data: { ...units, ...said } } as const;
    return this.handle(exhibit, exhibitStream(id), command, asKnown(context, command.data), { occurredAt: said.certifiedAt });
  }
}
