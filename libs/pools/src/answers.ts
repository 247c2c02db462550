import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString, Matches, Min } from 'class-validator';
import { IsLocalizedText } from '#libs/bodies';
import { ActorAnswer, Describe, IsId, IsInstant, IsText, ListOf, Nested, Optional } from '#libs/http';
import { currencies, type Currency, type LocalizedText } from '#libs/vocabulary';
import { AdoptDistributionRuleBody } from './adopt-distribution-rule.ts';
import { type PoolEvent, poolEventTypes } from './pool.ts';
import { type Account, accountNames } from './postings.ts';

// What the pages and lists of pools answer, for the API's description. The rows themselves are made by the projections.

/** An amount that was reckoned: of any length, and below zero where it says so. */
export class AmountAnswer {
  @IsIn(currencies)
  currency!: Currency;

  @Describe('Whole minor units: riel, or US cents')
  @Matches(/^(?:0|-?[1-9][0-9]*)$/u)
  amount!: string;
}

export class RuleAnswer extends AdoptDistributionRuleBody {
  static override readonly example = { ...AdoptDistributionRuleBody.example, ruleId: '3e2d1c0b-9a88-8776-9554-433221100fee' };

  @IsId()
  ruleId!: string;
}

export class FreezeAnswer {
  @IsText(1, 2000)
  reason!: string;

  @Describe('Who froze it')
  @IsString()
  by!: string;

  @IsInstant()
  at!: string;
}

export class ReconciliationAnswer {
  @Describe('What the books said the pool holds')
  @Nested(() => AmountAnswer)
  books!: AmountAnswer;

  @Describe('What the bank said')
  @Nested(() => AmountAnswer)
  statement!: AmountAnswer;

  @Describe('Statement less books')
  @Nested(() => AmountAnswer)
  difference!: AmountAnswer;

  @IsString()
  by!: string;

  @IsInstant()
  at!: string;
}

export class PoolAnswer {
  @IsId()
  poolId!: string;

  @IsLocalizedText(200)
  name!: LocalizedText;

  @IsIn(currencies)
  currency!: Currency;

  @IsIn(['open', 'frozen'])
  status!: 'open' | 'frozen';

  @Describe("Everything that came in: the pool's own share of proceeds, top-ups, recoveries")
  @Nested(() => AmountAnswer)
  credits!: AmountAnswer;

  @Describe('Costs of confiscated assets, as now known')
  @Nested(() => AmountAnswer)
  costs!: AmountAnswer;

  @Describe('Set aside and not yet paid')
  @Nested(() => AmountAnswer)
  reserved!: AmountAnswer;

  @Describe('Rewards, operational use and liabilities paid')
  @Nested(() => AmountAnswer)
  spent!: AmountAnswer;

  @Describe('Owed and not yet paid')
  @Nested(() => AmountAnswer)
  liabilities!: AmountAnswer;

  @Describe('Of the credits: what was paid back')
  @Nested(() => AmountAnswer)
  recovered!: AmountAnswer;

  @Describe('Credits less costs, reserved, spent and liabilities; never below zero')
  @Nested(() => AmountAnswer)
  available!: AmountAnswer;

  @Describe('What the pool owes or has lost beyond what came in; the next money covers it first')
  @Nested(() => AmountAnswer)
  shortfall!: AmountAnswer;

  @Describe("Other destinations' shares of proceeds, not yet paid to them")
  @Nested(() => AmountAnswer)
  remittances!: AmountAnswer;

  @Describe('What the bank must hold for the pool, the shares of others included')
  @Nested(() => AmountAnswer)
  held!: AmountAnswer;

  @Describe('Divides what is settled now')
  @Optional()
  @Nested(() => RuleAnswer)
  ruleInForce?: RuleAnswer;

  @Describe('All that were adopted, in that order')
  @ListOf(() => RuleAnswer, { max: 1000 })
  rules!: RuleAnswer[];

  @Describe('While it is frozen')
  @Optional()
  @Nested(() => FreezeAnswer)
  freeze?: FreezeAnswer;

  @Describe('The last comparison with the bank')
  @Optional()
  @Nested(() => ReconciliationAnswer)
  reconciled?: ReconciliationAnswer;

  @IsInstant()
  openedAt!: string;

  @Describe('When the last fact was recorded')
  @IsInstant()
  updatedAt!: string;

  @Describe('Of the pool: what `If-Match` is compared with')
  @IsInt()
  @Min(0)
  revision!: number;
}

export class PostingAnswer {
  @IsIn(accountNames)
  account!: Account;

  @IsIn(['debit', 'credit'])
  side!: 'debit' | 'credit';

  @Nested(() => AmountAnswer)
  amount!: AmountAnswer;

  @Describe('Whose money it is, where it is not the pool’s own')
  @Optional()
  @IsString()
  destination?: string;
}

export class LedgerEntryAnswer {
  @IsId()
  poolId!: string;

  @IsInt()
  @Min(0)
  revision!: number;

  @IsId()
  eventId!: string;

  @Describe('What was recorded')
  @IsIn(poolEventTypes)
  type!: PoolEvent['type'];

  @Describe('Debits and credits; together they come to zero')
  @ListOf(() => PostingAnswer, { max: 1000 })
  postings!: PostingAnswer[];

  @Describe('What the pool had available after it')
  @Nested(() => AmountAnswer)
  available!: AmountAnswer;

  @Describe('When it happened, as reported')
  @IsInstant()
  occurredAt!: string;

  @Describe('When it was booked, UTC')
  @IsInstant()
  bookedAt!: string;

  @Describe('Who booked it, with the roles of that moment')
  @Nested(() => ActorAnswer)
  actor!: ActorAnswer;

  @Optional()
  @IsString()
  reason?: string;

  @IsArray()
  @ArrayMaxSize(20)
  @IsIn(accountNames, { each: true })
  accounts!: Account[];

  @Describe('Ids and references the entry rests on')
  @IsArray()
  @ArrayMaxSize(1000)
  @IsString({ each: true })
  causes!: string[];
}
