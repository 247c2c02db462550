import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn } from 'class-validator';
import { IsBasisPoints, IsLocalizedText, IsMilligrams, IsMoney, IsRegisterEntry, MoneyBody } from '#libs/bodies';
import { Describe, IsText, ListOf, Nested, Optional, rule } from '#libs/http';
import { currencies, type Currency, type LocalizedText, type Substance, substances } from '#libs/vocabulary';
import type { AssessmentInputs, CertifiedExhibit, ClearedDefect, SeizureFacts, SuspectFacts } from '../assessment/assessment-inputs.ts';
import { packs } from '../terms/packs.ts';
import {
  type AppliesBy,
  applyingDates,
  type Caps,
  type DefectRules,
  type Formula,
  type Measure,
  measures,
  type Multipliers,
  type Office,
  offices,
  type PolicyTerms,
  type RoleRules,
  type Stage,
  type SuspectRole,
  suspectRoles,
  type Threshold,
} from '../terms/policy-terms.ts';

// What the routes of reward policies take. Bodies say what fits; whether terms contradict themselves is for the policy to judge.

const moneySchema = {
  type: 'object',
  properties: { currency: { type: 'string', enum: [...currencies] }, amount: { type: 'string', pattern: '^(?:0|[1-9][0-9]{0,17})$' } },
  required: ['currency', 'amount'],
  additionalProperties: false,
};
const milligramsSchema = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER };
const formulaSchema = (kind: Formula['kind'], properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  properties: { kind: { const: kind }, ...properties },
  required: ['kind', ...Object.keys(properties)],
  additionalProperties: false,
});

const IsFormula = rule(
  'isFormula',
  {
    type: 'object',
    oneOf: [
      formulaSchema('flat', { amount: moneySchema }),
      formulaSchema('per_unit', {
        amount: moneySchema,
        unitMg: milligramsSchema,
        counting: { type: 'string', enum: ['whole', 'pro-rata'] },
      }),
      formulaSchema('scaled_to_cap', { upTo: moneySchema, wholeAtPureMg: milligramsSchema }),
      formulaSchema('tiered', {
        tables: {
          type: 'array',
          minItems: 1,
          maxItems: 20,
          items: {
            type: 'object',
            properties: {
              substances: { type: 'array', minItems: 1, maxItems: 20, items: { type: 'string', enum: [...substances] } },
              bands: {
                type: 'array',
                minItems: 1,
                maxItems: 50,
                items: {
                  type: 'object',
                  properties: { fromMg: { ...milligramsSchema, minimum: 0 }, amount: moneySchema, perMg: milligramsSchema },
                  required: ['fromMg', 'amount'],
                  additionalProperties: false,
                },
              },
            },
            required: ['substances', 'bands'],
            additionalProperties: false,
          },
        },
      }),
      formulaSchema('asset_share', { shareBp: { type: 'integer', minimum: 1, maximum: 10_000 }, upTo: moneySchema }),
    ],
  },
  '$property must be one of the formulas flat, per_unit, scaled_to_cap, tiered and asset_share, with the fields of its kind',
);

/** The code of a defect. */
export const IsDefectCode = rule(
  'isDefectCode',
  { type: 'string', maxLength: 100, pattern: '^[a-z]+(?:-[a-z]+)*\\.[a-z]+(?:-[a-z]+)*$' },
  '$property must be codes of defects, for example search.no-authorisation',
);

export class QuantityBody implements Threshold {
  @IsIn(measures)
  measure!: Measure;

  @Describe('From this quantity on, inclusive')
  @IsMilligrams()
  thresholdMg!: number;
}

export class MultipliersBody implements Multipliers {
  @IsBasisPoints()
  lesser!: number;

  @IsBasisPoints()
  significant!: number;

  @IsBasisPoints()
  leading!: number;
}

export class RoleRulesBody implements RoleRules {
  @Describe('By the most important suspect of the operation, basis points of what the formula gives')
  @Nested(() => MultipliersBody)
  multipliersBp!: MultipliersBody;

  @Describe('Added once an organiser is finally convicted')
  @IsBasisPoints()
  topUpBp!: number;
}

export class CapsBody implements Caps {
  @Optional()
  @IsMoney()
  case?: MoneyBody;

  @Optional()
  @IsMoney()
  officerPerCase?: MoneyBody;

  @Describe('Instead, where the committee calls the case exceptional')
  @Optional()
  @IsMoney()
  officerPerCaseExceptional?: MoneyBody;

  @Optional()
  @IsMoney()
  officerTwelveMonths?: MoneyBody;

  @Optional()
  @IsMoney()
  officerCareer?: MoneyBody;
}

export class DefectRulesBody implements DefectRules {
  @Describe('A seizure with one of these does not count')
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsDefectCode({ each: true })
  excluding!: string[];

  @Describe('One of these holds the reward until it is cleared up')
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsDefectCode({ each: true })
  suspending!: string[];
}

export class StageBody implements Stage {
  @Describe('The certified result with integrity’s clearance, or a final verdict against a named suspect')
  @IsIn(['laboratory', 'final-verdict'])
  on!: Stage['on'];

  @IsBasisPoints()
  shareBp!: number;
}

/** The terms of a policy, whole. */
export class PolicyTermsBody implements PolicyTerms {
  static readonly example = packs.network_first;

  @IsLocalizedText(300)
  name!: LocalizedText;

  @Describe('Where the rule comes from, in words')
  @IsText(1, 2000)
  source!: string;

  @Describe('Of every amount in the terms')
  @IsIn(currencies)
  currency!: Currency;

  @Describe('Whose date decides which version applies to a case')
  @IsIn(applyingDates)
  appliesBy!: AppliesBy;

  @Describe('What is counted, and from what quantity on. Only a policy on assets does without')
  @Optional()
  @Nested(() => QuantityBody)
  quantity?: QuantityBody;

  @IsFormula()
  formula!: Formula;

  @Optional()
  @Nested(() => RoleRulesBody)
  roles?: RoleRulesBody;

  @Nested(() => CapsBody)
  caps!: CapsBody;

  @Nested(() => DefectRulesBody)
  defects!: DefectRulesBody;

  @Describe('Parts of the reward, which make up the whole')
  @ListOf(() => StageBody, { min: 1, max: 2 })
  stages!: StageBody[];

  @Describe('At most this part goes to persons; the rest is for units')
  @IsBasisPoints()
  personsAtMostBp!: number;

  @Describe('Who takes no personal share of a case they act in, unless an enacted instrument is cited')
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsIn(offices, { each: true })
  excludedOffices!: Office[];
}

/** The number of a version, from 1. */
export const IsVersion = rule(
  'isVersion',
  { type: 'integer', minimum: 1, maximum: 1_000 },
  '$property must be the number of a version, from 1',
);

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
  @IsIn(['pending', 'convicted', 'acquitted'])
  outcome!: SuspectFacts['outcome'];

  @Describe('Charged, on trial or judged; absent for who is suspected and no more')
  @Optional()
  @IsBoolean()
  accused?: boolean;
}

export class ClearedDefectBody implements ClearedDefect {
  @IsRegisterEntry()
  seizureId!: string;

  @IsDefectCode()
  defect!: string;

  @Describe('Who cleared it up')
  @IsText(1, 200)
  by!: string;

  @IsText(1, 2000)
  reason!: string;
}

/** An operation as a policy sees it. A question only: nothing of it is recorded. */
export class AssessBody implements AssessmentInputs {
  static readonly example = {
    operationId: 'operation-271',
    seizures: [
      {
        seizureId: '0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f10',
        substance: 'methamphetamine',
        fieldGrossMg: 1_200_000,
        defects: [],
        exhibits: [{ exhibitId: 'exhibit-1', certificate: 'LAB-2026-0031', netMg: 1_150_000, purityBp: 8_000, uncertaintyMg: 1_500 }],
      },
    ],
    suspects: [{ suspectId: 'suspect-1', role: 'leading', standing: 'provisional', outcome: 'pending' }],
  };

  @Describe('By default the newest enacted one, or the newest draft')
  @Optional()
  @IsVersion()
  version?: number;

  @IsRegisterEntry()
  operationId!: string;

  @Describe('All seizures of the operation: they are added before the formula')
  @ListOf(() => SeizureFactsBody, { max: 200 })
  seizures!: SeizureFactsBody[];

  @ListOf(() => SuspectFactsBody, { max: 500 })
  suspects!: SuspectFactsBody[];

  @Describe('Of confiscated and settled assets of the operation, after costs')
  @Optional()
  @IsMoney()
  netProceeds?: MoneyBody;

  @Describe('What integrity cleared up: it holds nothing up')
  @Optional()
  @ListOf(() => ClearedDefectBody, { max: 500 })
  cleared?: ClearedDefectBody[];
}
