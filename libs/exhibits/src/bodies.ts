import { IsBoolean, IsIn } from 'class-validator';
import { IsBasisPoints, IsMilligrams, IsRegisterEntry } from '#libs/bodies';
import { Describe, IsId, IsInstant, IsText, ListOf, Optional } from '#libs/http';
import { type Substance, substances } from '#libs/vocabulary';
import {
  type ApprovalKind,
  approvalKinds,
  type DiscrepancyKind,
  discrepancyKinds,
  type Measurement,
  type SealCondition,
  sealConditions,
  type Witness,
} from './exhibit.ts';

// What is said when something is reported of an exhibit or done with it.

const transferId = '2b1e8f60-7d3c-8a41-9c55-1f0e2d3c4b5a';

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

export class WeighExhibitBody {
  static readonly example = { grossMg: 1_199_500, weighedAt: '2026-03-02T16:00:00+07:00' };

  @Describe('Weight with packaging and seal, in milligrams')
  @IsMilligrams({ zero: true })
  grossMg!: number;

  @IsInstant()
  weighedAt!: string;
}

export class OfferCustodyBody {
  static readonly example = { to: 'custodian-mony', offeredAt: '2026-03-02T15:00:00+07:00' };

  @Describe('Who is to take it over')
  @IsRegisterEntry()
  to!: string;

  @Describe('The laboratory that they take it over for')
  @Optional()
  @IsRegisterEntry()
  laboratoryId?: string;

  @IsInstant()
  offeredAt!: string;
}

export class AcceptCustodyBody {
  static readonly example = { transferId, receivedAt: '2026-03-02T15:30:00+07:00', sealNumber: 'KH-0001', sealCondition: 'intact' };

  @Describe('What the offer answered')
  @IsId()
  transferId!: string;

  @IsInstant()
  receivedAt!: string;

  @Describe('What the seal says, as found')
  @IsText(1, 100)
  sealNumber!: string;

  @Describe('How it is found; `tampered` if what is under it is not as it was')
  @IsIn(sealConditions)
  sealCondition!: SealCondition;
}

export class EndOfferBody {
  static readonly example = { transferId, reason: 'The seal does not match the receipt' };

  @Describe('What the offer answered')
  @IsId()
  transferId!: string;

  @IsText(1, 2000, { lines: true })
  reason!: string;
}

export class SealDiscrepancyBody {
  static readonly example = { kind: 'broken', foundAt: '2026-03-03T09:00:00+07:00', description: 'Torn along the edge' };

  @IsIn(discrepancyKinds)
  kind!: DiscrepancyKind;

  @IsInstant()
  foundAt!: string;

  @Describe('What the seal says, where there is one')
  @Optional()
  @IsText(1, 100)
  sealNumber?: string;

  @Optional()
  @IsText(1, 2000, { lines: true })
  description?: string;
}

export class TakeSampleBody {
  static readonly example = {
    massMg: 5000,
    takenAt: '2026-03-04T09:00:00+07:00',
    purpose: 'Purity and reference',
    retained: true,
    sealNumber: 'KH-0002',
  };

  @Describe('Milligrams taken out')
  @IsMilligrams()
  massMg!: number;

  @IsInstant()
  takenAt!: string;

  @IsText(1, 500)
  purpose!: string;

  @Describe('Kept for another analysis, and when everything else is destroyed')
  @IsBoolean()
  retained!: boolean;

  @Describe('Of the seal put on afterwards')
  @IsText(1, 100)
  sealNumber!: string;
}

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

export class ReviseResultBody extends CertifyResultBody {
  static override readonly example = {
    ...CertifyResultBody.example,
    certificate: 'LAB-44/26-R1',
    revises: 'LAB-44/26',
    netMg: 990_000,
    certifiedAt: '2026-03-20T14:00:00+07:00',
    reason: 'The balance was out of calibration',
  };

  @Describe('The last certificate, which this one replaces')
  @IsText(1, 100)
  revises!: string;

  @IsText(1, 2000, { lines: true })
  reason!: string;
}

export class CountersignResultBody {
  static readonly example = { certificate: 'LAB-44/26', countersignedAt: '2026-03-05T15:00:00+07:00' };

  @Describe('The last one of the exhibit, which names you as its second analyst')
  @IsText(1, 100)
  certificate!: string;

  @IsInstant()
  countersignedAt!: string;
}

export class ApproveDestructionBody {
  static readonly example = {
    kind: 'court-order',
    authority: 'court-phnom-penh',
    reference: 'DST-3/26',
    decidedAt: '2026-09-01T10:00:00+07:00',
  };

  @IsIn(approvalKinds)
  kind!: ApprovalKind;

  @Describe('The court or committee')
  @IsRegisterEntry()
  authority!: string;

  @IsText(1, 100)
  reference!: string;

  @IsInstant()
  decidedAt!: string;
}

export class ReconcileMassBalanceBody {
  static readonly example = { reconciledAt: '2026-09-10T09:00:00+07:00' };

  @IsInstant()
  reconciledAt!: string;

  @Describe('Where what is missing went, if that is known')
  @Optional()
  @IsText(1, 2000, { lines: true })
  explanation?: string;
}

export class WitnessBody implements Witness {
  @IsRegisterEntry()
  personId!: string;

  @Describe('The agency they are of')
  @IsRegisterEntry()
  agency!: string;
}

export class DestroyExhibitBody {
  static readonly example = {
    method: 'Incineration',
    witnesses: [
      { personId: 'officer-dara', agency: 'police' },
      { personId: 'prosecutor-vichet', agency: 'courts' },
      { personId: 'officer-thida', agency: 'ministry-health' },
    ],
    destroyedAt: '2026-09-10T10:00:00+07:00',
  };

  @IsText(1, 500)
  method!: string;

  @Describe('At least three people of at least two agencies')
  @ListOf(() => WitnessBody, { min: 1, max: 50 })
  witnesses!: WitnessBody[];

  @IsInstant()
  destroyedAt!: string;
}
