import { IsIn, IsInt, Max, Min } from 'class-validator';
import { IsProvince, IsRegisterEntry } from '#libs/bodies';
import type { Condition, Query } from '#libs/event-sourcing';
import { Describe, IsInstant, IsText, Optional, PageQuery } from '#libs/http';
import { type Agency, agencies, type Substance, substances } from '#libs/vocabulary';
import { type Defect, defects } from './defects.ts';
import { type CaseStatusName, caseStatuses } from './court-standing.ts';

const sorts = ['openedAt', '-openedAt', 'updatedAt', '-updatedAt', 'reference', '-reference', 'grossMg', '-grossMg'] as const;

/** Which cases, in which order. All filters must hold. */
export class ListCasesQuery extends PageQuery {
  @Optional()
  @IsIn(caseStatuses)
  status?: CaseStatusName;

  @Optional()
  @IsIn(agencies)
  agency?: Agency;

  @Optional()
  @IsRegisterEntry()
  unit?: string;

  @Optional()
  @IsProvince()
  province?: string;

  @Describe('The number on paper, exactly')
  @Optional()
  @IsText(1, 100)
  reference?: string;

  @Describe('An officer who is assigned now')
  @Optional()
  @IsRegisterEntry()
  officer?: string;

  @Optional()
  @IsIn(substances)
  substance?: Substance;

  @Describe('Cases with a fact that has this defect')
  @Optional()
  @IsIn(defects)
  defect?: Defect;

  @Describe('Opened at this moment or later')
  @Optional()
  @IsInstant()
  openedFrom?: string;

  @Describe('Opened before this moment')
  @Optional()
  @IsInstant()
  openedTo?: string;

  @Describe('At least this many gross milligrams over all seizures')
  @Optional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  grossMgFrom?: number;

  @Describe('Order; with a minus, the greatest or latest first')
  @Optional()
  @IsIn(sorts)
  sort?: (typeof sorts)[number];
}

/** The list as a query of rows. */
export function rowsOf(query: ListCasesQuery): Query {
  const { status, agency, unit, province, reference, officer, substance, defect, openedFrom, openedTo, grossMgFrom } = query;
  const where: Record<string, Condition> = {
    ...(status !== undefined && { status: { is: status } }),
    ...(agency !== undefined && { agency: { is: agency } }),
    ...(unit !== undefined && { unit: { is: unit } }),
    ...(province !== undefined && { province: { is: province } }),
    ...(reference !== undefined && { reference: { is: reference } }),
    ...(officer !== undefined && { officerIds: { contains: officer } }),
    ...(substance !== undefined && { substances: { contains: substance } }),
    ...(defect !== undefined && { defects: { contains: defect } }),
    ...((openedFrom !== undefined || openedTo !== undefined) && {
      openedAt: { ...(openedFrom !== undefined && { from: inUtc(openedFrom) }), ...(openedTo !== undefined && { to: inUtc(openedTo) }) },
    }),
    ...(grossMgFrom !== undefined && { grossMg: { from: grossMgFrom } }),
  };
  const sort = query.sort ?? '-openedAt';
  return {
    where,
    sort: [{ field: sort.replace('-', ''), descending: sort.startsWith('-') }],
    limit: query.limit ?? 50,
    ...(query.cursor !== undefined && { cursor: query.cursor }),
  };
}

function inUtc(instant: string): string {
  return new Date(instant).toISOString();
}
