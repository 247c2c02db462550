import { ArrayMaxSize, IsArray, IsIn, IsInt, Min } from 'class-validator';
import { Describe, IsId, IsInstant, IsMoney, IsText, ListOf, MoneyBody, Nested, Optional } from '#libs/http';
import { currencies, type Currency } from '#libs/vocabulary';
import { IsRegisterEntry } from '#libs/vocabulary/bodies';
import { AssessedInputsAnswer, KnownOfOperationAnswer } from '../use-cases/reward-answers.ts';
import { type ClawbackCause, clawbackCauses } from '../reward/reward-events.ts';

// What the pages and lists of bonuses and operations answer, for the API's description.

class BonusSumsAnswer {
  @IsMoney()
  granted!: MoneyBody;

  @Describe('Of stages that were released, paid or to be paid')
  @IsMoney()
  released!: MoneyBody;

  @IsMoney()
  paid!: MoneyBody;

  @Describe('Granted and never paid: it went back to the pool')
  @IsMoney()
  forfeited!: MoneyBody;

  @Describe('Of what was paid')
  @IsMoney()
  clawedBack!: MoneyBody;

  @Describe('Of what is claimed back')
  @IsMoney()
  recovered!: MoneyBody;

  @Describe('Of what is claimed back')
  @IsMoney()
  writtenOff!: MoneyBody;
}

export class BonusTotalAnswer extends BonusSumsAnswer {
  @IsIn(currencies)
  currency!: Currency;
}

export class BonusClawbackAnswer {
  @IsIn(clawbackCauses)
  cause!: ClawbackCause;

  @IsText(1, 2000)
  reason!: string;
}

export class BonusAnswer extends BonusSumsAnswer {
  @IsId()
  rewardId!: string;

  @IsId()
  caseId!: string;

  @IsId()
  policyId!: string;

  @IsInstant()
  grantedAt!: string;

  @Describe('When money of it arrived last, as the bank says')
  @Optional()
  @IsInstant()
  paidAt?: string;

  @Describe('Why it is claimed back')
  @Optional()
  @Nested(() => BonusClawbackAnswer)
  clawback?: BonusClawbackAnswer;
}

export class BonusSummaryAnswer {
  @IsIn(['person', 'unit'])
  kind!: 'person' | 'unit';

  @IsRegisterEntry()
  beneficiaryId!: string;

  @Describe("An officer's unit, as the register has it now")
  @Optional()
  @IsRegisterEntry()
  unit?: string;

  @Describe('One a currency: nothing is added up across them')
  @ListOf(() => BonusTotalAnswer, { max: currencies.length })
  totals!: BonusTotalAnswer[];

  @Describe('How many rewards there is a part of')
  @IsInt()
  @Min(0)
  rewards!: number;

  @Optional()
  @IsInstant()
  lastGrantedAt?: string;

  @IsInstant()
  updatedAt!: string;
}

export class BonusHistoryAnswer extends BonusSummaryAnswer {
  @Describe('In the order they were granted')
  @ListOf(() => BonusAnswer, { max: 100_000 })
  bonuses!: BonusAnswer[];
}

export class AssessableFactsAnswer extends KnownOfOperationAnswer {
  @IsId()
  operationId!: string;

  @Nested(() => AssessedInputsAnswer)
  inputs!: AssessedInputsAnswer;

  @Describe('When the first seizure of the operation happened')
  @IsInstant()
  seizedAt!: string;
}

export class OperationAnswer {
  @IsId()
  caseId!: string;

  @Describe('What an assessment rests on; absent while nothing is known to be seized. There is no number of arrests in it')
  @Optional()
  @Nested(() => AssessableFactsAnswer)
  assessable?: AssessableFactsAnswer;

  @Describe('Cases that were said to be the same operation as this one')
  @IsArray()
  @ArrayMaxSize(1000)
  @IsId({ each: true })
  duplicates!: string[];

  @IsInstant()
  updatedAt!: string;

  @Describe('What is always to be said of suspects')
  @IsText(1, 200)
  notice!: string;
}
