import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString, Min } from 'class-validator';
import { Describe, IsId, IsInstant, IsLocalizedText, IsMilligrams, IsText, ListOf, RecordedAnswer } from '#libs/http';
import { type Agency, agencies, type LocalizedText } from '#libs/vocabulary';
import { IsProvince, IsRegisterEntry } from '#libs/vocabulary/bodies';
import { type Defect, defects, type OfficerRole } from './case-file.ts';
import { SeizureBody } from './seizure-body.ts';

// What the pages and lists of cases answer, for the API's description. The rows themselves are made by the projections.

export class SeizureAnswer extends SeizureBody {
  static override readonly example = { ...SeizureBody.example, seizureId: '0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f10', version: 1, defects: [] };

  @IsId()
  seizureId!: string;

  @Describe('1 as first recorded, one more with each correction')
  @IsInt()
  @Min(1)
  version!: number;

  @Describe('What is irregular about it. Entitlements that rest on it are held up by some of these')
  @IsArray()
  @ArrayMaxSize(1000)
  @IsIn(defects, { each: true })
  defects!: Defect[];
}

export class AssignedOfficerAnswer {
  @IsRegisterEntry()
  officerId!: string;

  @IsRegisterEntry()
  unit!: string;

  @IsIn(['lead', 'member'])
  role!: OfficerRole;
}

export class CaseAnswer {
  @IsId()
  caseId!: string;

  @IsText(1, 100)
  reference!: string;

  @IsLocalizedText(300)
  title!: LocalizedText;

  @Describe('Follows from what was recorded; nobody sets it')
  @IsIn(['open', 'closed'])
  status!: 'open' | 'closed';

  @IsIn(agencies)
  agency!: Agency;

  @IsRegisterEntry()
  unit!: string;

  @IsProvince()
  province!: string;

  @ListOf(() => AssignedOfficerAnswer, { max: 1000 })
  officers!: AssignedOfficerAnswer[];

  @ListOf(() => SeizureAnswer, { max: 1000 })
  seizures!: SeizureAnswer[];

  @Describe('Gross milligrams over all seizures as now known')
  @IsMilligrams({ zero: true })
  grossMg!: number;

  @IsInstant()
  openedAt!: string;

  @Describe('When the last fact was recorded')
  @IsInstant()
  updatedAt!: string;

  @Describe('Of the case: what `If-Match` is compared with')
  @IsInt()
  @Min(0)
  revision!: number;

  @IsArray()
  @ArrayMaxSize(1000)
  @IsRegisterEntry({ each: true })
  officerIds!: string[];

  @IsArray()
  @ArrayMaxSize(1000)
  @IsString({ each: true })
  substances!: string[];

  @IsArray()
  @ArrayMaxSize(1000)
  @IsIn(defects, { each: true })
  defects!: Defect[];
}

export class TimelineEntryAnswer extends RecordedAnswer {
  @IsId()
  caseId!: string;
}
