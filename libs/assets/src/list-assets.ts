import { IsIn } from 'class-validator';
import { IsProvince } from '#libs/bodies';
import type { Condition, Query } from '#libs/event-sourcing';
import { Describe, IsId, IsInstant, Optional, PageQuery } from '#libs/http';
import { type AssetDefect, assetDefects, type AssetKind, assetKinds } from './asset.ts';
import { type AssetStatus, assetStatuses, type Hold, holds, type Proceeds, proceedsStates } from './standing.ts';

const sorts = ['identifiedAt', '-identifiedAt', 'updatedAt', '-updatedAt', 'freezeExpiresAt', '-freezeExpiresAt'] as const;

/** Which assets, in which order. All filters must hold. */
export class ListAssetsQuery extends PageQuery {
  @Optional()
  @IsIn(assetStatuses)
  status?: AssetStatus;

  @Describe('What keeps it from disappearing')
  @Optional()
  @IsIn(holds)
  hold?: Hold;

  @Optional()
  @IsIn(assetKinds)
  kind?: AssetKind;

  @Optional()
  @IsId()
  caseId?: string;

  @Optional()
  @IsProvince()
  province?: string;

  @Optional()
  @IsId()
  holderId?: string;

  @Describe('Where the money of its sale is')
  @Optional()
  @IsIn(proceedsStates)
  proceeds?: Proceeds;

  @Describe('Assets with a fact that has this defect')
  @Optional()
  @IsIn(assetDefects)
  defect?: AssetDefect;

  @Describe('`yes`: with a claim of somebody else that is not decided')
  @Optional()
  @IsIn(['yes', 'no'])
  claimed?: 'yes' | 'no';

  @Describe('In force, and expiring before this moment')
  @Optional()
  @IsInstant()
  freezeExpiresTo?: string;

  @Describe('Order; with a minus, the latest first')
  @Optional()
  @IsIn(sorts)
  sort?: (typeof sorts)[number];
}

/** The list as a query of rows. */
export function rowsOf(query: ListAssetsQuery): Query {
  const { status, hold, kind, caseId, province, holderId, proceeds, defect, claimed, freezeExpiresTo } = query;
  const where: Record<string, Condition> = {
    ...(status !== undefined && { status: { is: status } }),
    ...(hold !== undefined && { hold: { is: hold } }),
    ...(kind !== undefined && { kind: { is: kind } }),
    ...(caseId !== undefined && { caseId: { is: caseId } }),
    ...(province !== undefined && { province: { is: province } }),
    ...(holderId !== undefined && { holderId: { is: holderId } }),
    ...(proceeds !== undefined && { proceeds: { is: proceeds } }),
    ...(defect !== undefined && { defects: { contains: defect } }),
    ...(claimed !== undefined && { claimsOpen: claimed === 'yes' ? { from: 1 } : { is: 0 } }),
    ...(freezeExpiresTo !== undefined && { freezeExpiresAt: { to: new Date(freezeExpiresTo).toISOString() } }),
  };
  const sort = query.sort ?? '-identifiedAt';
  return {
    where,
    sort: [{ field: sort.replace('-', ''), descending: sort.startsWith('-') }],
    limit: query.limit ?? 50,
    ...(query.cursor !== undefined && { cursor: query.cursor }),
  };
}
