import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsString, Max, Min } from 'class-validator';
import { IsBasisPoints, IsMilligrams, IsRegisterEntry } from '#libs/bodies';
import { Describe, IsId, IsInstant, ListOf, Nested, Optional, RecordedAnswer } from '#libs/http';
import { type Substance, substances } from '#libs/vocabulary';
import { ApproveDestructionBody, SealDiscrepancyBody, TakeSampleBody, WitnessBody } from './bodies.ts';
import { type CustodyTransfer, type ExhibitDefect, exhibitDefects, type SealCondition, sealConditions } from './exhibit.ts';
import { type ExhibitStatus, exhibitStatuses } from './standing.ts';

// What the page and the list of exhibits answer, for the API's description. The rows themselves are made by the projections.

class Irregular {
  @Describe('What is irregular about it')
  @IsArray()
  @ArrayMaxSize(100)
  @IsIn(exhibitDefects, { each: true })
  defects!: ExhibitDefect[];
}

export class ExhibitSealingAnswer {
  @IsId()
  caseId!: string;

  @IsId()
  seizureId!: string;

  @IsString()
  sealNumber!: string;

  @IsIn(substances)
  substance!: Substance;

  @IsMilligrams()
  grossMg!: number;

  @Describe('As reported')
  @IsInstant()
  sealedAt!: string;

  @IsRegisterEntry()
  unit!: string;

  @Describe('Who held it first')
  @IsRegisterEntry()
  custodian!: string;

  @IsRegisterEntry()
  sealedBy!: string;

  @IsArray()
  @ArrayMaxSize(1000)
  @IsRegisterEntry({ each: true })
  seizingUnits!: string[];

  @IsArray()
  @ArrayMaxSize(1000)
  @IsRegisterEntry({ each: true })
  seizingOfficers!: string[];
}

export class CustodyTransferAnswer {
  @IsId()
  transferId!: string;

  @IsRegisterEntry()
  from!: string;

  @IsRegisterEntry()
  to!: string;

  @Optional()
  @IsRegisterEntry()
  laboratoryId?: string;

  @IsInstant()
  offeredAt!: string;

  @IsIn(['open', 'accepted', 'refused', 'withdrawn'])
  outcome!: CustodyTransfer['outcome'];

  @Optional()
  @IsInstant()
  receivedAt?: string;

  @Describe('What the seal said, as found')
  @Optional()
  @IsString()
  sealNumber?: string;

  @Optional()
  @IsIn(sealConditions)
  sealCondition?: SealCondition;

  @Describe('Why it was refused or withdrawn')
  @Optional()
  @IsString()
  reason?: string;
}

export class ExhibitWeighingAnswer extends Irregular {
  @IsId()
  weighingId!: string;

  @IsMilligrams({ zero: true })
  grossMg!: number;

  @IsInstant()
  weighedAt!: string;

  @IsRegisterEntry()
  weighedBy!: string;

  @Describe('The gross weight recorded last, less the samples taken since')
  @IsMilligrams({ zero: true })
  expectedMg!: number;

  @Describe('What was weighed less what was expected')
  @IsInt()
  @Min(Number.MIN_SAFE_INTEGER)
  @Max(Number.MAX_SAFE_INTEGER)
  driftMg!: number;
}

export class FoundDiscrepancyAnswer extends SealDiscrepancyBody {
  static override readonly example = {
    ...SealDiscrepancyBody.example,
    discrepancyId: '0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f11',
    foundBy: 'custodian-mony',
  };

  @IsId()
  discrepancyId!: string;

  @IsRegisterEntry()
  foundBy!: string;
}

export class TakenSampleAnswer extends TakeSampleBody {
  static override readonly example = {
    ...TakeSampleBody.example,
    sampleId: '0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f11',
    takenBy: 'analyst-chenda',
  };

  @IsId()
  sampleId!: string;

  @IsRegisterEntry()
  takenBy!: string;
}

export class CertifiedResultAnswer {
  @IsId()
  exhibitId!: string;

  @IsString()
  certificate!: string;

  @IsIn(substances)
  substance!: Substance;

  @Optional()
  @IsMilligrams({ zero: true })
  grossMg?: number;

  @IsMilligrams({ zero: true })
  netMg!: number;

  @IsBasisPoints()
  purityBp!: number;

  @Describe('Expanded uncertainty of the mass')
  @IsMilligrams({ zero: true })
  uncertaintyMg!: number;
}

export class UncountersignedResultAnswer extends CertifiedResultAnswer {
  @Describe('The second analyst, who is to countersign it')
  @IsRegisterEntry()
  by!: string;
}

export class CertificateAnswer extends Irregular {
  @IsString()
  certificate!: string;

  @Describe('The certificate that it replaced')
  @Optional()
  @IsString()
  revises?: string;

  @Optional()
  @IsString()
  reason?: string;

  @IsRegisterEntry()
  laboratoryId!: string;

  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(2)
  @IsRegisterEntry({ each: true })
  analysts!: string[];

  @IsIn(substances)
  substance!: Substance;

  @Optional()
  @IsMilligrams({ zero: true })
  grossMg?: number;

  @IsMilligrams({ zero: true })
  netMg!: number;

  @IsBasisPoints()
  purityBp!: number;

  @IsMilligrams({ zero: true })
  uncertaintyMg!: number;

  @IsInstant()
  certifiedAt!: string;

  @Describe('When its second analyst countersigned it; nothing rests on it before')
  @Optional()
  @IsInstant()
  countersignedAt?: string;
}

export class DestructionApprovalAnswer extends ApproveDestructionBody {
  static override readonly example = { ...ApproveDestructionBody.example, approvalId: '0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f11' };

  @IsId()
  approvalId!: string;
}

export class MassBalanceAnswer {
  @IsId()
  reconciliationId!: string;

  @Describe('Milligrams that were sealed and are neither there nor taken as samples')
  @IsInt()
  @Min(Number.MIN_SAFE_INTEGER)
  @Max(Number.MAX_SAFE_INTEGER)
  differenceMg!: number;

  @IsBoolean()
  closes!: boolean;
}

export class DestroyedExhibitAnswer {
  @IsId()
  destructionId!: string;

  @IsString()
  method!: string;

  @ListOf(() => WitnessBody, { max: 50 })
  witnesses!: WitnessBody[];

  @IsInstant()
  destroyedAt!: string;

  @IsRegisterEntry()
  destroyedBy!: string;

  @IsId()
  approvalId!: string;

  @IsArray()
  @ArrayMaxSize(1000)
  @IsId({ each: true })
  retainedSamples!: string[];
}

export class ExhibitAnswer extends Irregular {
  @IsId()
  exhibitId!: string;

  @IsId()
  caseId!: string;

  @IsId()
  seizureId!: string;

  @Describe('Where it is. `offered`: with the one who gives it, until the other one accepts')
  @IsIn(exhibitStatuses)
  status!: ExhibitStatus;

  @Nested(() => ExhibitSealingAnswer)
  sealed!: ExhibitSealingAnswer;

  @Describe('UTC')
  @IsInstant()
  sealedAt!: string;

  @IsRegisterEntry()
  unit!: string;

  @Describe('By the result that stands; before there is one, as it was sealed')
  @IsIn(substances)
  substance!: Substance;

  @Describe('Who has it: nobody after it was destroyed')
  @Optional()
  @IsRegisterEntry()
  holder?: string;

  @Describe('That the holder has it for')
  @Optional()
  @IsRegisterEntry()
  laboratoryId?: string;

  @Optional()
  @IsInstant()
  heldSince?: string;

  @Describe('To whom it is offered now')
  @Optional()
  @IsRegisterEntry()
  offeredTo?: string;

  @Describe('When a laboratory first received it')
  @Optional()
  @IsInstant()
  laboratoryReceivedAt?: string;

  @Describe('The result as it now stands: the last one that is countersigned')
  @Optional()
  @Nested(() => CertifiedResultAnswer)
  certified?: CertifiedResultAnswer;

  @Describe('The last result, as long as its second analyst has not countersigned it. Nothing rests on it')
  @Optional()
  @Nested(() => UncountersignedResultAnswer)
  awaitingCountersignature?: UncountersignedResultAnswer;

  @Describe('Who is to countersign the last result')
  @Optional()
  @IsRegisterEntry()
  countersigner?: string;

  @Describe('What the seal on it said last')
  @IsString()
  sealNumber!: string;

  @Describe('What it should weigh')
  @IsMilligrams({ zero: true })
  expectedMg!: number;

  @Describe('Weighed after it was sealed and after the last sample')
  @IsBoolean()
  weighed!: boolean;

  @ListOf(() => CustodyTransferAnswer, { max: 1000 })
  transfers!: CustodyTransferAnswer[];

  @ListOf(() => ExhibitWeighingAnswer, { max: 1000 })
  weighings!: ExhibitWeighingAnswer[];

  @ListOf(() => FoundDiscrepancyAnswer, { max: 1000 })
  discrepancies!: FoundDiscrepancyAnswer[];

  @ListOf(() => TakenSampleAnswer, { max: 1000 })
  samples!: TakenSampleAnswer[];

  @Describe('The last one that is countersigned stands')
  @ListOf(() => CertificateAnswer, { max: 1000 })
  certificates!: CertificateAnswer[];

  @ListOf(() => DestructionApprovalAnswer, { max: 1000 })
  approvals!: DestructionApprovalAnswer[];

  @Describe('As long as nothing was weighed or taken after it')
  @Optional()
  @Nested(() => MassBalanceAnswer)
  balance?: MassBalanceAnswer;

  @IsArray()
  @ArrayMaxSize(1000)
  @IsId({ each: true })
  reconciliations!: string[];

  @Optional()
  @Nested(() => DestroyedExhibitAnswer)
  destroyed?: DestroyedExhibitAnswer;

  @Describe('When the last fact was recorded')
  @IsInstant()
  updatedAt!: string;

  @Describe('Of the exhibit: what `If-Match` is compared with')
  @IsInt()
  @Min(0)
  revision!: number;
}

export class ExhibitTimelineEntryAnswer extends RecordedAnswer {
  @IsId()
  exhibitId!: string;
}
