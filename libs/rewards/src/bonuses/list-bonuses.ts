import { IsIn } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import { type Condition, defined, type Query } from '#libs/event-sourcing';
import { contains, Describe, type Filter, is, IsId, type ListClass, ListQuery, Optional, type PageQuery } from '#libs/http';
import { currencies, type Currency } from '#libs/vocabulary';
import { type BonusHistory, bonusHistory, sortedMeasures } from './bonus-history.ts';

const measures: readonly string[] = sortedMeasures;
const sorts = ['beneficiaryId', ...[...measures, 'rewards', 'lastGrantedAt'].flatMap((field) => [field, `-${field}`])];

/** A list of bonuses. What a sum is of is said apart from which sum: `sort` and `currency` together are the field that orders. */
function listOfBonuses(filters: Readonly<Record<string, Filter<keyof BonusHistory>>>): ListClass {
  class ListOfBonuses extends ListQuery(bonusHistory, { filters }) {
    @Describe('Which sums `sort` looks at. Default: KHR')
    @Optional()
    @IsIn(currencies)
    currency?: Currency;

    @Describe('Order; with a minus, the most or the latest first. Default: what was granted, the most first')
    @Optional()
    @IsIn(sorts)
    sort?: string;

    static override rows(query: PageQuery, fixed?: Readonly<Record<string, Condition>>): Query {
      const { sort = '-granted', currency = 'KHR' } = query as ListOfBonuses;
      const field = sort.replace('-', '');
      const by = measures.includes(field) ? `${field}${currency}` : field;
      return { ...super.rows(query, fixed), sort: [{ field: by, descending: sort.startsWith('-') }] };
    }
  }
  return ListOfBonuses;
}

const caseId = contains('caseIds', IsId(), 'Those with a part in a reward of this case');

/** Which units' bonuses, in which order. All filters must hold. */
export class ListBonusesQuery extends listOfBonuses({ caseId }) {}

/** Which officers' bonuses, in which order. All filters must hold. */
export class ListOfficerBonusesQuery extends listOfBonuses({ caseId, unit: is(IsRegisterEntry(), 'Officers whose unit this is now') }) {
  declare readonly unit?: string;
}

/** How it stands with somebody's bonuses, without each of them. */
export type BonusSummary = Pick<BonusHistory, 'kind' | 'beneficiaryId' | 'unit' | 'totals' | 'rewards' | 'lastGrantedAt' | 'updatedAt'>;

export function bonusSummaryOf({ kind, beneficiaryId, unit, totals, rewards, lastGrantedAt, updatedAt }: BonusHistory): BonusSummary {
  return defined({ kind, beneficiaryId, unit, totals, rewards, lastGrantedAt, updatedAt });
}
