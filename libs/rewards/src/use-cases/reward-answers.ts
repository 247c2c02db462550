import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsString, Min } from 'class-validator';
import {
  Describe,
  IsCalendarDate,
  IsId,
  IsInstant,
  IsMoney,
  IsText,
  ListOf,
  MoneyBody,
  Nested,
  Optional,
  RecordedAnswer,
} from '#libs/http';
import { IsRegisterEntry } from '#libs/vocabulary/bodies';
import {
  ClearedDefectBody,
  GivenAssessmentAnswer,
  IsDefectCode,
  IsVersion,
  type Office,
  offices,
  SeizureFactsBody,
  type ShareForm,
  shareForms,
  type Stage,
  StageAmountAnswer,
  SuspectFactsBody,
} from '#libs/reward-law';
import { ProposedShareBody } from './propose-reward.ts';
import { type ClawbackCause, clawbackCauses, type RewardEvent, rewardEventTypes } from '../reward/reward-events.ts';
import { duties, type Duty, type PaymentState, type Vote } from '../reward/reward-standing.ts';
import { type RewardStatus, rewardStatuses } from '../reward/reward-status.ts';

// What the page, the pipeline and the timeline of rewards answer, for the API's description. The rows themselves are made by the projections.

export class StandingAnswer {
  @IsMoney()
  granted!: MoneyBody;

  @IsMoney()
  paid!: MoneyBody;

  @Describe('Instructed, not yet confirmed')
  @IsMoney()
  onTheWay!: MoneyBody;

  @Describe('Went back to the pool without having been paid. With what was paid, is on its way and is unpaid it is what was granted')
  @IsMoney()
  forfeited!: MoneyBody;

  @IsMoney()
  unpaid!: MoneyBody;

  @Describe('Claimed back of what was paid')
  @IsMoney()
  toRecover!: MoneyBody;

  @IsMoney()
  recovered!: MoneyBody;

  @IsMoney()
  writtenOff!: MoneyBody;

  @IsMoney()
  outstanding!: MoneyBody;
}

export class RewardSummaryAnswer {
  @IsId()
  rewardId!: string;

  @IsId()
  caseId!: string;

  @Describe('What is rewarded once, whatever it was split into')
  @IsId()
  operationId!: string;

  @IsId()
  policyId!: string;

  @Describe('The furthest it has come')
  @IsIn(rewardStatuses)
  status!: RewardStatus;

  @Describe('What is granted, else allocated, else due')
  @IsMoney()
  amount!: MoneyBody;

  @Describe('Released last')
  @Optional()
  @IsIn(['laboratory', 'final-verdict'])
  stage?: Stage['on'];

  @Describe('Held by integrity')
  @IsBoolean()
  onHold!: boolean;

  @Describe('Who gets something, or would')
  @IsArray()
  @ArrayMaxSize(1000)
  @IsRegisterEntry({ each: true })
  recipients!: string[];

  @Describe('Where the money is, once it is granted')
  @Optional()
  @Nested(() => StandingAnswer)
  standing?: StandingAnswer;

  @IsInstant()
  triggeredAt!: string;

  @IsInstant()
  updatedAt!: string;

  @Describe('Of the reward: what `If-Match` is compared with')
  @IsInt()
  @Min(0)
  revision!: number;
}

export class RewardInPipelineAnswer extends RewardSummaryAnswer {
  @Describe('How often it was proposed')
  @IsInt()
  @Min(0)
  round!: number;
}

export class TriggerAnswer {
  @IsIn(['facts', 'request'])
  trigger!: 'facts' | 'request';

  @IsString()
  triggeredBy!: string;
}

export class RosterOfficerAnswer {
  @IsRegisterEntry()
  officerId!: string;

  @IsRegisterEntry()
  unit!: string;

  @IsIn(offices)
  office!: Office;
}

export class FrozenRosterAnswer {
  @IsInstant()
  frozenAt!: string;

  @Describe('Whose fund gets what no share pays out')
  @IsRegisterEntry()
  leadUnit!: string;

  @ListOf(() => RosterOfficerAnswer, { max: 1000 })
  officers!: RosterOfficerAnswer[];

  @IsArray()
  @ArrayMaxSize(1000)
  @IsRegisterEntry({ each: true })
  units!: string[];
}

export class AssessedInputsAnswer {
  @IsRegisterEntry()
  operationId!: string;

  @ListOf(() => SeizureFactsBody, { max: 1000 })
  seizures!: SeizureFactsBody[];

  @Describe('A suspect is not a convict')
  @ListOf(() => SuspectFactsBody, { max: 1000 })
  suspects!: SuspectFactsBody[];

  @Optional()
  @IsMoney()
  netProceeds?: MoneyBody;

  @Describe('What integrity cleared up: it holds nothing up')
  @Optional()
  @ListOf(() => ClearedDefectBody, { max: 1000 })
  cleared?: ClearedDefectBody[];
}

/** What is known of an operation besides what is measured. */
export class KnownOfOperationAnswer {
  @Optional()
  @Nested(() => FrozenRosterAnswer)
  roster?: FrozenRosterAnswer;

  @Describe('When a laboratory first received an exhibit of the operation')
  @Optional()
  @IsInstant()
  laboratoryReceivedAt?: string;

  @Describe('The case that is rewarded for the same operation')
  @Optional()
  @IsId()
  duplicateOf?: string;

  @Describe(
    'Who had a hand in the operation: assigned, named in a seizure, sealed or held an exhibit. They decide nothing about its reward',
  )
  @Optional()
  @IsArray()
  @ArrayMaxSize(1000)
  @IsRegisterEntry({ each: true })
  hands?: string[];

  @Describe('Who certified what was found. They decide nothing about its reward and have no share in it')
  @Optional()
  @IsArray()
  @ArrayMaxSize(1000)
  @IsRegisterEntry({ each: true })
  analysts?: string[];
}

export class EligibilityAnswer extends KnownOfOperationAnswer {
  @Describe('From 1; one more each time that facts changed')
  @IsInt()
  @Min(1)
  number!: number;

  @IsVersion()
  version!: number;

  @Describe('What it rests on: with the version of the policy it comes out the same for ever')
  @Nested(() => AssessedInputsAnswer)
  inputs!: AssessedInputsAnswer;

  @Nested(() => GivenAssessmentAnswer)
  assessment!: GivenAssessmentAnswer;

  @IsInstant()
  seizedAt!: string;
}

export class AllocatedShareAnswer extends ProposedShareBody {
  @IsMoney()
  amount!: MoneyBody;

  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  why!: string[];
}

export class UnitFundAnswer {
  @IsRegisterEntry()
  unit!: string;

  @IsMoney()
  amount!: MoneyBody;

  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  why!: string[];
}

export class AllocationAnswer {
  @IsMoney()
  amount!: MoneyBody;

  @ListOf(() => AllocatedShareAnswer, { max: 200 })
  shares!: AllocatedShareAnswer[];

  @Describe('What rounding and caps leave over')
  @Nested(() => UnitFundAnswer)
  unitFund!: UnitFundAnswer;
}

export class VerificationAnswer {
  @IsString()
  verifiedBy!: string;

  @IsString()
  statement!: string;
}

export class ClearanceAnswer {
  @IsString()
  clearedBy!: string;

  @IsString()
  statement!: string;
}

export class VoteAnswer {
  @IsString()
  member!: string;

  @Describe('From outside the agencies of the beneficiaries')
  @IsBoolean()
  outsider!: boolean;

  @IsIn(['for', 'against', 'abstain'])
  vote!: Vote['vote'];

  @Optional()
  @IsString()
  reason?: string;
}

export class CapShareAnswer {
  @IsRegisterEntry()
  officerId!: string;

  @IsId()
  capId!: string;

  @IsMoney()
  amount!: MoneyBody;
}

export class LimitsAnswer {
  @Optional()
  @IsMoney()
  perCase?: MoneyBody;

  @Optional()
  @IsMoney()
  twelveMonths?: MoneyBody;

  @Optional()
  @IsMoney()
  career?: MoneyBody;
}

export class EntitlementAnswer {
  @IsId()
  caseId!: string;

  @IsId()
  operationId!: string;

  @IsId()
  policyId!: string;
}

export class ConclusionAnswer extends EntitlementAnswer {
  @IsInt()
  @Min(1)
  round!: number;

  @IsInt()
  @Min(0)
  for!: number;

  @IsInt()
  @Min(0)
  against!: number;

  @IsInt()
  @Min(0)
  abstained!: number;

  @Describe('Of members who declared a conflict: not counted')
  @IsInt()
  @Min(0)
  recused!: number;

  @IsString()
  concludedBy!: string;

  @IsVersion()
  version!: number;

  @IsId()
  poolId!: string;

  @IsId()
  reservationId!: string;

  @IsMoney()
  amount!: MoneyBody;

  @ListOf(() => CapShareAnswer, { max: 200 })
  caps!: CapShareAnswer[];

  @Nested(() => LimitsAnswer)
  limits!: LimitsAnswer;
}

export class ReturnedRewardAnswer {
  @Describe('Of the rule that refused the grant')
  @IsString()
  code!: string;

  @IsString()
  reason!: string;

  @IsString()
  returnedBy!: string;
}

export class RoundAnswer {
  @IsInt()
  @Min(1)
  round!: number;

  @IsString()
  proposedBy!: string;

  @IsRegisterEntry()
  unit!: string;

  @IsString()
  statement!: string;

  @Optional()
  @IsString()
  exceptional?: string;

  @IsInstant()
  proposedAt!: string;

  @Describe('The number of the assessment that it rests on')
  @IsInt()
  @Min(0)
  assessed!: number;

  @IsInt()
  @Min(0)
  version!: number;

  @IsIn(['beneficiaries', 'unit-fund'])
  payee!: 'beneficiaries' | 'unit-fund';

  @ListOf(() => StageAmountAnswer, { max: 2 })
  stages!: StageAmountAnswer[];

  @Optional()
  @Nested(() => AllocationAnswer)
  allocation?: AllocationAnswer;

  @Optional()
  @Nested(() => VerificationAnswer)
  verification?: VerificationAnswer;

  @Optional()
  @Nested(() => ClearanceAnswer)
  clearance?: ClearanceAnswer;

  @ListOf(() => VoteAnswer, { max: 1000 })
  votes!: VoteAnswer[];

  @Optional()
  @Nested(() => ConclusionAnswer)
  conclusion?: ConclusionAnswer;

  @Describe('Money was set aside for it')
  @IsBoolean()
  approved!: boolean;

  @Optional()
  @Nested(() => ReturnedRewardAnswer)
  returned?: ReturnedRewardAnswer;
}

export class ConflictAnswer {
  @IsString()
  person!: string;

  @IsString()
  reason!: string;
}

export class LiftedAnswer {
  @IsString()
  liftedBy!: string;

  @IsString()
  reason!: string;
}

export class HoldAnswer {
  @IsId()
  holdId!: string;

  @IsString()
  placedBy!: string;

  @IsString()
  reason!: string;

  @Optional()
  @Nested(() => LiftedAnswer)
  lifted?: LiftedAnswer;
}

export class ClearedIrregularityAnswer {
  @Describe('The seizure')
  @IsRegisterEntry()
  subjectId!: string;

  @IsDefectCode()
  defect!: string;

  @IsString()
  reason!: string;

  @IsString()
  clearedBy!: string;
}

export class DutyAnswer {
  @IsString()
  person!: string;

  @IsIn(duties)
  duty!: Duty;
}

export class RejectionAnswer {
  @IsInt()
  @Min(0)
  round!: number;

  @IsString()
  code!: string;

  @IsString()
  reason!: string;

  @IsString()
  rejectedBy!: string;
}

export class RecipientAnswer {
  @IsRegisterEntry()
  recipientId!: string;

  @IsIn(['person', 'unit'])
  kind!: 'person' | 'unit';

  @IsMoney()
  amount!: MoneyBody;
}

export class GrantedShareAnswer extends RecipientAnswer {
  @IsIn(shareForms)
  form!: ShareForm;
}

export class GrantAnswer extends EntitlementAnswer {
  @IsInt()
  @Min(1)
  round!: number;

  @IsVersion()
  version!: number;

  @IsId()
  poolId!: string;

  @IsMoney()
  amount!: MoneyBody;

  @ListOf(() => GrantedShareAnswer, { max: 201 })
  shares!: GrantedShareAnswer[];
}

export class WhyAnswer {
  @IsString()
  reason!: string;
}

export class ReleasedStageAnswer {
  @IsIn(['laboratory', 'final-verdict'])
  stage!: Stage['on'];

  @IsMoney()
  amount!: MoneyBody;

  @IsString()
  because!: string;
}

export class ExecutedAnswer {
  @IsString()
  confirmedBy!: string;

  @IsString()
  bankReference!: string;

  @IsInstant()
  executedAt!: string;
}

export class PaymentFailureAnswer {
  @IsString()
  reportedBy!: string;

  @IsString()
  reason!: string;
}

export class RewardPaymentAnswer extends GrantedShareAnswer {
  @IsId()
  paymentId!: string;

  @IsIn(['laboratory', 'final-verdict'])
  stage!: Stage['on'];

  @IsIn(['released', 'instructed', 'executed', 'failed'])
  status!: PaymentState['status'];

  @Optional()
  @IsString()
  instructedBy?: string;

  @Optional()
  @Nested(() => ExecutedAnswer)
  executed?: ExecutedAnswer;

  @ListOf(() => PaymentFailureAnswer, { max: 1000 })
  failures!: PaymentFailureAnswer[];
}

export class RecoverAnswer extends RecipientAnswer {
  @IsId()
  recoveryId!: string;

  @Describe('What was paid and is claimed back')
  @IsArray()
  @ArrayMaxSize(1000)
  @IsId({ each: true })
  paymentIds!: string[];
}

export class ClawbackAnswer extends EntitlementAnswer {
  @IsId()
  clawbackId!: string;

  @IsIn(clawbackCauses)
  cause!: ClawbackCause;

  @IsString()
  reason!: string;

  @IsId()
  poolId!: string;

  @ListOf(() => RecoverAnswer, { max: 1000 })
  recover!: RecoverAnswer[];

  @Describe('Granted and not paid: goes back to the pool')
  @IsMoney()
  forfeited!: MoneyBody;

  @ListOf(() => CapShareAnswer, { max: 200 })
  caps!: CapShareAnswer[];
}

export class InstalmentAnswer {
  @IsCalendarDate()
  due!: string;

  @IsMoney()
  amount!: MoneyBody;
}

export class RecoveryPlanAnswer {
  @ListOf(() => InstalmentAnswer, { max: 120 })
  instalments!: InstalmentAnswer[];

  @IsString()
  plannedBy!: string;
}

export class KeptPaymentAnswer {
  @IsId()
  rewardId!: string;

  @IsId()
  paymentId!: string;
}

export class ReceiptAnswer {
  @Describe('Kept from what is owed to the recipient elsewhere, or paid')
  @IsIn(['set-off', 'repaid'])
  kind!: 'set-off' | 'repaid';

  @IsId()
  receiptId!: string;

  @IsMoney()
  amount!: MoneyBody;

  @IsString()
  reference!: string;

  @IsString()
  recordedBy!: string;

  @Describe('The payment of another reward that was kept, of what is set off')
  @Optional()
  @Nested(() => KeptPaymentAnswer)
  from?: KeptPaymentAnswer;
}

export class WrittenOffAnswer {
  @IsMoney()
  amount!: MoneyBody;

  @IsString()
  reason!: string;

  @IsRegisterEntry()
  instrument!: string;

  @IsString()
  writtenOffBy!: string;
}

export class RewardRecoveryAnswer extends RecoverAnswer {
  @Optional()
  @Nested(() => RecoveryPlanAnswer)
  plan?: RecoveryPlanAnswer;

  @ListOf(() => ReceiptAnswer, { max: 1000 })
  receipts!: ReceiptAnswer[];

  @Optional()
  @Nested(() => WrittenOffAnswer)
  writtenOff?: WrittenOffAnswer;
}

export class ActAnswer {
  @IsIn(rewardEventTypes)
  act!: RewardEvent['type'];

  @Describe('A person, or a process')
  @IsString()
  by!: string;

  @Optional()
  @IsString()
  name?: string;

  @Describe('When it was recorded, UTC')
  @IsInstant()
  at!: string;

  @Optional()
  @IsString()
  reason?: string;
}

export class RewardAnswer extends RewardSummaryAnswer {
  @Optional()
  @Nested(() => TriggerAnswer)
  trigger?: TriggerAnswer;

  @Describe('The latest, rule by rule')
  @Optional()
  @Nested(() => EligibilityAnswer)
  assessment?: EligibilityAnswer;

  @Describe('Every proposal and what came of it; the last one counts')
  @ListOf(() => RoundAnswer, { max: 1000 })
  rounds!: RoundAnswer[];

  @ListOf(() => ConflictAnswer, { max: 1000 })
  conflicts!: ConflictAnswer[];

  @ListOf(() => HoldAnswer, { max: 1000 })
  holds!: HoldAnswer[];

  @Describe('Irregularities that integrity cleared up: they hold nothing up any more')
  @ListOf(() => ClearedIrregularityAnswer, { max: 1000 })
  cleared!: ClearedIrregularityAnswer[];

  @Describe('Who has done what for it. Nobody has two')
  @ListOf(() => DutyAnswer, { max: 1000 })
  duties!: DutyAnswer[];

  @Optional()
  @Nested(() => RejectionAnswer)
  rejection?: RejectionAnswer;

  @Optional()
  @Nested(() => GrantAnswer)
  grant?: GrantAnswer;

  @Describe('Stages and payments wait until the irregularity is cleared up')
  @Optional()
  @Nested(() => WhyAnswer)
  suspension?: WhyAnswer;

  @ListOf(() => ReleasedStageAnswer, { max: 2 })
  stages!: ReleasedStageAnswer[];

  @ListOf(() => RewardPaymentAnswer, { max: 1000 })
  payments!: RewardPaymentAnswer[];

  @ListOf(() => ClawbackAnswer, { max: 1000 })
  clawbacks!: ClawbackAnswer[];

  @ListOf(() => RewardRecoveryAnswer, { max: 1000 })
  recoveries!: RewardRecoveryAnswer[];

  @Optional()
  @IsIn(['paid', 'recovered'])
  completed?: 'paid' | 'recovered';

  @Describe('Who did what, in the order it was recorded')
  @ListOf(() => ActAnswer, { max: 10_000 })
  acts!: ActAnswer[];

  @Describe('Of everybody who is suspected')
  @IsText(1, 100)
  notice!: string;
}

export class RewardTimelineEntryAnswer extends RecordedAnswer {
  @IsId()
  rewardId!: string;
}
