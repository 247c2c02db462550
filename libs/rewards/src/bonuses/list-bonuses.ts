import { IsIn } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import type { Condition, Query } from '#libs/event-sourcing';
import { Describe, IsId, Optional, PageQuery } from '#libs/http';
import { currencies, type Currency } from '#libs/vocabulary';
import { type BonusHistory, sortedMeasures } from './bonus-history.ts';

const sorts = ['beneficiaryId', ...[...sortedMeasures, 'rewards', 'lastGrantedAt'].flatMap((field) => [field, `-${field}`])];

/** Which units' bonuses, in which order. All filters must hold. */
export class ListBonusesQuery extends PageQuery {
  @Describe('Those with a part in a reward of this case')
  @Optional()
  @IsId()
  caseId?: string;

  @Describe('Which sums `sort` looks at. Default: KHR')
  @Optional()
  @IsIn(currencies)
  currency?: Currency;

  @Describe('Order; with a minus, the most or the latest first. Default: what was granted, the most first')
  @Optional()
  @IsIn(sorts)
  sort?: string;
}

/** Which officers' bonuses, in which order. All filters must hold. */
export class ListOfficerBonusesQuery extends ListBonusesQuery {
  @Describe('Officers whose unit this is now')
  @Optional()
  @IsRegisterEntry()
  unit?: string;
}

/** The list as a query of rows. */
export function bonusRowsOf(kind: BonusHistory['kind'], query: ListOfficerBonusesQuery): Query {
  const { caseId, unit, currency = 'KHR', sort = '-granted', limit = 50, cursor } = query;
  const where: Record<string, Condition> = {
    kind: { is: kind },
    ...(caseId !== undefined && { caseIds: { contains: caseId } }),
    ...(unit !== undefined && { unit: { is: unit } }),
  };
  const name = sort.replace('-', '');
  const field = (sortedMeasures as readonly string[]).includes(name) ? `${name}${currency}` : name;
  return { where, sort: [{ field, descending: sort.startsWith('-') }], limit, ...(cursor !== undefined && { cursor }) };
}

/** How it stands with somebody's bonuses, without each of them. */
export type BonusSummary = Pick<BonusHistory, 'kind' | 'beneficiaryId' | 'unit' | 'totals' | 'rewards' | 'lastGrantedAt' | 'updatedAt'>;

export function bonusSummaryOf({ kind, beneficiaryId, unit, totals, rewards, lastGrantedAt, updatedAt }: BonusHistory): BonusSummary {
  return {
    kind,
    beneficiaryId,
    ...(unit !== undefined && { unit }),
    totals,
    rewards,
    ...(lastGrantedAt !== undefined && { lastGrantedAt }),
    updatedAt,
  };
}
