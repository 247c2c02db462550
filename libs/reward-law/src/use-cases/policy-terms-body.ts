import { ArrayMaxSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { IsBasisPoints, IsLocalizedText, IsMilligrams, IsMoney, MoneyBody } from '#libs/bodies';
import { Describe, IsId, IsText, ListOf, Nested, Optional } from '#libs/http';
import { currencies, type Currency, type LocalizedText } from '#libs/vocabulary';
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
  type Threshold,
} from '../terms/policy-terms.ts';
import { IsDefectCode } from './fields.ts';
import { IsFormula } from './formula-field.ts';

// The terms of a policy. Bodies say what fits; whether terms contradict themselves is for the policy to judge.

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

  @Describe('Policies in whose place this one is paid, where both give something for an operation')
  @Optional()
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsId({ each: true })
  supersedes?: string[];

  @Describe('Policies beside which this one is paid. Where the law says nothing of two, the later one is held up')
  @Optional()
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsId({ each: true })
  alongside?: string[];
}
