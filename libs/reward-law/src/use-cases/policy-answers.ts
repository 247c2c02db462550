import { ArrayMaxSize, IsArray, IsIn, IsInt, IsObject, IsString, Min } from 'class-validator';
import { Describe, IsId, IsInstant, IsLocalizedText, IsMilligrams, IsMoney, IsText, ListOf, MoneyBody, Nested, Optional } from '#libs/http';
import { type Currency, currencies, type LocalizedText } from '#libs/vocabulary';
import { IsRegisterEntry } from '#libs/vocabulary/bodies';
import type { Assessment, AssessmentLine } from '../assessment/statement-of-reasons.ts';
import { type PackName, packNames } from '../terms/packs.ts';
import { IsVersion, PolicyTermsBody } from './policy-bodies.ts';
import { type PolicyStatus, policyStatuses } from '../policy/reward-policies.ts';
import type { Stage } from '../terms/policy-terms.ts';

// What the pages and lists of reward policies answer, for the API's description.

export class AnnouncedAnswer {
  @IsInstant()
  announcedAt!: string;

  @IsText(1, 2000)
  announcement!: string;
}

export class EnactedAnswer {
  @IsRegisterEntry()
  instrument!: string;

  @IsInstant()
  inForceFrom!: string;

  @IsString()
  enactedBy!: string;
}

export class SuccessorAnswer {
  @Describe('A later version of this policy')
  @Optional()
  @IsVersion()
  version?: number;

  @Describe('Another policy')
  @Optional()
  @IsId()
  policyId?: string;
}

export class SupersededAnswer {
  @Nested(() => SuccessorAnswer)
  by!: SuccessorAnswer;

  @IsInstant()
  from!: string;

  @IsRegisterEntry()
  instrument!: string;
}

export class PolicySuspensionAnswer {
  @IsInstant()
  from!: string;

  @Optional()
  @IsInstant()
  until?: string;

  @IsText(1, 2000)
  reason!: string;
}

export class PolicyVersionAnswer {
  @IsVersion()
  version!: number;

  @Nested(() => PolicyTermsBody)
  terms!: PolicyTermsBody;

  @Optional()
  @IsIn(packNames)
  pack?: PackName;

  @IsString()
  draftedBy!: string;

  @Optional()
  @Nested(() => AnnouncedAnswer)
  announced?: AnnouncedAnswer;

  @Describe('Absent for what is no law')
  @Optional()
  @Nested(() => EnactedAnswer)
  enacted?: EnactedAnswer;

  @Describe('The pool that pays; absent for what has no money')
  @Optional()
  @IsId()
  poolId?: string;

  @Optional()
  @Nested(() => SupersededAnswer)
  superseded?: SupersededAnswer;
}

export class RewardPolicyAnswer {
  @IsId()
  policyId!: string;

  @IsLocalizedText(300)
  name!: LocalizedText;

  @Describe(
    'What was recorded last of its newest law, or of its newest draft while nothing is law. Whether a law is in force follows from its dates',
  )
  @IsIn(policyStatuses)
  status!: PolicyStatus;

  @IsIn(currencies)
  currency!: Currency;

  @Optional()
  @IsIn(packNames)
  pack?: PackName;

  @Describe('The newest enacted one, or the newest draft')
  @IsVersion()
  version!: number;

  @Optional()
  @IsInstant()
  inForceFrom?: string;

  @Optional()
  @IsId()
  poolId?: string;

  @Optional()
  @Nested(() => PolicySuspensionAnswer)
  suspension?: PolicySuspensionAnswer;

  @Describe('Newest first')
  @ListOf(() => PolicyVersionAnswer, { max: 1000 })
  versions!: PolicyVersionAnswer[];

  @IsInstant()
  updatedAt!: string;

  @Describe('Of the policy: what `If-Match` is compared with')
  @IsInt()
  @Min(0)
  revision!: number;
}

export class AssessmentLineAnswer {
  @Describe('Which rule, for example `quantity.threshold`')
  @IsString()
  rule!: string;

  @Describe('What it looked at; its fields follow from the rule')
  @IsObject()
  inputs!: object;

  @Describe(
    '`holds` and `counts` go on, `excludes` leaves something out, `fails` ends it, `suspends` holds it up, `gives` is a value, `notes` changes nothing',
  )
  @IsIn(['holds', 'counts', 'excludes', 'fails', 'suspends', 'notes', 'gives'])
  outcome!: AssessmentLine['outcome'];

  @Describe('That in a sentence')
  @IsString()
  sentence!: string;
}

export class StageAmountAnswer {
  @IsIn(['laboratory', 'final-verdict'])
  on!: Stage['on'];

  @IsMoney()
  amount!: MoneyBody;
}

export class GivenAssessmentAnswer {
  @Describe('Of the way it is calculated: the same terms and inputs come out the same under the same method')
  @IsInt()
  @Min(1)
  method!: number;

  @IsId()
  policyId!: string;

  @IsVersion()
  version!: number;

  @IsRegisterEntry()
  operationId!: string;

  @Describe('`suspended`: it would be due, and is held up until an irregularity is cleared up')
  @IsIn(['eligible', 'suspended', 'ineligible'])
  verdict!: Assessment['verdict'];

  @Describe('What is due, or would be')
  @IsMoney()
  amount!: MoneyBody;

  @IsIn(['beneficiaries', 'unit-fund'])
  payee!: Assessment['payee'];

  @Describe('What counted towards the threshold, after uncertainty')
  @IsMilligrams({ zero: true })
  measuredMg!: number;

  @ListOf(() => StageAmountAnswer, { max: 2 })
  stages!: StageAmountAnswer[];

  @Describe('Each rule in the order it was applied. Where it gives a value, `value` is that')
  @ListOf(() => AssessmentLineAnswer, { max: 10_000 })
  lines!: AssessmentLineAnswer[];
}

export class AssessmentAnswer extends GivenAssessmentAnswer {
  @Describe('Why nothing could be granted under the policy now, whatever the operation is worth; empty where it could')
  @IsArray()
  @ArrayMaxSize(1)
  @IsString({ each: true })
  hindrances!: string[];
}
