import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn } from 'class-validator';
import { IsBasisPoints, IsMilligrams, IsRegisterEntry } from '#libs/bodies';
import { Describe, IsPosition, IsText, ListOf, Optional } from '#libs/http';
import { type Substance, substances } from '#libs/vocabulary';
import {
  type CertifiedExhibit,
  type LaterWord,
  type SeizureFacts,
  type SettledDefect,
  type SuspectFacts,
  suspectOutcomes,
} from '../assessment/assessment-inputs.ts';
import { type SuspectRole, suspectRoles } from '../terms/policy-terms.ts';
import { IsDefectCode } from './fields.ts';

// An operation as it is described to a policy: what was seized, what the laboratory found, whose it was, and what was cleared up.

export class CertifiedExhibitBody implements CertifiedExhibit {
  @IsRegisterEntry()
  exhibitId!: string;

  @Describe('The number of the certificate')
  @IsText(1, 100)
  certificate!: string;

  @Describe('What it was found to be, where that differs from the report')
  @Optional()
  @IsIn(substances)
  substance?: Substance;

  @Optional()
  @IsMilligrams({ zero: true })
  grossMg?: number;

  @IsMilligrams({ zero: true })
  netMg!: number;

  @IsBasisPoints()
  purityBp!: number;

  @Describe('Expanded; taken off the value that is measured')
  @IsMilligrams({ zero: true })
  uncertaintyMg!: number;
}

export class LaterWordBody implements LaterWord {
  @IsDefectCode()
  defect!: string;

  @Describe('Of the last word of this kind, in the order of the log')
  @IsPosition()
  position!: number;
}

export class SeizureFactsBody implements SeizureFacts {
  @IsRegisterEntry()
  seizureId!: string;

  @IsIn(substances)
  substance!: Substance;

  @Describe('As weighed in the field: told, and never counted')
  @IsMilligrams()
  fieldGrossMg!: number;

  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsDefectCode({ each: true })
  defects!: string[];

  @Describe('What one person said later')
  @Optional()
  @ListOf(() => LaterWordBody, { max: 100 })
  later?: LaterWordBody[];

  @Describe('What the laboratory certified; empty as long as it has not')
  @ListOf(() => CertifiedExhibitBody, { max: 200 })
  exhibits!: CertifiedExhibitBody[];
}

export class SuspectFactsBody implements SuspectFacts {
  @IsRegisterEntry()
  suspectId!: string;

  @IsIn(suspectRoles)
  role!: SuspectRole;

  @Describe('Assessed by a prosecutor, or by a court')
  @IsIn(['provisional', 'final'])
  standing!: SuspectFacts['standing'];

  @Describe('Once it is final')
  @IsIn(suspectOutcomes)
  outcome!: SuspectFacts['outcome'];

  @Describe('Charged, on trial or judged; absent for who is suspected and no more')
  @Optional()
  @IsBoolean()
  accused?: boolean;
}

export class SettledDefectBody implements SettledDefect {
  @IsRegisterEntry()
  seizureId!: string;

  @IsDefectCode()
  defect!: string;

  @Describe('Who settled it')
  @IsText(1, 200)
  by!: string;

  @Describe('The second hand, where it took two')
  @Optional()
  @IsText(1, 200)
  confirmedBy?: string;

  @IsText(1, 2000)
  reason!: string;

  @Describe('The last later word that was looked at')
  @Optional()
  @IsPosition()
  upTo?: number;
}
