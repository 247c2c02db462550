import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsString, Min } from 'class-validator';
import { IsLocalizedText, IsMilligrams, IsProvince, IsRegisterEntry } from '#libs/bodies';
import { Describe, type JsonSchema, Optional, rule, IsId, IsInstant, IsText, ListOf, Nested, RecordedAnswer } from '#libs/http';
import { type Agency, agencies, type LocalizedText, type SuspectRole, suspectRoles } from '#libs/vocabulary';
import { AddSuspectBody } from './add-suspect.ts';
import { type OfficerRole, type Relation, relations } from './case-file.ts';
import { FileAnswer, ProceedingsAnswer, CaseRosterAnswer, SuspectVerdictAnswer } from './court-answers.ts';
import { type Defect, defects } from './defects.ts';
import { ArrestBody } from './record-arrest.ts';
import { SearchBody } from './record-search.ts';
import { SeizureBody } from './seizure-body.ts';
import { NOTICE } from './shown.ts';
import { type CaseStatusName, caseStatuses, type Outcome, type SuspectStage, suspectStages } from './court-standing.ts';
import { verdictOutcomes } from './trial.ts';

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

/** In the place of a personal field: what it holds, or that it was erased, or that it is not for whom it is shown to. */
const personal = (content: JsonSchema & { readonly type: string }): (() => PropertyDecorator) =>
  rule(
    'isPersonal',
    {
      type: content.type === 'object' ? 'object' : [content.type, 'object'],
      anyOf: [
        content,
        { type: 'object', properties: { erased: { const: true } }, required: ['erased'], additionalProperties: false },
        { type: 'object', properties: { withheld: { const: true } }, required: ['withheld'], additionalProperties: false },
      ],
    },
    '$property is personal',
  );
const PersonalText = personal({ type: 'string' });
const PersonalName = personal({
  type: 'object',
  properties: { km: { type: 'string' }, en: { type: 'string' } },
  minProperties: 1,
  additionalProperties: false,
});
const PersonalList = personal({
  type: 'array',
  items: { type: 'object', properties: { kind: { type: 'string' }, number: { type: 'string' } }, required: ['kind', 'number'] },
});

export class SuspectAnswer {
  static readonly example = {
    suspectId: '0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f10',
    ...AddSuspectBody.example,
    roleStanding: 'alleged',
    outcome: 'pending',
    stage: 'not_charged',
    erased: false,
    notice: NOTICE,
  };

  @IsId()
  suspectId!: string;

  @PersonalName()
  name!: unknown;

  @Optional()
  @PersonalList()
  identifiers?: unknown;

  @Optional()
  @PersonalText()
  dateOfBirth?: unknown;

  @Optional()
  @PersonalText()
  nationality?: unknown;

  @Optional()
  @IsIn(suspectRoles)
  role?: SuspectRole;

  @Describe("Whose word the role is: the investigators', a prosecutor's, a court's")
  @Optional()
  @IsIn(['alleged', 'provisional', 'final'])
  roleStanding?: string;

  @Optional()
  @IsInstant()
  assessedAt?: string;

  @Describe('What came of the suspect: pending until a verdict is final')
  @IsIn(['pending', ...verdictOutcomes])
  outcome!: Outcome;

  @Describe('How far it has come with this suspect')
  @IsIn(suspectStages)
  stage!: SuspectStage;

  @Describe('What the courts say as of now, final or not: the final verdict, or the latest of the highest instance')
  @Optional()
  @Nested(() => SuspectVerdictAnswer)
  verdict?: SuspectVerdictAnswer;

  @Describe('Who it was, was erased for ever')
  @IsBoolean()
  erased!: boolean;

  @IsIn([NOTICE])
  notice!: string;
}

export class ArrestAnswer extends ArrestBody {
  static override readonly example = {
    ...ArrestBody.example,
    arrestId: '0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f11',
    defects: [],
    notice: NOTICE,
  };

  @IsId()
  arrestId!: string;

  @IsArray()
  @ArrayMaxSize(1000)
  @IsIn(defects, { each: true })
  defects!: Defect[];

  @IsIn([NOTICE])
  notice!: string;
}

export class SearchAnswer extends SearchBody {
  static override readonly example = { ...SearchBody.example, searchId: '0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f14', defects: [] };

  @IsId()
  searchId!: string;

  @IsArray()
  @ArrayMaxSize(1000)
  @IsIn(defects, { each: true })
  defects!: Defect[];
}

export class DocumentAnswer extends FileAnswer {
  @PersonalText()
  title!: unknown;

  @Describe('Where it is about a suspect')
  @Optional()
  @IsIn([NOTICE])
  notice?: string;
}

export class LinkAnswer {
  @IsId()
  linkedCaseId!: string;

  @IsIn(relations)
  relation!: Relation;

  @IsText(1, 2000)
  reason!: string;
}

export class CaseAnswer {
  @IsId()
  caseId!: string;

  @IsText(1, 100)
  reference!: string;

  @IsLocalizedText(300)
  title!: LocalizedText;

  @Describe('Follows from what was recorded; nobody sets it')
  @IsIn(caseStatuses)
  status!: CaseStatusName;

  @Describe('Closed to changes of its details and officers; facts are still recorded, with that as a defect')
  @IsBoolean()
  closed!: boolean;

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

  @Describe('Names are opened for investigators, unit heads, legal officers and auditors')
  @ListOf(() => SuspectAnswer, { max: 1000 })
  suspects!: SuspectAnswer[];

  @ListOf(() => ArrestAnswer, { max: 1000 })
  arrests!: ArrestAnswer[];

  @ListOf(() => SearchAnswer, { max: 1000 })
  searches!: SearchAnswer[];

  @ListOf(() => DocumentAnswer, { max: 1000 })
  documents!: DocumentAnswer[];

  @Describe('How many notes were added; they stand on the timeline')
  @IsInt()
  @Min(0)
  notes!: number;

  @Describe('Who took part in the operation, once it is frozen')
  @Optional()
  @Nested(() => CaseRosterAnswer)
  roster?: CaseRosterAnswer;

  @Describe('Everything reported from prosecutor and court')
  @Nested(() => ProceedingsAnswer)
  proceedings!: ProceedingsAnswer;

  @ListOf(() => LinkAnswer, { max: 1000 })
  links!: LinkAnswer[];

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

  @IsIn([NOTICE])
  notice!: string;
}

export class TimelineEntryAnswer extends RecordedAnswer {
  @IsId()
  caseId!: string;

  @IsIn([NOTICE])
  notice!: string;
}
